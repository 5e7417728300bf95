"""Joining a study by a link: for one person, for some days, and told once."""

import logging
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, models, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annotator.accounts.adapter import InvitedPeopleOnly
from annotator.accounts.models import User
from annotator.logs import HideSecrets
from annotator.studies.invitations import Invitation, State, digest_of
from annotator.studies.inviting import Over, accept, invite, revoke
from annotator.studies.models import Role
from articles.final import FinalRowError
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory

pytestmark = pytest.mark.django_db

LIST = "/studies/ferries/people/invitations/"
HERE = "/invitations/"
SIGN_UP = "/invitations/sign-up/"
NEW = {
    "username": "mira",
    "display_name": "Mira Oduya",
    "password1": "harbour at quiet dawn",
    "password2": "harbour at quiet dawn",
}


def link(token):
    return reverse("invitation", args=[token])


def words(page):
    return " ".join(page.text.split())


def expire(invitation):
    now = timezone.now()
    models.QuerySet.update(
        Invitation.objects.filter(pk=invitation.pk), made_at=now - timedelta(days=2), expires_at=now - timedelta(days=1)
    )


@pytest.fixture
def invited(study, owner):
    """An invitation as coder, and its token."""
    return invite(study, "coder", by=owner)


@pytest.fixture
def opened(client, invited):
    """A stranger who has opened the link."""
    answer = client.get(link(invited[1]))
    assert (answer.status_code, answer.url) == (302, HERE)
    return client


# -- the verbs ---------------------------------------------------------------------


def test_the_token_is_stored_nowhere(invited):
    invitation, token = invited
    assert len(token) >= 43
    assert invitation.token_sha256 == digest_of(token)
    assert token not in str(Invitation.objects.values().get())
    assert Invitation.objects.with_token(token).get() == invitation
    assert not Invitation.objects.with_token(token + "x").exists()


def test_it_is_good_for_two_weeks_unless_said(study, owner, invited):
    def days(invitation):
        return (invitation.expires_at - timezone.now()) / timedelta(days=1)

    assert 13.9 < days(invited[0]) <= 14
    assert 0.9 < days(invite(study, "coder", by=owner, lasts=timedelta(days=1))[0]) <= 1


def test_who_accepts_is_a_member_and_the_link_is_used(invited):
    invitation, _ = invited
    person = UserFactory()
    assert accept(invitation, by=person).role == Role.CODER
    stored = Invitation.objects.get()
    assert (stored.state(), stored.accepted_by) == (State.ACCEPTED, person)
    with pytest.raises(Over):
        accept(invitation, by=UserFactory())
    assert invitation.study.role_of(person) == "coder"


def test_a_member_does_not_use_it_up(study, invited):
    with pytest.raises(Exception, match="already has a role"):
        accept(invited[0], by=MembershipFactory(study=study, role=Role.READER).user)
    assert Invitation.objects.get().state() == State.STANDING


def test_it_is_taken_back_once(owner, invited):
    invitation, _ = invited
    assert revoke(invitation, by=owner) is True
    assert revoke(invitation, by=owner) is False
    assert Invitation.objects.get().state() == State.REVOKED
    with pytest.raises(Over):
        accept(invitation, by=UserFactory())


def test_what_is_accepted_cannot_be_taken_back(owner, invited):
    accept(invited[0], by=UserFactory())
    assert revoke(invited[0], by=owner) is False


def test_an_expired_one_is_not_accepted(invited):
    expire(invited[0])
    with pytest.raises(Over):
        accept(invited[0], by=UserFactory())
    assert not Invitation.objects.standing().exists()


def test_it_is_final_but_for_its_ending(invited):
    with pytest.raises(FinalRowError):
        Invitation.objects.update(role="reviewer")


@pytest.mark.parametrize("wrong", [{"role": "owner"}, {"expires_at": "2001-01-01T00:00Z"}])
def test_the_database_refuses_what_cannot_be(study, owner, wrong):
    fields = {"role": "coder", "expires_at": timezone.now() + timedelta(days=1)} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(study=study, token_sha256="a", made_by=owner, **fields)


# -- the owner's list --------------------------------------------------------------


@pytest.mark.parametrize(("role", "status"), [("reviewer", 403), ("coder", 403), ("reader", 403), ("outsider", 404)])
def test_only_owners_invite(as_, study, people, invited, role, status):
    client = as_(people[role])
    assert client.get(LIST).status_code == status
    assert client.post(LIST, {"role": "coder", "lasts": "14"}).status_code == status
    assert client.post(f"{LIST}{invited[0].pk}/revoke/").status_code == status
    assert Invitation.objects.get().state() == State.STANDING


def test_the_link_is_shown_once(as_, study, owner, client):
    page = as_(owner).post(LIST, {"role": "reviewer", "lasts": "3"})
    assert page.status_code == 201
    token = re.search(r'value="http://127.0.0.1:8000/invitations/([\w-]{43})/"', page.text)[1]
    invitation = Invitation.objects.with_token(token).get()
    assert (invitation.role, invitation.made_by, invitation.study) == ("reviewer", owner, study)
    again = as_(owner).get(LIST).text
    assert token not in again
    assert invitation.token_sha256 not in again
    assert "standing" in again


@pytest.mark.parametrize(
    "wrong",
    [{"role": role} for role in ("owner", "king", "")] + [{"lasts": days} for days in ("0", "91", "9" * 30, "x")],
    ids=str,
)
def test_an_invitation_that_cannot_be_is_422(as_, study, owner, wrong):
    assert as_(owner).post(LIST, {"role": "coder", "lasts": "14"} | wrong).status_code == 422
    assert not Invitation.objects.exists()


def test_it_says_how_each_stands(as_, study, owner):
    assert "Nobody is invited yet" in as_(owner).get(LIST).text
    used, gone, old, _ = (invite(study, "coder", by=owner)[0] for _ in range(4))
    accept(used, by=UserFactory(display_name="Mira"))
    revoke(gone, by=owner)
    expire(old)
    page = words(as_(owner).get(LIST))
    for said in ("✓ used", "by Mira", "✕ taken back", "◷ expired", "○ standing"):
        assert said in page
    assert page.count(">Take back<span") == 1


def test_an_owner_takes_one_back(as_, study, owner, invited):
    address = f"{LIST}{invited[0].pk}/revoke/"
    assert "no longer works" in as_(owner).post(address, follow=True).text
    assert "nothing to take back" in as_(owner).post(address, follow=True).text
    assert as_(owner).get(address).status_code == 405


def test_another_studys_invitation_is_not_there(as_, study, owner):
    other = StudyFactory()
    elsewhere, _ = invite(other, "coder", by=owner)
    for pk in (elsewhere.pk, "9" * 30):
        assert as_(owner).post(f"{LIST}{pk}/revoke/").status_code == 404


def test_the_list_takes_no_more_questions_with_more_in_it(as_, study, owner, django_assert_num_queries):
    accept(invite(study, "coder", by=owner)[0], by=UserFactory())
    client = as_(owner)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _ in range(4):
        accept(invite(study, "coder", by=UserFactory())[0], by=UserFactory())
    with django_assert_num_queries(len(few)):
        client.get(LIST)
    assert client.get(LIST, {"state": "x"}).status_code == 400
    assert client.get(LIST, {"page": "9" * 30}).status_code == 200


# -- opening the link --------------------------------------------------------------


def test_the_address_with_the_token_is_left_at_once(client, invited):
    answer = client.get(link(invited[1]))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    page = client.get(answer.url)
    assert page.status_code == 200
    assert invited[1] not in page.text
    assert "Ferry reports" in page.text


def test_opening_it_uses_nothing_up(client, invited):
    for _ in range(3):
        client.get(link(invited[1]))
        client.get(HERE)
    assert Invitation.objects.get().state() == State.STANDING


@pytest.mark.parametrize("token", ["x", "x" * 43, "%00", "%F0%9F%8C%8A", "é" * 900])
def test_a_link_that_nobody_made_is_404(client, study, token):
    answer = client.get(f"/invitations/{token}/")
    assert answer.status_code == 404
    assert "Open the whole link" in answer.text


@pytest.mark.parametrize("ending", ["used", "taken back", "expired"])
@pytest.mark.parametrize("when", ["before it is opened", "after it is opened"])
def test_one_that_is_over_is_410_with_a_sentence(client, owner, invited, ending, when):
    invitation, token = invited
    if when == "after it is opened":
        client.get(link(token))
    match ending:
        case "used":
            accept(invitation, by=UserFactory())
        case "taken back":
            revoke(invitation, by=owner)
        case "expired":
            expire(invitation)
    addresses = [link(token)] if when == "before it is opened" else [HERE, SIGN_UP]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 410
        assert owner.display_name in answer.text
    if when == "after it is opened":
        assert client.post(SIGN_UP, NEW).status_code == 410
        assert not User.objects.filter(username="mira").exists()


def test_without_a_link_there_is_nothing(client, study):
    for address in (HERE, SIGN_UP):
        assert client.get(address).status_code == 404
        assert client.post(address, NEW).status_code == 404
    assert not User.objects.filter(username="mira").exists()


def test_opening_many_links_is_slowed_down(client, study):
    answers = [client.get(link("x" * 43)) for _ in range(30)]
    assert [answer.status_code for answer in answers[:10]] == [404] * 10
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_the_link_only_shows(client, invited):
    assert client.post(link(invited[1])).status_code == 405


# -- joining -----------------------------------------------------------------------


def test_somebody_signed_in_joins(as_, study, invited):
    person = UserFactory()
    client = as_(person)
    client.get(link(invited[1]))
    assert person.display_name in client.get(HERE).text
    page = client.post(HERE, follow=True)
    assert page.redirect_chain == [("/studies/ferries/", 302)]
    assert "Welcome" in page.text
    assert study.role_of(person) == "coder"
    assert client.get(HERE).status_code == 404


def test_a_stranger_with_an_account_signs_in_first(opened, study):
    assert reverse("account_login") in opened.get(HERE).text
    assert opened.post(HERE).url == "/accounts/login/?next=%2Finvitations%2F"
    UserFactory(username="noor", password="harbour at dawn")
    answer = opened.post("/accounts/login/?next=/invitations/", {"login": "noor", "password": "harbour at dawn"})
    assert answer.url == HERE
    opened.post(HERE)
    assert study.role_of(User.objects.get(username="noor")) == "coder"


def test_a_member_who_opens_it_is_told_and_leaves_it_standing(as_, study, invited):
    member = MembershipFactory(study=study, role=Role.READER).user
    client = as_(member)
    client.get(link(invited[1]))
    assert "You have a role in this study already" in client.post(HERE, follow=True).text
    assert Invitation.objects.get().state() == State.STANDING
    assert study.role_of(member) == "reader"


def test_who_used_it_comes_to_the_study_by_it(as_, study, invited):
    person = UserFactory()
    accept(invited[0], by=person)
    assert as_(person).get(link(invited[1])).url == "/studies/ferries/"


def test_a_stranger_makes_an_account_and_joins(opened, study):
    page = opened.post(SIGN_UP, NEW, follow=True)
    assert page.redirect_chain[-1] == ("/", 302)
    person = User.objects.get(username="mira")
    assert page.wsgi_request.user == person
    assert (person.display_name, person.email, person.is_staff, person.is_active) == ("Mira Oduya", "", False, True)
    assert person.check_password(NEW["password1"])
    assert study.role_of(person) == "coder"
    assert Invitation.objects.get().accepted_by == person
    assert "Welcome" in page.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": ""}, "required"),
        ({"username": "person-taken"}, "already exists"),
        ({"username": "a b/c"}, "Enter a valid username"),
        ({"username": "x" * 151}, "at most 150"),
        ({"username": "a\0b"}, "Null characters"),
        ({"display_name": "x" * 121}, "at most 120"),
        ({"password2": "something else"}, "same password"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password1": "password1234", "password2": "password1234"}, "too common"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_account_that_cannot_be_is_422_and_nobody_joins(opened, study, wrong, said):
    UserFactory(username="person-taken")
    before = User.objects.count()
    answer = opened.post(SIGN_UP, NEW | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert NEW["password1"] not in answer.text
    assert User.objects.count() == before
    assert Invitation.objects.get().state() == State.STANDING


def test_nobody_makes_themselves_more_than_they_are(opened, study):
    sent = NEW | {"is_staff": "on", "is_superuser": "on", "role": "owner", "email": "x@y.example"}
    opened.post(SIGN_UP, sent)
    person = User.objects.get(username="mira")
    assert (person.is_staff, person.is_superuser, person.email) == (False, False, "")
    assert study.role_of(person) == "coder"


def test_the_adapter_makes_no_account_without_an_invitation(rf: RequestFactory, invited):
    request = rf.get("/")
    assert InvitedPeopleOnly().is_open_for_signup(request) is False
    with pytest.raises(PermissionDenied):
        InvitedPeopleOnly().new_user(request)
    request.invitation = invited[0]
    assert InvitedPeopleOnly().is_open_for_signup(request) is True


# -- what a log may hold -----------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("incident at /invitations/AbC-_9/", "incident at /invitations/…/"),
        ("GET /invitations/AbC?x=1", "GET /invitations/…?x=1"),
        ("/accounts/password/reset/key/3-set-key/ failed", "/accounts/password/reset/key/…/ failed"),
        ("/studies/ferries/", "/studies/ferries/"),
    ],
)
def test_no_log_line_holds_a_token(said, hidden):
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "%s", (said,), None)
    assert HideSecrets().filter(record)
    assert record.getMessage() == hidden


def test_the_shipped_log_hides_them(settings):
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["secrets"]
