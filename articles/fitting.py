"""A parsed article as column values: what is too long is shortened or left out, and said so.

Paragraph text is never shortened.
"""

from dataclasses import dataclass, field
from typing import Any

from articles.models import Article, Outlet
from articles.readers import ParsedArticle
from articles.words import storable

_SHORTENED = {
    "title": "title",
    "byline": "byline",
    "origin_outlet": "name of the original's outlet",
    "region": "region",
    "theme": "theme",
    "series": "series",
}
# Half an address is another address.
_ALL_OR_NOTHING = {
    "url": "address",
    "canonical_url": "canonical address",
    "archive_url": "address in the archive",
    "origin_url": "address of the original",
    "language": "language tag",
}
_RENAMED = {"origin_published_precision": "origin_precision"}
_AS_IT_IS = (
    "reader",
    "reader_version",
    "standfirst",
    "rights",
    "published_on",
    "published_precision",
    "origin_published_on",
    "origin_published_precision",
    "charset",
)


@dataclass(slots=True)
class Fitted:
    """Values for Article's columns, the outlet's name, and what was lost in fitting them."""

    columns: dict[str, Any] = field(default_factory=dict)
    outlet: str = ""
    warnings: list[str] = field(default_factory=list)


def fitted(parsed: ParsedArticle) -> Fitted:
    fit = Fitted()
    for name, words in _SHORTENED.items():
        fit.columns[name] = _shortened(getattr(parsed, name), _longest(Article, name), words, fit)
    for name, words in _ALL_OR_NOTHING.items():
        fit.columns[name] = _whole(getattr(parsed, name), _longest(Article, name), words, fit)
    for name in _AS_IT_IS:
        value = getattr(parsed, name)
        fit.columns[_RENAMED.get(name, name)] = storable(value) if isinstance(value, str) else value
    fit.columns["charset"] = fit.columns["charset"][: _longest(Article, "charset")]
    for name in ("tags", "left_out"):
        fit.columns[name] = [storable(item) for item in getattr(parsed, name)]
    longest = _longest(Article, "origin_url")
    urls = [_whole(url, longest, "address of an original", fit) for url in parsed.upstream_urls]
    fit.columns["upstream_urls"] = [url for url in urls if url]
    fit.outlet = _shortened(" ".join(parsed.outlet.split()), _longest(Outlet, "name"), "outlet's name", fit)
    fit.columns["warnings"] = [*map(storable, parsed.warnings), *fit.warnings]
    return fit


def _shortened(text: str, longest: int, words: str, fit: Fitted) -> str:
    text = storable(text)
    if len(text) <= longest:
        return text
    fit.warnings.append(f"The {words} is longer than {longest:,} characters and is stored shortened.")
    return text[: longest - 1] + "…"


def _whole(text: str, longest: int, words: str, fit: Fitted) -> str:
    text = storable(text)
    if len(text) <= longest:
        return text
    fit.warnings.append(f"The {words} is longer than {longest:,} characters and was left out.")
    return ""


def _longest(model: type[Article] | type[Outlet], name: str) -> int:
    length = model._meta.get_field(name).max_length  # type: ignore[union-attr]
    return int(length or 0)
