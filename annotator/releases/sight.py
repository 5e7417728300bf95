"""What whoever takes data out may not see yet: others' work on articles that they still read themselves."""

from dataclasses import dataclass
from typing import Any, Self

from annotator.annotations.models import Reading
from annotator.studies.models import Study


@dataclass(frozen=True, slots=True)
class Sight:
    """`closed` are versions of which some reading is hidden from the person, who is called `own` in the study."""

    closed: frozenset[int]
    own: str

    @classmethod
    def of(cls, user: Any, study: Study) -> Self:
        readings = Reading.objects.filter(study=study)
        seen = readings.visible_to(user).order_by().values("pk")
        closed = readings.exclude(pk__in=seen).order_by().values_list("article_id", flat=True).distinct()
        return cls(frozenset(closed), study.pseudonym(user.pk))

    def sees(self, version_id: int, coder: str = "") -> bool:
        """Whether what this coder did there, or what came of all of them, may be shown."""
        return version_id not in self.closed or coder == self.own
