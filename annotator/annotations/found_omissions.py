"""What comparing a coder's two texts found left out of the copy, ready to be tagged at its point."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from annotator.annotations.leaving_out import open_originals
from annotator.annotations.models import Reading
from annotator.annotations.omitted import Omitted
from articles.graphemes import is_boundary
from articles.lineage.compare_many import SideBySide
from articles.lineage.comparison import Operation
from articles.lineage.models import Derivation
from articles.lineage.records import Change, Comparison
from articles.models import Paragraph

#: so many characters of the copy are shown on either side of the point
_AROUND = 60


@dataclass(frozen=True, slots=True)
class FoundOmission:
    """Words of the original, and the point of the copy where they are not. `tagged` is the omission's id that says so.

    `id` is the new annotation's, so that the button sent twice tags once.
    """

    original: Paragraph
    original_start: int
    words: str
    paragraph: Paragraph
    start: int
    tagged: str = ""
    id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def before(self) -> str:
        text = self.paragraph.text[: self.start]
        return text if len(text) <= _AROUND else f"…{text[-_AROUND:]}"

    @property
    def after(self) -> str:
        text = self.paragraph.text[self.start :]
        return text if len(text) <= _AROUND else f"{text[:_AROUND]}…"


def found_between(texts: SideBySide, reading: Reading) -> list[FoundOmission]:
    """What these two texts show, for the reading of the copy. None where the study hides what machines suggest."""
    if not reading.study.suggestions_shown:
        return []
    tagged = _tagged(reading)
    found = []
    for change in texts.comparison.substance:
        if change.operation is Operation.OMISSION and change.left and change.right:
            original, copy = texts.left[change.left.paragraph], texts.right[change.right.paragraph]
            words = original.text[change.left.start : change.left.end]
            found.append(_found(original, change.left.start, words, copy, change.right.start, tagged))
    return found


def found_for(reading: Reading) -> list[FoundOmission]:
    """What the stored comparisons with originals that this coder reads too show, and the coder has not tagged yet."""
    if not reading.study.suggestions_shown:
        return []
    originals = open_originals(reading)
    if not originals:
        return []
    newest = Comparison.objects.filter(derivation=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    links = Derivation.objects.confirmed().filter(derived_id=reading.article_id, upstream__in=originals)
    changes = Change.objects.filter(
        comparison__in=links.order_by().annotate(newest=Subquery(newest)).values("newest"),
        operation=Operation.OMISSION,
        trivial="",
        left_paragraph__isnull=False,
        right_paragraph__isnull=False,
    )
    tagged = _tagged(reading)
    rows = changes.select_related("left_paragraph", "right_paragraph").order_by("comparison_id", "number")
    found = [_of_row(row, tagged) for row in rows]
    return [one for one in found if not one.tagged]


def _of_row(row: Change, tagged: "dict[tuple[int, int, str], str]") -> FoundOmission:
    assert row.left_paragraph and row.right_paragraph  # noqa: S101, PT018 - as filtered
    assert row.left_start is not None and row.right_start is not None  # noqa: S101, PT018 - change_stands_somewhere
    return _found(row.left_paragraph, row.left_start, row.left_quote, row.right_paragraph, row.right_start, tagged)


def _found(
    original: Paragraph, start: int, words: str, copy: Paragraph, point: int, tagged: "dict[tuple[int, int, str], str]"
) -> FoundOmission:
    while not is_boundary(copy.text, point):
        point -= 1
    return FoundOmission(original, start, words, copy, point, tagged.get((original.pk, start, words), ""))


def _tagged(reading: Reading) -> dict[tuple[int, int, str], str]:
    rows = Omitted.objects.filter(annotation__reading_id=reading.pk, annotation__ended_at__isnull=True).order_by("-pk")
    columns: Iterable[tuple[int, int, str, uuid.UUID]] = rows.values_list(
        "paragraph_id", "start", "quote", "annotation_id"
    )
    return {(paragraph, start, quote): str(pk) for paragraph, start, quote, pk in columns}
