"""A codebook as REFI-QDA `.qdc` (Codebook 1.0): what other tools for qualitative analysis exchange.

Claim types are codes under a code that cannot be used itself; the fixed vocabularies that the study codes with stand
beside them. A code's description holds definition, example and "not when". GUIDs are written in lower case: some
readers accept no other.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

from annotator.facets import AttributionStatus as Status
from annotator.facets import Effect, Facet, Function, Host, Inserter, Marking, Mode, Operation, SourceKind, Stance
from annotator.studies.codebooks import TYPE_KEYS, Codebook, CodebookError, Type
from annotator.studies.codebooks.facets import BY_NAME, with_parts
from annotator.studies.codebooks.looks import fitted, free_look, twin_of
from annotator.studies.codebooks.rules import MOST

if TYPE_CHECKING:  # lxml is large: it is imported where a file is read or written, not by every worker
    from lxml import etree

TITLE, SUFFIX, MEDIA_TYPE = "REFI-QDA", "qdc", "application/xml"
HINT = "For QualCoder, MAXQDA, NVivo, ATLAS.ti and others: names, descriptions and colours."

NAMESPACE = "urn:QDA-XML:codebook:1.0"
#: what the ids of our own vocabularies are made of (UUID 5); it never changes
_HOUSE = uuid.UUID("6f1d0c7e-2f4b-5c57-9d1f-6a1b8a0c3e52")
_VOCABULARIES: dict[str, dict[str, type[Facet]]] = {
    "attribution": {"attribution": Status, "source_kind": SourceKind, "mode": Mode, "stance": Stance},
    "insertion": {
        "marking": Marking, "operation": Operation, "host": Host, "function": Function, "inserter": Inserter,
        "effect": Effect,
    },
}  # fmt: skip
_NAMES = {"attribution": "Status", "marking": "Marking"}
_EXAMPLE, _NOT_WHEN = "\n\nExample: ", "\n\nNot when: "
_LONGEST = 4000


def house_guid(*path: str) -> str:
    """The id of something that is the same in every study."""
    return str(uuid.uuid5(_HOUSE, "/".join(path)))


def write(codebook: Codebook) -> bytes:
    from lxml import etree

    bare: Any = {None: NAMESPACE}  # a namespace without a prefix
    root = etree.Element(f"{{{NAMESPACE}}}CodeBook", nsmap=bare, origin="Annotator")
    codes = etree.SubElement(root, f"{{{NAMESPACE}}}Codes")
    types = _code(codes, house_guid("claim_type"), BY_NAME["claim_type"].label, codable=False)
    for one in codebook.active:
        _code(types, one.guid, one.label, colour=one.colour_light, about=_description(one))
    off = with_parts(codebook.facets_off)
    for whole, vocabularies in _VOCABULARIES.items():
        if whole in off:
            continue
        parent = _code(codes, house_guid(whole), BY_NAME[whole].label, codable=False)
        for name, facet in vocabularies.items():
            if name not in off:
                _vocabulary(parent, name, facet)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _vocabulary(parent: "etree._Element", name: str, facet: type[Facet]) -> None:
    label = _NAMES.get(name) or BY_NAME[name].label
    group = _code(parent, house_guid("facet", name), label, codable=False)
    for member in facet:
        _code(group, house_guid("facet", name, member.value), member.label, about=member.definition)


def _code(
    parent: "etree._Element", guid: str, name: str, *, codable: bool = True, colour: str = "", about: str = ""
) -> "etree._Element":
    from lxml import etree

    attributes = {"guid": guid.lower(), "name": _storable(name), "isCodable": "true" if codable else "false"}
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}Code", attributes | ({"color": colour} if colour else {}))
    if about:
        etree.SubElement(element, f"{{{NAMESPACE}}}Description").text = _storable(about)
    return element


def _storable(words: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return "".join(c if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in words)


def _description(one: Type) -> str:
    example = f"{_EXAMPLE}{one.example}" if one.example else ""
    return one.definition + example + (f"{_NOT_WHEN}{one.not_when}" if one.not_when else "")


def read(data: bytes, now: Codebook) -> Codebook:
    """The codes of the file as claim types; what it cannot say (key, underline, order) stays as it is `now`.

    Codes are known again by their GUID, else by code or name. Raises CodebookError.
    """
    root = _parsed(data)
    house = {house_guid(whole) for whole in _VOCABULARIES}
    found = list(_codable(root.iterfind(f"{{{NAMESPACE}}}Codes/{{{NAMESPACE}}}Code"), house))
    if not found:
        raise CodebookError("The file has no code that can be used, so there would be nothing to code with.")
    if len(found) > MOST:
        raise CodebookError(f"The file has {len(found)} codes that can be used, and a codebook has room for {MOST}.")
    types: list[Type] = []
    known = [_known(element, now) for element in found]
    keys = _keys(known, now)
    for element, was in zip(found, known, strict=True):
        types.append(_type(element, was, types, now, keys))
    return replace(now, version="", types=tuple(types))


def _parsed(data: bytes) -> "etree._Element":
    """The root element. No entity is replaced, no document type is taken, nothing is fetched."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise CodebookError(f"Line {error.lineno}: this is not valid XML ({error.msg}).") from error
    except ValueError as error:
        raise CodebookError("The file is empty or no XML.") from error
    document: Any = root.getroottree().docinfo
    if document.doctype:
        raise CodebookError("The file has a document type (DOCTYPE). A codebook needs none, so it is not read.")
    if root.tag != f"{{{NAMESPACE}}}CodeBook":
        raise CodebookError("This is not a REFI-QDA codebook: its first element is not CodeBook 1.0.")
    return root


def _codable(elements: "Iterable[etree._Element]", house: set[str]) -> "Iterator[etree._Element]":
    """Codes that can be used, in the order of the file, whatever stands around them; not our own vocabularies."""
    for element in elements:
        if _guid(element) in house:
            continue
        if element.get("isCodable", "true") in ("true", "1"):
            yield element
        yield from _codable(element.iterfind(f"{{{NAMESPACE}}}Code"), house)


def _guid(element: "etree._Element") -> str:
    try:
        return str(uuid.UUID((element.get("guid") or "").strip()))
    except ValueError:
        raise CodebookError(f"Line {element.sourceline}: the code's “guid” is missing or none.") from None


def _name(element: "etree._Element") -> str:
    name = " ".join((element.get("name") or "").split())
    if not name or len(name) > 60:
        raise CodebookError(f"Line {element.sourceline}: a code's “name” has 1 to 60 characters.")
    return name


def _known(element: "etree._Element", now: Codebook) -> Type | None:
    guid, name = _guid(element), _name(element)
    wanted = (("guid", guid), ("code", slugify(name)), ("label", name))
    return next((one for field, value in wanted for one in now.types if getattr(one, field) == value), None)


def _keys(known: Sequence[Type | None], now: Codebook) -> Iterator[str]:
    """Keys for the types that have none yet: first those that nobody has, then those that the file would free."""
    kept = {one.key for one in known if one is not None}
    held = {one.key for one in now.active}
    yield from (key for key in TYPE_KEYS if key not in kept | held)
    yield from (key for key in TYPE_KEYS if key in held - kept)


def _type(
    element: "etree._Element", was: Type | None, before: Sequence[Type], now: Codebook, keys: Iterator[str]
) -> Type:
    name, guid = _name(element), _guid(element)
    if was is not None and any(one.code == was.code for one in before):
        raise CodebookError(f"Line {element.sourceline}: the code “{name}” stands for “{was.label}”, as another does.")
    code = was.code if was else _free_code(name, guid, {one.code for one in (*now.types, *before)})
    key = (was.key if was and was.key else next(keys, "")) or ""
    definition, example, not_when = _words(element, name)
    light, dark, pattern = _look(element, was, [*before, *(one for one in now.active if one.code != code)])
    return Type(
        code=code,
        label=name,
        key=key,
        definition=definition,
        example=example,
        not_when=not_when,
        note_required=was.note_required if was else False,
        colour_light=light,
        colour_dark=dark,
        pattern=pattern,
        guid=guid,
    )


def _free_code(name: str, guid: str, taken: set[str]) -> str:
    base = slugify(name)[:34].strip("-_") or f"code-{guid[:8]}"
    return next(code for n in range(1, len(taken) + 2) if (code := base if n == 1 else f"{base}-{n}") not in taken)


def _words(element: "etree._Element", name: str) -> tuple[str, str, str]:
    """Definition, example and "not when" of a description; a code without one is defined by its name."""
    about = (element.findtext(f"{{{NAMESPACE}}}Description") or "").replace("\r\n", "\n").strip()
    head, found, not_when = about.rpartition(_NOT_WHEN)
    about, not_when = (head, not_when) if found else (about, "")
    head, found, example = about.rpartition(_EXAMPLE)
    about, example = (head, example) if found else (about, "")
    words = tuple(part.strip() for part in (about or name, example, not_when))
    if any(len(part) > _LONGEST for part in words):
        raise CodebookError(f"Line {element.sourceline}: a description is longer than {_LONGEST:,} characters.")
    return words[0], words[1], words[2]


def _look(element: "etree._Element", was: Type | None, others: Sequence[Type]) -> tuple[str, str, str]:
    """The colour of the file made fit to be read, with an underline that tells it apart."""
    colour = _colour(element)
    if was is not None and colour in ("", was.colour_light.lower()):
        return was.colour_light, was.colour_dark, was.pattern
    free = free_look(others)
    if not colour:
        return free
    light, dark = fitted(colour)
    patterns = (was.pattern if was else free[2], free[2])
    for pattern in patterns:
        one = Type("", "", "", "", "", "", False, light, dark, pattern)
        if twin_of(one, others) is None:
            return light, dark, pattern
    return free


def _colour(element: "etree._Element") -> str:
    """ "#rrggbb" in small letters, "" when there is none."""
    colour = (element.get("color") or "").strip().lower()
    if len(colour) == 4:
        colour = "#" + "".join(2 * digit for digit in colour[1:])
    try:
        return f"#{int(colour[1:], 16):06x}" if colour.startswith("#") and len(colour) == 7 else ""
    except ValueError:
        return ""
