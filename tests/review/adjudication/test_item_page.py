from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotator.annotations.models import Reading
from annotator.review.adjudication.keys import KEYS
from annotator.studies.models import Role
from tests.factories.annotations import INSERTION, make_annotation
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.review import make_reviewer
from tests.factories.studies import MembershipFactory, StudyFactory
from tests.review.adjudication.conftest import TEXT, differing, finished, item, items, rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_item(client, world):
    client.force_login(world.reviewer)
    return lambda one, query="": client.get(address(world, one, query))


@pytest.fixture
def send(client, world):
    client.force_login(world.reviewer)

    def post(one, query="", **said):
        seen = one.adjudications.count()
        fields = {"id": str(uuid4()), "seen_number": seen, **said}
        return client.post(f"{address(world, one)}decide/{query}", fields)

    return post


def address(world, one, query=""):
    return f"/studies/{world.study.slug}/adjudication/{one.pk}/{query}"


def text(response):
    return " ".join(response.content.decode().split())


def test_each_coders_version_stands_beside_the_other(open_item, world):
    one, ana, ben = differing(world)
    page = text(open_item(one))
    for reading, annotation in ((world.a, ana), (world.b, ben)):
        assert world.study.pseudonym(reading.coder_id) in page
        assert f'value="{annotation.pk}"' in page
        assert annotation.claim_type.label in page
    assert page.count("differs</span>") == 2
    assert "Ana Coder" not in page
    assert all(key.action in page.replace("&#x27;", "'") for key in KEYS)


def test_who_marked_nothing_is_said_to_have_read_it(open_item, world):
    make_annotation(world.a, "lost power", claim_type=world.event)
    assert "Read the article to the end and marked nothing here." in text(open_item(item(world.study)))


def test_a_version_is_taken_by_its_button(send, world):
    one, _, ben = differing(world)
    response = send(one, pick=str(ben.pk), error_type="edge-case", reason="See the rule.")
    assert (response.status_code, response.url) == (303, f"/studies/{world.study.slug}/adjudication/")
    made = one.adjudications.get()
    assert (made.annotation, made.resolution, made.error_type) == (ben, "picked", "edge-case")


def test_after_a_decision_the_next_item_opens_and_tells_it(send, client, world):
    one, ana, _ = differing(world)
    make_annotation(world.a, "led to", claim_type=world.event)
    Reading.objects.filter(pk=world.a.pk).update(finished_at=world.a.finished_at)
    second = make_article("Rain fell on Sunday.")
    make_annotation(finished(world.study, second, world.ana), "Rain fell", claim_type=world.event)
    finished(world.study, second, world.ben)
    response = send(one, "?kind=alone", pick=str(ana.pk))
    following = next(item for item in items(world.study) if item.quote == "Rain fell")
    assert response.url == address(world, following, "?kind=alone")
    page = text(client.get(response.url))
    assert "Decided" in page
    assert "Take it back" in page
    assert "Take it back" not in text(client.get(response.url)), "told once"


def test_an_edit_takes_words_and_facets(send, world):
    one, ana, _ = differing(world)
    said = {"quote": "plant lost power", "base": str(ana.pk), "claim_type": world.other.pk, "attribution": "attributed"}
    assert send(one, resolution="edited", **said).status_code == 303
    made = one.adjudications.get()
    assert (made.start, made.quote, made.claim_type) == (TEXT.index("plant"), "plant lost power", world.other)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Press one of the buttons"),
        ({"resolution": "burnt"}, "Select a valid choice"),
        ({"pick": "nonsense"}, "Enter a valid UUID"),
        ({"resolution": "unresolved"}, "Say in the reason why it cannot be resolved."),
        ({"resolution": "edited", "quote": "another plant", "claim_type": "event"}, "do not stand in the paragraph"),
        ({"resolution": "edited", "quote": "lost power"}, "Pick a claim type, an attribution"),
        ({"resolution": "edited", "quote": "lost power", "occurrence": "2"}, "do not stand in the paragraph"),
        ({"resolution": "nothing-here", "error_type": "cosmic-rays"}, "Select a valid choice"),
        ({"resolution": "nothing-here", "seen_number": "-1"}, "greater than or equal to 0"),
        ({"resolution": "nothing-here", "id": ""}, "This field is required"),
        ({"resolution": "nothing-here", "reason": "nul \x00"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_decided_comes_back_with_what_was_typed(send, world, said, sentence):
    one, ana, _ = differing(world)
    fields = {"reason": "", "base": str(ana.pk), **said}
    if said.get("claim_type") == "event":
        fields["claim_type"] = world.event.pk
    response = send(one, **fields)
    assert response.status_code == 422
    assert sentence in text(response).replace("&#x27;", "'")
    if "quote" in said:
        assert said["quote"] in text(response)
    assert not one.adjudications.exists()


def test_a_decision_that_came_too_late_shows_both(send, world):
    one, ana, ben = differing(world)
    rule(one, make_reviewer(world.study), annotation=ana.pk, reason="It broke down.")
    response = send(one, pick=str(ben.pk), seen_number=0, reason="It counts.")
    page = text(response)
    assert response.status_code == 409
    assert "It broke down." in page
    assert "It counts." in page
    assert "Decide anyway" in page
    assert one.adjudications.count() == 1


def test_decide_anyway_decides(send, client, world):
    one, ana, ben = differing(world)
    rule(one, make_reviewer(world.study), annotation=ana.pk)
    again = send(one, pick=str(ben.pk), seen_number=0, reason="It counts.").context["again"]
    assert client.post(f"{address(world, one)}decide/", again).status_code == 303
    assert [row.annotation for row in one.adjudications.all()] == [ana, ben]


def test_an_item_that_changed_meanwhile_says_so_and_keeps_the_words(send, open_item, world):
    one, ana, _ = differing(world)
    Reading.objects.filter(pk=world.a.pk).update(finished_at=None)
    response = send(one, pick=str(ana.pk), reason="It counts.")
    assert response.status_code == 409
    assert "It counts." in text(response)
    assert "no longer in the queue" in text(open_item(one))


def test_who_coded_the_article_gets_a_sentence_and_no_buttons(client, world):
    one, ana, _ = differing(world)
    world.study.memberships.filter(user=world.ben).update(role=Role.REVIEWER)
    client.force_login(world.ben)
    page = text(client.get(address(world, one)))
    assert "You coded this article yourself" in page
    assert 'name="pick"' not in page
    fields = {"id": str(uuid4()), "seen_number": 0, "pick": str(ana.pk)}
    response = client.post(f"{address(world, one)}decide/", fields)
    assert response.status_code == 403
    assert "You coded this article yourself" in text(response)


def test_an_insertion_that_only_some_flagged_leads_to_its_case(open_item, send, world):
    make_annotation(world.a, "[so they say]", **INSERTION)
    one = item(world.study)
    page = text(open_item(one))
    assert f"/studies/{world.study.slug}/cases/{world.study.cases.get().pk}/" in page
    assert 'name="pick"' not in page
    assert send(one, resolution="nothing-here").status_code == 422


def test_a_decision_is_taken_back_on_the_page(open_item, client, world):
    one, ana, _ = differing(world)
    made = rule(one, world.reviewer, annotation=ana.pk)
    assert "Take this decision back" in text(open_item(one))
    fields = {"adjudication": str(made.pk), "reason": "Too quick."}
    response = client.post(f"{address(world, one)}take-back/", fields)
    assert response.url == address(world, one)
    page = text(client.get(response.url))
    assert "Took back" in page
    assert "Awaiting a decision" in page
    assert "Too quick." in page


def test_what_cannot_be_taken_back_is_refused(client, world):
    one, ana, _ = differing(world)
    made = rule(one, world.reviewer, annotation=ana.pk)
    client.force_login(world.reviewer)
    take_back = f"{address(world, one)}take-back/"
    for wrong in ("", "nonsense", str(uuid4()), "\x00"):
        assert client.post(take_back, {"adjudication": wrong}).status_code == 404
    assert client.post(take_back, {"adjudication": str(made.pk), "reason": "x" * 10_001}).status_code == 422
    rule(one, make_reviewer(world.study), "nothing-here")
    assert client.post(take_back, {"adjudication": str(made.pk)}).status_code == 409
    client.force_login(make_reviewer(world.study))
    assert client.post(take_back, {"adjudication": str(made.pk)}).status_code == 403


@pytest.mark.parametrize("role", ["coder", "reader"])
def test_items_are_for_owners_and_reviewers(client, world, role):
    one, _, _ = differing(world)
    other = make_reviewer(StudyFactory())
    for person in (MembershipFactory(study=world.study, role=role).user, other, UserFactory()):
        client.force_login(person)
        assert client.get(address(world, one)).status_code == 404
        assert client.post(f"{address(world, one)}decide/").status_code == 404
        assert client.post(f"{address(world, one)}take-back/").status_code == 404


def test_an_item_of_another_study_and_one_that_is_not_are_404(client, world):
    one, _, _ = differing(world)
    other = StudyFactory()
    client.force_login(make_reviewer(other))
    assert client.get(f"/studies/{other.slug}/adjudication/{one.pk}/").status_code == 404
    assert client.get(f"/studies/{other.slug}/adjudication/99999999999999999999/").status_code == 404


def test_get_decides_nothing_and_unknown_filters_are_400(open_item, client, world):
    one, _, _ = differing(world)
    assert client.get(f"{address(world, one)}decide/").status_code in (302, 405)
    client.force_login(world.reviewer)
    assert client.get(f"{address(world, one)}decide/").status_code == 405
    assert client.get(f"{address(world, one)}take-back/").status_code == 405
    assert open_item(one, "?x=1").status_code == 400


def test_the_walk_leads_from_item_to_item(open_item, world):
    for words in ("lost power", "the mayor", "led to"):
        make_annotation(world.a, words, claim_type=world.event)
    first, second, third = items(world.study)
    walk = open_item(second).context["walk"]
    assert (walk.number, walk.total, walk.previous, walk.next) == (2, 3, first.pk, third.pk)
    assert (walk.awaiting, walk.left) == (third.pk, 2)


def test_the_questions_do_not_grow_with_the_coders(open_item, world):
    counts = []
    for n in (1, 4):
        for _ in range(n):
            coder = MembershipFactory(study=world.study).user
            make_annotation(finished(world.study, world.article, coder), "lost power", claim_type=world.event)
        one = item(world.study)
        open_item(one)
        with CaptureQueriesContext(connection) as asked:
            open_item(one)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 40, asked.captured_queries


def test_every_field_has_a_label_and_nothing_is_inline(open_item, world):
    one, _, _ = differing(world)
    page = open_item(one).content.decode()
    assert " style=" not in page
    assert "onclick" not in page
    assert page.count("<h1") == 1


def test_retired_types_and_facets_that_the_study_leaves_out_are_not_asked_for(open_item, world):
    one, _, _ = differing(world)
    world.study.claim_types.filter(pk=world.other.pk).update(retired_at=timezone.now())
    revision = world.study.revision
    type(revision).objects.create(
        study=world.study, number=revision.number + 1, content=[], guidance={"facets_off": ["insertion", "stance"]}
    )
    form = open_item(one).context["form"]
    asked = {field.name for field in form.edit}
    assert {"claim_type", "mode"} <= asked
    assert not {"marking", "function", "stance"} & asked
    assert list(form.fields["claim_type"].queryset) == [world.event, world.quantity]
