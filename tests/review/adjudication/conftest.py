from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import timezone

from annotator.review.adjudication.decide import Ruling, adjudicate
from annotator.review.adjudication.matching import match
from annotator.review.adjudication.models import Item
from annotator.review.adjudication.queries import current, in_reading_order
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.review import make_reviewer
from tests.factories.studies import MembershipFactory, StudyFactory

TEXT = "The plant lost power on Monday, the mayor said, and strikes led to the collapse of talks."
SECOND = "Repairs start in May. Nobody was hurt [so they say]."


@pytest.fixture
def world(db):
    return make_world()


def make_world():
    """Two coders, Ana and Ben, who have finished one article, and a reviewer; nobody has marked anything yet."""
    study = StudyFactory(title="Two coders")
    ana = MembershipFactory(study=study, user=UserFactory(username="ana-coder", display_name="Ana Coder")).user
    ben = MembershipFactory(study=study, user=UserFactory(username="ben-coder", display_name="Ben Coder")).user
    article = make_article(TEXT, SECOND)
    made = SimpleNamespace(study=study, ana=ana, ben=ben, article=article, reviewer=make_reviewer(study))
    made.a = finished(study, article, ana)
    made.b = finished(study, article, ben)
    made.event, made.quantity, made.other = study.claim_types.order_by("position")
    return made


def finished(study, article, coder):
    return make_reading(study=study, article=article, coder=coder, finished_at=timezone.now())


def items(study):
    """The items as they are now, in the order of the text."""
    match(study)
    return list(in_reading_order(current(study)))


def item(study):
    (only,) = items(study)
    return only


def kinds(one):
    return set(one.differences.values_list("kind", flat=True))


def differing(world):
    """An item on whose claim type Ana and Ben differ: the item, Ana's annotation and Ben's."""
    ana = make_annotation(world.a, "lost power", claim_type=world.event)
    ben = make_annotation(world.b, "lost power", claim_type=world.quantity)
    return item(world.study), ana, ben


def rule(one, reviewer, resolution="picked", seen=None, id=None, **said):
    """Adjudicate as somebody who saw what there is."""
    seen = one.adjudications.count() if seen is None else seen
    said = Ruling(resolution=resolution, **said)
    return adjudicate(Item.objects.get(pk=one.pk), id=id or uuid4(), reviewer=reviewer, seen_number=seen, said=said)


def many(world, n):
    """An article with `n` items on which Ana and Ben differ."""
    article = make_article(" ".join(f"w{i}." for i in range(n)))
    one, other = (finished(world.study, article, coder) for coder in (world.ana, world.ben))
    for i in range(n):
        make_annotation(one, f"w{i}.", claim_type=world.event)
        make_annotation(other, f"w{i}.", claim_type=world.quantity)
