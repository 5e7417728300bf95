"""What a decision card says beyond the case page: the codebook's wording in force, and how to cite it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from annotator import __version__
from annotator.facets import Effect, Function, Inserter, Marking, Verdict
from annotator.review.dossier import Dossier, dossier
from annotator.review.left_out import verdict_label
from annotator.review.models import Case, Decision, Flag
from annotator.studies.models import CodebookRevision, Study

_ASKED = (("Marking", Marking), ("Function", Function), ("Inserter", Inserter), ("Effect", Effect))


@dataclass(frozen=True, slots=True)
class Wording:
    """What the codebook says of one answer; each part may be ""."""

    question: str
    label: str
    definition: str
    example: str
    not_when: str


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    pseudonym: str


@dataclass(frozen=True, slots=True)
class Card:
    """`revision` was in force when the standing decision was made; while none stands, it is today's."""

    shown: Dossier
    revision: CodebookRevision | None
    wording: Sequence[Wording]
    people: dict[int, Person]
    address: str
    citation: str

    @property
    def decision(self) -> Decision | None:
        return self.shown.stands

    @property
    def is_evidence_shown(self) -> bool:
        """Whether the pane beside the passage has the original that the standing decision names."""
        original, stands = self.shown.original, self.decision
        return original is not None and (stands is None or stands.upstream_id in (None, original.article.pk))


def card(study: Study, pk: int, *, reader: Any) -> Card | None:
    """The card of a case of this study, or None when it has no such case."""
    case = study.cases.filter(pk=pk).first()
    if case is None:
        return None
    newest = case.decisions.order_by("-number").first()
    shown = dossier(study, pk, reviewer=reader, original_id=newest.upstream_id if newest else None)
    if shown is None:
        return None
    stands = shown.stands
    revision = revision_at(study, stands.at if stands else None)
    address = f"{settings.SITE_URL}{reverse('case_card', args=[study.slug, pk])}"
    return Card(
        shown=shown,
        revision=revision,
        wording=[*_said(stands, case), *_claims(case, revision)],
        people={one.reviewer_id: _person(one, study) for one in shown.decisions},
        address=address,
        citation=_citation(study, shown, revision, address),
    )


def revision_at(study: Study, moment: datetime | None) -> CodebookRevision | None:
    """The revision in force at that time, or now; None before the first."""
    revisions = study.revisions.order_by("-number")
    return (revisions.filter(created_at__lte=moment) if moment else revisions).first()


def _person(decision: Decision, study: Study) -> Person:
    return Person(decision.reviewer.get_full_name(), study.pseudonym(decision.reviewer_id))


def _said(stands: Decision | None, case: Case) -> list[Wording]:
    if stands is None:
        return []
    verdict = Verdict(stands.verdict)
    label = verdict_label(verdict, is_omission=case.is_omission)
    said = [Wording("Verdict", label, verdict.definition, verdict.example, verdict.not_when)]
    for question, facet in _ASKED:
        if value := getattr(stands, question.lower()):
            member: Any = facet(value)
            said.append(Wording(question, member.label, member.definition, member.example, member.not_when))
    return said


def _claims(case: Case, revision: CodebookRevision | None) -> list[Wording]:
    """Of the claim types that coders gave to the flagged words, as this revision has them."""
    flags = Flag.objects.filter(case=case, annotation__claim_type__isnull=False, annotation__ended_at__isnull=True)
    picked = set(flags.values_list("annotation__claim_type_id", flat=True))
    parts = ("label", "definition", "example", "not_when")
    stated = [one for one in (revision.content if revision else ()) if one.get("id") in picked]
    return [Wording("Claim type", *(str(one.get(part, "")) for part in parts)) for one in stated]


def _citation(study: Study, shown: Dossier, revision: CodebookRevision | None, address: str) -> str:
    """One sentence that holds without the page: what was decided, on which texts, under which codebook."""
    stands = shown.stands
    words = f"“{shown.case.words}”"
    verdict = "No verdict stands on it"
    if stands:
        label = verdict_label(stands.verdict, is_omission=shown.case.is_omission)
        verdict = f"Decision {stands.number} of {stands.at:%Y-%m-%d}: {label.lower()}"
    texts = f"Text SHA-256 {shown.article.text_sha256}"
    if stands and stands.upstream:
        texts += f"; compared with an original of SHA-256 {stands.upstream_sha256}"
    codebook = f", codebook {revision.codebook} revision {revision.number}" if revision else ""
    made = f"Annotator {__version__}{codebook}"
    return f"{study.title}: case {shown.case.pk}, {words}. {verdict}. {texts}. {made}. {address}"
