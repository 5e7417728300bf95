"""Everything the case page shows about one case, fetched in a fixed number of queries and made ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.facets import Inserter, Verdict
from annotator.review import queries
from annotator.review.decide import NEEDS_ORIGINAL, OWN_FLAG, UNCONFIRMED, can_decide
from annotator.review.differences import Run, changed_spans, runs
from annotator.review.flags import ShownFlag, most_said, shown_flag, standing, with_hands
from annotator.review.keys import VERDICT_KEYS
from annotator.review.listing import Status, status_of
from annotator.review.models import Case, Decision, SeenFlag
from annotator.review.originals import Original, linked_originals, original_of, sought
from annotator.studies.models import Study
from articles.lineage.models import Derivation
from articles.models import Article, Paragraph


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph as a pane shows it: the one compared is cut into runs, its neighbours stand as they are."""

    paragraph: Paragraph
    runs: Sequence[Run]
    is_compared: bool


@dataclass(frozen=True, slots=True)
class VerdictButton:
    key: str
    verdict: Verdict
    is_off: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    case: Case
    status: Status
    flags: Sequence[ShownFlag]
    decisions: Sequence[Decision]
    links: Sequence[Derivation]
    original: Original | None
    left: Sequence[Shown]
    right: Sequence[Shown]
    may_decide: bool

    @property
    def article(self) -> Article:
        return self.case.paragraph.article

    @property
    def newest(self) -> Decision | None:
        return self.decisions[0] if self.decisions else None

    @property
    def is_withdrawn(self) -> bool:
        return not standing(self.flags)

    @property
    def is_unsupported(self) -> bool:
        state: Any = self.case
        return bool(state.is_unsupported)

    @property
    def is_flagged_again(self) -> bool:
        """True when a flag has joined since the newest decision."""
        state: Any = self.case
        return bool(self.decisions) and bool(state.is_awaiting)

    @property
    def is_comparable(self) -> bool:
        """True when a verdict may say what stands in the original: it is stored, and a person confirmed the link."""
        return self.original is not None and self.original.is_confirmed

    @property
    def why_not(self) -> str:
        """Why the verdicts are off, or ""."""
        return "" if self.may_decide else OWN_FLAG

    @property
    def why_not_about_the_original(self) -> str:
        """Why the verdicts about the original are off although others are not, or ""."""
        if self.why_not or self.is_comparable:
            return ""
        return f"1 to 3 are off. {UNCONFIRMED}" if self.original else "1 to 3 are off: they need a stored original."

    @property
    def searched_without_flagged_words(self) -> bool:
        return sought(self.case) != self.case.paragraph.text

    @property
    def buttons(self) -> list[VerdictButton]:
        return [
            VerdictButton(key, verdict, not self.may_decide or (verdict in NEEDS_ORIGINAL and not self.is_comparable))
            for key, verdict in VERDICT_KEYS.items()
        ]

    def first_answers(self) -> dict[str, Any]:
        """What the form starts from: the decision that stands, else what most coders said.

        Nobody is named as the inserter beforehand: that would be an accusation, and the reviewer signs it, not the
        coder.
        """
        if self.newest:
            said = self.newest
            answers = {name: getattr(said, name) for name in ("marking", "function", "inserter", "effect")}
            return {**answers, "seen_number": said.number, "original": self._original_id}
        flags = standing(self.flags)
        answers = {name: most_said(flags, name) for name in ("marking", "function", "effect")}
        answers["inserter"] = Inserter.UNKNOWN
        return {**answers, "seen_number": 0, "original": self._original_id}

    @property
    def _original_id(self) -> int | None:
        return self.original.article.pk if self.original else None


def dossier(study: Study, pk: int, *, reviewer: Any, original_id: int | None = None) -> Dossier | None:
    """The case's dossier, or None when this study has no such case."""
    found = queries.with_state(study.cases.filter(pk=pk)).select_related(
        "paragraph__article__outlet", "paragraph__article__capture"
    )
    case = found.first()
    if case is None:
        return None
    links = linked_originals(case.paragraph.article)
    original = original_of(case, links, original_id) or original_of(case, links)
    gone, added = changed_spans(original.match.text, case.paragraph.text) if original and original.match else ([], [])
    decisions = list(case.decisions.select_related("reviewer", "upstream__outlet").order_by("-number"))
    seen = set(SeenFlag.objects.filter(flag__case=case).values_list("flag_id", flat=True)) if decisions else set()
    return Dossier(
        case=case,
        status=status_of(case),
        flags=[shown_flag(flag, study, is_seen=flag.pk in seen) for flag in with_hands(case.flags.all())],
        decisions=decisions,
        links=links,
        original=original,
        left=_left(original, gone),
        right=_right(case, added),
        may_decide=can_decide(case, reviewer),
    )


def _left(original: Original | None, gone: Sequence[tuple[int, int]]) -> list[Shown]:
    if original is None:
        return []
    return [Shown(p, runs(p.text, gone if p == original.match else ()), p == original.match) for p in original.around()]


def _right(case: Case, added: Sequence[tuple[int, int]]) -> list[Shown]:
    here = case.paragraph
    near = Paragraph.objects.filter(
        article=here.article_id, position__gte=max(0, here.position - 1), position__lte=here.position + 1
    )
    return [
        Shown(p, runs(p.text, added, (case.start, case.end)), True)
        if p.pk == here.pk
        else Shown(p, runs(p.text), False)
        for p in near.order_by("position")
    ]
