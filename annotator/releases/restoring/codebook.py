"""The codebook with all its revisions and what each of them changed."""

from typing import Any
from uuid import UUID, uuid4

from annotator.releases.restoring.source import Source
from annotator.releases.restoring.trusting import check_looks
from annotator.studies.changes import CodebookChange
from annotator.studies.models import ClaimType, CodebookRevision, Study

_WORDS = ("definition", "example", "not_when")


def restore_codebook(source: Source, study: Study, *, by: Any) -> dict[int, int]:
    """Returns the ids of the revisions by number."""
    for _ in source.table("codebook"):
        pass
    _store_types(source, study)
    numbered = {}
    for said in source.revisions:
        check_looks(said["claim_types"])
        revision = CodebookRevision.objects.create(
            study=study,
            number=said["number"],
            codebook=said["codebook"],
            note=said["note"],
            content=said["claim_types"],
            guidance=said["guidance"],
            created_at=source.at,
            created_by=by,
        )
        numbered[revision.number] = revision.pk
        CodebookChange.objects.bulk_create(
            CodebookChange(
                revision=revision,
                position=position,
                kind=change["kind"],
                claim_type_id=change["claim_type"],
                successor_id=change["successor"],
                detail={"said": change["said"]},
            )
            for position, change in enumerate(said["changes"])
        )
    return numbered


def _store_types(source: Source, study: Study) -> None:
    """Each type as the newest revision that has it says."""
    newest: dict[int, tuple[int, int, dict[str, Any]]] = {}
    for said in source.revisions:
        for position, one in enumerate(said["claim_types"]):
            if one.get("id") is not None:
                newest[one["id"]] = (said["number"], position, one)
    last = source.revisions[-1]["number"]
    codes: set[str] = set()
    keys: set[str] = set()
    for pk, (number, position, one) in sorted(newest.items(), key=lambda item: (-item[1][0], item[0])):
        retired = bool(one.get("retired")) or number != last
        code = one.get("code") or f"type-{pk}"
        code = f"{code[:25]}-{pk}" if code in codes else code
        key = "" if number != last or one.get("key") in keys else one.get("key", "")
        codes.add(code)
        keys.add(key)
        ClaimType.objects.create(
            pk=pk,
            study=study,
            guid=UUID(one["guid"]) if one.get("guid") else uuid4(),
            position=position,
            code=code,
            label=one.get("label", ""),
            key=key,
            colour_light=one.get("colour_light", ""),
            colour_dark=one.get("colour_dark", ""),
            pattern=one.get("pattern") or "solid",
            note_required=bool(one.get("note_required")),
            retired_at=source.at if retired else None,
            **{name: one.get(name, "") for name in _WORDS},
        )
