"""A study that two coders have finished, who agree on some of it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from django.utils import timezone

from annotator.annotations.models import Reading
from annotator.jobs.working import work_off
from annotator.review.measured.models import Agreement
from annotator.review.measured.task import ask_for_figures
from annotator.studies.models import Role
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory

FIRST = "The clinic closed on Monday, the mayor said. Two [or three] families waited outside."
SECOND = "Repairs start in May. They cost four million."
BEGUN = datetime(2026, 1, 5, 12, tzinfo=UTC)


def make_world(articles=3, *, coders=("ada", "ben"), **fields):
    """`study`, `owner`, `reviewer`, `coders` by name, and `articles` that all coders have finished, one a day."""
    study = StudyFactory(**fields)
    names = {"owner": Role.OWNER, "reviewer": Role.REVIEWER, **dict.fromkeys(coders, Role.CODER)}
    people = {}
    for name, role in names.items():
        people[name] = UserFactory(username=f"{study.slug}-{name}", display_name=name.capitalize())
        MembershipFactory(study=study, user=people[name], role=role)
    world = SimpleNamespace(study=study, owner=people["owner"], reviewer=people["reviewer"], articles=[], readings=[])
    world.coders = {name: people[name] for name in coders}
    for number in range(articles):
        add_article(world, number)
    return world


def add_article(world, number=0):
    """Every coder marks the first claim, each second article alike; only the first coder marks the second one."""
    article = make_article(blocks=[("byline", "By Ada Falk"), ("body", FIRST), ("body", SECOND), ("notice", "© Tide")])
    event, quantity = world.study.claim_types.all()[:2]
    moment = BEGUN + timedelta(days=number)
    for place, coder in enumerate(world.coders.values()):
        reading = make_reading(study=world.study, article=article, coder=coder, started_at=moment)
        differs = place and number % 2
        make_annotation(reading, "The clinic closed", claim_type=quantity if differs else event)
        make_annotation(reading, "[or three]", **INSERTION)
        if not place:
            make_annotation(reading, "They cost four million", claim_type=quantity, attribution="unattributed")
        Reading.objects.filter(pk=reading.pk).update(finished_at=moment)
        world.readings.append(reading)
    world.articles.append(article)
    return article


def measured(world, **plan):
    """Ask for figures and let them be measured, with few draws; return the newest."""
    ask_for_figures(world.study, by=world.owner, **{"seed": 1, "resamples": 40, **plan})
    work_off()
    return Agreement.objects.filter(study=world.study).first()


def reopen(reading):
    Reading.objects.filter(pk=reading.pk).update(finished_at=None)


def finish(reading):
    Reading.objects.filter(pk=reading.pk).update(finished_at=timezone.now())
