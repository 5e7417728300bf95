"""What became of a study's claim types over the revisions of its codebook."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from annotator.studies.changes import ENDINGS, ChangeKind, CodebookChange
from annotator.studies.codebooks import Codebook
from annotator.studies.codebooks.comparing import Differences, differences
from annotator.studies.codebooks.facets import with_parts
from annotator.studies.codebooks.stored import codebook_of
from annotator.studies.models import CodebookRevision, Study


@dataclass(frozen=True, slots=True)
class Fate:
    """How a claim type came to be off the offer: `kind` is merge, split or retire; `successors` are ids."""

    kind: str
    successors: tuple[int, ...] = ()


def fates(study: Study) -> dict[int, Fate]:
    """The fate of each retired type, by id. What happened last to it counts; one brought back has none."""
    return fates_in([study.pk])


def fates_in(studies: Collection[int]) -> dict[int, Fate]:
    """As `fates`, of several studies, given by id. One query."""
    rows = CodebookChange.objects.filter(revision__study_id__in=studies, kind__in=ENDINGS)
    found: dict[int, tuple[int, Fate]] = {}
    for pk, number, kind, successor in rows.order_by("revision__number", "position", "id").values_list(
        "claim_type_id", "revision__number", "kind", "successor_id"
    ):
        at, fate = found.get(pk, (0, Fate("")))
        together = fate.successors if at == number else ()
        found[pk] = (number, Fate(kind, (*together, successor) if successor else ()))
    return {pk: fate for pk, (_, fate) in found.items() if fate.kind != ChangeKind.RESTORE}


def carried_on(fate_of: Mapping[int, Fate], pk: int) -> int:
    """The type that a merged one goes on as, however often that was merged again; any other is itself."""
    seen = {pk}
    while (fate := fate_of.get(pk)) and fate.kind == ChangeKind.MERGE and fate.successors[0] not in seen:
        pk = fate.successors[0]
        seen.add(pk)
    return pk


def current_types(study: Study) -> dict[int, int]:
    """The id of each claim type, and of the one that it goes on as after merges: mostly itself."""
    fate_of = fates(study)
    return {pk: carried_on(fate_of, pk) for pk in study.claim_types.values_list("pk", flat=True)}


def split_types(study: Study) -> dict[int, tuple[int, ...]]:
    """Types that were split, themselves or what they were merged into, and what they were split into.

    What was coded with them needs recoding: nobody but its coder can say which part it is.
    """
    return split_of(fates(study))


def split_of(fate_of: Mapping[int, Fate]) -> dict[int, tuple[int, ...]]:
    """As `split_types`, of fates that are known already."""
    ends = {pk: fate_of.get(carried_on(fate_of, pk)) for pk in fate_of}
    return {pk: end.successors for pk, end in ends.items() if end is not None and end.kind == ChangeKind.SPLIT}


def stated(revision: CodebookRevision) -> Codebook:
    """What a revision says."""
    return codebook_of(revision.codebook, revision.content, revision.guidance)


def stated_for_a_file(study: Study, revision: CodebookRevision) -> Codebook:
    """The same with the ids that other tools know the types by, which the oldest revisions do not hold."""
    then = stated(revision)
    guids = {code: str(guid) for code, guid in study.claim_types.values_list("code", "guid")}
    return replace(then, types=tuple(replace(one, guid=one.guid or guids.get(one.code, "")) for one in then.types))


def facets_off(revision: CodebookRevision | None) -> frozenset[str]:
    """What is not coded under a revision, parts of switched-off wholes included."""
    return with_parts(revision.guidance.get("facets_off", ())) if revision else frozenset()


def history(study: Study) -> QuerySet[CodebookRevision]:
    """The revisions, newest first, with who made them and what they changed."""
    return study.revisions.select_related("created_by").prefetch_related("changes").order_by("-number", "-pk")


def compared(study: Study, revision: CodebookRevision) -> Differences | None:
    """What differs between this revision and the one before; None for the first."""
    before = study.revisions.filter(number__lt=revision.number).order_by("-number").first()
    return differences(stated(before), stated(revision)) if before else None
