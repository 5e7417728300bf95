"""What a line of an article says about where the text came from; the same rules for every reader.

`recognise` looks at one line (or one whole paragraph) and tells what it is, or nothing: a sentence of the story
that merely mentions copyright or a source stays a sentence of the story.
"""

import re
from dataclasses import dataclass
from typing import Literal

from .appeals import is_appeal
from .dates import DATE_PATTERN, Dated, parse_date

type Role = Literal[
    "byline", "dateline", "updated", "region", "theme", "series", "tags", "source", "rights", "disclaimer",
    "appeal", "comments", "membership", "contact", "author-page", "reading-time", "definition",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """What a line is. `value` is the name or text it gives; `dated` the date it gives, if any."""

    role: Role
    value: str = ""
    dated: Dated | None = None


_I = re.IGNORECASE
_TIME = r"(?:,?\s*(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s*\(?[A-Z]{2,4}\)?)?)?"
_DATED = rf"(?P<date>{DATE_PATTERN}){_TIME}"
_LABELS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("region", re.compile(r"Regions?\s*:\s*(?P<value>\S.*)", _I)),
    ("theme", re.compile(r"Themes?\s*:\s*(?P<value>\S.*)", _I)),
    ("series", re.compile(r"(?:In-depth Report|Series|Dossier)s?\s*:\s*(?P<value>\S.*)", _I)),
    ("tags", re.compile(r"(?:Tags?|Topics?|Keywords?|Filed under)\s*:\s*(?P<value>\S.*)", _I)),
)
_BYLINE = re.compile(
    r"(?:(?:Written|Words|Story|Reported|Posted|Text)\s+)?By:?\s+(?P<value>\S.*)|Authors?:\s*(?P<by>\S.*)", _I
)
# "By Monday, the town …", "By the river …", "By taking …": no name follows.
_BY_OTHERWISE = re.compile(
    r"[Bb]y (?:(?:[Tt]he|[Aa]n?) [a-z]|(?!(?:the|an?|de|da|du|van|von|der|den|bin|ibn|al|el|la|le)[ -])[a-z]|\d"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"
)
_PUBLISHED = re.compile(
    r"(?:(?P<updated>(?:Last )?(?:Updated|Modified|Reviewed))|(?:First )?(?:Published|Posted)|Date)"
    rf"(?:\s+on)?\s*:?\s+{_DATED}",
    _I,
)
_DATE_ONLY = re.compile(_DATED, _I)
_OUTLET_DATE = re.compile(
    r"(?:(?:Published|Posted) (?:in|by|on) )?(?P<outlet>\S(?:[^\n]{0,78}?[^\s,|–—-])??)"
    rf"(?:,\s+|\s+[|–—·•-]\s+|\s+){_DATED}"
)
_NO_OUTLET = re.compile(
    r"(?:on|in|by|since|until|till|at|from|of|after|before|between|during|the (?:year|month|week)|early|late|mid"
    r"|published|posted|updated|modified)\b",
    _I,
)
_PLACES = re.compile(
    r"aleppo|amman|ankara|athens|baghdad|bangkok|beijing|beirut|belgrade|berlin|bogota|brasilia|brussels|bucharest"
    r"|budapest|buenos aires|cairo|canberra|caracas|copenhagen|damascus|delhi|dubai|dublin|gaza|geneva|hanoi|havana"
    r"|helsinki|hong kong|istanbul|jakarta|jerusalem|kabul|kiev|kyiv|lagos|lima|lisbon|london|los angeles|madrid"
    r"|manila|mexico city|minsk|moscow|mumbai|nairobi|new delhi|new york|oslo|ottawa|paris|prague|riyadh|rome|seoul"
    r"|shanghai|singapore|sofia|stockholm|sydney|taipei|tehran|tel aviv|the hague|tokyo|tripoli|tunis|vienna|warsaw"
    r"|washington|zurich",
    _I,
)
_SMALL_WORDS = frozenset(
    ["of", "the", "and", "for", "in", "on", "de", "du", "la", "le", "der", "und", "van", "y", "e", "&", "-"]
)
_THIS = (
    r"(?:(?:This|The (?:above|following)|An? (?:earlier |longer )?version of this) (?:\w+ )?"
    r"(?:article|story|piece|post|report|essay|interview|text|analysis|commentary)? ?)?"
)
_SOURCES = (
    re.compile(r"The original source of this (?:article|text|story|report) is:?\s+(?P<value>\S.*)", _I),
    re.compile(
        rf"{_THIS}(?:was |has been )?(?:originally|first) (?:published|appeared|posted|written|released|aired)"
        r"(?: (?:by|in|on|at|with|for))?:?\s+(?P<value>\S.*)",
        _I,
    ),
    re.compile(
        rf"{_THIS}(?:is |was |has been )?(?:re-?published|re-?printed|re-?posted|cross-?posted|syndicated|reproduced)"
        r"(?: here)?(?: with (?:kind )?permission)?:? (?:from|courtesy of|by permission of|by courtesy of)\s+"
        r"(?P<value>\S.*)",
        _I,
    ),
    re.compile(r"(?:Original |Article )?Source\s*:\s*(?P<value>\S.*)", _I),
    re.compile(r"Original(?:ly)?(?: article| text| version)?\s*:\s*(?P<value>\S.*)", _I),
)
_VIA = re.compile(r"via\s*:\s*(?P<value>\S.*)|via\s+(?P<bare>https?://\S+|[\w.-]+\.[a-z]{2,}/?\S*)$", _I)
_VALUE_END = re.compile(
    r"(?<![A-Z])\.(?=\s|$)|\n|\s+[(|–—]|\s+(?:under|with|as|and (?:is|was|has)|where|which|before|and can be)\s"
    rf"|,?\s+(?:on\s+)?(?={DATE_PATTERN})"
)
_RIGHTS = re.compile(
    r"(?:Copyright\s*(?:©|\(c\)|:|(?:by\s)?[^\n]{0,80}\b(?:1[4-9]|20)\d\d\b)|©|\(c\)\s*(?:1[4-9]|20)\d\d)[^\n]*",
    _I,
)
_RESERVED = re.compile(r"[^\n]{0,200}\ball rights reserved\b", _I)
_LICENCE = re.compile(r"(?:This (?:work|article) is )?licen[cs]ed under (?:a |the )?Creative Commons", _I)
_DISCLAIMER = re.compile(
    r"(?:Legal )?Disclaimer\b\s*[:.–—-]"
    r"|The (?:views|opinions) expressed\b[^\n]{0,200}\b(?:author|not necessarily|alone|own)"
    r"|The contents? of this (?:article|site) (?:is|are) (?:of |the )?sole responsibility"
    r"|[^\n]{0,80}\bcontains copyrighted material\b|Fair Use Notice\b",
    _I,
)
_COMMENTS = re.compile(
    r"(?:Comment on|Leave a (?:comment|reply)|Post a comment|Join the (?:conversation|discussion)|View comments"
    r"|Comments are closed|\d+ comments?$|Comments?$)",
    _I,
)
_MEMBERSHIP = re.compile(r"Become (?:a|an) (?:\w+ )?(?:member|patron|supporter|subscriber|friend)\b", _I)
_CONTACT = re.compile(
    r"(?:For (?:(?:all|any|more|further) )?(?:media|press|publication|editorial|general)? ?"
    r"(?:inquiries|enquiries|queries|information)"
    r"|(?:Media|Press|Editorial) contacts?|Contact(?: us)?)\b[^\n]{0,80}?(?::|\bcontact\b|\bemail\b|@)",
    _I,
)
_AUTHOR_PAGE = re.compile(r"(?:(?:More |Other |All )?articles by|More (?:from|by)|About the author)\s*:?\s*\S.*", _I)
_READING_TIME = re.compile(
    r"(?:Reading time\s*:?\s*)?\d{1,3}[ -]min(?:ute)?s?(?: read)?|Estimated reading time\b.*", _I
)
_READING_TIME_TAIL = re.compile(r"\s*[|–—·•-]?\s*\d{1,3}[ -]min(?:ute)?s?(?: read)?$", _I)
_DEFINITION = re.compile(r"\[[^\]\n]+\]:\s*<?(?:https?|mailto):\S+")


def recognise(text: str) -> Line | None:
    """A line that may stand anywhere in an article, above or below the story."""
    text = text.strip()
    first = text.partition("\n")[0]
    if len(first) <= 200:
        for role, pattern in _LABELS:
            if found := pattern.fullmatch(first):
                return Line(role, found.group("value").strip())
        if len(first) <= 120 and (source := _source(first)):
            return source
    if len(text) <= 400 and (source := _source(text)):
        return source
    return _notice(text)


def recognise_header(text: str) -> Line | None:
    """A line between the headline and the story, where a name or a date alone has a meaning."""
    text = text.strip()
    if "\n" in text or len(text) > 160:
        return None
    if found := _PUBLISHED.fullmatch(text):
        return Line("updated" if found.group("updated") else "dateline", "", parse_date(found.group("date")))
    if found := _DATE_ONLY.fullmatch(text):
        return Line("dateline", "", parse_date(found.group("date")))
    if byline := _byline(text):
        return byline
    if (found := _OUTLET_DATE.fullmatch(text)) and _is_name(found.group("outlet")):
        return Line("dateline", _outlet(found.group("outlet")), parse_date(found.group("date")))
    return Line("reading-time") if _READING_TIME.fullmatch(text) else None


def _byline(text: str) -> Line | None:
    found = _BYLINE.fullmatch(text)
    if not found or _BY_OTHERWISE.match(text) or len(text.split()) > 16 or text.endswith((".", "?", "!", ":")):
        return None
    value = found.group("value") or found.group("by")
    value = _READING_TIME_TAIL.sub("", value)
    dated = None
    if tail := re.search(rf"(?:,\s+|\s+[|–—·•-]\s+){_DATED}$", value, _I):
        dated, value = parse_date(tail.group("date")), value[: tail.start()]
    return Line("byline", value.strip(), dated)


def _is_name(text: str) -> bool:
    """Names are short, capitalised but for small words, and do not end in one: "The Tern", not "The town fell on"."""
    words = text.rstrip(" ,").split()
    if len(words) > 8 or _NO_OUTLET.match(text):
        return False
    small = [word in _SMALL_WORDS for word in words]
    proper = [word != word.lower() or word[0].isdigit() or "." in word for word in words]
    return proper[-1] and all(a or b for a, b in zip(small, proper, strict=True))


def _outlet(text: str) -> str:
    """A place before a date ("LONDON, 9 March 2017") is no outlet; capitals of up to five letters may be initials."""
    text = text.rstrip(" ,–—-|")
    if _PLACES.fullmatch(text):
        return ""
    return "" if text.isupper() and len(text) > 5 and "." not in text else text


def _source(text: str) -> Line | None:
    for pattern in _SOURCES:
        if found := pattern.match(text):
            return Line("source", _until_end(found.group("value")), _date_in(found.group("value")))
    if found := _VIA.match(text):
        return Line("source", _until_end(found.group("value") or found.group("bare")))
    return None


def _until_end(value: str) -> str:
    value = value.strip().lstrip("«“\"'")
    if parse_date(value) and not value.isdigit():
        return ""
    if found := _VALUE_END.search(value):
        value = value[: found.start()]
    return value.strip(" .,;:»”\"'").removeprefix("the ")


def _date_in(value: str) -> Dated | None:
    found = re.search(DATE_PATTERN, value)
    return parse_date(found.group()) if found else None


def _notice(text: str) -> Line | None:
    if _RIGHTS.match(text) or (len(text) <= 400 and (_RESERVED.match(text) or _LICENCE.match(text))):
        return Line("rights", text)
    if _DISCLAIMER.match(text):
        return Line("disclaimer")
    short: tuple[tuple[Role, re.Pattern[str]], ...] = (
        ("comments", _COMMENTS), ("membership", _MEMBERSHIP), ("contact", _CONTACT), ("author-page", _AUTHOR_PAGE)
    )  # fmt: skip
    if len(text) <= 300:
        for role, pattern in short:
            if pattern.match(text):
                return Line(role)
    if _DEFINITION.match(text):
        return Line("definition")
    return Line("appeal") if is_appeal(text) else None
