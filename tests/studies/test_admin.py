"""Studies in the admin are looked at and put right; they are started on the site."""

import pytest
from django.urls import reverse

from annotator.studies.models import Study
from tests.factories.people import UserFactory
from tests.factories.studies import StudyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_a_study_without_a_codebook_cannot_be_added(administrator):
    address = reverse("admin:studies_study_add")
    for answer in (
        administrator.get(address),
        administrator.post(address, {"title": "Bare", "slug": "bare", "blind": "on"}),
    ):
        assert answer.status_code == 403
        assert "started on the site, under Studies" in answer.content.decode()
    assert not Study.objects.exists()


def test_the_list_says_where_a_study_is_started(administrator):
    page = administrator.get(reverse("admin:studies_study_changelist")).content.decode()
    assert "started on the site, under Studies" in page
    assert reverse("admin:studies_study_add") not in page


def test_a_study_that_is_there_is_still_put_right(administrator):
    study = StudyFactory(title="Brigdes")
    address = reverse("admin:studies_study_change", args=[study.pk])
    form = administrator.get(address).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None and value is not False}
    assert administrator.post(address, {**data, "title": "Bridges"}).status_code == 302
    study.refresh_from_db()
    assert study.title == "Bridges"
