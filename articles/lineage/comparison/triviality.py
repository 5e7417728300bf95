"""Which changes are of form only: white space, quotation marks, dashes, letter case, how a date is written. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from articles.lineage.comparison import Triviality
from articles.lineage.comparison.words import DASHES, QUOTES, folded

_MONTHS = {
    month: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        1,
    )
    for month in names.split()
}  # fmt: skip
_MONTH = (
    r"(?P<{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    rf"\b(?:(?P<d1>\d\d?)(?:st|nd|rd|th)? {_MONTH.format('m1')},? (?P<y1>[12]\d\d\d)"
    rf"|{_MONTH.format('m2')} (?P<d2>\d\d?)(?:st|nd|rd|th)?,? (?P<y2>[12]\d\d\d)"
    r"|(?P<y3>[12]\d\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)"
    rf"|(?P<d4>\d\d?)(?:st|nd|rd|th)? {_MONTH.format('m4')}|{_MONTH.format('m5')} (?P<d5>\d\d?)(?:st|nd|rd|th)?)\b"
)
_MAY_HOLD_DATE = re.compile(r"\d")
_SIGNS = re.compile(r"[^\w\s]|_")
_PER_CENT = re.compile(r"\s*(?:\bper ?cents?\b|%|\bpct\b)", re.IGNORECASE)
_GAPS_IN_NUMBERS = re.compile(r"(?<=\d)[ ,'’\u00a0\u202f\u2009](?=\d{3}(?!\d))")
_MINUS = re.compile(r"[-‐‑‒–—―−]\s*\d")
# Only what begins like this: a claim that mentions where something was published is no boilerplate.
_BOILERPLATE = re.compile(
    r"""\W*(?:the\ (?:original\ )?source\ of\ this\ (?:article|story|report)\ is
    |(?:this|the)\ (?:article|story|piece|report)\ (?:was\ )?(?:first|originally)\ (?:appeared|published)
    |(?:first|originally)\ published\ (?:by|in|on|at)\b|copyright\ (?:©|\(c\)|\d)|all\ rights\ reserved
    |(?:republished|reprinted)\ (?:from|with|under)|articles?\ by:|subscribe\ to|sign\ up\ (?:for|to)\ (?:our|the)
    |follow\ us\ on|share\ this\ (?:article|story)|become\ a\ member|please\ (?:support|donate)|(?:click|tap)\ here
    |read\ more:|for\ media\ inquiries|disclaimer:|the\ views\ expressed\ (?:here|in\ this)
    |(?:photo|image|picture|source|via)\s?:|advertisement\W*$)|^\s*©""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_BOILERPLATE = 200


def dates(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, key) of each date; the key is the same however the date is written. English months, ISO dates."""
    if not _MAY_HOLD_DATE.search(text):
        return
    for match in _DATE.finditer(text):
        found = {name[0]: value for name, value in match.groupdict().items() if value}
        month = int(found["m"]) if found["m"].isdigit() else _MONTHS[found["m"].casefold()]
        yield match.start(), match.end(), f"{found.get('y', '')}-{month:02}-{int(found['d']):02}"


def dates_written_differently(left: str, right: str) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """The dates that stand in both texts and not in the same form: they are compared as one word each."""
    here, there = list(dates(left)), list(dates(right))
    if not here or not there:
        return [], []
    forms: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for side, (text, spans) in enumerate(((left, here), (right, there))):
        for start, end, key in spans:
            forms[key][side].add(text[start:end])
    other = {key for key, (one, two) in forms.items() if one and two and one != two}
    return [d for d in here if d[2] in other], [d for d in there if d[2] in other]


def of_equal_words(left: str, right: str) -> Triviality:
    """Why two words with the same key are not the same characters."""
    if left[:1] in QUOTES and folded(left) == '"':
        return Triviality.QUOTATION_MARKS
    if folded(left) == "-":
        return Triviality.DASHES
    if any(char.isdigit() for char in left):
        return Triviality.NUMBER_OR_DATE_FORMAT
    if _plain(left) == _plain(right):
        if any(char in QUOTES for char in left + right):
            return Triviality.QUOTATION_MARKS
        return Triviality.CHARACTERS
    if _plain(left).casefold() == _plain(right).casefold():
        return Triviality.LETTER_CASE
    return Triviality.CHARACTERS


def _plain(word: str) -> str:
    return "".join("'" if char in QUOTES else char for char in unicodedata.normalize("NFC", word))


def of_change(left: str, right: str) -> Triviality:
    """Why what became `right` of `left` (either may be empty) is of form only, or SUBSTANCE.

    Quotation marks and brackets put round words are of substance: they say something about the words.
    """
    if left.split() == right.split():
        return Triviality.WHITE_SPACE
    signs = left + right
    if not any(char.isalnum() for char in signs):
        inked = {char for char in signs if not char.isspace()}
        if inked <= DASHES | frozenset(",:;.…·•|"):
            return Triviality.DASHES if inked & DASHES else Triviality.PUNCTUATION
        if left and right and inked <= QUOTES:
            return Triviality.QUOTATION_MARKS
        return Triviality.SUBSTANCE
    if not left or not right:
        return Triviality.SUBSTANCE
    if _form_of_number(left) == _form_of_number(right):
        numeric = _MAY_HOLD_DATE.search(signs) or _PER_CENT.search(signs)
        return Triviality.NUMBER_OR_DATE_FORMAT if numeric else Triviality.WHITE_SPACE
    if not _MINUS.search(signs) and _without_dashes(left) == _without_dashes(right):
        return Triviality.DASHES
    return Triviality.SUBSTANCE


def is_punctuation(text: str) -> bool:
    """Whether there is nothing but punctuation, quotation marks and brackets: no word, no number, no picture, no
    footnote sign."""
    return all(char.isspace() or (unicodedata.category(char)[0] == "P" and char not in "*†‡§") for char in text)


def is_minus(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is the sign of a number."""
    return (
        end - start == 1
        and text[start] in DASHES
        and text[end : end + 1].isdigit()
        and not text[max(0, start - 1) : start].strip()
    )


def is_boilerplate(text: str) -> bool:
    """Whether a paragraph or sentence says only where the text is from, whose it is or what else to click."""
    return len(text) <= _LONGEST_BOILERPLATE and _BOILERPLATE.match(text) is not None


def _form_of_number(text: str) -> str:
    return re.sub(r"\s+", "", _PER_CENT.sub("%", _GAPS_IN_NUMBERS.sub("", text))).casefold()


def _without_dashes(text: str) -> str:
    return "".join(char for char in text if char not in DASHES and not char.isspace()).casefold()
