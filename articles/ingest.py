"""Bytes become a capture, an article and its paragraphs: all of it or nothing."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from django.db import IntegrityError, transaction

from articles.fitting import Fitted, fitted
from articles.models import Article, Capture, Outlet
from articles.paragraphs import Laid, digest, lay_out
from articles.readers import ParsedArticle, ParsedParagraph, sandbox
from articles.readers.links import host_of, http_url
from articles.signals import ingested
from articles.store import arriving, settle
from articles.words import file_name_of, storable


class Read(Protocol):
    def __call__(self, content: bytes, *, media_type: str, filename: str, url: str = "") -> ParsedArticle: ...


@dataclass(frozen=True, slots=True)
class Ingested:
    """The article that holds these bytes; `created` is False when it was stored before."""

    article: Article
    created: bool


def ingest(
    content: bytes,
    *,
    media_type: str = "",
    file_name: str = "",
    url: str = "",
    captured_at: datetime | None = None,
    by: Any = None,
    read: Read = sandbox.read,
) -> Ingested:
    """Store an article read from `content`; the same bytes are the same article and add nothing.

    Raises ReadError (a sentence, perhaps a line) when they cannot be read. Whatever fails, the database and the
    store stay as they were. Parsing happens before the transaction, so that no lock waits for a hostile file.
    `url` is where the page came from; it is kept, never fetched.
    """
    content_sha256 = sha256(content).hexdigest()
    if known := stored(content_sha256):
        _restore(known.capture, content)
        return Ingested(known, created=False)
    name = file_name_of(file_name)
    parsed = read(content, media_type=media_type, filename=name, url=url)
    capture = Capture(
        sha256=content_sha256,
        size=len(content),
        media_type=storable(media_type)[:100],
        file_name=name,
        url=_kept_url(url),
        captured_at=captured_at,
        received_by=by,
    )
    with arriving(content) as arrived:
        try:
            with transaction.atomic():
                article = _insert(capture, parsed, by)
                ingested.send(sender=Article, article=article)
                settle(arrived, capture.path)
        except IntegrityError:
            # Somebody stored the same bytes between our look and our insert; anything else is a fault.
            if known := stored(content_sha256):
                return Ingested(known, created=False)
            raise
    return Ingested(article, created=True)


def stored(content_sha256: str) -> Article | None:
    """The article read from the bytes with this SHA-256: the first of several, which nobody has added to."""
    return Article.objects.filter(capture__sha256=content_sha256).select_related("capture").order_by("pk").first()


def _restore(capture: Capture, content: bytes) -> None:
    """Bytes that went missing from the store, after a backup of the database alone, are taken when they come again."""
    if not capture.path.exists():
        with arriving(content) as arrived:
            settle(arrived, capture.path)


def _insert(capture: Capture, parsed: ParsedArticle, by: Any) -> Article:
    capture.save()
    fit = fitted(parsed)
    blocks = [_laid(paragraph) for paragraph in parsed.paragraphs]
    article = Article(capture=capture, outlet=_outlet(fit), text_sha256=digest(blocks), created_by=by, **fit.columns)
    article.save()
    lay_out(article, blocks)
    return article


def _outlet(fit: Fitted) -> Outlet | None:
    if not fit.outlet:
        return None
    host = host_of(fit.columns["canonical_url"] or fit.columns["url"])[:255]
    return Outlet.objects.get_or_create(name=fit.outlet, defaults={"homepage_host": host})[0]


def _laid(paragraph: ParsedParagraph) -> Laid:
    marks = [[mark.start, mark.end, mark.kind, storable(mark.href)] for mark in paragraph.marks]
    return Laid(paragraph.slot, storable(paragraph.text), marks)


def _kept_url(url: str) -> str:
    url = http_url(storable(url))
    return url if len(url) <= 2000 else ""
