"""Deciding a case: who may, what may be said, and how the newest decision stands without losing the others."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from annotator.facets import Inserter, Verdict
from annotator.review.models import Case, Decision, SeenFlag
from annotator.review.originals import Original, linked_originals, original_of, stands_literally
from annotator.review.queries import not_flagged_by
from annotator.review.wording import folded
from annotator.studies.models import OVERSEERS, Study
from articles.models import Paragraph

OWN_FLAG = "You flagged these words yourself, so somebody else decides this case. Nobody reviews their own flags."
NOT_A_REVIEWER = "Only owners and reviewers of this study decide cases."
NO_ORIGINAL = (
    "No original is stored for this article, so nobody can say what stands in it. "
    "Choose “Original not available”, or link an original first."
)
UNCONFIRMED = (
    "A machine proposed this original and nobody has confirmed it yet. Compare the two texts, press "
    "“Yes, this is the original”, and decide then."
)
NOT_SHOWN = (
    "An original was linked to this article after you opened the case, so you have not compared it yet. "
    "It is shown now: compare the two texts and decide then."
)
ACCUSATION = (
    "“The republisher inserted this” is an accusation. It can be stated only with a stored original and the verdict "
    "“Confirmed absent in original” or “Differs in original”. Choose “Unknown” as the inserter instead."
)
OMISSION_ACCUSATION = (
    "“The republisher left this out” is an accusation. It can be stated only with a stored original and the verdict "
    "“Left out: present in original” or “Differs in original”. Choose “Unknown” instead."
)
NOT_PUT_IN = (
    "Nothing was put in at this point: words were left out, and what was left out stands in the original. "
    "Choose “Left out: present in original”, or “Not an omission”."
)
SELECT_WORDS = "Give the words as they stand in the original: select them there, or type them here."
NOT_THERE = "These words do not stand in the original, or not in the paragraph chosen. Check them letter by letter."

NEEDS_ORIGINAL = {
    Verdict.CONFIRMED_ABSENT_IN_ORIGINAL,
    Verdict.PRESENT_IN_ORIGINAL,
    Verdict.DIFFERS_IN_ORIGINAL,
}
NEEDS_WORDS = {Verdict.PRESENT_IN_ORIGINAL, Verdict.DIFFERS_IN_ORIGINAL}
MAY_ACCUSE = {Verdict.CONFIRMED_ABSENT_IN_ORIGINAL, Verdict.DIFFERS_IN_ORIGINAL}
#: of words that were left out it is an accusation that the original has them
MAY_ACCUSE_OF_OMISSION = {Verdict.PRESENT_IN_ORIGINAL, Verdict.DIFFERS_IN_ORIGINAL}


class OutOfDate(Exception):
    """Somebody decided the case after the reviewer had opened it; `newest` is what they decided."""

    def __init__(self, newest: Decision) -> None:
        super().__init__("Another decision came in while this page was open.")
        self.newest = newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a reviewer says. `original_id` is the article they were shown as the original, needed when the verdict
    is about one; `evidence_*` are its own words, needed when the verdict is about them."""

    verdict: str
    marking: str = ""
    function: str = ""
    inserter: str = Inserter.UNKNOWN
    effect: str = ""
    reason: str = ""
    original_id: int | None = None
    evidence_paragraph_id: int | None = None
    evidence_start: int | None = None
    evidence_quote: str = ""
    checked_elsewhere: bool = False

    def facets(self) -> dict[str, str]:
        """What is stored of the four facets: a passage that is no insertion has no function, inserter or effect."""
        if self.verdict == Verdict.NOT_AN_INSERTION:
            return {"marking": self.marking, "function": "", "inserter": Inserter.UNKNOWN, "effect": ""}
        return {
            "marking": self.marking,
            "function": self.function,
            "inserter": self.inserter or Inserter.UNKNOWN,
            "effect": self.effect,
        }


def check_may_decide(case: Case, reviewer: Any) -> None:
    """Raise PermissionDenied, with the sentence to show, unless this person may decide this case."""
    if not Study.objects.with_role(reviewer, *OVERSEERS).filter(pk=case.study_id).exists():
        raise PermissionDenied(NOT_A_REVIEWER)
    if not not_flagged_by(Case.objects.filter(pk=case.pk), reviewer).exists():
        raise PermissionDenied(OWN_FLAG)


def can_decide(case: Case, reviewer: Any) -> bool:
    try:
        check_may_decide(case, reviewer)
    except PermissionDenied:
        return False
    return True


@transaction.atomic
def decide(case: Case, *, id: UUID, reviewer: Any, seen_number: int, seen_flag: int, said: Judgement) -> Decision:
    """Add a decision that stands from now on. Sending the same one again returns the one that is stored.

    `seen_number` is the newest decision's number when the reviewer opened the case and `seen_flag` the newest flag's
    primary key, 0 for none: the decision speaks of flags up to that one and of none that came later.
    Raises PermissionDenied (who), ValidationError by field (what), OutOfDate (when).
    """
    case = (
        Case.objects.select_for_update(of=("self",), no_key=True).select_related("paragraph__article").get(pk=case.pk)
    )
    check_may_decide(case, reviewer)
    newest = case.decisions.order_by("-number").first()
    stored = case.decisions.filter(pk=id, reviewer_id=reviewer.pk).first()
    if stored and _says(stored, said) and not Decision.objects.filter(takes_back=stored).exists():
        return stored
    if newest and (stored or newest.number != seen_number):
        raise OutOfDate(newest)
    decision = Decision(
        id=id,
        case=case,
        number=(newest.number if newest else 0) + 1,
        reviewer=reviewer,
        verdict=said.verdict,
        reason=said.reason,
        **said.facets(),
        **_evidence(case, said),
    )
    try:
        with transaction.atomic():
            decision.save()
            seen = case.flags.filter(pk__lte=seen_flag).order_by("pk")
            SeenFlag.objects.bulk_create(SeenFlag(decision=decision, flag=flag) for flag in seen)
    except IntegrityError as trouble:
        raise ValidationError("This form was used before for something else. Please send it again.") from trouble
    return decision


def _says(stored: Decision, said: Judgement) -> bool:
    """True when the stored decision is the same one, sent twice."""
    facets = {name: getattr(stored, name) for name in ("marking", "function", "inserter", "effect")}
    return (
        (stored.verdict, stored.reason) == (said.verdict, said.reason)
        and facets == said.facets()
        and (said.verdict not in NEEDS_ORIGINAL or stored.upstream_id == said.original_id)
        and (said.verdict not in NEEDS_WORDS or _points_to(stored, said))
    )


def _points_to(stored: Decision, said: Judgement) -> bool:
    """True when the words and the place that are named lead to those stored, as `locate` reads them."""
    paragraph, words = stored.evidence_paragraph, said.evidence_quote
    if paragraph is None or folded(stored.evidence_quote) != folded(words):
        return False
    if said.evidence_paragraph_id is None:
        return True
    if said.evidence_paragraph_id != paragraph.pk:
        return False
    return said.evidence_start == stored.evidence_start or not _stand_at(paragraph, said.evidence_start, words)


def _evidence(case: Case, said: Judgement) -> dict[str, Any]:
    """The columns that say what was searched and found; raises ValidationError when the verdict lacks them."""
    links = linked_originals(case.paragraph.article)
    original = original_of(case, links, said.original_id) if links and said.original_id else None
    if links and original is None and said.original_id:
        raise ValidationError(
            {"original": "That original is no longer linked to this article. Reload the case and compare again."}
        )
    if links and original is None and said.verdict in NEEDS_ORIGINAL:
        raise ValidationError({"original": NOT_SHOWN})
    check_verdict(case, said, original)
    if original is None or said.verdict not in NEEDS_ORIGINAL:
        return {}
    columns: dict[str, Any] = {
        "upstream": original.article,
        "upstream_sha256": original.sha256,
        "best_match": original.match.text if original.match else "",
        "best_match_score": original.score if original.match else None,
    }
    if said.verdict in NEEDS_WORDS:
        paragraph, start, quote = locate(original, said)
        columns |= {"evidence_paragraph": paragraph, "evidence_start": start, "evidence_quote": quote}
    return columns


def check_verdict(case: Case, said: Judgement, original: Original | None) -> None:
    """Raise ValidationError, by field, when the verdict says more than what is stored can bear."""
    if case.is_omission and said.verdict == Verdict.CONFIRMED_ABSENT_IN_ORIGINAL:
        raise ValidationError({"verdict": NOT_PUT_IN})
    if said.verdict in NEEDS_ORIGINAL and original is None:
        raise ValidationError({"verdict": NO_ORIGINAL})
    if said.verdict in NEEDS_ORIGINAL and original and not original.is_confirmed:
        raise ValidationError({"verdict": UNCONFIRMED})
    may_accuse = MAY_ACCUSE_OF_OMISSION if case.is_omission else MAY_ACCUSE
    if said.facets()["inserter"] == Inserter.REPUBLISHER and (original is None or said.verdict not in may_accuse):
        raise ValidationError({"inserter": OMISSION_ACCUSATION if case.is_omission else ACCUSATION})
    if (
        said.verdict == Verdict.CONFIRMED_ABSENT_IN_ORIGINAL
        and original
        and not said.checked_elsewhere
        and (there := stands_literally(case, original))
    ):
        raise ValidationError(
            {
                "checked_elsewhere": f"The same words stand in ¶{there[0].number} of the original. Look there first; "
                "if they mean something else or stand in another place, tick the box below and decide again."
            }
        )


def locate(original: Original, said: Judgement) -> tuple[Paragraph, int, str]:
    """The original's own words: the exact slice where one is named, else the first place they are found."""
    words = said.evidence_quote
    if not words.strip():
        raise ValidationError({"evidence_quote": SELECT_WORDS})
    chosen = next((p for p in original.paragraphs if p.pk == said.evidence_paragraph_id), None)
    if said.evidence_paragraph_id is not None and chosen is None:
        raise ValidationError({"evidence_paragraph": "That paragraph is not one of this original's."})
    start = said.evidence_start
    if chosen and start is not None and _stand_at(chosen, start, words):
        return chosen, start, words
    within = Original(original.derivation, [chosen], chosen, original.score) if chosen else original
    found = within.find(words, whole_words=False)
    if found is None:
        raise ValidationError({"evidence_quote": NOT_THERE})
    paragraph, place = found
    return paragraph, place.start, paragraph.text[place.start : place.end]


def _stand_at(paragraph: Paragraph, start: int | None, words: str) -> bool:
    return start is not None and paragraph.text[start : start + len(words)] == words
