"""GET /studies/<slug>/export/earlier/: what was taken out, by whom, with which filters."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.releases.models import ExportEvent
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    return StudyFactory(slug="floods")


@pytest.fixture
def ask(study, client):
    client.force_login(MembershipFactory(study=study, role="reviewer").user)
    return lambda **query: client.get(reverse("export_earlier", args=["floods"]), query)


def take(study, **fields):
    return ExportEvent.objects.create(study=study, by=UserFactory(), format="csv", names_shown=False, **fields)


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("reviewer", 200), ("coder", 403), ("reader", 403), (None, 404)]
)
def test_owners_and_reviewers_may_see_it(study, client, role, status):
    client.force_login(MembershipFactory(study=study, role=role).user if role else UserFactory())
    assert client.get(reverse("export_earlier", args=["floods"])).status_code == status


def test_strangers_are_asked_to_sign_in(study, client):
    assert client.get(reverse("export_earlier", args=["floods"])).status_code == 302


def test_it_can_only_be_looked_at(study, ask, client):
    assert ask().status_code == 200
    assert client.post(reverse("export_earlier", args=["floods"])).status_code == 405


def test_it_lists_this_studys_exports_newest_first(study, ask):
    first, second, other = take(study, filters={"coder": "C-1"}), take(study), take(StudyFactory())
    page = ask().content.decode()
    assert page.index(f"export-{second.pk}") < page.index(f"export-{first.pk}")
    assert "coder: C-1" in page
    assert f"export-{other.pk}" not in page


def test_it_is_the_same_list_as_on_the_export_page(study, ask, client):
    """The script of the export page puts this list in the place of that one."""
    take(study)
    pages = [ask(), client.get(reverse("export", args=["floods"]))]
    lists = [page.content.decode().split('<div id="earlier-exports">')[1].split("</table>")[0] for page in pages]
    assert lists[0] == lists[1]
    assert reverse("export_earlier", args=["floods"]) in pages[1].content.decode()


def test_an_empty_list_says_so(ask):
    assert "Nothing has been taken out" in ask().content.decode()


def test_long_lists_come_in_pages(study, ask):
    for _ in range(51):
        take(study)
    assert len(ask().context["page"].object_list) == 50
    assert len(ask(page=2).context["page"].object_list) == 1
    assert ask(page="9" * 30).status_code == ask(page="x\x00").status_code == 200


def test_an_unknown_parameter_is_a_bad_request(ask):
    assert ask(coder="C-1").status_code == 400


def test_the_number_of_queries_does_not_grow_with_the_list(study, ask, django_assert_num_queries):
    take(study)
    with CaptureQueriesContext(connection) as few:
        ask()
    for _ in range(12):
        take(study)
    with django_assert_num_queries(len(few)):
        ask()
