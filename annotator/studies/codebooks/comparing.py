"""Pure: what differs between two codebooks, and what becomes of one when a file is brought in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.studies.codebooks import Codebook, Type
from annotator.studies.codebooks.facets import BY_NAME
from annotator.studies.codebooks.looks import close_pairs
from annotator.studies.codebooks.rules import CodebookRefused, changed_types, check

FIELDS = {
    "label": "Name",
    "key": "Key",
    "definition": "Definition",
    "example": "Example",
    "not_when": "Not when",
    "note_required": "Asks for a note",
    "colour_light": "Colour on light pages",
    "colour_dark": "Colour on dark pages",
    "pattern": "Underline",
}
ABOUT = {
    "name": "Name of the codebook",
    "unit": "Unit",
    "notes": "Notes",
    "priority_on_doubt": "Order on doubt",
    "facets_off": "Switched off",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field with what it said before and says after, as words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Differences:
    """`changed` pairs each type, as it is after, with its differences; `about` is what is not said of one type."""

    added: tuple[Type, ...]
    changed: tuple[tuple[Type, tuple[Difference, ...]], ...]
    retired: tuple[Type, ...]
    restored: tuple[Type, ...]
    about: tuple[Difference, ...]
    moved: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired or self.restored or self.about or self.moved)


def differences(before: Codebook, after: Codebook) -> Differences:
    was = {one.code: one for one in before.types}
    kept = [one for one in after.types if one.code in was]
    changed = [(one, field_differences(was[one.code], one)) for one in kept if not one.retired]
    return Differences(
        added=tuple(one for one in after.types if one.code not in was),
        changed=tuple((one, found) for one, found in changed if found and not was[one.code].retired),
        retired=tuple(one for one in kept if one.retired and not was[one.code].retired),
        restored=tuple(one for one in kept if was[one.code].retired and not one.retired),
        about=tuple(_about(before, after)),
        moved=_moved(before, after),
    )


def field_differences(before: Type, after: Type) -> tuple[Difference, ...]:
    return tuple(
        Difference(label, _said(getattr(before, name)), _said(getattr(after, name)))
        for name, label in FIELDS.items()
        if getattr(before, name) != getattr(after, name)
    )


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _about(before: Codebook, after: Codebook) -> list[Difference]:
    return [
        Difference(label, _listed(before, name), _listed(after, name))
        for name, label in ABOUT.items()
        if getattr(before, name) != getattr(after, name)
    ]


def _listed(codebook: Codebook, name: str) -> str:
    value = getattr(codebook, name)
    if name == "priority_on_doubt":
        labels = {one.code: one.label for one in codebook.types}
        return " > ".join(labels.get(code, code) for code in value)
    if name == "facets_off":
        return ", ".join(BY_NAME[one].label for one in value)
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _moved(before: Codebook, after: Codebook) -> bool:
    """Whether those on offer both before and after stand in another order."""
    both = {one.code for one in before.active} & {one.code for one in after.active}
    return [one.code for one in before.active if one.code in both] != [
        one.code for one in after.active if one.code in both
    ]


@dataclass(frozen=True, slots=True)
class Plan:
    """What bringing a file in would make of a codebook: nothing is done yet, and nothing can be while `faults` says
    what is wrong. `notices` are worth knowing and no hindrance."""

    result: Codebook
    differences: Differences
    same: int
    faults: tuple[str, ...]
    notices: tuple[str, ...]


def planned(now: Codebook, wanted: Codebook, *, retire_missing: bool) -> Plan:
    """`wanted` as the file has it, its codes already those of the study; types it lacks are retired or stay."""
    result = _result(now, wanted, retire_missing=retire_missing)
    found = differences(now, result)
    touched = [one.code for one in changed_types(now, result)]
    untouched = len(result.active) - len(found.added) - len(found.changed) - len(found.restored)
    faults = _faults(now, result, found)
    notices = tuple(close_pairs(result.active, touched)) if touched and not faults else ()
    return Plan(result=result, differences=found, same=untouched, faults=faults, notices=notices)


def _faults(now: Codebook, result: Codebook, found: Differences) -> tuple[str, ...]:
    if not found:
        return ("The file says what the codebook says already.",)
    try:
        check(now, result)
    except CodebookRefused as refused:
        return tuple(refused.errors.values())
    return ()


def _result(now: Codebook, wanted: Codebook, *, retire_missing: bool) -> Codebook:
    was = {one.code: one for one in now.types}
    brought = [_kept(was.get(one.code), one) for one in wanted.types]
    codes = {one.code for one in brought}
    missing = [one for one in now.types if one.code not in codes]
    if retire_missing:
        missing = [one if one.retired else replace(one, retired=True, key="") for one in missing]
    types = _retired_last([*brought, *missing])
    on_offer = {one.code for one in types if not one.retired}
    doubt = tuple(code for code in wanted.priority_on_doubt if code in on_offer)
    return replace(wanted, types=types, priority_on_doubt=doubt)


def _kept(was: Type | None, one: Type) -> Type:
    """A type that is known keeps its id, whatever the file calls it; a retired one takes up no key."""
    if was is None:
        return replace(one, replaced_by=())
    if one.retired:
        return was if was.retired else replace(was, retired=True, key="")
    return replace(one, guid=was.guid, replaced_by=())


def _retired_last(types: Sequence[Type]) -> tuple[Type, ...]:
    return (*(one for one in types if not one.retired), *(one for one in types if one.retired))
