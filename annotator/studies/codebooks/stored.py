"""Pure: a revision as it is stored (JSON), and as a `Codebook`. Old revisions lack what came later: they are final."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotator.studies.codebooks import Codebook, Type
from annotator.studies.codebooks.facets import in_order

_WORDS = ("code", "label", "key", "definition", "example", "not_when", "colour_light", "colour_dark", "pattern", "guid")


def stored_type(one: Type, *, pk: int, replaced_by: Sequence[int] = ()) -> dict[str, Any]:
    """The shape in which a revision keeps a type; `pk` and `replaced_by` are ids of claim types."""
    return {
        "id": pk,
        "code": one.code,
        "label": one.label,
        "key": one.key,
        "definition": one.definition,
        "example": one.example,
        "not_when": one.not_when,
        "colour_light": one.colour_light,
        "colour_dark": one.colour_dark,
        "pattern": one.pattern,
        "note_required": one.note_required,
        "retired": one.retired,
        "guid": one.guid,
        "replaced_by": list(replaced_by),
    }


def guidance_of(codebook: Codebook) -> dict[str, Any]:
    guidance: dict[str, Any] = {
        "unit": codebook.unit,
        "notes": list(codebook.notes),
        "priority_on_doubt": list(codebook.priority_on_doubt),
        "facets_off": list(codebook.facets_off),
    }
    return {**guidance, "version": codebook.version} if codebook.version else guidance


def codebook_of(name: str, content: Sequence[Mapping[str, Any]], guidance: Mapping[str, Any]) -> Codebook:
    """What a revision says. Nothing is checked again: it was when it was stored."""
    codes = {one.get("id"): str(one.get("code", "")) for one in content}
    return Codebook(
        name=name,
        version=str(guidance.get("version", "")),
        unit=str(guidance.get("unit", "")),
        notes=_texts(guidance.get("notes")),
        priority_on_doubt=_texts(guidance.get("priority_on_doubt")),
        types=tuple(_type(one, codes) for one in content),
        facets_off=in_order(_texts(guidance.get("facets_off"))),
    )


def _type(one: Mapping[str, Any], codes: Mapping[Any, str]) -> Type:
    words = {name: str(one.get(name, "")) for name in _WORDS}
    return Type(
        note_required=bool(one.get("note_required")),
        retired=bool(one.get("retired")),
        replaced_by=tuple(codes[pk] for pk in one.get("replaced_by", ()) if pk in codes),
        **words,
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, Iterable) and not isinstance(value, str) else ()
