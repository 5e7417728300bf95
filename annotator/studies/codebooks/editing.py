"""Pure: a codebook in, the changed codebook out. Each raises CodebookRefused with a sentence by field."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from annotator.studies.codebooks import Codebook, Type
from annotator.studies.codebooks.facets import in_order
from annotator.studies.codebooks.rules import CodebookRefused, check


def added(codebook: Codebook, one: Type) -> Codebook:
    _check_code(codebook, one)
    return _checked(codebook, replace(codebook, types=(*codebook.types, one)))


def edited(codebook: Codebook, one: Type) -> Codebook:
    """`one` in place of the type with its code, which stays what it is."""
    was = _offered(codebook, one.code)
    return _checked(codebook, _with(codebook, replace(one, guid=was.guid)))


def retired(codebook: Codebook, code: str) -> Codebook:
    doubt = tuple(one for one in codebook.priority_on_doubt if one != code)
    after = replace(_with(codebook, _ended(_offered(codebook, code))), priority_on_doubt=doubt)
    return _checked(codebook, after)


def merged(codebook: Codebook, codes: Collection[str], *, into: str) -> Codebook:
    """Retire the types of `codes` in favour of `into`, which takes the first of their places in the order for doubt."""
    _offered(codebook, into)
    if into in codes:
        raise CodebookRefused({"merged": "A claim type cannot be merged into itself."})
    if not codes:
        raise CodebookRefused({"merged": "Tick at least one claim type to merge."})
    after = codebook
    for code in codes:
        after = _with(after, _ended(_offered(codebook, code), replaced_by=(into,)))
    doubt = tuple(dict.fromkeys(into if one in codes else one for one in codebook.priority_on_doubt))
    return _checked(codebook, replace(after, priority_on_doubt=doubt))


def split(codebook: Codebook, code: str, *, into: Sequence[Type]) -> Codebook:
    """Retire the type in favour of new ones, which come after it and take its place in the order for doubt."""
    if len(into) < 2:
        raise CodebookRefused({"": "Split a claim type into two at least."})
    old = _offered(codebook, code)
    for one in into:
        _check_code(codebook, one)
    codes = tuple(one.code for one in into)
    if len(set(codes)) < len(codes):
        raise CodebookRefused({"code": "Two of the new claim types have the same code."})
    types: list[Type] = []
    for one in codebook.types:
        types += [_ended(old, replaced_by=codes), *into] if one.code == code else [one]
    doubt = tuple(new for one in codebook.priority_on_doubt for new in (codes if one == code else (one,)))
    return _checked(codebook, replace(codebook, types=tuple(types), priority_on_doubt=doubt))


def restored(codebook: Codebook, code: str, *, key: str) -> Codebook:
    one = codebook.get(code)
    if one is None or not one.retired:
        raise CodebookRefused({"": "This claim type is in the codebook already."})
    return _checked(codebook, _with(codebook, replace(one, retired=False, key=key, replaced_by=())))


def reordered(codebook: Codebook, codes: Sequence[str], *, doubt: Sequence[str]) -> Codebook:
    """The types on offer in the order of `codes`, and those of `doubt` first to last when two fit one span."""
    on_offer = {one.code: one for one in codebook.active}
    if sorted(codes) != sorted(on_offer) or not set(doubt) <= set(on_offer) or len(set(doubt)) < len(doubt):
        raise CodebookRefused({"": "The order has to name each claim type once. Reload the page."})
    retired_ones = tuple(one for one in codebook.types if one.retired)
    types = (*(on_offer[code] for code in codes), *retired_ones)
    return _checked(codebook, replace(codebook, types=types, priority_on_doubt=tuple(doubt)))


def switched(codebook: Codebook, off: Collection[str]) -> Codebook:
    """The same codebook with these facets off, and all others on."""
    return _checked(codebook, replace(codebook, facets_off=in_order(off)))


def _checked(before: Codebook, after: Codebook) -> Codebook:
    check(before, after)
    return after


def _with(codebook: Codebook, one: Type) -> Codebook:
    return replace(codebook, types=tuple(one if was.code == one.code else was for was in codebook.types))


def _ended(one: Type, *, replaced_by: tuple[str, ...] = ()) -> Type:
    """Its key is free for others from now on."""
    return replace(one, retired=True, key="", replaced_by=replaced_by)


def _offered(codebook: Codebook, code: str) -> Type:
    one = codebook.get(code)
    if one is None or one.retired:
        raise CodebookRefused({"": "This claim type is retired. Bring it back before you change it."})
    return one


def _check_code(codebook: Codebook, one: Type) -> None:
    holder = codebook.get(one.code)
    if holder is not None and holder.retired:
        raise CodebookRefused(
            {"code": f"The retired claim type “{holder.label}” has this code. Bring it back instead."}
        )
    if holder is not None:
        raise CodebookRefused({"code": f"“{holder.label}” has this code."})
