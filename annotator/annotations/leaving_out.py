"""Which words of which original an omission may name, and whether two omissions are the same."""

from collections.abc import Iterable
from typing import Any

from annotator.annotations.drafts import Draft, DraftError, OmittedDraft, nth_place
from annotator.annotations.models import Annotation, Reading
from annotator.annotations.omitted import Omitted
from annotator.annotations.opening import Conflict
from articles.lineage.models import Derivation
from articles.models import Paragraph
from articles.passages import check_quote

NOT_AN_ORIGINAL = (
    "These words are not of an original that you read beside this article. Only a confirmed original whose reading is "
    "yours too can show what was left out."
)
TWO_ORIGINALS = "The words left out at one point are all of one original. Tag what another original has by itself."

type Spot = tuple[int, int, str]


def open_originals(reading: Reading) -> set[int]:
    """The articles whose words this reading's omissions may name: confirmed originals of its article that its coder
    reads in the same study. None where the study hides the outlet: there nobody is told which side is the original.
    """
    if reading.study.mask_outlet:
        return set()
    own = Reading.objects.filter(study_id=reading.study_id, coder_id=reading.coder_id).values("article_id")
    links = Derivation.objects.confirmed().filter(derived_id=reading.article_id, upstream__in=own)
    return set(links.order_by().values_list("upstream_id", flat=True))


def omitted_of(reading: Reading, draft: Draft) -> list[Omitted]:
    """The rows for the words that the draft says were left out, unsaved, each once.

    Raises `DraftError` for words that are not of one open original, `QuoteMismatch` for words that are not the slice.
    """
    if not draft.omitted:
        return []
    wanted = {one.paragraph for one in draft.omitted}
    paragraphs = Paragraph.objects.filter(pk__in=wanted, article__in=open_originals(reading)).in_bulk()
    if len(paragraphs) < len(wanted):
        raise DraftError({"omitted": NOT_AN_ORIGINAL})
    if len({one.article_id for one in paragraphs.values()}) > 1:
        raise DraftError({"omitted": TWO_ORIGINALS})
    rows = {}
    for one in draft.omitted:
        paragraph = paragraphs[one.paragraph]
        start = _start(paragraph.text, one)
        rows[paragraph.pk, start, one.quote] = Omitted(paragraph=paragraph, start=start, quote=one.quote)
    return list(rows.values())


def _start(text: str, one: OmittedDraft) -> int:
    if one.start >= 0:
        check_quote(text, one.start, one.quote)
        return one.start
    start = nth_place(text, one.quote, one.occurrence)
    if start < 0:
        raise DraftError({"omitted": "These words do not stand in that paragraph of the original (so often)."})
    return start


def check_not_twice(annotation: Annotation, omitted: Iterable[Omitted]) -> None:
    """Raise `Conflict` when the same words are tagged as left out at this point already. The reading is locked.

    Of words that stand in the text the database keeps watch; what was left out lies in another table.
    """
    said = ("claim_type_id", "attribution")
    rows = Annotation.objects.standing().filter(
        reading=annotation.reading, paragraph=annotation.paragraph, start=annotation.start, quote=""
    )
    spots = spots_of(omitted)
    for row in rows.select_related("paragraph__article", "claim_type").prefetch_related("omitted").order_by("pk"):
        same = all(getattr(row, name) == getattr(annotation, name) for name in said)
        if same and row.pk != annotation.pk and spots_of(row.omitted.all()) == spots:
            raise Conflict("You have already tagged these words as left out here.", row)


def spots_of(rows: Iterable[Any]) -> set[Spot]:
    return {(one.paragraph_id, one.start, one.quote) for one in rows}


def is_what_was_left_out(annotation: Annotation, draft: Draft) -> bool:
    """True when the draft names the words that the stored omission has."""
    stored = spots_of(annotation.omitted.all())
    if len({(one.paragraph, one.start, one.quote) for one in draft.omitted}) != len(stored):
        return False
    return all(
        (one.paragraph, one.start, one.quote) in stored
        if one.start >= 0
        else any((paragraph, quote) == (one.paragraph, one.quote) for paragraph, _, quote in stored)
        for one in draft.omitted
    )
