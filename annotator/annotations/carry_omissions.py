"""What stands in the way of carrying an omission over: which words it names, of which originals, tagged already."""

import uuid
from collections import defaultdict

from annotator.annotations.leaving_out import Spot, open_originals, spots_of
from annotator.annotations.models import Reading
from annotator.annotations.omitted import Omitted

NO_ORIGINAL = (
    "The words left out are not of a confirmed original of this version that you read, so nobody can say here that "
    "they are left out of it."
)
TWICE = "You have tagged these words as left out there already."


class Missing:
    """Three queries where `asked`; none, and nothing known, where the older reading has no omission."""

    def __init__(self, reading: Reading, earlier: Reading, *, asked: bool) -> None:
        self.omitted: dict[uuid.UUID, list[Omitted]] = defaultdict(list)
        self._originals = open_originals(reading) if asked else set()
        self._here: set[tuple[int, int, frozenset[Spot]]] = set()
        if not asked:
            return
        places: dict[uuid.UUID, tuple[int, int]] = {}
        rows = Omitted.objects.filter(annotation__reading__in=[earlier, reading]).order_by("pk")
        for row in rows.select_related("annotation", "paragraph"):
            self.omitted[row.annotation_id].append(row)
            if row.annotation.reading_id == reading.pk and row.annotation.ended_at is None:
                places[row.annotation_id] = (row.annotation.paragraph_id, row.annotation.start)
        self._here = {(*place, frozenset(spots_of(self.omitted[pk]))) for pk, place in places.items()}

    def doubts(self, pk: uuid.UUID, at: tuple[int, int] | None) -> list[str]:
        """Sentences about the omission `pk` of the older reading; `at` is the paragraph and point it would get."""
        words = self.omitted[pk]
        doubts = []
        if not {one.paragraph.article_id for one in words} <= self._originals:
            doubts.append(NO_ORIGINAL)
        if at and (*at, frozenset(spots_of(words))) in self._here:
            doubts.append(TWICE)
        return doubts
