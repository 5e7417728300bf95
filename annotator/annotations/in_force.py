"""Which revision of the codebook an annotation is stored under, and what that revision lets it say.

A page may be older than the codebook: it was open, or offline, while an owner changed it. What was said with it is kept
as it was said, and carries the revision that its coder had before them.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db.models import QuerySet

from annotator.annotations.drafts import Draft, DraftError
from annotator.annotations.models import Annotation, Reading
from annotator.facets import Certainty
from annotator.studies.codebooks.facets import BY_NAME, with_parts
from annotator.studies.models import ClaimType, CodebookRevision

_UNKNOWN = "This page was drawn for a codebook that the study does not have. Reload it."
_NOT_OFFERED = "This claim type is not (or no longer) in the study's codebook."
#: where a fault is told that has no field of its own in the editor
_TOLD_AT = {"insertion": "claim_type", "denied": "attribution"}


@dataclass(frozen=True, slots=True)
class InForce:
    """`off` names the facets that are not coded under it; `code` is the claim type's name and whether it asks for a
    note, None when the draft has no claim type."""

    revision_id: int
    off: frozenset[str]
    code: tuple[str, bool] | None = None


def newest(reading: Reading) -> InForce:
    """The revision in force, of a reading that was opened for a change."""
    guidance: Any = reading.revision_guidance  # type: ignore[attr-defined]  # annotated in open_reading
    return InForce(reading.revision_id, off_by(guidance))  # type: ignore[attr-defined]


def in_force(reading: Reading, draft: Draft) -> InForce:
    """The revision that `draft` is stored under. Raises `DraftError` when it says what no revision lets it say."""
    now = newest(reading)
    page = _page(reading, draft)
    if page is not None:
        under = InForce(page.pk, off_by(page.guidance), _stated(page, draft.claim_type))
        if draft.claim_type is None or (under.code is not None and _is_there(reading, draft.claim_type)):
            return under
    if draft.claim_type is None:
        return now
    offered = next(iter(_offered().filter(study_id=reading.study_id, pk=draft.claim_type)), None)
    if offered is not None:
        return replace(now, code=offered)
    if (kept := _kept(reading, draft)) is not None:
        return kept
    raise DraftError({"claim_type": _NOT_OFFERED})


def _page(reading: Reading, draft: Draft) -> CodebookRevision | None:
    """The revision that the page was drawn for, if it is no longer the one in force."""
    number: int = reading.revision_number  # type: ignore[attr-defined]  # annotated in open_reading
    if draft.revision is None or draft.revision == number:
        return None
    found = None
    if draft.revision < number:
        found = CodebookRevision.objects.filter(study_id=reading.study_id, number=draft.revision).first()
    if found is None:
        raise DraftError({"claim_type": _UNKNOWN})
    return found


def _is_there(reading: Reading, pk: int) -> bool:
    """Before anybody codes, another codebook can take the place of the one that a page was drawn for."""
    return ClaimType.objects.filter(pk=pk, study_id=reading.study_id).exists()


def _stated(revision: CodebookRevision, pk: int | None) -> tuple[str, bool] | None:
    """What a revision that offers this type says of it."""
    for one in revision.content:
        if one.get("id") == pk and not one.get("retired"):
            return str(one["label"]), bool(one.get("note_required"))
    return None


@cache
def _offered() -> QuerySet[ClaimType, tuple[str, bool]]:
    """Built once, as in `opening`."""
    return ClaimType.objects.filter(retired_at__isnull=True).order_by().values_list("label", "note_required")


def _kept(reading: Reading, draft: Draft) -> InForce | None:
    """An edit may keep a claim type that was retired since: nothing new is coded with it."""
    if draft.replaces is None:
        return None
    rows = Annotation.objects.filter(pk=draft.replaces, reading=reading, claim_type_id=draft.claim_type)
    old = rows.select_related("codebook_revision", "claim_type").first()
    if old is None or old.claim_type is None:
        return None
    code = (old.claim_type.label, old.claim_type.note_required)
    return InForce(old.codebook_revision_id, off_by(old.codebook_revision.guidance), code)


def off_by(guidance: Any) -> frozenset[str]:
    """What is not coded under a revision with this guidance."""
    return with_parts(guidance.get("facets_off", ()) if guidance else ())


def check_facets(draft: Draft, off: Collection[str]) -> None:
    """Raise `DraftError` naming each facet that the draft codes and the study does not."""
    errors = {
        _TOLD_AT.get(name, name): f"{BY_NAME[name].label}: this is switched off in this study."
        for name in _coded(draft)
        if name in off
    }
    if errors:
        raise DraftError(errors)


def _coded(draft: Draft) -> list[str]:
    said = {
        "claim_type": draft.claim_type,
        **draft.attribution,
        "anonymity": draft.anonymity_reason_given is not None,
        "denied": draft.denied,
        "outer": draft.outer,
        **{name: value for name, value in draft.insertion.items() if name in BY_NAME},
        "insertion": draft.flagged,
        "note": draft.note,
        "certainty": draft.certainty != Certainty.SURE,
    }
    return [name for name, value in said.items() if value]


def without(draft: Draft, off: Collection[str]) -> Draft:
    """The draft without what the study does not code: for work that is taken on from an earlier revision."""
    if not off:
        return draft
    attributed = "attribution" not in off
    return replace(
        draft,
        claim_type=None if "claim_type" in off else draft.claim_type,
        attribution={k: "" if k in off else v for k, v in draft.attribution.items()} if attributed else {},
        anonymity_reason_given=None if "anonymity" in off else draft.anonymity_reason_given,
        denied=draft.denied and "denied" not in off,
        outer=None if "outer" in off else draft.outer,
        flagged=draft.flagged and "insertion" not in off,
        insertion={} if "insertion" in off else {k: "" if k in off else v for k, v in draft.insertion.items()},
        note="" if "note" in off else draft.note,
        certainty=Certainty.SURE.value if "certainty" in off else draft.certainty,
    )
