"""Every link inside the documentation leads somewhere."""

import re
from pathlib import Path

import pytest

from tests.docs.conftest import PAGES, Page

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_PICTURE = re.compile(r'\b(?:src|srcset|href)="([^"]+)"')
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")


def targets(page: Page) -> list[str]:
    """Addresses of links and pictures that are not on another host."""
    found = _LINK.findall(_CODE.sub("", page.prose)) + _PICTURE.findall(page.prose)
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def anchors(path: Path) -> set[str]:
    """The names that headings get on the usual code hosts."""
    found: list[str] = []
    for title in _HEADING.findall(Page(path).prose):
        slug = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        found.append(slug if slug not in found else f"{slug}-{found.count(slug)}")
    return set(found)


LINKS = [(page, target) for page in PAGES for target in targets(page)]


@pytest.mark.parametrize(("source", "target"), LINKS, ids=lambda value: str(value))
def test_it_leads_to_a_file_and_a_heading_that_are_there(source, target):
    file, _, anchor = target.partition("#")
    path = (source.path.parent / file).resolve() if file else source.path
    assert path.is_file(), f"{source} links to {target}"
    assert not anchor or anchor in anchors(path), f"{source} links to {target}"


def test_every_guide_can_be_reached_from_the_readme(every_page):
    seen: set[Path] = set()
    waiting = [every_page["README.md"].path]
    while waiting:
        path = waiting.pop()
        if path in seen or path.suffix != ".md":
            continue
        seen.add(path)
        waiting += [(path.parent / target.partition("#")[0]).resolve() for target in targets(Page(path))]
    assert {page.path for page in PAGES} <= seen


def test_a_link_to_nowhere_would_be_seen(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# A heading, `with` marks!\n\n[there](#a-heading-with-marks) [gone](gone.md#x)\n")
    assert anchors(page) == {"a-heading-with-marks"}
