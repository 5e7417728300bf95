"""How an account comes to be."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from annotator.accounts.groups import make_researcher, researchers
from annotator.accounts.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def add(*arguments):
    said = StringIO()
    call_command("add_person", *arguments, stdout=said)
    return said.getvalue()


def test_the_password_that_is_printed_opens_the_door(client):
    said = add("mira", "--display-name", "Mira Oduya")
    password = said.split()[-1]
    assert len(password) >= 16
    assert client.login(username="mira", password=password)
    person = User.objects.get(username="mira")
    assert (person.display_name, person.is_staff, person.is_superuser) == ("Mira Oduya", False, False)


def test_two_people_get_two_passwords():
    assert add("mira").split()[-1] != add("ivo").split()[-1]


def test_a_link_sets_a_password_and_none_is_printed(client, settings):
    said = add("mira", "--link")
    link = re.search(r"http\S+", said).group()
    path = link.removeprefix(settings.SITE_URL)
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "a quiet harbour", "password2": "a quiet harbour"})
    assert client.login(username="mira", password="a quiet harbour")


def test_staff_use_the_admin(client):
    add("mira", "--staff")
    client.force_login(User.objects.get(username="mira"))
    assert client.get("/admin/").status_code == 200


def test_a_researcher_may_bring_articles_in_and_start_studies():
    add("mira", "--researcher")
    person = User.objects.get(username="mira")
    assert person.has_perms(["articles.view_article", "articles.add_article", "studies.add_study"])
    assert person.has_perms(["lineage.add_derivation", "lineage.change_derivation"])
    assert not person.has_perm("accounts.view_user")


@pytest.mark.parametrize("arguments", [["mira"], ["no spaces please"], ["ivo", "--email", "not-an-address"]])
def test_a_name_that_is_taken_or_odd_is_refused_in_a_sentence(arguments):
    UserFactory(username="mira")
    with pytest.raises(CommandError):
        add(*arguments)
    assert User.objects.count() == 1


def test_the_group_is_made_once_and_what_was_taken_away_stays_away():
    group = researchers()
    group.permissions.remove(group.permissions.get(codename="add_article"))
    person = UserFactory()
    make_researcher(person)
    make_researcher(person)
    assert researchers().pk == group.pk
    assert person.groups.count() == 1
    assert not person.has_perm("articles.add_article")
