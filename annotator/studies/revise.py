"""What an owner does to a codebook. Each makes one new revision, all or nothing.

`seen` is the number of the revision that the person had before them, `note` says why. Each raises `StaleCodebook` when
another revision has come since, and `CodebookRefused` with a sentence by field.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from annotator.studies.changes import ChangeKind
from annotator.studies.codebooks import Codebook, Type, editing
from annotator.studies.codebooks.comparing import Differences, differences, planned
from annotator.studies.codebooks.facets import BY_NAME
from annotator.studies.codebooks.rules import CodebookRefused
from annotator.studies.models import CodebookRevision, Study
from annotator.studies.revising import Change, close, hold


@transaction.atomic
def add_type(study: Study, one: Type, *, seen: int, note: str, by: Any) -> CodebookRevision:
    held = hold(study, seen=seen)
    after = editing.added(held.codebook, one)
    return close(held, _own(after), [_about(ChangeKind.ADD, one)], note=note, by=by)


@transaction.atomic
def edit_type(study: Study, one: Type, *, seen: int, note: str, by: Any) -> CodebookRevision:
    """Put `one` in the place of the type with its code: renamed, redefined or drawn otherwise, and still the same."""
    held = hold(study, seen=seen)
    after = editing.edited(held.codebook, one)
    found = differences(held.codebook, after)
    return close(held, _own(after), _edits(found, held.codebook), note=note, by=by)


@transaction.atomic
def merge_types(study: Study, codes: Collection[str], *, into: str, seen: int, note: str, by: Any) -> CodebookRevision:
    """Retire the types of `codes`; what was coded with them counts as `into` from now on."""
    held = hold(study, seen=seen)
    after = editing.merged(held.codebook, codes, into=into)
    changes = [_ending(ChangeKind.MERGE, held.codebook, after, code, into) for code in codes]
    return close(held, _own(after), changes, note=note, by=by)


@transaction.atomic
def split_type(study: Study, code: str, *, into: Sequence[Type], seen: int, note: str, by: Any) -> CodebookRevision:
    """Retire the type in favour of new ones; what was coded with it is listed as needing recoding."""
    held = hold(study, seen=seen)
    after = editing.split(held.codebook, code, into=into)
    changes = [_about(ChangeKind.ADD, one) for one in into]
    changes += [_ending(ChangeKind.SPLIT, held.codebook, after, code, one.code) for one in into]
    return close(held, _own(after), changes, note=note, by=by)


@transaction.atomic
def retire_type(study: Study, code: str, *, seen: int, note: str, by: Any) -> CodebookRevision:
    """Take a type off the offer; what was coded with it keeps it."""
    held = hold(study, seen=seen)
    after = editing.retired(held.codebook, code)
    return close(held, _own(after), [_ending(ChangeKind.RETIRE, held.codebook, after, code)], note=note, by=by)


@transaction.atomic
def restore_type(study: Study, code: str, *, key: str, seen: int, note: str, by: Any) -> CodebookRevision:
    """Put a retired type on offer again; if it was merged, what was coded with it counts as itself again."""
    held = hold(study, seen=seen)
    after = editing.restored(held.codebook, code, key=key)
    return close(held, _own(after), [_ending(ChangeKind.RESTORE, held.codebook, after, code)], note=note, by=by)


@transaction.atomic
def reorder_types(
    study: Study, codes: Sequence[str], *, doubt: Sequence[str], seen: int, note: str, by: Any
) -> CodebookRevision:
    held = hold(study, seen=seen)
    after = editing.reordered(held.codebook, codes, doubt=doubt)
    found = differences(held.codebook, after)
    changes = [Change(ChangeKind.REORDER)] if found.moved else []
    return close(held, _own(after), [*changes, *_around(found, held.codebook, after)], note=note, by=by)


@transaction.atomic
def switch_facets(study: Study, off: Collection[str], *, seen: int, note: str, by: Any) -> CodebookRevision:
    held = hold(study, seen=seen)
    after = editing.switched(held.codebook, off)
    found = differences(held.codebook, after)
    return close(held, _own(after), _around(found, held.codebook, after), note=note, by=by)


@transaction.atomic
def bring_in(
    study: Study, wanted: Codebook, *, name: str, retire_missing: bool, seen: int, note: str, by: Any
) -> CodebookRevision:
    """Make the codebook say what a file says; `name` is the file's."""
    held = hold(study, seen=seen)
    plan = planned(held.codebook, wanted, retire_missing=retire_missing)
    if plan.faults:
        raise CodebookRefused({"": " ".join(plan.faults)})
    changes = [
        Change(ChangeKind.IMPORT, detail={"name": name}),
        *_of_a_file(plan.differences, held.codebook, plan.result),
    ]
    return close(held, plan.result, changes, note=note, by=by)


def _own(after: Codebook) -> Codebook:
    """Changed here, a codebook is no longer the version that a file has."""
    return replace(after, version="")


def _about(kind: ChangeKind, one: Type) -> Change:
    return Change(kind, code=one.code, detail={"label": one.label})


def _ending(kind: ChangeKind, before: Codebook, after: Codebook, code: str, successor: str = "") -> Change:
    detail = {"label": _label(before, code)}
    if successor:
        detail["successor"] = _label(after, successor)
    return Change(kind, code=code, successor=successor, detail=detail)


def _label(codebook: Codebook, code: str) -> str:
    one = codebook.get(code)
    return one.label if one else code


def _edits(found: Differences, before: Codebook) -> list[Change]:
    return [
        Change(
            ChangeKind.EDIT,
            code=one.code,
            detail={
                "label": _label(before, one.code),
                "fields": [[each.field, each.before, each.after] for each in fields],
            },
        )
        for one, fields in found.changed
    ]


def _around(found: Differences, before: Codebook, after: Codebook) -> list[Change]:
    """What is not of one type: facets in a row of their own, the rest together."""
    was, now = set(before.facets_off), set(after.facets_off)
    changes = []
    if was != now:
        off = [one.label for name, one in BY_NAME.items() if name in now - was]
        on = [one.label for name, one in BY_NAME.items() if name in was - now]
        changes.append(Change(ChangeKind.FACETS, detail={"off": off, "on": on}))
    if fields := [one.field for one in found.about if one.field != "Switched off"]:
        changes.append(Change(ChangeKind.GUIDANCE, detail={"fields": fields}))
    return changes


def _of_a_file(found: Differences, before: Codebook, after: Codebook) -> list[Change]:
    return [
        *(_about(ChangeKind.ADD, one) for one in found.added),
        *_edits(found, before),
        *(_ending(ChangeKind.RETIRE, before, after, one.code) for one in found.retired),
        *(_ending(ChangeKind.RESTORE, before, after, one.code) for one in found.restored),
        *([Change(ChangeKind.REORDER)] if found.moved else []),
        *_around(found, before, after),
    ]
