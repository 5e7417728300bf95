"""Only the coder of both readings carries over, and only into a newer version of the same article."""

import re
import uuid

import pytest
from django.urls import reverse

from annotator.annotations.carried import CarriedOver
from tests.annotations.carry_over.versions import STRIKE
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory

pytestmark = pytest.mark.django_db


def every_door(versions):
    form = {"id": str(uuid.uuid4()), "seen": "0", "what": "drop", "why": "gone"}
    return [
        ("get", versions.address(), {}),
        ("post", versions.address("carry_all"), form),
        ("post", versions.address("carry_one", versions.cost.pk), form),
    ]


@pytest.mark.parametrize("who", ["coder", "owner", "reviewer", "reader", "stranger"])
def test_nobody_else_finds_it(client, versions, who):
    person = UserFactory() if who == "stranger" else MembershipFactory(study=versions.study, role=who).user
    client.force_login(person)
    for method, address, form in every_door(versions):
        assert getattr(client, method)(address, form).status_code == 404
    assert not CarriedOver.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client, versions):
    client.logout()
    assert [getattr(client, m)(a, f).status_code for m, a, f in every_door(versions)] == [302] * 3


def test_it_ends_with_membership(client, versions):
    versions.study.memberships.all().delete()
    assert [getattr(client, m)(a, f).status_code for m, a, f in every_door(versions)] == [404] * 3


def test_get_shows_and_post_changes(client, versions):
    assert client.post(versions.address()).status_code == 405
    assert client.get(versions.address("carry_all")).status_code == 405
    assert client.get(versions.address("carry_one", versions.cost.pk)).status_code == 405
    assert client.get(versions.address(), {"nonsense": 1}).status_code == 400


@pytest.mark.parametrize("relation", ["republication", "rewrite"])
def test_only_a_newer_version_is_one(client, versions, relation):
    type(versions.link).objects.filter(pk=versions.link.pk).update(relation=relation)
    assert [getattr(client, m)(a, f).status_code for m, a, f in every_door(versions)] == [404] * 3


def test_a_link_that_nobody_confirmed_opens_nothing(client, versions):
    type(versions.link).objects.filter(pk=versions.link.pk).update(status="proposed", settled_at=None, settled_by=None)
    assert client.get(versions.address()).status_code == 404


def test_the_other_way_round_is_no_carry_over(client, versions):
    assert client.get(reverse("carry_over", args=[versions.earlier.pk, versions.reading.pk])).status_code == 404


@pytest.mark.parametrize("pk", [0, 99999999999999999999])
def test_numbers_that_are_none_are_not_found(client, versions, pk):
    for args in ([pk, versions.earlier.pk], [versions.reading.pk, pk]):
        assert client.get(reverse("carry_over", args=args)).status_code == 404
        assert client.post(reverse("carry_all", args=args), {"id": str(uuid.uuid4())}).status_code == 404
    assert client.post(versions.address("carry_one", uuid.uuid4()), {}).status_code in (404, 422)


def test_another_studys_reading_is_no_earlier_one(client, versions):
    elsewhere = make_reading(article=versions.earlier.article, coder=versions.coder)
    MembershipFactory(study=elsewhere.study, user=versions.coder)
    assert client.get(reverse("carry_over", args=[versions.reading.pk, elsewhere.pk])).status_code == 404


def test_what_another_coder_did_is_in_no_byte(client, versions):
    """Canary: the page and the desk are the same bytes whatever another coder of both versions does."""

    def bytes_of(address):
        text = client.get(address).text
        return re.sub(r'(name="(csrfmiddlewaretoken|id)" value=)"[^"]+"', r"\1", text)

    addresses = [versions.address(), "/", reverse("reading", args=[versions.reading.pk])]
    before = [bytes_of(address) for address in addresses]
    other = MembershipFactory(study=versions.study).user
    theirs = make_reading(article=versions.earlier.article, study=versions.study, coder=other)
    new = make_reading(article=versions.reading.article, study=versions.study, coder=other)
    for n, quote in enumerate(("is closed", "Nobody was hurt", STRIKE)):
        made = make_annotation(theirs, quote, note=f"canary-{n}")
        CarriedOver.objects.create(
            id=uuid.uuid4(), reading=new, from_annotation=made, number=1, status="lost", score=0, decided="dropped",
            why="other", note="canary", confirmed_by=other,
        )  # fmt: skip
    assert [bytes_of(address) for address in addresses] == before
    assert "canary" not in "".join(before)
