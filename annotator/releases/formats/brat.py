"""brat standoff (brat 1.3): a folder for each coder, a text and its annotations for each version.

An annotation is one text-bound annotation, of the type of its claim, else Attribution or Insertion; facets are its
attributes, and source, cue and content text-bound annotations with a relation to it. brat wants a span that runs over
a line end in fragments, and names of types without hyphens.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import count

from annotator.releases.formats.codes import FLAGS, ROLES, VOCABULARIES, Codes, is_omission
from annotator.releases.formats.left_out import POINT, LeftOut
from annotator.releases.formats.release_base import ReleaseFormat
from annotator.releases.frozen.reading import Document, Frozen, Record
from annotator.releases.zipping import Part

FOLDER = "brat"
#: the folder of versions that nobody annotated
NOBODY = "unannotated"
CONF = f"{FOLDER}/annotation.conf"
_WHOLES = ("Attribution", "Insertion")
_FLAG_NAMES = {"anonymity_reason_given": "Anonymity_reason_given", "denied": "Denied"}
#: attributes are called as the columns are
_ATTRIBUTES = {one.column: one.column.capitalize() for one in VOCABULARIES}
_ENDED = ("withdrawn", "replaced")


class _Types:
    """Names of claim types that brat takes: letters, digits and underscores, no two the same."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self._names: dict[str, str] = {}
        for one in codes.every.types:
            self._name(one.code)

    def _name(self, code: str) -> str:
        if code not in self._names:
            plain = f"Claim_{code.replace('-', '_')}"
            taken = set(self._names.values())
            self._names[code] = next(
                name for n in count(1) if (name := plain if n == 1 else f"{plain}_{n}") not in taken
            )
        return self._names[code]

    def of(self, one: Record) -> str:
        if claim_type := self._codes.claim_type(one):
            return self._name(claim_type.value)
        return "Attribution" if one["attribution_status"] else "Insertion"

    def conf(self) -> str:
        roles = [member.value.capitalize() for member in ROLES.members]
        entities = [*self._names.values(), *_WHOLES, *roles]
        relations = [f"{name}_of\tArg1:{name}, Arg2:<ENTITY>" for name in roles]
        attributes = [
            f"{_ATTRIBUTES[one.column]}\tArg:<ENTITY>, Value:{'|'.join(one.members.values)}" for one in VOCABULARIES
        ]
        attributes += [f"{name}\tArg:<ENTITY>" for name in _FLAG_NAMES.values()]
        attributes.append(f"Status\tArg:<ENTITY>, Value:{'|'.join(_ENDED)}")
        sections = {
            "entities": entities,
            "relations": [*relations, "Inside\tArg1:<ENTITY>, Arg2:<ENTITY>"],
            "events": [],
            "attributes": attributes,
        }
        return "\n".join(f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items())


class _Standoff:
    """The lines of one .ann file; ids count from 1 within it."""

    def __init__(self, text: str, types: _Types) -> None:
        self._text, self._types = text, types
        self._lines: list[str] = []
        self._entities: dict[tuple[str, int, int], str] = {}
        self._of: dict[str, str] = {}
        self._next = {kind: count(1) for kind in "TRA#"}

    def write(self, records: Iterable[Record]) -> str:
        several = list(records)
        for one in several:
            self._of[one["annotation_id"]] = self._annotation(one)
        for one in several:
            if outer := self._of.get(one["outer_annotation_id"]):
                self._add("R", f"Inside Arg1:{self._of[one['annotation_id']]} Arg2:{outer}")
        return "".join(self._lines)

    def _annotation(self, one: Record) -> str:
        entity = self._entity(self._types.of(one), one["start"], one["end"])
        for column, name in _ATTRIBUTES.items():
            if one[column]:
                self._add("A", f"{name} {entity} {one[column]}")
        for column in FLAGS:
            if one[column]:
                self._add("A", f"{_FLAG_NAMES[column]} {entity}")
        if one["status"] != "standing":
            self._add("A", f"Status {entity} {one['status']}")
        self._add("#", f"AnnotationId {entity}\t{one['annotation_id']}")
        if one["comment"]:
            self._add("#", f"AnnotatorNotes {entity}\t{_line(one['comment'])}")
        for part in one["role_spans"]:
            self._role(part, entity)
        return entity

    def _role(self, part: Record, entity: str) -> None:
        """Spans that several attributions share are one."""
        name = part["role"].capitalize()
        place = (name, part["start"], part["end"])
        if place not in self._entities:
            self._entities[place] = self._entity(*place)
        self._add("R", f"{name}_of Arg1:{self._entities[place]} Arg2:{entity}")

    def _entity(self, name: str, start: int, end: int) -> str:
        fragments = list(_fragments(self._text, start, end))
        places = ";".join(f"{first} {last}" for first, last in fragments)
        words = " ".join(self._text[first:last] for first, last in fragments)
        return self._add("T", f"{name} {places}\t{_line(words)}")

    def _add(self, kind: str, said: str) -> str:
        name = f"{kind}{next(self._next[kind])}"
        self._lines.append(f"{name}\t{said}\n")
        return name


def _fragments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces of a span between line ends."""
    at = start
    for line in text[start:end].split("\n"):
        if line:
            yield at, at + len(line)
        at += len(line) + 1


def _line(words: str) -> str:
    """On one line, as long as it was."""
    return words.replace("\r", " ").replace("\n", " ").replace("\t", " ")


def _document(document: Document, types: _Types, left_out: LeftOut) -> Iterator[Part]:
    by_coder: dict[str, list[Record]] = {}
    for one in document.annotations:
        if is_omission(one):
            left_out.add(one, POINT)
        else:
            by_coder.setdefault(one["coder_pseudonym"], []).append(one)
    text = document.text.encode()
    for coder, records in sorted((by_coder or {NOBODY: []}).items()):
        path = f"{FOLDER}/{coder}/{document.version_id}"
        yield Part(f"{path}.txt", partial(iter, [text]))
        yield Part(f"{path}.ann", partial(iter, [_Standoff(document.text, types).write(records).encode()]))


def parts(frozen: Frozen) -> Iterator[Part]:
    types, left_out = _Types(Codes(frozen)), LeftOut(FOLDER)
    yield Part(CONF, lambda: [types.conf().encode()])
    for document in frozen.documents():
        yield from _document(document, types, left_out)
    yield left_out.part()


FORMAT = ReleaseFormat(
    name="brat",
    title="brat standoff",
    hint="A folder for each coder, for brat and for programs that read its .ann files.",
    loses="Omissions are only listed, for brat has no points; line ends in notes, verdicts and coverage are in the "
    "tables only.",
    parts=parts,
)
