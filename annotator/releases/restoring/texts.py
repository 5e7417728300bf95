"""Places in stored texts: a release counts in a version, rows count in a paragraph."""

from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from annotator.releases.restoring.source import NotRestored
from articles.models import Paragraph

#: versions whose texts are kept
KEPT = 40


class Place(NamedTuple):
    """A paragraph: where it begins in its version's text, its words, and its position."""

    offset: int
    text: str
    position: int

    def words(self, start: int, end: int) -> str:
        """The words between two places of the version's text."""
        return self.text[start - self.offset : end - self.offset]


class Places:
    """Paragraphs of any stored version, by id."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, Mapping[int, Place]] = OrderedDict()

    def of(self, version: int) -> Mapping[int, Place]:
        if version not in self._kept:
            rows = Paragraph.objects.filter(article=version).order_by("position")
            found = rows.values_list("pk", "offset", "text", "position")
            self._kept[version] = {pk: Place(offset, text, position) for pk, offset, text, position in found}
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(version)
        return self._kept[version]


def check_words(words: str, digest: str, where: str) -> None:
    """Raises NotRestored unless the words have this SHA-256."""
    if sha256(words.encode()).hexdigest() != digest:
        raise NotRestored(f"{where}: the words that stand there have another SHA-256 than the release says.")
