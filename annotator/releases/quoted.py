"""What people quoted of each version, and the texts as they are released: those words shown, as far as the policy goes.

A passage that only a machine found is no quote. It is shown where somebody marked or decided about the same words.
"""

from array import array
from bisect import bisect_left
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched

from annotator.annotations.among import Among
from annotator.annotations.models import Annotation, RoleSpan
from annotator.annotations.omitted import Omitted
from annotator.releases.frozen.withholding import Shown, TextPolicy
from articles.models import Paragraph

#: versions whose texts are fetched at once, and how many such lots are kept
LOT, KEPT = 20, 6
_PLACE = ("paragraph__article_id", "paragraph__offset", "start", "end")


class Quoted:
    """Places of quotes by version, eight bytes each: start and end in code points of the version's text."""

    def __init__(self) -> None:
        self._places: dict[int, array[int]] = defaultdict(lambda: array("I"))

    def add(self, version: int, start: int, end: int) -> None:
        self._places[version].extend((start, end))

    def of(self, version: int) -> Iterator[tuple[int, int]]:
        return batched(self._places.get(version, ()), 2)  # type: ignore[return-value]  # pairs, as they were added

    def add_annotations(self, ids: Iterable[str]) -> None:
        """Their words, the spans of their attributions, and what omissions say is left out."""
        these = Among(ids)
        for rows in (
            Annotation.objects.filter(pk__in=these),
            RoleSpan.objects.filter(annotation__in=these),
            Omitted.objects.filter(annotation__in=these),
        ):
            for version, offset, start, end in rows.order_by().values_list(*_PLACE):
                if end > start:
                    self.add(version, offset + start, offset + end)


class Texts:
    """Released texts by version, of any that is stored: in the order of `versions` they are fetched in lots."""

    def __init__(self, policy: TextPolicy, quoted: Quoted, versions: Iterable[int]) -> None:
        self._policy, self._quoted = policy, quoted
        self._order = sorted(versions)
        self._lots: OrderedDict[int, dict[int, str]] = OrderedDict()
        self._here: dict[int, str] = {}

    def __call__(self, version: int) -> str:
        if version not in self._here:
            self._here = self._lot(version)
        return self._here[version]

    def _lot(self, version: int) -> dict[int, str]:
        at = bisect_left(self._order, version)
        known = at < len(self._order) and self._order[at] == version
        first = at // LOT * LOT
        key = first if known else -version
        if key not in self._lots:
            self._lots[key] = self._fetched(self._order[first : first + LOT] if known else [version])
            if len(self._lots) > KEPT:
                self._lots.popitem(last=False)
        self._lots.move_to_end(key)
        return self._lots[key]

    def _fetched(self, versions: list[int]) -> dict[int, str]:
        stored: dict[int, list[str]] = {pk: [] for pk in versions}
        rows = Paragraph.objects.filter(article__in=versions).order_by("article_id", "position")
        for article, text in rows.values_list("article_id", "text"):
            stored[article].append(text)
        if self._policy.shown is Shown.FULL:
            return {pk: "\n\n".join(texts) for pk, texts in stored.items()}
        return {pk: self._policy.text("\n\n".join(texts), self._quoted.of(pk)) for pk, texts in stored.items()}
