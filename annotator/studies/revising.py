"""Making a new revision of a codebook: under a lock, from the revision that its maker saw, with who, when and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from annotator.studies.changes import CodebookChange
from annotator.studies.codebook_history import fates, history
from annotator.studies.codebooks import Codebook, Type
from annotator.studies.codebooks.rules import CodebookRefused
from annotator.studies.codebooks.stored import codebook_of, guidance_of, stored_type
from annotator.studies.models import ClaimType, CodebookRevision, Study

_COLUMNS = (
    "code", "label", "key", "definition", "example", "not_when", "note_required", "colour_light", "colour_dark",
    "pattern",
)  # fmt: skip


class StaleCodebook(Exception):
    """Somebody made a revision since the page was drawn. `since` are those made meanwhile, newest first."""

    def __init__(self, since: Sequence[CodebookRevision]) -> None:
        super().__init__("The codebook was changed while you had this page open, so nothing was changed by you.")
        self.since = since


@dataclass(frozen=True, slots=True)
class Change:
    """A row to come: `code` and `successor` are codes of claim types, "" for none."""

    kind: str
    code: str = ""
    successor: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """A study's codebook, held until the transaction ends."""

    study: Study
    revision: CodebookRevision
    codebook: Codebook


def hold(study: Study, *, seen: int) -> Held:
    """Lock the study's codebook. Raises `StaleCodebook` when `seen` is not the number of the revision in force."""
    Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    revision = study.revision
    if revision.number != seen:
        raise StaleCodebook(list(history(study).filter(number__gt=seen)[:20]))
    return Held(study, revision, as_it_stands(study, revision))


def as_it_stands(study: Study, revision: CodebookRevision) -> Codebook:
    """The codebook as its rows say it now, with the guidance of the revision in force."""
    return codebook_of(revision.codebook, content_of(study), revision.guidance)


def content_of(study: Study) -> list[dict[str, Any]]:
    """The claim types as they stand now, retired ones included, in the shape that a revision keeps."""
    gone = fates(study)
    return [
        stored_type(
            type_of(one), pk=one.pk, replaced_by=gone[one.pk].successors if one.retired_at and one.pk in gone else ()
        )
        for one in study.claim_types.order_by("position", "pk")
    ]


def type_of(row: ClaimType) -> Type:
    return Type(
        guid=str(row.guid),
        retired=row.retired_at is not None,
        **{name: getattr(row, name) for name in _COLUMNS},
    )


def close(held: Held, after: Codebook, changes: Iterable[Change], *, note: str, by: Any) -> CodebookRevision:
    """Write `after` into the rows and as the next revision. Raises CodebookRefused when nothing would change."""
    if replace(after, version="") == replace(held.codebook, version=""):
        raise CodebookRefused({"": "This is what the codebook says already, so there is nothing to change."})
    rows = _write(held.study, held.codebook, after)
    revision = CodebookRevision.objects.create(
        study=held.study,
        number=held.revision.number + 1,
        codebook=after.name,
        note=note,
        content=_content(after, rows),
        guidance=guidance_of(after),
        created_by=by,
    )
    for position, change in enumerate(changes):
        CodebookChange.objects.create(
            revision=revision,
            position=position,
            kind=change.kind,
            claim_type=rows.get(change.code),
            successor=rows.get(change.successor),
            detail=change.detail,
        )
    return revision


def _content(after: Codebook, rows: dict[str, ClaimType]) -> list[dict[str, Any]]:
    return [
        stored_type(
            replace(one, guid=str(rows[one.code].guid)),
            pk=rows[one.code].pk,
            replaced_by=[rows[code].pk for code in one.replaced_by if code in rows],
        )
        for one in after.types
    ]


def _write(study: Study, before: Codebook, after: Codebook) -> dict[str, ClaimType]:
    """Bring the rows in line with `after`; return them by code. Keys that change hands are let go first."""
    rows = {row.code: row for row in study.claim_types.all()}
    keys = {one.code: one.key for one in after.types}
    moving = [row.pk for code, row in rows.items() if row.key != keys.get(code, "")]
    study.claim_types.filter(pk__in=moving).update(key="")
    now = timezone.now()
    for position, one in enumerate(after.types):
        row = rows.get(one.code) or ClaimType(study=study, guid=UUID(one.guid) if one.guid else uuid4())
        for name in _COLUMNS:
            setattr(row, name, getattr(one, name))
        row.position = position
        row.retired_at = (row.retired_at or now) if one.retired else None
        row.full_clean(exclude=["study"], validate_constraints=False)
        row.save()
        rows[one.code] = row
    return rows
