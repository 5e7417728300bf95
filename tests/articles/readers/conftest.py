from collections.abc import Callable
from pathlib import Path

import pytest

from articles.readers import ParsedArticle, reader_for

PAGES = Path(__file__).parent / "pages"


@pytest.fixture
def seed(shared_file: Callable[[str], Path]) -> bytes:
    return shared_file("data/seed-article.md").read_bytes()


@pytest.fixture
def page() -> Callable[..., ParsedArticle]:
    def read(name: str, url: str = "") -> ParsedArticle:
        content = (PAGES / name).read_bytes()
        return reader_for("text/html", name, content).read(content, media_type="text/html", url=url)

    return read


@pytest.fixture
def texts() -> Callable[..., list[str]]:
    """The texts of an article's paragraphs, of all slots or of one."""

    def of(article: ParsedArticle, slot: str = "") -> list[str]:
        return [part.text for part in article.paragraphs if slot in ("", part.slot)]

    return of
