"""What an element's tag, names and attributes say of its part in the page: furniture, caption, byline, date."""

import re

from lxml.html import HtmlElement

from .blocks import Hint

_ASIDE = frozenset(["nav", "aside", "form", "button", "footer", "header", "noscript", "dialog", "menu"])
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ASIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:shar(?:e|ing)|social|related|recommend(?:ed|ations)?|advert\w*|ad-?slot|sponsored|breadcrumbs?"
    r"|cookies?|comments?(?:-list|-area|-section)?|sidebar|toolbar|pagination|pop-?up|modal|most-read|trending"
    r"|screen-reader-text|sr-only|visually-hidden|skip-link|outbrain|taboola|newsletter|read-?more|see-also|promo)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
CAPTION_NAMES = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption(?:-text)?|(?:photo|image|picture)-credit)(?:$|[\s])", re.I
)
_HINT_NAMES: dict[Hint, str] = {
    "standfirst": r"standfirst|deck?|lede|sub-?title|sub-?head(?:line|ing)?|alternativeheadline|strapline",
    "byline": r"byline|authors?|author-name",
    "dateline": r"dateline|published(?:-date|-at|-on)?|datepublished|pub-?date|timestamp|(?:post|entry)-date",
}
_HINTS = {
    hint: re.compile(rf"(?:^|[\s_-])(?:{names})(?:$|[\s_-])", re.IGNORECASE) for hint, names in _HINT_NAMES.items()
}


def names_of(element: HtmlElement) -> str:
    return " ".join(filter(None, (element.get(name) for name in ("class", "id", "itemprop", "rel"))))[:500]


def is_aside(element: HtmlElement, names: str) -> bool:
    if element.tag in _ASIDE:
        return True
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    if element.get("role") in ("navigation", "complementary", "search", "banner", "dialog"):
        return True
    return bool(_HIDDEN_STYLE.search(element.get("style", "")) or (names and _ASIDE_NAMES.search(names)))


def hint_of(element: HtmlElement, names: str) -> Hint:
    if element.tag == "time":
        return "dateline"
    return next((hint for hint, pattern in _HINTS.items() if names and pattern.search(names)), "")
