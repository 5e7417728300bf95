"""`key: value` lines between two lines of `---` at the top of a text file."""

import re
from collections.abc import Mapping

from .assemble import Declared
from .dates import parse_date
from .language import language_tag
from .links import http_url
from .slots import split_tags

_FENCE = re.compile(r"---[ \t]*")
_PAIR = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>.+)")
_MOST_LINES = 100


def split_front_matter(text: str) -> tuple[dict[str, str], str, int]:
    """-> fields with lower-case keys, the text below, and how many lines stand above it.

    Anything but pairs, list items, comments and blank lines means that the dashes were a rule of the text:
    then there are no fields and the text is whole.
    """
    lines = text.split("\n", _MOST_LINES + 2)
    if not _FENCE.fullmatch(lines[0]):
        return {}, text, 0
    fields: dict[str, str] = {}
    key = ""
    for number, line in enumerate(lines[1 : _MOST_LINES + 1], start=1):
        if _FENCE.fullmatch(line):
            return (fields, "\n".join(lines[number + 1 :]), number + 1) if fields else ({}, text, 0)
        if found := _PAIR.fullmatch(line):
            key = found.group("key").strip().lower().replace("-", "_").replace(" ", "_")
            fields[key] = _unquoted(found.group("value") or "")
        elif key and (item := _ITEM.fullmatch(line)):
            fields[key] = ", ".join(filter(None, (fields[key], _unquoted(item.group("value")))))
        elif line.strip() and not line.lstrip().startswith("#"):
            break
    return {}, text, 0


def declared_in(fields: Mapping[str, str]) -> Declared:
    def first(*keys: str) -> str:
        return next((fields[key] for key in keys if fields.get(key)), "")

    return Declared(
        title=first("title", "headline"),
        byline=first("byline", "author", "authors"),
        outlet=first("outlet", "publisher", "site", "site_name"),
        language=language_tag(first("language", "lang")),
        url=http_url(first("url", "link", "permalink")),
        canonical_url=http_url(first("canonical_url", "canonical")),
        archive_url=http_url(first("archive_url", "archive")),
        published=parse_date(first("date", "published", "published_on", "pubdate")),
        origin_outlet=first("origin_outlet", "original_outlet", "origin"),
        origin_url=http_url(first("origin_url", "original_url", "source_url", "source")),
        origin_published=parse_date(first("origin_date", "original_date", "origin_published_on")),
        region=first("region"),
        theme=first("theme"),
        series=first("series"),
        tags=split_tags(first("tags", "keywords", "topics").strip("[]")),
        rights=first("rights", "copyright", "license", "licence"),
    )


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
