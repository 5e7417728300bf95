"""Dates as newspapers print them, in English words or ISO; ambiguous figures (09/03/2017) are never guessed."""

import re
from dataclasses import dataclass
from datetime import date

from .parsed import Precision

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[4-9]|20)\d\d"
_WEEKDAY = r"(?:(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
DATE_PATTERN = (
    rf"{_WEEKDAY}(?:{_MONTH}\.?\s+{_DAY},?\s+{_YEAR}|{_DAY}(?:\s+of)?\s+{_MONTH}\.?,?\s+{_YEAR}"
    rf"|{_YEAR}-\d\d-\d\d(?:[T ]\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?|{_MONTH}\.?,?\s+{_YEAR})"
)
_PARTS = re.compile(
    rf"(?:(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>{_YEAR})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month2>{_MONTH})\.?,?\s+(?P<year2>{_YEAR})"
    rf"|(?P<iso>{_YEAR})-(?P<isomonth>\d\d)(?:-(?P<isoday>\d\d))?(?=$|[T\s])"
    rf"|(?P<month3>{_MONTH})\.?,?\s+(?P<year3>{_YEAR})|(?P<year4>{_YEAR})$)",
    re.IGNORECASE,
)
_LEAD = re.compile(rf"^\s*{_WEEKDAY}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, or the first day of the month or year that was meant."""

    on: date
    precision: Precision


def parse_date(text: str) -> Dated | None:
    """`text` begins with a date (a weekday before it and a time of day after it are passed over) or is a year."""
    text = text.strip()
    found = _PARTS.match(text, _LEAD.match(text).end())  # type: ignore[union-attr]
    if not found:
        return None
    part = found.groupdict()
    year = part["year"] or part["year2"] or part["iso"] or part["year3"] or part["year4"]
    month = part["month"] or part["month2"] or part["month3"]
    day = part["day"] or part["day2"] or part["isoday"]
    number = _MONTHS.index(month[:3].lower()) + 1 if month else int(part["isomonth"] or 0)
    return _dated(int(year), number, int(day or 0), has_day=day is not None)


def _dated(year: int, month: int, day: int, *, has_day: bool) -> Dated | None:
    precision: Precision = "day" if has_day else "month" if month else "year"
    try:
        return Dated(date(year, month or 1, day if has_day else 1), precision)
    except ValueError:
        return None
