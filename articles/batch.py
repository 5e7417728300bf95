"""Many files, one after another: each is stored whole or refused with a sentence, and none stops the others."""

from dataclasses import dataclass
from typing import Any, Literal

from articles.ingest import Read, ingest
from articles.models import Article
from articles.readers import ReadError
from articles.words import file_name_of

MOST_BYTES = 20 * 1024 * 1024

type Status = Literal["added", "known", "refused"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file or pasted text. `article` is None when it was refused, and then `sentence` says why."""

    name: str
    status: Status
    sentence: str = ""
    article: Article | None = None
    paragraphs: int = 0

    @property
    def line(self) -> str:
        """The one line a terminal shows."""
        match self.status:
            case "added":
                return f"added  {self.name}  → {self.article} ({counted(self.paragraphs, 'paragraph')})"
            case "known":
                number = self.article.pk if self.article else "?"
                return f"known  {self.name} (already stored as article {number})"
            case "refused":
                return f"refused {self.name}: {self.sentence}"


def read_in(
    content: bytes,
    *,
    name: str,
    media_type: str,
    read: Read,
    url: str = "",
    by: Any = None,
    nameless: str = "file without a name",
) -> Outcome:
    """Ingest one file and say what became of it. Faults of the database are raised.

    `nameless` is what to call it when it has no name; none is made up for the capture.
    """
    shown = file_name_of(name) or nameless
    try:
        done = ingest(content, media_type=media_type, file_name=name, url=url, by=by, read=read)
    except ReadError as error:
        return Outcome(shown, "refused", in_words(error))
    if not done.created:
        return Outcome(shown, "known", article=done.article)
    return Outcome(shown, "added", article=done.article, paragraphs=done.article.paragraphs.count())


def too_large(size: int) -> str:
    """The sentence for a file that is not even read, or ""."""
    if size <= MOST_BYTES:
        return ""
    return f"The file has {size / 1024 / 1024:.1f} MB; at most {MOST_BYTES // 1024 // 1024} MB are read."


def in_words(error: ReadError) -> str:
    """`There is no text in this file.` or, with a line, `This is no date, line 3.`"""
    sentence = " ".join(error.message.split())
    return sentence if error.line is None else f"{sentence.rstrip('.')}, line {error.line}."


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
