"""Which numbers and names became others in a change: "60 → 600", "Jeff Davis → officials". Pure.

By rule: digits and English number words; runs of capitalised words of scripts that have capitals. A single capitalised
word that begins a sentence is no name unless it is in capitals or the paragraph has it elsewhere.
"""

import re
from collections import Counter
from collections.abc import Iterable

from articles.lineage.comparison import Turn
from articles.lineage.comparison.borders import LEADING

_UNIT = r"(?:\s?%|\s(?:per ?cent|hundreds?|thousands?|millions?|billions?|trillions?|dozens?)\b)?"
_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?"
)
_NUMBER = re.compile(
    rf"(?<![\w.,])[-−]?\d+(?:[.,:\u00a0\u202f]\d+)*{_UNIT}|\b(?:{_WORDS})(?:[ -](?:{_WORDS}))*\b", re.IGNORECASE
)
_CAPITALS = "".join(re.escape(char) for char in map(chr, range(0x590)) if char.isupper())
_CAPITALISED = rf"[{_CAPITALS}][\w’'.]*(?:-[^\W_]+)*"
_NAME = re.compile(rf"\b{_CAPITALISED}(?:(?: (?:of|the|de|la|van|von|der|bin|al|el|and the))? {_CAPITALISED})*")
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?…:]['\"”’»)\]]*\s+|[“„«\"‘'\[(])$")
_CALENDAR = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_MOST_WORDS_INSTEAD = 5
_MOST = 12


def turned_numbers(left: str, at: tuple[int, int], right: str, to: tuple[int, int]) -> tuple[Turn, ...]:
    """The numbers of left[at] that became those of right[to]: whole numbers, also where only a part was changed."""
    return _turns(_touched(_NUMBER, left, at), _touched(_NUMBER, right, to))


def turned_names(left: str, at: tuple[int, int], right: str, to: tuple[int, int]) -> tuple[Turn, ...]:
    """The names, likewise. A name for which no other stands turned into the words that stand there, when few."""
    gone = [name for found in _touched(_NAME, left, at) if (name := _name(found, left, at))]
    come = [name for found in _touched(_NAME, right, to) if (name := _name(found, right, to))]
    turns = _turns(gone, come)
    instead_left, instead_right = _few(left[at[0] : at[1]]), _few(right[to[0] : to[1]])
    return tuple(
        Turn(turn.left or instead_left, turn.right or instead_right) if len(turns) == 1 else turn for turn in turns
    )


def _touched(pattern: re.Pattern[str], text: str, span: tuple[int, int]) -> list[str]:
    """What the pattern finds in the span and touching it. What only touches stands in both texts, and cancels out."""
    start, end = span
    low, high = max(0, start - 80), min(len(text), end + 80)
    low = text.rfind(" ", 0, low) + 1 if low else 0
    found = []
    for match in pattern.finditer(text, low, high):
        if match.start() <= end + 1 and match.end() >= start - 1:
            found.append(match.group().rstrip("'’"))
    return found


def _turns(gone: Iterable[str], come: Iterable[str]) -> tuple[Turn, ...]:
    before, after = Counter(gone), Counter(come)
    lost, new = list((before - after).elements()), list((after - before).elements())
    if max(len(lost), len(new)) > _MOST and not (lost and new):
        return ()
    longest = max(len(lost), len(new))
    lost += [""] * (longest - len(lost))
    new += [""] * (longest - len(new))
    return tuple(Turn(one, two) for one, two in zip(lost, new, strict=True))[:_MOST]


def _name(found: str, text: str, span: tuple[int, int]) -> str:
    """The name in a run of capitalised words, without "The" or "On" before it; "" for a day, a month or no name."""
    words = found.split()
    while words and words[0].casefold() in LEADING:
        words.pop(0)
    name = " ".join(words)
    if name.endswith(".") and "." not in name[:-1]:
        name = name[:-1]
    if not name or all(map(_CALENDAR.fullmatch, words)):
        return ""
    return name if len(words) > 1 or name.isupper() or _is_name(name, text, span) else ""


def _is_name(name: str, text: str, span: tuple[int, int]) -> bool:
    at = text.find(name, max(0, span[0] - len(name)))
    if at < 0 or len(name) < 2:
        return False
    if at and not _SENTENCE_BEFORE.search(text[max(0, at - 6) : at]):
        return True
    return re.search(rf"(?<=[\w,] ){re.escape(name)}\b", text) is not None


def _few(words: str) -> str:
    words = words.strip(' [](),.;:–—“”"')
    return words if len(words.split()) <= _MOST_WORDS_INSTEAD else ""
