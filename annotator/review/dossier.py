"""Everything the case page shows about one case, fetched in a fixed number of queries and made ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.facets import Inserter, Verdict
from annotator.review import queries
from annotator.review.decide import NEEDS_ORIGINAL, OWN_FLAG, UNCONFIRMED, can_decide
from annotator.review.differences import Run, Spans, changed_around, runs
from annotator.review.exact_place import ExactPlace, exact_place, upstream_compared
from annotator.review.flags import ShownFlag, most_said, shown_flag, standing, with_hands
from annotator.review.keys import VERDICT_KEYS
from annotator.review.left_out import HINTS, LeftOut, in_one, left_out, verdict_label
from annotator.review.listing import Status, status_of
from annotator.review.models import Case, Decision, SeenFlag
from annotator.review.originals import Original, alike, linked_originals, original_of, sought
from annotator.studies.models import Study
from articles.lineage.models import Derivation
from articles.models import Article, Paragraph

_FACETS = ("marking", "function", "effect")


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
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Told:
    """A decision as the history tells it; `alike` is its best match in words, `place` where its evidence stands: as
    people count, from 1 and with the last character."""

    decision: Decision
    stands: bool
    is_taken_back: bool
    alike: str
    place: str


@dataclass(frozen=True, slots=True)
class Dossier:
    case: Case
    status: Status
    flags: Sequence[ShownFlag]
    decisions: Sequence[Decision]
    links: Sequence[Derivation]
    original: Original | None
    place: ExactPlace | None
    left: Sequence[Shown]
    right: Sequence[Shown]
    may_decide: bool
    reviewer: Any
    left_out: Sequence[LeftOut] = ()

    @property
    def article(self) -> Article:
        return self.case.paragraph.article

    @property
    def newest(self) -> Decision | None:
        """What was said last, be it a verdict or that one is taken back."""
        return self.decisions[0] if self.decisions else None

    @property
    def stands(self) -> Decision | None:
        return self.newest if self.newest and not self.newest.takes_back_id else None

    @property
    def taken_back(self) -> Decision | None:
        """The row that took the last verdict back, while nobody has decided since."""
        return self.newest if self.newest and self.newest.takes_back_id else None

    @property
    def history(self) -> list[Told]:
        back = {decision.takes_back_id for decision in self.decisions}
        return [
            Told(
                decision,
                stands=decision == self.stands,
                is_taken_back=decision.pk in back,
                alike="" if decision.best_match_score is None else alike(decision.best_match_score),
                place=_place(decision),
            )
            for decision in self.decisions
        ]

    @property
    def newest_flag(self) -> int:
        return max((flag.pk for flag in self.flags), default=0)

    @property
    def late_flags(self) -> int:
        """How many came after the reviewer had opened the case, on a page that came back."""
        return sum(flag.is_late for flag in self.flags)

    @property
    def is_withdrawn(self) -> bool:
        return not standing(self.flags)

    @property
    def is_no_longer_found(self) -> bool:
        """True when only machines had flagged the words, and none of them would now."""
        return self.is_withdrawn and all(flag.is_machine for flag in self.flags)

    @property
    def is_unsupported(self) -> bool:
        state: Any = self.case
        return bool(state.is_unsupported)

    @property
    def is_flagged_again(self) -> bool:
        """True when a flag has joined of which the standing verdict does not speak."""
        state: Any = self.case
        return self.stands is not None and bool(state.is_awaiting)

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
        if self.why_not:
            return ""
        if self.is_comparable:
            return "1 is off: it is for words that were put in." if self.case.is_omission else ""
        return f"1 to 3 are off. {UNCONFIRMED}" if self.original else "1 to 3 are off: they need a stored original."

    @property
    def searched_without_flagged_words(self) -> bool:
        return sought(self.case) != self.case.paragraph.text

    @property
    def buttons(self) -> list[VerdictButton]:
        return [self._button(key, verdict) for key, verdict in VERDICT_KEYS.items()]

    def _button(self, key: str, verdict: Verdict) -> VerdictButton:
        omission = self.case.is_omission
        off = not self.may_decide or (verdict in NEEDS_ORIGINAL and not self.is_comparable)
        off = off or (omission and verdict == Verdict.CONFIRMED_ABSENT_IN_ORIGINAL)
        hint = HINTS.get(verdict, verdict.definition) if omission else verdict.definition
        return VerdictButton(key, verdict, off, verdict_label(verdict, is_omission=omission), hint)

    def first_answers(self) -> dict[str, Any]:
        """What the form starts from: the decision that stands, else what this reviewer has just taken back, with
        the reason they typed, else what most coders said.

        Nobody is named as the inserter beforehand unless that stands: it would be an accusation, and the reviewer
        signs it, not the coder.
        """
        seen = {
            "seen_number": self.newest.number if self.newest else 0,
            "seen_flag": self.newest_flag,
            "original": self._original_id,
            **self._left_out_answers(),
        }
        if self.stands:
            return {**seen, **{name: getattr(self.stands, name) for name in (*_FACETS, "inserter")}}
        flags = standing(self.flags)
        said = {name: most_said(flags, name) for name in _FACETS}
        return {**seen, **said, **self._taken_back_answers(), "inserter": Inserter.UNKNOWN}

    def _left_out_answers(self) -> dict[str, Any]:
        """The evidence for an omission: its words where they stand in this original."""
        words = in_one(self.left_out, self._original_id)
        if words is None:
            return {}
        return {
            "evidence_quote": words.words,
            "evidence_start": words.start,
            "evidence_paragraph": words.paragraph.pk,
        }

    def _taken_back_answers(self) -> dict[str, Any]:
        """What this reviewer had typed and has taken back. "Not an insertion" keeps no function and no effect."""
        back = self.taken_back
        own = next((one for one in self.decisions if back and one.pk == back.takes_back_id), None)
        if own is None or own.reviewer_id != self.reviewer.pk:
            return {}
        kept_by_it = ("marking",) if own.verdict == Verdict.NOT_AN_INSERTION else _FACETS
        kept = {name: getattr(own, name) for name in (*kept_by_it, "reason")}
        if own.upstream_id and own.upstream_id == self._original_id:
            kept |= {"evidence_quote": own.evidence_quote, "evidence_start": own.evidence_start}
            kept |= {"evidence_paragraph": own.evidence_paragraph_id}
        return kept

    @property
    def _original_id(self) -> int | None:
        return self.original.article.pk if self.original else None


def dossier(
    study: Study, pk: int, *, reviewer: Any, original_id: int | None = None, opened_with: int | None = None
) -> Dossier | None:
    """The case's dossier, or None when this study has no such case; `opened_with` is the newest flag that the
    reviewer was shown before, on a page that comes back."""
    found = queries.with_state(study.cases.filter(pk=pk)).select_related(
        "paragraph__article__outlet", "paragraph__article__capture"
    )
    case = found.first()
    if case is None:
        return None
    links = linked_originals(case.paragraph.article)
    missing = left_out(case) if case.is_omission else []
    seen_in = missing[0].article.pk if missing else upstream_compared(case)
    original = original_of(case, links, original_id or seen_in) or original_of(case, links)
    gone: Spans = []
    added: Spans = []
    if original and original.match:
        end = case.start + len(case.quote)
        gone, added = changed_around(original.match.text, case.paragraph.text, case.start, end)
    told = case.decisions.select_related("reviewer", "upstream__outlet", "takes_back", "evidence_paragraph")
    decisions = list(told.order_by("-number"))
    seen = SeenFlag.objects.filter(decision=decisions[0]) if decisions else SeenFlag.objects.none()
    judged = set(seen.values_list("flag_id", flat=True))
    return Dossier(
        case=case,
        status=status_of(case),
        flags=[
            shown_flag(flag, study, judged=judged, opened_with=opened_with) for flag in with_hands(case.flags.all())
        ],
        decisions=decisions,
        links=links,
        original=original,
        place=exact_place(case, original.derivation) if original else None,
        left=_left(original, gone),
        right=_right(case, added),
        may_decide=can_decide(case, reviewer),
        reviewer=reviewer,
        left_out=missing,
    )


def _place(decision: Decision) -> str:
    paragraph, start = decision.evidence_paragraph, decision.evidence_start
    if paragraph is None or start is None:
        return ""
    return f"¶{paragraph.number}, characters {start + 1:,} to {start + len(decision.evidence_quote):,}"


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
