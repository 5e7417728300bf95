"""Cases are gathered when looked at: new flags are joined to cases before anybody is shown the queue.

docs/adr/0002-cases-are-gathered-when-looked-at.md says why neither coders' saves nor detectors call this.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from annotator.annotations.models import Annotation
from annotator.annotations.omitted import Omitted
from annotator.review.models import Case, Flag
from annotator.studies.models import Study, StudyArticle
from annotator.suggestions.models import Suggestion

BATCH = 500

#: what a coder says of an insertion; a note, a certainty or a claim type beside it is not what a reviewer decides
_SAID = ("marking", "operation", "host", "function", "inserter", "effect")


@dataclass(frozen=True, slots=True)
class NewFlag:
    """An insertion flag or editorial suggestion that no case has yet; `start` and `end` are code points."""

    paragraph_id: int
    start: int
    end: int
    quote: str
    at: datetime
    annotation: Annotation | None = None
    suggestion: Suggestion | None = None
    case_before: int | None = None


def gather(study: Study) -> int:
    """Join every new flag of this study to a case, opening cases as needed; return how many flags were joined.

    Idempotent and safe to run twice at once. With nothing new it asks two questions and writes and locks nothing.
    """
    if not (_new_annotations(study).exists() or _new_suggestions(study).exists()):
        return 0
    with transaction.atomic():
        Study.objects.select_for_update(no_key=True).get(pk=study.pk)
        return _join(study, _new_flags(study))


def _new_annotations(study: Study) -> QuerySet[Annotation]:
    return Annotation.objects.standing().flags().outside_training().filter(reading__study=study, flag__isnull=True)


def _new_suggestions(study: Study) -> QuerySet[Suggestion]:
    in_sample = StudyArticle.objects.filter(study=study, article=OuterRef("run__article"), is_training=False)
    joined = Flag.objects.filter(case__study=study, suggestion=OuterRef("pk"))
    return Suggestion.objects.editorial().filter(Exists(in_sample), ~Exists(joined))


def _new_flags(study: Study) -> list[NewFlag]:
    """In the order they were made, so that the first flag opens the case whenever somebody looks."""
    annotations = _new_annotations(study).annotate(case_before=F("replaces__flag__case_id"))
    found = [
        NewFlag(a.paragraph_id, a.start, a.end, a.quote, a.created_at, annotation=a, case_before=a.case_before)
        for a in annotations.order_by("created_at", "pk")
    ]
    found += [
        NewFlag(s.paragraph_id, s.start, s.end, s.quote, s.made_at, suggestion=s)
        for s in _new_suggestions(study).annotate(made_at=F("run__at")).order_by("made_at", "pk")
    ]
    return sorted(found, key=lambda flag: flag.at)


def _join(study: Study, new: Sequence[NewFlag]) -> int:
    by_paragraph: dict[int, list[Case]] = defaultdict(list)
    for paragraphs in batched(sorted({flag.paragraph_id for flag in new}), BATCH):
        for case in Case.objects.filter(study=study, paragraph__in=paragraphs).order_by("pk"):
            by_paragraph[case.paragraph_id].append(case)

    opened: list[Case] = []
    homes: list[Case] = []
    for flag in new:
        cases = by_paragraph[flag.paragraph_id]
        home = _home(flag, cases)
        if home is None:
            home = Case(study=study, paragraph_id=flag.paragraph_id, start=flag.start, quote=flag.quote)
            cases.append(home)
            opened.append(home)
        homes.append(home)

    Case.objects.bulk_create(opened, batch_size=BATCH)
    left_out = _left_out([flag.annotation for flag in new if flag.annotation])
    said_before = _said_before({home.pk for home in homes} - {case.pk for case in opened})
    Flag.objects.bulk_create(
        [
            Flag(
                case=home,
                annotation=flag.annotation,
                suggestion=flag.suggestion,
                repeats_id=said_before.get((home.pk, *_saying(flag.annotation, left_out))) if flag.annotation else None,
            )
            for home, flag in zip(homes, new, strict=True)
        ],
        batch_size=BATCH,
    )
    return len(new)


type Saying = tuple[int | str | frozenset[_Words], ...]
type _Words = tuple[int, int, str]


def _saying(annotation: Annotation, left_out: Mapping[UUID, frozenset[_Words]]) -> Saying:
    """Who says what of which words of a paragraph, there or left out: all that a reviewer decides about."""
    words = (annotation.reading_id, annotation.start, annotation.quote, left_out.get(annotation.pk, frozenset()))
    return (*words, *(getattr(annotation, name) for name in _SAID))


def _left_out(annotations: Iterable[Annotation]) -> dict[UUID, frozenset[_Words]]:
    """What the omissions among these annotations left out."""
    found: dict[UUID, set[_Words]] = defaultdict(set)
    for some in batched([one.pk for one in annotations if one.is_omission], BATCH):
        rows = Omitted.objects.filter(annotation__in=some).order_by()
        for pk, paragraph, start, quote in rows.values_list("annotation_id", "paragraph_id", "start", "quote"):
            found[pk].add((paragraph, start, quote))
    return {pk: frozenset(words) for pk, words in found.items()}


def _said_before(cases: Iterable[int]) -> dict[Saying, int]:
    """The first flag of each (case, saying) in these cases, by its primary key."""
    first: dict[Saying, int] = {}
    for some in batched(sorted(cases), BATCH):
        flags = Flag.objects.filter(case__in=some, annotation__isnull=False).select_related("annotation")
        newest_first = [(flag, flag.annotation) for flag in flags.order_by("-pk") if flag.annotation]
        left_out = _left_out(annotation for _, annotation in newest_first)
        for flag, annotation in newest_first:
            first[flag.case_id, *_saying(annotation, left_out)] = flag.pk
    return first


def likeness(case: Case, start: int, end: int) -> float:
    """How much of all words of a case and of this span they share, up to 1.0; 0.0 unless they are about the same words.

    They are when what they share is at least half of the span and at least half of the case. So a verdict on one
    passage never speaks of words that only touch it, and one long flag does not swallow the passages in it. A point,
    where words were left out, is like the same point alone: whether words were put in there is another question.
    """
    if start == end or not case.quote:
        return float((start, end) == (case.start, case.start + len(case.quote)))
    length, case_length = end - start, len(case.quote)
    shared = min(end, case.start + case_length) - max(start, case.start)
    return shared / (length + case_length - shared) if 2 * shared >= max(length, case_length) else 0.0


def _home(flag: NewFlag, cases: Iterable[Case]) -> Case | None:
    """The case about the same words as this flag: of several the one that the flag's earlier version was in, else the
    one most alike, else the oldest; None when there is none."""
    best, most_alike = None, 0.0
    for case in cases:
        alike = likeness(case, flag.start, flag.end)
        if alike and case.pk is not None and case.pk == flag.case_before:
            return case
        if alike > most_alike:
            best, most_alike = case, alike
    return best
