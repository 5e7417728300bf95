"""Taking a person's name out of the instance: nowhere left, everything kept, no way back in."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.urls import reverse

from annotator.accounts.groups import make_researcher
from annotator.accounts.models import Pseudonymised, User
from annotator.studies.invitations import Invitation, State
from annotator.studies.inviting import invite
from annotator.studies.models import Membership, Role
from annotator.studies.parting import part
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory

pytestmark = pytest.mark.django_db

NAMES = ("canary-user", "Canary Display", "Canaryfirst", "Canarylast", "canary@mail.example")


@pytest.fixture
def person():
    user, display, first, last, email = NAMES
    return UserFactory(
        username=user, display_name=display, first_name=first, last_name=last, email=email, password="harbour at dawn"
    )


@pytest.fixture
def administrator():
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def reading(study, owner, person):
    """A reading of theirs with an annotation."""
    MembershipFactory(study=study, user=person)
    reading = make_reading(study=study, coder=person)
    make_annotation(reading, "bridge")
    return reading


def address(person):
    return reverse("person_pseudonymise", args=[person.pk])


def everything_stored():
    """Every value of every row of the database."""
    return "\n".join(str(row) for model in apps.get_models() for row in model._base_manager.values())


def test_no_name_is_left_anywhere_and_all_work_is(study, person, administrator, reading):
    EmailAddress.objects.create(user=person, email=person.email)
    LogEntry.objects.create(
        user=administrator, content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk),
        object_repr="canary-user", action_flag=CHANGE, change_message="Canary Display was canary-user",
    )  # fmt: skip
    assert all(name in everything_stored() for name in NAMES)
    before = study.pseudonym(person.pk)
    done = part(person, by=administrator)
    stored = everything_stored()
    assert [name for name in NAMES if name.lower() in stored.lower()] == []
    assert "canary" not in stored.lower()
    kept = study.readings.get()
    assert (kept.coder_id, kept.annotations.count()) == (person.pk, 1)
    assert kept.coder.get_full_name() == kept.coder.username == done.pseudonym
    assert study.pseudonym(person.pk) == before
    assert (done.user, done.by) == (kept.coder, administrator)


def test_the_admins_log_keeps_words_that_only_look_alike(administrator):
    person = UserFactory(username="ann", display_name="", email="")
    kind = ContentType.objects.get_for_model(User)
    for said in ("annual report", "ann – Coder"):
        LogEntry.objects.create(
            user=administrator, content_type=kind, object_repr=said, action_flag=CHANGE, change_message="[]"
        )
    done = part(person, by=administrator)
    assert set(LogEntry.objects.values_list("object_repr", flat=True)) == {"annual report", f"{done.pseudonym} – Coder"}


def test_every_door_is_shut(client, person, administrator, reading):
    make_researcher(person)
    person.user_permissions.add(Permission.objects.first())
    client.post("/accounts/login/", {"login": "canary-user", "password": "harbour at dawn"})
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    assert client.get("/").status_code == 200
    done = part(person, by=administrator)
    assert client.get("/").status_code == 302
    assert client.post("/accounts/login/", {"login": done.pseudonym, "password": "harbour at dawn"}).status_code == 200
    gone = User.objects.get(pk=person.pk)
    assert (gone.is_active, gone.has_usable_password(), gone.groups.count(), gone.user_permissions.count()) == (
        False, False, 0, 0,
    )  # fmt: skip
    assert not Authenticator.objects.filter(user=person).exists()


def test_memberships_end_and_invitations_go(study, owner, person, administrator):
    MembershipFactory(study=study, user=person, role=Role.OWNER)
    invite(study, "coder", by=person)
    part(person, by=administrator)
    assert not Membership.objects.filter(user=person).exists()
    assert Membership.ever.get(user=person).ended_by == administrator
    assert Invitation.objects.get().state() == State.REVOKED


def test_a_studys_last_owner_needs_somebody_after_them(person, administrator):
    membership = MembershipFactory(user=person, role=Role.OWNER)
    with pytest.raises(ValidationError, match=f"{membership.study.title}.*needs an owner"):
        part(person, by=administrator)
    assert User.objects.get(pk=person.pk).username == "canary-user"
    assert Membership.objects.filter(user=person).exists()


def test_it_is_done_once_and_not_to_oneself(person, administrator):
    part(person, by=administrator)
    with pytest.raises(ValidationError, match="done before"):
        part(person, by=administrator)
    with pytest.raises(ValidationError, match="another administrator"):
        part(administrator, by=administrator)
    assert Pseudonymised.objects.count() == 1


def test_pages_show_the_pseudonym_afterwards(client, owner, study, person, administrator, reading):
    done = part(person, by=administrator)
    client.force_login(owner)
    for page in ("study", "study_people", "assign", "assign_draw", "study_invitations"):
        text = client.get(reverse(page, args=[study.slug])).text
        assert "anary" not in text
    assert done.pseudonym in client.get(reverse("study", args=[study.slug])).text
    assert done.pseudonym in client.get(reverse("study_people", args=[study.slug])).text


# -- the page ------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["owner", "reviewer", "coder", "reader", "outsider"])
def test_only_administrators_reach_it(as_, people, person, role):
    for answer in (as_(people[role]).get(address(person)), as_(people[role]).post(address(person), {"typed": "x"})):
        assert answer.status_code == 403
    assert as_(people[role]).get("/people/999999/pseudonymise/").status_code == 403


def test_strangers_sign_in_and_nobody_is_404(client, as_, person, administrator):
    assert client.get(address(person)).status_code == 302
    for pk in ("0", "9" * 30):
        assert as_(administrator).get(f"/people/{pk}/pseudonymise/").status_code == 404
    assert as_(administrator).get(address(person), {"x": "1"}).status_code == 400


@pytest.mark.parametrize("typed", ["", "canary", "CANARY-USER", "x" * 151, "a\0b"])
def test_the_user_name_has_to_be_typed(as_, person, administrator, typed):
    answer = as_(administrator).post(address(person), {"typed": typed})
    assert answer.status_code == 422
    assert User.objects.get(pk=person.pk).username == "canary-user"


def test_an_administrator_does_it(as_, study, person, administrator, reading):
    client = as_(administrator)
    page = client.get(address(person)).text
    assert "Canary Display" in page
    assert "Ferry reports" in page
    done = client.post(address(person), {"typed": "canary-user"}, follow=True)
    pseudonym = Pseudonymised.objects.get().pseudonym
    assert pseudonym in done.text
    assert "canary" not in done.text.lower()
    assert client.post(address(person), {"typed": pseudonym}).status_code == 422


def test_a_last_owner_is_refused_with_the_studys_name(as_, person, administrator):
    study = MembershipFactory(user=person, role=Role.OWNER).study
    answer = as_(administrator).post(address(person), {"typed": "canary-user"})
    assert answer.status_code == 422
    assert study.title in answer.text


def test_the_admin_leads_to_it(as_, person, administrator):
    page = as_(administrator).get(reverse("admin:accounts_user_change", args=[person.pk])).text
    assert address(person) in page
    part(person, by=administrator)
    assert address(person) not in as_(administrator).get(reverse("admin:accounts_user_change", args=[person.pk])).text
