"""Readers turn the bytes of a capture into a ParsedArticle: values in, values out.

They run in the child process of `sandbox`; nothing here opens a file, a socket or the database.
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath

from .charset import media_type_of
from .parsed import Mark, ParsedArticle, ParsedParagraph, ReadError

__all__ = ["READERS", "Mark", "ParsedArticle", "ParsedParagraph", "ReadError", "Reader", "reader_for"]


@dataclass(frozen=True, slots=True)
class Reader:
    """One way to read. The module is imported only where files are parsed: lxml and trafilatura are slow to load.

    The module has VERSION, read(content, *, media_type, url) -> ParsedArticle, preload() and warm().
    """

    name: str
    module: str
    media_types: frozenset[str]
    suffixes: frozenset[str]

    def read(self, content: bytes, *, media_type: str = "", url: str = "") -> ParsedArticle:
        """Raises ReadError. Call it in a sandbox: hostile bytes can take any time and memory."""
        article: ParsedArticle = import_module(self.module).read(content, media_type=media_type, url=url)
        return article

    def preload(self) -> None:
        """Load what every file needs. Do it outside the limits: loading takes memory and opens libraries."""
        import_module(self.module).preload()

    def warm(self) -> None:
        """Load what some files need and what makes the next ones quicker."""
        import_module(self.module).warm()


READERS: tuple[Reader, ...] = (
    Reader(
        "html",
        "articles.readers.html",
        frozenset({"text/html", "application/xhtml+xml"}),
        frozenset({".html", ".htm", ".xhtml", ".shtml"}),
    ),
    Reader(
        "markdown",
        "articles.readers.markdown",
        frozenset({"text/markdown", "text/x-markdown"}),
        frozenset({".md", ".markdown", ".mdown"}),
    ),
    Reader(
        "plain",
        "articles.readers.plain",
        frozenset({"text/plain"}),
        frozenset({".txt", ".text"}),
    ),
)

# Said by browsers and servers that know only that a file is text, or nothing at all.
_VAGUE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
_BINARY = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive or office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "a database",
}
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml", b"<article", b"<!--")


def reader_for(media_type: str, filename: str, content: bytes) -> Reader:
    """By declared media type, then by the name's suffix, then by the first bytes. Raises ReadError."""
    for magic, what in _BINARY.items():
        if content.startswith(magic):
            raise ReadError(f"This is {what}; HTML pages, Markdown and plain text can be read.")
    kind = media_type_of(media_type)
    suffix = PurePath(filename).suffix.lower()
    by_type = next((reader for reader in READERS if kind in reader.media_types), None)
    if by_type and kind not in _VAGUE:
        return by_type
    by_name = next((reader for reader in READERS if suffix in reader.suffixes), None)
    if by_name and kind in _VAGUE:
        return by_name
    if by_type:
        return by_type
    if kind not in _VAGUE and not kind.startswith("text/"):
        raise ReadError(f"Files of type {kind} are not read; HTML pages, Markdown and plain text are.")
    return _named("html" if _looks_like_html(content) else "plain")


def _looks_like_html(content: bytes) -> bool:
    start = content[:1024].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith(_HTML_STARTS)


def _named(name: str) -> Reader:
    return next(reader for reader in READERS if reader.name == name)
