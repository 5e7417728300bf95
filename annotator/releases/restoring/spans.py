"""Sources, cues and contents, under the numbers and in the order that pairs of attributions tell of."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, islice, permutations
from uuid import UUID

from annotator.annotations.models import RoleSpan
from annotator.releases.restoring.source import Source
from annotator.releases.restoring.texts import Place
from annotator.releases.verifying.tables import Record
from annotator.releases.verifying.verify import COVERS

BETWEEN = "; "
type _Span = tuple[int, int, str]
#: orders of the spans of one role that are tried
MOST = 5_040


class Spans:
    """`role_spans` of an annotation as rows."""

    def __init__(self, source: Source) -> None:
        self._told: dict[str, tuple[list[int], str, str]] = {}
        for one in source.look("attribution_pairs"):
            for side in ("left", "right"):
                if one[f"{side}_annotation_id"]:
                    numbers = [int(number) for number in one[f"{side}_source_id"].split(BETWEEN) if number]
                    told = numbers, one[f"{side}_source"], one[f"{side}_cue"]
                    self._told[one[f"{side}_annotation_id"]] = told
        given = {number for numbers, _, _ in self._told.values() for number in numbers}
        self._new = (number for number in count(1) if number not in given)

    def of(self, one: Record, places: Mapping[int, Place]) -> Iterator[RoleSpan]:
        numbers, sources, cues = self._told.get(one["annotation_id"], ([], "", ""))
        spans: dict[str, list[_Span]] = {"source": [], "cue": [], "content": []}
        for part in one["role_spans"]:
            place = places[part["paragraph_id"]]
            words = place.words(part["start"], part["end"])
            spans[part["role"]].append((part["paragraph_id"], part["start"] - place.offset, words))
        for role, told in (("source", sources), ("cue", cues), ("content", "")):
            own = numbers if role == "source" and len(numbers) == len(spans[role]) else []
            for number, span in enumerate(_in_order_of(spans[role], told)):
                yield RoleSpan(
                    pk=own[number] if own else next(self._new),
                    annotation_id=UUID(one["annotation_id"]),
                    role=role,
                    paragraph_id=span[0],
                    start=span[1],
                    quote=span[2],
                )


def _in_order_of(spans: Sequence[_Span], told: str) -> Sequence[_Span]:
    """The spans in the order in which `told` joins their words; down the page where it does not say."""
    if told and len(spans) > 1:
        for some in islice(permutations(spans), MOST):
            if _alike(BETWEEN.join(span[2] for span in some), told):
                return some
    return spans


def _alike(words: str, told: str) -> bool:
    """Whether these are the words told, of which some may be covered."""
    same = zip(words, told, strict=False)
    return len(words) == len(told) and all(one == other or other in COVERS for one, other in same)
