"""Pure: what must hold of a codebook after a change. What held before it is not complained of again."""

from collections.abc import Sequence

from annotator.studies.codebooks import TYPE_KEYS, Codebook, Type
from annotator.studies.codebooks.facets import BY_NAME, WHOLES, with_parts
from annotator.studies.codebooks.looks import twin_of, unreadable

MOST = len(TYPE_KEYS)


class CodebookRefused(ValueError):
    """The change cannot be made. `errors` maps a field's name, "" for the whole, to a sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


def check(before: Codebook, after: Codebook) -> None:
    """Raise CodebookRefused with the first thing that is wrong with each type that is new or looks different."""
    if len(after.active) > MOST:
        raise CodebookRefused(
            {
                "": f"A codebook has room for {MOST} claim types, one for each key from 1 to 9 and Shift with 1 to 9; "
                f"this makes {len(after.active)}. Merge or retire some first."
            }
        )
    errors = _facets(after)
    for one in changed_types(before, after):
        for field, sentence in faults_of(one, after.active).items():
            errors.setdefault(field, f"“{one.label}”: {sentence}")
    if errors:
        raise CodebookRefused(errors)


def changed_types(before: Codebook, after: Codebook) -> list[Type]:
    """Those on offer afterwards that were not before, or not in the same words, key and look."""
    was = {one.code: _shown(one) for one in before.active}
    return [one for one in after.active if was.get(one.code) != _shown(one)]


def _shown(one: Type) -> tuple[str, ...]:
    return one.label, one.key, one.colour_light, one.colour_dark, one.pattern


def faults_of(one: Type, active: Sequence[Type]) -> dict[str, str]:
    """What is wrong with a type among those on offer, by field."""
    others = [other for other in active if other.code != one.code]
    faults = {**_key(one, others), **unreadable(one)}
    if any(other.label.casefold() == one.label.casefold() for other in others):
        faults["label"] = "Another claim type has this name."
    if twin := twin_of(one, others):
        faults["pattern"] = (
            f"“{twin.label}” has the same underline and is about as light, so only the hue would tell them apart. "
            "Take another underline, or a lighter or darker colour."
        )
    return faults


def _key(one: Type, others: Sequence[Type]) -> dict[str, str]:
    if one.key not in TYPE_KEYS:
        return {"key": "A key is a digit from 1 to 9, or Shift with one of them."}
    holder = next((other for other in others if other.key == one.key), None)
    return {"key": f"The key {one.shown_key} picks “{holder.label}”."} if holder else {}


def free_keys(active: Sequence[Type]) -> list[str]:
    taken = {one.key for one in active}
    return [key for key in TYPE_KEYS if key not in taken]


def _facets(after: Codebook) -> dict[str, str]:
    off = with_parts(after.facets_off)
    if all(name in off for name in WHOLES):
        names = ", ".join(BY_NAME[name].label.lower() for name in WHOLES[:-1])
        return {"off": f"Leave one of {names} and {BY_NAME[WHOLES[-1]].label.lower()} on, or nothing could be coded."}
    asking = next((one for one in after.active if one.note_required), None)
    if "note" in off and "claim_type" not in off and asking:
        return {"off": f"“{asking.label}” asks for a note, so notes stay on. Change that claim type first."}
    return {}
