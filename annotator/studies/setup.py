"""Setting a study up: articles, codebook, people; then the articles are given out.

Each step can be left and come back to. That a study is being set up is not noted anywhere: nothing is given out yet.
"""

from dataclasses import dataclass
from enum import StrEnum

from annotator.studies.models import Role, Study


class Part(StrEnum):
    ARTICLES = "articles"
    CODEBOOK = "codebook"
    PEOPLE = "people"
    GIVE_OUT = "give-out"


@dataclass(frozen=True, slots=True)
class Step:
    """`door` is the name of the page where it is done; `said` is how it stands, in a few words."""

    part: Part
    name: str
    door: str
    done: bool
    said: str


def is_being_set_up(study: Study) -> bool:
    return not study.readings.exists()


def steps_of(study: Study) -> list[Step]:
    """What there is to do, and how it stands; [] once articles are given out. Six queries."""
    if not is_being_set_up(study):
        return []
    articles = study.study_articles.count()
    coders = study.memberships.filter(role=Role.CODER, user__is_active=True).count()
    revision = study.revisions.order_by("-number").first()
    enough = coders >= study.coders_needed
    steps = [
        Step(
            Part.ARTICLES,
            "Choose the articles",
            "study_articles",
            articles > 0,
            _counted(articles, "article") if articles else "none yet",
        ),
        Step(
            Part.CODEBOOK,
            "Choose the codebook",
            "study_codebook_choose",
            revision is not None,
            str(revision) if revision else "none yet",
        ),
        Step(Part.PEOPLE, "Add the people", "study_people", enough, _people(study, coders)),
    ]
    ready = all(step.done for step in steps)
    return [*steps, Step(Part.GIVE_OUT, "Give the articles out", "assign_draw", False, "" if ready else "comes last")]


def _people(study: Study, coders: int) -> str:
    said = _counted(coders, "coder") if coders else "no coders yet"
    if invited := study.invitations.standing().count():
        said += f", {invited:,} invited"
    return said if coders >= study.coders_needed else f"{said}; the rule needs {study.coders_needed}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
