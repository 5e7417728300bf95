"""A job's pages: its asker's and the study's owners'."""

import pytest
from django.urls import reverse

from annotator.jobs.doing import begin, step
from annotator.jobs.models import Job
from annotator.jobs.working import work_off
from annotator.studies.models import Role
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def test_a_jobs_page_says_how_far_it_is(client, person, counting):
    job = counting(person)
    page = client.get(reverse("job", args=[job.pk])).content.decode()
    assert "○ waiting" in page
    assert "Look again" in page
    step(begin(pk=job.pk), done=1200, total=10_000)
    page = client.get(reverse("job", args=[job.pk])).content.decode()
    assert "1,200 of 10,000" in page
    assert 'max="10000" value="1200"' in page


@pytest.mark.parametrize(("trouble", "said"), [("", "Show what came out"), ("says no", "There is nothing to count.")])
def test_it_says_what_became_of_it(client, person, counting, trouble, said):
    job = counting(person, trouble=trouble)
    work_off()
    page = client.get(reverse("job", args=[job.pk])).content.decode()
    assert said in page
    assert "Stop it" not in page


def test_the_piece_that_is_fetched_has_an_address_as_long_as_it_changes(client, person, counting):
    job = counting(person)
    address = reverse("job_state", args=[job.pk])
    assert f'data-address="{address}"' in client.get(address).content.decode()
    work_off()
    assert "data-address" not in client.get(address).content.decode()


@pytest.mark.parametrize("name", ["job", "job_state", "job_stop"])
@pytest.mark.parametrize(("role", "sees"), [("owner", True), ("reviewer", False), ("coder", False), (None, False)])
def test_a_studys_owners_see_its_jobs_and_other_people_do_not(client, person, counting, name, role, sees):
    study = StudyFactory()
    if role:
        MembershipFactory(study=study, user=person, role=role)
    job = counting(study=study)
    answer = getattr(client, "post" if name == "job_stop" else "get")(reverse(name, args=[job.pk]))
    assert (answer.status_code != 404) is sees
    assert Job.objects.visible_to(person).exists() is sees


def test_an_owner_of_another_study_sees_nothing(client, person, counting):
    MembershipFactory(study=StudyFactory(), user=person, role=Role.OWNER)
    counting()
    counting(study=StudyFactory())
    assert list(client.get(reverse("jobs")).context["page"]) == []


def test_it_is_stopped_by_a_form(client, person, counting):
    job = counting(person)
    assert client.get(reverse("job_stop", args=[job.pk])).status_code == 405
    answer = client.post(reverse("job_stop", args=[job.pk]), follow=True)
    assert "Nothing of it was stored" in answer.content.decode()
    assert "had ended before" in client.post(reverse("job_stop", args=[job.pk]), follow=True).content.decode()


@pytest.mark.parametrize("address", ["/jobs/99999999999999999999/", "/jobs/0/", "/jobs/x/"])
def test_a_job_that_is_not_there_is_not_found(client, person, address):
    assert client.get(address).status_code == 404


def test_the_list_knows_no_filter(client, person):
    assert client.get(reverse("jobs"), {"state": "done"}).status_code == 400
    assert client.get(reverse("jobs"), {"page": "nonsense"}).status_code == 200


def test_the_list_asks_as_often_for_many_as_for_few(client, person, counting, django_assert_num_queries):
    counting(person)
    client.get(reverse("jobs"))
    with django_assert_num_queries(6):
        client.get(reverse("jobs"))
    for _ in range(5):
        counting(person)
    with django_assert_num_queries(6):
        assert len(client.get(reverse("jobs")).context["page"]) == 6
