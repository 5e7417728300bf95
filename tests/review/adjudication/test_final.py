import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.review.adjudication.decide import Edit
from annotator.review.adjudication.final import adjudicated
from annotator.review.cases import gather
from tests.factories.annotations import INSERTION, make_annotation
from tests.factories.articles import make_article
from tests.factories.review import make_decision
from tests.review.adjudication.conftest import SECOND, differing, finished, rule

pytestmark = pytest.mark.django_db


def only(study):
    (one,) = adjudicated(study)
    return one


def test_what_is_unanimous_holds_without_anybody_deciding(world):
    mine = make_annotation(world.a, "lost power", claim_type=world.event)
    make_annotation(world.b, "lost power", claim_type=world.event)
    one = only(world.study)
    assert (one.status, one.resolution, one.holds, one.based_on) == ("unanimous", "", True, mine.pk)
    assert (one.quote, one.start, one.claim_type_id) == ("lost power", mine.start, world.event.pk)


def test_what_awaits_a_decision_is_unresolved_and_holds_nothing(world):
    differing(world)
    one = only(world.study)
    assert (one.state, one.status, one.resolution, one.holds) == ("awaiting", "unresolved", "", False)
    assert (one.quote, one.claim_type_id, one.based_on) == ("lost power", None, None)


def test_a_version_that_was_taken_holds(world):
    item, _, ben = differing(world)
    rule(item, world.reviewer, annotation=ben.pk)
    one = only(world.study)
    assert (one.status, one.resolution, one.holds) == ("adjudicated", "picked", True)
    assert (one.claim_type_id, one.based_on) == (world.quantity.pk, ben.pk)


def test_an_edit_holds_as_the_reviewer_set_it(world):
    item, ana, _ = differing(world)
    edit = Edit(start=4, quote="plant lost power", claim_type=world.other.pk, attribution="attributed")
    rule(item, world.reviewer, "edited", annotation=ana.pk, edit=edit)
    one = only(world.study)
    assert (one.start, one.quote, one.claim_type_id) == (4, "plant lost power", world.other.pk)
    assert one.facets["attribution"] == "attributed"
    assert one.based_on == ana.pk


@pytest.mark.parametrize(("resolution", "status"), [("nothing-here", "adjudicated"), ("unresolved", "unresolved")])
def test_nothing_here_and_unresolved_hold_nothing(world, resolution, status):
    item, _, _ = differing(world)
    rule(item, world.reviewer, resolution, reason="The sentence is broken.")
    one = only(world.study)
    assert (one.status, one.resolution, one.holds) == (status, resolution, False)


@pytest.mark.parametrize(("verdict", "holds"), [("original-not-available", True), ("not-an-insertion", False)])
def test_the_verdict_of_a_case_says_whether_an_insertion_holds(world, verdict, holds):
    make_annotation(world.a, "[so they say]", **INSERTION)
    gather(world.study)
    assert only(world.study).state == "awaiting"
    make_decision(world.study.cases.get(), world.reviewer, verdict, function="comment")
    one = only(world.study)
    assert (one.status, one.resolution, one.holds) == ("adjudicated", "case", holds)
    assert one.facets["function"] == ("comment" if holds else "")


def test_the_verdict_of_a_case_goes_before_what_was_adjudicated_of_its_facets(world):
    ana = make_annotation(world.a, "[so they say]", **INSERTION)
    make_annotation(world.b, "[so they say]", **INSERTION | {"function": "comment"})
    only(world.study)
    rule(world.study.items.get(), world.reviewer, annotation=ana.pk)
    assert only(world.study).facets["function"] == "adds-claim"
    make_decision(world.study.cases.get(), world.reviewer, "original-not-available", function="context")
    assert only(world.study).facets["function"] == "context"


def test_items_come_in_the_order_of_the_text_and_questions_do_not_grow(world):
    counts = []
    for n in (2, 9):
        for _ in range(n):
            article = make_article("Rain fell on Sunday.", SECOND)
            for coder in (world.ana, world.ben):
                reading = finished(world.study, article, coder)
                make_annotation(reading, "[so they say]", **INSERTION)
                make_annotation(reading, "Rain fell", claim_type=world.event)
        list(adjudicated(world.study))
        with CaptureQueriesContext(connection) as asked:
            found = list(adjudicated(world.study))
        counts.append(len(asked))
    places = [(one.item.paragraph.article_id, one.item.paragraph.position) for one in found]
    assert places == sorted(places)
    assert len(found) == 22
    assert counts[0] == counts[1] <= 14
