import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotator.annotations.models import Reading
from annotator.review.adjudication.decide import Edit
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory
from tests.review.adjudication.conftest import differing, finished, items, rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client, world):
    def ask(person, query=""):
        client.force_login(person)
        return client.get(f"/studies/{world.study.slug}/adjudication/own/{query}")

    return ask


def text(response):
    return " ".join(response.content.decode().split())


def test_a_coder_is_told_whose_version_was_taken(get, world):
    one, ana, _ = differing(world)
    assert "No reviewer has decided anything here yet." in text(get(world.ana))
    rule(one, world.reviewer, annotation=ana.pk, error_type="annotator-error", reason="It broke down.")
    mine, others = text(get(world.ana)), text(get(world.ben))
    assert "Your version was taken." in mine
    assert "Another coder’s version was taken." in others
    for page in (mine, others):
        assert "It broke down." in page
        assert "A coder’s slip" in page
        assert "Ana Coder" not in page.replace("Ana Coder</a>", "", 1), "but in the account's own link"


def test_what_was_edited_and_refused_is_told_in_words(get, world):
    one, ana, _ = differing(world)
    edit = Edit(start=4, quote="plant lost power", claim_type=world.other.pk)
    rule(one, world.reviewer, "edited", annotation=ana.pk, edit=edit)
    assert "A reviewer set this themselves." in text(get(world.ben))
    assert "plant lost power" in text(get(world.ben))
    rule(one, world.reviewer, "nothing-here")
    assert "nothing should be marked here" in text(get(world.ben))
    rule(one, world.reviewer, "unresolved", reason="It is broken.")
    assert "left this unresolved" in text(get(world.ben))


def test_nothing_is_told_while_anybody_still_reads_the_article(get, world):
    one, ana, _ = differing(world)
    rule(one, world.reviewer, annotation=ana.pk, reason="It broke down.")
    third = make_reading(study=world.study, article=world.article)
    page = text(get(world.ana, "?show=all"))
    assert "It broke down." not in page
    assert "Nothing can be told yet" in page
    Reading.objects.filter(pk=third.pk).update(finished_at=timezone.now())
    items(world.study)
    rule(items(world.study)[0], world.reviewer, annotation=ana.pk, reason="It broke down, all said.")
    assert "It broke down, all said." in text(get(world.ana))


def test_only_ones_own_articles_are_told(get, world):
    one, ana, _ = differing(world)
    rule(one, world.reviewer, annotation=ana.pk)
    another = MembershipFactory(study=world.study).user
    assert "Nothing can be told yet" in text(get(another))


def test_what_all_agreed_on_is_there_when_asked_for(get, world):
    for reading in (world.a, world.b):
        make_annotation(reading, "lost power", claim_type=world.event)
    assert "Everybody agreed." not in text(get(world.ana))
    assert "Everybody agreed." in text(get(world.ana, "?show=all"))


def test_an_insertion_that_awaits_its_case_is_not_settled(get, world):
    make_annotation(world.a, "[so they say]", **INSERTION)
    assert "Nobody has decided yet." in text(get(world.ana, "?show=all"))


@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("reviewer", 200), ("coder", 200), ("reader", 403)])
def test_the_page_is_for_whoever_may_have_coded(get, world, role, status):
    assert get(MembershipFactory(study=world.study, role=role).user).status_code == status


def test_strangers_get_404_and_unknown_names_400(get, client, world):
    assert get(UserFactory()).status_code == 404
    assert get(world.ana, "?x=1").status_code == 400
    assert get(world.ana, "?page=nonsense").status_code == 200
    assert client.post(f"/studies/{world.study.slug}/adjudication/own/").status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_items(get, world):
    counts = []
    for n in (2, 12):
        article = make_article(" ".join(f"w{i}." for i in range(n)))
        one, other = (finished(world.study, article, coder) for coder in (world.ana, world.ben))
        for i in range(n):
            make_annotation(one, f"w{i}.", claim_type=world.event)
            make_annotation(other, f"w{i}.", claim_type=world.quantity)
        for item in items(world.study):
            if not item.adjudications.exists():
                rule(item, world.reviewer, "nothing-here")
        get(world.ana)
        with CaptureQueriesContext(connection) as asked:
            get(world.ana)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 30, asked.captured_queries
