"""The people of a study as a table: by pseudonym, with what they did."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from annotator.releases.columns import column, columns_of, same_as
from annotator.releases.models import Restoration
from annotator.releases.people import People
from annotator.releases.row import Row
from annotator.review.adjudication.models import Adjudication
from annotator.review.models import Decision
from annotator.studies.models import Membership, Role, Study


@dataclass(frozen=True, slots=True)
class Person:
    coder_pseudonym: str = column("Coder", "the person, by a name that holds within this study only")
    coder: str = same_as(Row, "coder", "the person's name; empty unless an owner asked for names")
    roles: str = column("Roles", "what the person is or was in the study, joined by spaces", values=[*Role.values])
    readings_given: int = column("Articles given", "how many articles the person was given to read")
    readings_finished: int = column("Articles finished", "how many of them the person has finished")
    annotations: int = column("Annotations", "how many of the person's annotations are in this release")


COLUMNS = columns_of(Person)


def coders(study: Study, annotations: Mapping[str, int], *, names: bool = False) -> Iterator[Person]:
    """Everybody who reads, reviews or owns, or did, by pseudonym. `annotations` counts those released by pseudonym."""
    people = People(study, names=names)
    roles: dict[int, set[str]] = defaultdict(set)
    found = {}
    for one in Membership.ever.filter(study=study).exclude(role=Role.READER).select_related("user"):
        roles[one.user_id].add(one.role)
        found[one.user_id] = one.user
    readings = study.readings.order_by().values_list("coder_id").annotate(Count("pk"))
    finished = readings.annotate(done=Count("pk", filter=Q(finished_at__isnull=False)))
    read = {pk: (given, done) for pk, given, done in finished}
    for idle in _who_only_restored(study) - read.keys():
        found.pop(idle, None)
    if gone := read.keys() - found.keys():
        found |= {one.coder_id: one.coder for one in study.readings.filter(coder__in=gone).select_related("coder")}
    for pk in sorted(found, key=people.pseudonym):
        pseudonym = people.pseudonym(pk)
        yield Person(
            coder_pseudonym=pseudonym,
            coder=found[pk].get_full_name() if names else "",
            roles=" ".join(role for role in Role.values if role in roles[pk]),
            readings_given=read.get(pk, (0, 0))[0],
            readings_finished=read.get(pk, (0, 0))[1],
            annotations=annotations.get(pseudonym, 0),
        )


def _who_only_restored(study: Study) -> set[int]:
    """Who made the study from a release, and has decided nothing in it since."""
    return {
        pk
        for pk in Restoration.objects.filter(study=study).values_list("by_id", flat=True)
        if not Decision.objects.filter(case__study=study, reviewer=pk).exists()
        and not Adjudication.objects.filter(item__study=study, reviewer=pk).exists()
    }
