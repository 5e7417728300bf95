"""What a release tells of lines of descent that lead out of it.

A work's oldest version, and whether others came from a version, follow from statements between articles of which a
release may hold but the number. One statement more says the same.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Max

from annotator.releases.restoring.outside import store_unknown
from annotator.releases.restoring.source import Source
from annotator.releases.versions import Lineage, lineage
from articles.lineage.models import Derivation
from articles.models import Article

_OF_ONE_WORK = ("republication", "update", "excerpt", "translation")
NOTE = "Not in the release, which tells only what follows from it."


def restore_works(source: Source, *, by: Any) -> None:
    for version, work, role in list(_said(source)):
        known = lineage()
        end = known.work(version)
        if end != work:
            relation = role if end == version and role in _OF_ONE_WORK else _OF_ONE_WORK[0]
            _state(end, work, relation)
            known = lineage()
        if known.role(version) != role:
            _give_role(version, role, by=by)


def _said(source: Source) -> Iterator[tuple[int, int, str]]:
    """Version, oldest version of its work, and role, of those that the statements restored so far do not tell of."""
    known: Lineage = lineage()
    for one in source.look("versions"):
        if not one["in_sample"] and not _told(known, one["version_id"], one["work_id"], one["relation"]):
            yield one["version_id"], one["work_id"], one["relation"]
    for one in source.look("documents"):
        if not _told(known, one["version_id"], one["work_id"], one["version_role"]):
            yield one["version_id"], one["work_id"], one["version_role"]


def _told(known: Lineage, version: int, work: int, role: str) -> bool:
    return known.work(version) == work and known.role(version) == role


def _state(derived: int, upstream: int | None, relation: str) -> None:
    Derivation.objects.create(
        derived_id=derived, upstream_id=upstream, relation=relation, status=Derivation.Status.CONFIRMED, note=NOTE
    )


def _give_role(version: int, role: str, *, by: Any) -> None:
    if role == "original":
        later = (Article.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        store_unknown(later, {}, by=by)
        _state(later, version, _OF_ONE_WORK[0])
    elif role in Derivation.Relation.values:
        _state(version, None, role)
