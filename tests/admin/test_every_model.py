"""The admin shows every model, lets nobody rewrite what is final, and does not slow down as rows come in."""

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.accounts.models import User
from annotator.annotations.models import Annotation
from articles.final import FinalModel
from tests.admin.everything import make_everything, our_models
from tests.factories.annotations import make_reading
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

MODELS = our_models()
FINAL = [model for model in MODELS if issubclass(model, FinalModel) or model is Annotation]


def named(model):
    return model._meta.label


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def administrator(client):
    person = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


def test_every_model_of_ours_is_there():
    assert [named(model) for model in MODELS if not admin.site.is_registered(model)] == []


def test_everything_has_a_row_of_each_model():
    make_everything()
    assert [named(model) for model in MODELS if not model._default_manager.exists()] == []


def test_each_list_each_search_and_one_row_open(client, administrator):
    make_everything()
    closed = {}
    for model in MODELS:
        row = model._default_manager.first()
        asked = [
            (address(model, "changelist"), {}),
            (address(model, "changelist"), {"q": "good"}),
            (address(model, "change", row.pk), {}),
        ]
        for where, query in asked:
            status = client.get(where, query).status_code
            if status != 200:
                closed[where] = status
    assert closed == {}


def test_a_final_row_is_not_added_changed_or_removed(client, administrator):
    make_everything()
    for model in FINAL:
        row = model._default_manager.first()
        before = model._default_manager.values().get(pk=row.pk)
        for page, args in [("add", []), ("change", [row.pk]), ("delete", [row.pk])]:
            answer = client.post(address(model, page, *args), {"post": "yes", "note": "another"})
            assert answer.status_code == 403, (named(model), page)
        bulk = {"action": "delete_selected", "_selected_action": [str(row.pk)], "post": "yes"}
        client.post(address(model, "changelist"), bulk)
        assert model._default_manager.values().get(pk=row.pk) == before, named(model)


def test_no_list_asks_more_when_it_is_longer(client, administrator):
    def queries(model):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(model, "changelist")).status_code == 200
        return len(captured)

    make_everything()
    make_everything()
    for model in MODELS:  # what is asked once and then kept
        queries(model)
    few = {named(model): queries(model) for model in MODELS}
    make_everything()
    make_everything()
    assert {named(model): queries(model) for model in MODELS} == few


@pytest.mark.parametrize("worked", [True, False])
def test_nobody_can_be_removed(client, administrator, worked):
    person = make_reading().coder if worked else UserFactory()
    assert client.post(reverse("admin:accounts_user_delete", args=[person.pk]), {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [str(person.pk)], "post": "yes"}
    client.post(reverse("admin:accounts_user_changelist"), bulk)
    person.refresh_from_db()


def test_a_person_is_protected_by_every_row_of_ours():
    """Django's own rows about a person (sessions, passkeys, the admin's log) may go with an account; ours may not."""
    unprotected = [
        f"{named(model)}.{field.name}"
        for model in MODELS
        for field in model._meta.get_fields()
        if field.many_to_one or field.one_to_one
        if field.concrete and field.related_model is User and field.remote_field.on_delete is not models.PROTECT
    ]
    assert unprotected == []


def test_an_account_is_closed_by_switching_active_off(client, administrator):
    reading = make_reading()
    other = type(client)()
    other.force_login(reading.coder)
    assert other.get("/").status_code == 200
    User.objects.filter(pk=reading.coder.pk).update(is_active=False)
    assert other.get("/").status_code == 302
    assert reading.study.readings.get().coder == reading.coder


def test_the_key_behind_the_pseudonyms_is_not_shown(client, administrator):
    study = make_everything()
    page = client.get(reverse("admin:studies_study_change", args=[study.pk])).content.decode()
    assert study.pseudonym_key not in page


def test_a_second_factor_is_shown_without_its_secret(client, administrator):
    from allauth.mfa.models import Authenticator

    factor = Authenticator.objects.create(user=administrator, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    page = client.get(reverse("admin:mfa_authenticator_change", args=[factor.pk])).content.decode()
    assert "JBSWY3DPEHPK3PXP" not in page


def test_only_staff_come_in(client):
    assert client.get(reverse("admin:index")).status_code == 302
    client.force_login(UserFactory())
    assert client.get(reverse("admin:index"), follow=True).status_code in (403, 404)


def test_the_admin_has_no_door_of_its_own(client):
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


@pytest.mark.parametrize("pk", ["99999999999999999999", "0", "x", "%00"])
def test_an_id_that_is_none_is_not_a_fault_of_ours(client, administrator, pk):
    answer = client.get(f"/admin/articles/article/{pk}/change/")
    assert answer.status_code in (302, 404)
