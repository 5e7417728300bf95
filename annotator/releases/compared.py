"""What comparing the sample's versions with their originals showed, as tables: alignments, changes, insertions."""
# ruff: noqa: RUF009 - column() and same_as() make dataclass fields

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

from django.db.models import FETCH_RAISE, F, Max

from annotator.annotations.omitted import Omitted
from annotator.facets import Host, Marking, Operation
from annotator.releases.columns import CODE_POINTS, UTC, column, columns_of
from annotator.releases.people import People
from annotator.studies.models import Study
from articles.lineage.comparison import Status, Triviality
from articles.lineage.models import Derivation
from articles.lineage.records import Change, Comparison, Correction, Pair, PairMember

MADE_BY = "machine:{algorithm}"


@dataclass(frozen=True, slots=True)
class Alignment:
    pair_id: int = column("Pair", "paragraphs that belong together; the same number for each two of them")
    derivation_id: int = column("Derivation", "as in derivations")
    comparison_id: int = column("Comparison", "one run of the rules over both texts")
    left_version_id: int = column("Original", "the version that the left paragraph is of")
    right_version_id: int = column("Article", "the version that the right paragraph is of")
    left_paragraph_id: int | None = column("Original's paragraph", "empty when the right one was inserted")
    right_paragraph_id: int | None = column("Paragraph", "empty when the left one was omitted")
    left_paragraph_index: int | None = column("Original's paragraph, counted from 0", "its place", unit="from 0")
    right_paragraph_index: int | None = column("Paragraph, counted from 0", "its place", unit="from 0")
    status: str = column("Status", "what became of the paragraph", values=[one.value for one in Status])
    similarity: float = column("Likeness", "words shared in order: 0 is none, 1 is all", unit="0 to 1")
    made_by: str = column("Made by", "machine and its rules, or the person who linked the paragraphs")
    confirmed_by: str = column("Confirmed by", "the person whose word it is; a pseudonym unless names were asked for")
    confirmed_at: datetime | None = column("Confirmed", "when", unit=UTC)


@dataclass(frozen=True, slots=True)
class Changed:
    change_id: int = column("Change", "one change between the two texts")
    pair_id: int = column("Pair", "as in alignments")
    derivation_id: int = column("Derivation", "as in derivations")
    operation: str = column("Operation", "what was done", values=Operation.values)
    marking: str = column("Marking", "how the text shows it", values=Marking.values)
    host: str = column("Host", "where it stands", values=Host.values)
    trivial: str = column(
        "Of form only", "why the change is of form only; empty when of substance", values=[t for t in Triviality if t]
    )
    whole: bool = column("Whole paragraph", "a paragraph as a whole was inserted, omitted or moved")
    left_version_id: int | None = column("Original", "the version on the left")
    left_paragraph_id: int | None = column("Original's paragraph", "the paragraph on the left")
    left_start: int | None = column("Begins in the original", "in the left version's text", unit=CODE_POINTS)
    left_end: int | None = column("Ends in the original", "the same as left_start for a point", unit=CODE_POINTS)
    left_quote: str = column(
        "Words in the original", "what stood there; empty for an addition and where whole is true", words=True
    )
    right_version_id: int | None = column("Article", "the version on the right")
    right_paragraph_id: int | None = column("Paragraph", "the paragraph on the right")
    right_start: int | None = column("Begins", "in the right version's text", unit=CODE_POINTS)
    right_end: int | None = column("Ends", "the same as right_start for a point: words were left out", unit=CODE_POINTS)
    right_quote: str = column("Words", "what stands there; empty for an omission and where whole is true", words=True)
    inner_start: int | None = column("Words without marks begin", "inside brackets or dashes", unit=CODE_POINTS)
    inner_end: int | None = column("Words without marks end", "inside brackets or dashes", unit=CODE_POINTS)
    numbers: Any = column("Numbers that changed", "[[before, after], …]", words=True)
    names: Any = column("Names that changed", "[[before, after], …]", words=True)
    tagged_by: str = column(
        "Tagged by", "annotation_id of each standing omission that names these words of the original, by semicolons"
    )


ALIGNMENTS = columns_of(Alignment)
CHANGES = columns_of(Changed)


def compared(study: Study) -> list[int]:
    """The newest comparison of each confirmed derivation of a version in the sample, by place in the sample."""
    places = dict(study.study_articles.values_list("article_id", "position"))
    derivations = Derivation.objects.confirmed().filter(derived__in=study.study_articles.values("article_id"))
    newest = derivations.annotate(newest=Max("comparisons")).filter(newest__isnull=False)
    rows = newest.order_by("id").values_list("derived_id", "id", "newest")
    return [row[2] for row in sorted(rows, key=lambda row: (places[row[0]], row[0], row[1]))]


def _comparisons(ids: Sequence[int]) -> Iterator[Comparison]:
    """One at a time: a long text has thousands of changes."""
    for pk in ids:
        yield Comparison.objects.select_related("derivation").get(pk=pk)


def alignments(ids: Sequence[int], study: Study, *, names: bool = False) -> Iterator[Alignment]:
    """A record for each two paragraphs of a pair, and one for each that stands alone, of these comparisons."""
    people = People(study, names=names)
    for comparison in _comparisons(ids):
        sides: dict[int, dict[str, list[PairMember]]] = defaultdict(lambda: {"left": [], "right": []})
        members = PairMember.objects.filter(pair__comparison=comparison).select_related("paragraph")
        for member in members.order_by("paragraph__position"):
            sides[member.pair_id][member.side].append(member)
        pairs = comparison.pairs.select_related("correction", *(["correction__by"] if names else []))
        for pair in pairs.order_by("number"):
            alone: list[PairMember | None] = [None]
            for left, right in product(sides[pair.pk]["left"] or alone, sides[pair.pk]["right"] or alone):
                yield _alignment(comparison, pair, left, right, people)


def _alignment(
    comparison: Comparison, pair: Pair, left: PairMember | None, right: PairMember | None, people: People
) -> Alignment:
    derivation = comparison.derivation
    said: Correction | None = pair.correction
    by = people.shown(said, "by") if said else ""
    assert derivation.upstream_id is not None  # noqa: S101 - only stored texts are compared
    return Alignment(
        pair_id=pair.pk,
        derivation_id=derivation.pk,
        comparison_id=comparison.pk,
        left_version_id=derivation.upstream_id,
        right_version_id=derivation.derived_id,
        left_paragraph_id=left.paragraph_id if left else None,
        right_paragraph_id=right.paragraph_id if right else None,
        left_paragraph_index=left.paragraph.position if left else None,
        right_paragraph_index=right.paragraph.position if right else None,
        status=pair.status,
        similarity=pair.similarity,
        made_by=by or MADE_BY.format(algorithm=comparison.algorithm),
        confirmed_by=by,
        confirmed_at=said.at if said else None,
    )


def changes(ids: Sequence[int], study: Study) -> Iterator[Changed]:
    """Every change of these comparisons, those of form only too, in the order of the derived text."""
    for comparison in _comparisons(ids):
        tagged = _tagged(comparison.derivation, study)
        for change in placed(comparison.changes.all()):
            place = (change.left_paragraph_id, change.left_start, change.left_quote)
            by = tagged.get(place, ()) if change.operation == Operation.OMISSION else ()
            yield _changed(change, comparison.derivation, by)


def _tagged(derivation: Derivation, study: Study) -> dict[tuple[int | None, int | None, str], list[str]]:
    """The coders' standing omissions in the derived text, by the original's words that they name."""
    rows = Omitted.objects.filter(
        annotation__reading__study=study,
        annotation__reading__article=derivation.derived_id,
        annotation__ended_at__isnull=True,
        paragraph__article=derivation.upstream_id,
    )
    found: dict[tuple[int | None, int | None, str], list[str]] = defaultdict(list)
    ordered = rows.order_by("annotation__created_at", "annotation_id", "pk")
    for paragraph, start, quote, pk in ordered.values_list("paragraph_id", "start", "quote", "annotation_id"):
        found[paragraph, start, quote].append(str(pk))
    return found


def placed(changes: Any) -> Any:
    """Changes in order, with where their paragraphs begin in either version's text."""
    return (
        changes.annotate(left_offset=F("left_paragraph__offset"), right_offset=F("right_paragraph__offset"))
        .fetch_mode(FETCH_RAISE)
        .order_by("comparison_id", "number")
    )


def _changed(change: Any, derivation: Derivation, tagged_by: Iterable[str]) -> Changed:
    left, right = span(change, "left"), span(change, "right")
    return Changed(
        change_id=change.pk,
        pair_id=change.pair_id,
        derivation_id=derivation.pk,
        operation=change.operation,
        marking=change.marking,
        host=change.host,
        trivial=change.trivial,
        whole=change.whole,
        left_version_id=derivation.upstream_id if left else None,
        left_paragraph_id=change.left_paragraph_id,
        left_start=left[0] if left else None,
        left_end=left[1] if left else None,
        left_quote="" if change.whole else change.left_quote,
        right_version_id=derivation.derived_id if right else None,
        right_paragraph_id=change.right_paragraph_id,
        right_start=right[0] if right else None,
        right_end=right[1] if right else None,
        right_quote="" if change.whole else change.right_quote,
        inner_start=_shifted(change, change.inner_start),
        inner_end=_shifted(change, change.inner_end),
        numbers=change.numbers,
        names=change.names,
        tagged_by="; ".join(tagged_by),
    )


def span(change: Any, side: str) -> tuple[int, int] | None:
    """Where a change stands in the version's text on one side; None when that text has no paragraph there."""
    offset, start = getattr(change, f"{side}_offset"), getattr(change, f"{side}_start")
    if offset is None or start is None:
        return None
    return offset + start, offset + start + len(getattr(change, f"{side}_quote"))


def _shifted(change: Any, at: int | None) -> int | None:
    return None if at is None or change.right_offset is None else change.right_offset + at


def put_in(ids: Sequence[int]) -> Iterator[Change]:
    """The changes of substance that put words into the derived text."""
    for comparison in _comparisons(ids):
        found = comparison.changes.filter(operation__in=["addition", "substitution"], trivial="")
        yield from placed(found.exclude(right_quote="").select_related("comparison__derivation"))
