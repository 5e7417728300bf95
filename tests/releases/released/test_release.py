"""GET /studies/<slug>/releases/<number>/: the permanent page."""

from html import unescape

import pytest
from django.utils import timezone

from annotator.annotations.models import Reading
from annotator.review.agreement import Question, Statistic
from annotator.review.measured.words import number
from tests.factories.agreement import measured as measure
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory

ADDRESS = "/studies/floods/releases/1/"


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("reviewer", 200), ("reader", 200), ("coder", 403), (None, 404)]
)
def test_who_sees_results_sees_it(scene, released, client, role, status):
    released()
    client.force_login(MembershipFactory(study=scene.study, role=role).user if role else UserFactory())
    response = client.get(ADDRESS)
    assert response.status_code == status
    assert (b"Download (" in response.content) is (role in ("owner", "reviewer"))


@pytest.mark.parametrize("number", ["2", "0", "9" * 30])
def test_one_that_is_not_there_is_not_found(scene, released, client, number):
    released()
    client.force_login(scene.owner)
    assert client.get(f"/studies/floods/releases/{number}/").status_code == 404


def test_it_says_what_is_in_it_its_sums_and_how_to_cite_it(scene, released, client):
    one = released(creators=["Falk, Ada"], license="CC-BY-4.0")
    client.force_login(scene.owner)
    page = unescape(client.get(ADDRESS).content.decode())
    assert one.sha256 in page
    assert one.rows_sha256 in page
    assert f"Falk, Ada ({one.at.year}). Floods (release 1) [Data set]." in page
    assert 'cff-version: "1.2.0"' in page
    assert "up to 25 words a quote" in page
    assert f"at most {round(100 * one.about['text']['largest_share'])} % of any text" in page
    assert f"{one.size:,} bytes" in page
    assert "CC-BY-4.0" in page


def test_it_only_shows_and_knows_no_parameters(scene, released, client):
    released()
    client.force_login(scene.owner)
    assert client.post(ADDRESS).status_code == 405
    assert client.get(f"{ADDRESS}?a=1").status_code == 400


def test_readers_are_told_no_names(scene, released, client):
    released()
    client.force_login(MembershipFactory(study=scene.study, role="reader").user)
    assert scene.owner.get_full_name() not in client.get(ADDRESS).content.decode()


def test_whoever_still_reads_in_a_blind_study_waits(scene, released, client):
    released()
    person = MembershipFactory(study=scene.study, role="reviewer").user
    reading = make_reading(study=scene.study, article=scene.reading.article, coder=person)
    client.force_login(person)
    response = client.get(ADDRESS)
    assert response.status_code == 403
    assert "Finish your readings first" in response.content.decode()
    assert client.post(f"{ADDRESS}download/").status_code == 403
    Reading.objects.filter(pk=reading.pk).update(finished_at=reading.started_at)
    assert client.get(ADDRESS).status_code == 200


@pytest.fixture
def measured(scene):
    """Both have finished the article, and how far they agree was measured."""
    beside = make_reading(study=scene.study, article=scene.reading.article)
    make_annotation(beside, scene.claim.quote, claim_type=scene.claim.claim_type, attribution="unattributed")
    Reading.objects.filter(study=scene.study).update(finished_at=timezone.now())
    return measure(scene)


def test_it_says_that_nothing_was_measured(scene, released, client):
    released()
    client.force_login(scene.owner)
    assert "No figures of agreement are in this release" in client.get(ADDRESS).content.decode()


def test_it_shows_the_figures_that_are_in_it_with_what_they_count(scene, measured, released, client):
    one = released()
    assert one.about["agreement"]["measurement"] == measured.number
    assert one.about["tables"]["agreement"] == len(measured.report.figures)
    measure(scene)  # another since
    client.force_login(scene.owner)
    page = unescape(client.get(ADDRESS).content.decode())
    assert "Measurement no. 1" in page
    assert "Measurement no. 2" not in page
    assert f'href="/studies/floods/agreement/{measured.number}/"' in page
    percent = next(
        figure
        for figure in measured.report.overall()
        if figure.asked.question is Question.PARAGRAPHS and figure.statistic is Statistic.PERCENT
    )
    assert f"{percent.n:,} {percent.units}" in page
    assert f"<strong>{number(Statistic.PERCENT, percent.value)}</strong>" in page


def test_a_reader_sees_the_figures_and_no_name_and_no_door_they_may_not_take(scene, measured, released, client):
    released()
    client.force_login(MembershipFactory(study=scene.study, role="reader").user)
    page = client.get(ADDRESS).content.decode()
    assert "Do coders find the same?" in page
    assert "/agreement/" not in page
    people = {scene.owner, scene.reading.coder, *(one.coder for one in Reading.objects.filter(study=scene.study))}
    assert not [one for one in people if one.get_full_name() in page]
