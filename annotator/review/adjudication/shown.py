"""One item, made ready to show: each coder's version side by side over the text, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from annotator.annotations.models import Annotation
from annotator.facets import (
    AttributionStatus,
    Certainty,
    Effect,
    Function,
    Inserter,
    Marking,
    Mode,
    SourceKind,
    Stance,
)
from annotator.review.adjudication.differing import Kind
from annotator.review.adjudication.models import Adjudication, Item
from annotator.review.adjudication.people import called
from annotator.review.adjudication.queries import State, with_state
from annotator.studies.models import Study

_FACETS: tuple[tuple[str, str, Any], ...] = (
    ("Attribution", "attribution", AttributionStatus),
    ("Kind of source", "source_kind", SourceKind),
    ("Mode", "mode", Mode),
    ("Stance of the cue", "stance", Stance),
    ("Insertion", "marking", Marking),
    ("Function", "function", Function),
    ("Inserter", "inserter", Inserter),
    ("Effect", "effect", Effect),
)


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph cut at a passage: the three joined are its text. `left_out` is said at a point instead."""

    before: str
    words: str
    after: str
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    question: str
    answer: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One coder's; `key` is the digit that takes it, "" where there is none. `pk` is None for who marked nothing."""

    who: str
    pk: Any
    key: str
    words: Words | None
    answers: Sequence[Answer]
    note: str


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the history: `answers` is what an edit set."""

    row: Adjudication
    stands: bool
    is_taken_back: bool
    who: str
    words: str
    answers: Sequence[Answer]


@dataclass(frozen=True, slots=True)
class ShownItem:
    item: Item
    state: State
    kinds: Sequence[str]
    versions: Sequence[ShownVersion]
    history: Sequence[Told]
    is_for_its_case: bool
    cases: Sequence[int]

    @property
    def newest(self) -> Adjudication | None:
        return self.history[0].row if self.history else None

    @property
    def stands(self) -> Adjudication | None:
        return self.history[0].row if self.history and self.history[0].stands else None

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The versions that an edit can start from."""
        return [(str(one.pk), one.who) for one in self.versions if one.pk]

    def first_answers(self) -> dict[str, Any]:
        """What the edit starts from: the edit that stands, else the version taken, else the first coder's."""
        version = next((one for one in self.versions if one.pk), None)
        row: Any = self.stands if self.stands and self.stands.start is not None else None
        base: Any = (row or self.stands).annotation if self.stands and self.stands.annotation else None
        base = base or next(one.annotation for one in self.item.versions.all() if one.annotation)
        source = row or base
        said = {name: getattr(source, name) for _, name, _ in _FACETS}
        return {
            **said,
            "seen_number": self.newest.number if self.newest else 0,
            "quote": source.quote,
            "claim_type": source.claim_type_id,
            "base": str(base.pk) if version else "",
        }


def items_with_all(items: QuerySet[Item]) -> QuerySet[Item]:
    """Items with everything that `shown` asks of them."""
    return (
        with_state(items)
        .select_related("study", "paragraph__article__outlet")
        .prefetch_related(
            "differences",
            "versions__reading__coder",
            "versions__annotation__claim_type",
            "versions__annotation__role_spans",
            "versions__annotation__omitted",
            "versions__annotation__flag",
        )
    )


def shown(item: Item, study: Study) -> ShownItem:
    """`item` comes from `items_with_all`. Two questions more."""
    state: Any = item
    kinds = [Kind(one.kind) for one in item.differences.all()]
    versions = list(item.versions.all())
    annotations = [one.annotation for one in versions if one.annotation]
    answers = {one.pk: answers_of(one) for one in annotations}
    name = called(study)
    keys = iter(str(n) for n in range(1, 10))
    made = []
    for version in versions:
        row = version.annotation
        made.append(
            ShownVersion(
                who=name(version.reading),
                pk=row.pk if row else None,
                key=next(keys, "") if row else "",
                words=words_of(row, item.paragraph.text) if row else None,
                answers=_beside(answers[row.pk], list(answers.values())) if row else (),
                note=row.note if row else "",
            )
        )
    flags = [one.flag for one in annotations if one.marking and hasattr(one, "flag")]
    return ShownItem(
        item=item,
        state=State(state.state),
        kinds=told_kinds(kinds, len(annotations)),
        versions=made,
        history=_history(item, study, {v.annotation_id: name(v.reading) for v in versions if v.annotation_id}),
        is_for_its_case=kinds == [Kind.FLAG],
        cases=sorted({flag.case_id for flag in flags}),
    )


def told_kinds(kinds: Sequence[Kind], versions: int) -> list[str]:
    """The differences in words."""
    return ["Only one coder" if kind is Kind.ALONE and versions == 1 else kind.words for kind in kinds]


def words_of(row: Annotation, text: str) -> Words:
    end = row.start + len(row.quote)
    left_out = "" if row.quote else " … ".join(one.quote for one in row.omitted.all())
    return Words(text[: row.start], text[row.start : end], text[end:], left_out)


def answers_of(row: Annotation) -> list[Answer]:
    """What a coder said, question by question; those not answered are left out."""
    said = [("Claim type", row.claim_type.label if row.claim_type else "")]
    said += [(question, facet(value).label) for question, name, facet in _FACETS if (value := getattr(row, name))]
    said += [(role.capitalize(), _roles(row, role)) for role in ("source", "cue")]
    said += [("Denied or declined", "yes" if row.denied else "")]
    said += [("Certainty", Certainty(row.certainty).label if row.certainty != Certainty.SURE else "")]
    return [Answer(question, answer) for question, answer in said if answer]


def _roles(row: Annotation, role: str) -> str:
    return " … ".join(f"“{span.quote}”" for span in row.role_spans.all() if span.role == role)


def _beside(mine: Sequence[Answer], everybodys: Sequence[Sequence[Answer]]) -> list[Answer]:
    """One coder's answers, marked where another's is different; certainty is nobody's disagreement."""
    others = [{one.question: one.answer for one in answers} for answers in everybodys]
    return [
        Answer(
            one.question,
            one.answer,
            one.question != "Certainty" and any(other.get(one.question) != one.answer for other in others),
        )
        for one in mine
    ]


def _history(item: Item, study: Study, names: dict[Any, str]) -> list[Told]:
    rows = list(item.adjudications.select_related("reviewer", "claim_type", "takes_back").order_by("-number"))
    back = {row.takes_back_id for row in rows}
    return [
        Told(
            row=row,
            stands=at == 0 and not row.takes_back_id,
            is_taken_back=row.pk in back,
            who=names.get(row.annotation_id, ""),
            words=row.quote,
            answers=edited(row),
        )
        for at, row in enumerate(rows)
    ]


def edited(row: Adjudication) -> list[Answer]:
    """What an edit set, question by question."""
    said = [("Claim type", row.claim_type.label if row.claim_type else "")]
    said += [(question, facet(value).label) for question, name, facet in _FACETS if (value := getattr(row, name))]
    return [Answer(question, answer) for question, answer in said if answer]
