"""What a format cannot hold is listed beside it, so that nothing goes missing unseen. Pure."""

from collections.abc import Iterator
from itertools import batched

from annotator.releases.frozen.reading import Record
from annotator.releases.zipping import Part

HEAD = "annotation_id\tversion_id\tcoder_pseudonym\twhy\n"
POINT = "omission: a point without words"


class LeftOut:
    """`{folder}/left-out.tsv`: one line for each annotation that is not, or not wholly, in the files before it."""

    def __init__(self, folder: str) -> None:
        self._path = f"{folder}/left-out.tsv"
        self._lines: list[str] = []

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, record: Record, why: str) -> None:
        self._lines.append(f"{record['annotation_id']}\t{record['version_id']}\t{record['coder_pseudonym']}\t{why}\n")

    def part(self) -> Part:
        """To be written last."""
        return Part(self._path, self._pieces)

    def _pieces(self) -> Iterator[bytes]:
        yield HEAD.encode()
        for some in batched(self._lines, 1000):
            yield "".join(some).encode()
