"""The pages for readers, as text and as links."""

import re
from pathlib import Path

import pytest

from docs.tables import ROOT, guides

_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")


class Page:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
        self.text = path.read_text(encoding="utf-8")
        #: the contents of the fenced blocks, and the text without them
        self.blocks = _FENCE.findall(self.text)
        self.prose = _FENCE.sub("", self.text)

    def __repr__(self) -> str:
        return self.name

    @property
    def code(self) -> list[str]:
        """What stands between backticks, and the lines of the fenced blocks."""
        lines = [line.strip() for block in self.blocks for line in block.splitlines()]
        return [*_CODE.findall(self.prose), *filter(None, lines)]

    def under(self, heading: str) -> str:
        """The text between this heading and the next of the same level."""
        level = heading.split()[0]
        return re.split(rf"^{level} ", self.text.split(f"{heading}\n", 1)[1], flags=re.MULTILINE)[0]


PAGES = [Page(path) for path in guides()]


# not named `page`: that is the browser's
@pytest.fixture(params=PAGES, ids=repr)
def guide(request):
    return request.param


@pytest.fixture
def every_page():
    return {page.name: page for page in PAGES}
