"""Three hundred articles in which counting goes wrong, coded by two of three people each; the same on every run."""

import random
import re

from annotator import facets
from tests.releases.frozen.building import Building
from tests.texts import texts

CODERS = ("C-0000000a", "C-0000000b", "C-0000000c")
_WORD = re.compile(r"\S+")


def generated(folder, *, count=300, policy=None, seed=5):
    """A Frozen of `count` articles, every third of which came from the one before it."""
    chance = random.Random(seed)
    building = Building(folder, policy=policy)
    pieces = texts()
    before = None
    for number in range(count):
        paragraphs = [" ".join(chance.choices(pieces, k=chance.randint(1, 3))) for _ in range(chance.randint(1, 5))]
        version = building.document(*paragraphs, slots=("headline",), published_on="2026-03" if number % 5 else "")
        if number % 3 == 2:
            building.comes_from(version, before)
        for coder in chance.sample(CODERS, 2):
            for _ in range(chance.randint(0, 8)):
                _annotate(building, version, coder, chance, before if number % 3 == 2 else None)
        before = version
    return building.write()


def _place(building, version, chance):
    paragraph = chance.choice(building.paragraphs_of(version))
    found = list(_WORD.finditer(paragraph["text"]))
    first = chance.randrange(len(found))
    last = min(len(found) - 1, first + chance.randrange(6))
    return paragraph["start"] + found[first].start(), paragraph["start"] + found[last].end()


def _annotate(building, version, coder, chance, original):
    place = _place(building, version, chance)
    given = {
        "comment": chance.choice(["", "see\tabove\n“there” 👩\u200d💻 <&>"]),
        "confidence": _any(facets.Certainty, chance),
    }
    kind = chance.randrange(6)
    if kind == 5 and original:
        point = (place[0], place[0])
        left_out = [(original, _place(building, original, chance)) for _ in range(chance.randint(1, 2))]
        building.annotate(version, point, coder, omitted=left_out, marking="unmarked", operation="omission", **given)
        return
    if kind in (1, 2, 4):
        roles = ("source", "source", "cue", "content")
        given["roles"] = [(role, _place(building, version, chance)) for role in roles if chance.random() < 0.6]
        given |= {
            "attribution_status": _any(facets.AttributionStatus, chance), "quote_form": _any(facets.Mode, chance),
            "source_naming": _any(facets.SourceKind, chance), "stance": _any(facets.Stance, chance),
            "denied": chance.choice([True, False]), "anonymity_reason_given": chance.choice([True, False, None]),
        }  # fmt: skip
    if kind in (3, 4):
        given |= {
            "marking": _any(facets.Marking, chance), "operation": "addition", "host": _any(facets.Host, chance),
            "function": _any(facets.Function, chance), "inserter": _any(facets.Inserter, chance),
            "effect": _any(facets.Effect, chance),
        }  # fmt: skip
    claim = chance.choice([*building.types]) if kind in (0, 1, 4, 5) else ""
    building.annotate(version, place, coder, claim=claim, **given)


def _any(facet, chance):
    return chance.choice(list(facet)).value
