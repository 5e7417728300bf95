"""The list of my studies, and starting one."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.studies.models import Role, Study
from annotator.studies.reveals import Reveal
from annotator.studies.start import free_slug
from tests.factories.annotations import ReadingFactory, make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

pytestmark = pytest.mark.django_db
STUDIES = "/studies/"
TYPED = {"title": "Harbour news", "description": "Two years of it.", "coders_per_article": "3", "blind": "on"}


def without_tokens(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.text)


@pytest.fixture
def researcher():
    person = UserFactory()
    person.user_permissions.add(Permission.objects.get(codename="add_study"))
    return person


def test_it_asks_strangers_to_sign_in(client):
    assert client.get(STUDIES).status_code == 302


def test_it_lists_my_studies_with_my_role_and_no_others(as_, study, owner):
    StudyFactory(title="Somebody else's")
    page = as_(owner).get(STUDIES).text
    assert "Ferry reports" in page
    assert "Owner" in page
    assert "Somebody else" not in page


def test_an_owner_sees_how_much_is_read(as_, study, owner):
    reading = make_reading(study=study, finished_at="2026-03-01T00:00Z")
    ReadingFactory(study=study, article=reading.article, coder=owner)
    page = as_(owner).get(STUDIES).text
    assert "1 article<" in page
    assert "1 of 2 readings finished" in " ".join(page.split())


def test_a_coder_sees_only_their_own_numbers(as_, study):
    mine = make_reading(study=study)
    make_reading(study=study, finished_at="2026-03-01T00:00Z")
    page = " ".join(as_(mine.coder).get(STUDIES).text.split())
    assert "0 of 1 article finished" in page
    assert "2 article" not in page


def test_a_coders_list_is_the_same_bytes_whatever_another_coder_did(as_, study):
    mine = make_reading(study=study)
    client = as_(mine.coder)
    pages = [without_tokens(client.get(STUDIES))]
    other = make_reading(study=study, article=mine.article, finished_at="2026-03-01T00:00Z")
    for quote in ("bridge", "closed", "mayor", "Repairs", "May"):
        make_annotation(other, quote)
    pages.append(without_tokens(client.get(STUDIES)))
    assert pages[0] == pages[1]


def test_somebody_without_studies_is_told_what_to_do(as_, researcher):
    person = UserFactory(username="noor")
    assert "they need your user name, noor" in as_(person).get(STUDIES).text
    assert "Start one" in as_(researcher).get(STUDIES).text


def test_an_unknown_parameter_is_400(as_, researcher):
    assert as_(researcher).get(STUDIES, {"user__password": "a"}).status_code == 400


def test_it_changes_nothing(as_, researcher):
    assert as_(researcher).post(STUDIES).status_code == 405


def test_its_queries_do_not_grow(as_, django_assert_num_queries):
    person = UserFactory()

    def another():
        one = MembershipFactory(user=person, role=Role.OWNER).study
        ReadingFactory(study=one, article=make_article(), coder=person)

    another()
    client = as_(person)
    with CaptureQueriesContext(connection) as few:
        client.get(STUDIES)
    for _ in range(5):
        another()
    with django_assert_num_queries(len(few)):
        client.get(STUDIES)


# -- starting one ---------------------------------------------------------------


def test_only_researchers_start_studies(as_, people):
    for role in ("coder", "reader", "outsider"):
        assert as_(people[role]).get(reverse("study_add")).status_code == 403
        assert as_(people[role]).post(reverse("study_add"), TYPED).status_code == 403
    assert Study.objects.count() == 1


def test_a_study_starts_blind_by_default(as_, researcher):
    page = as_(researcher).get(reverse("study_add"))
    assert page.context["form"]["blind"].value() is True
    assert page.context["form"]["mask_outlet"].value() is False


def test_starting_one_makes_me_its_owner_with_a_codebook(as_, researcher):
    answer = as_(researcher).post(reverse("study_add"), TYPED, follow=True)
    study = Study.objects.get()
    assert answer.redirect_chain == [(f"/studies/{study.slug}/articles/", 302)]
    assert (study.slug, study.blind, study.mask_outlet, study.coders_per_article) == ("harbour-news", True, False, 3)
    assert study.created_by == researcher
    assert study.role_of(researcher) == Role.OWNER
    assert study.revision.number == 1
    assert study.claim_types.count() == 12


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"title": "a\0b"},
        {"coders_per_article": "0"},
        {"coders_per_article": "21"},
        {"coders_per_article": "9" * 30},
        {"coders_per_article": "two"},
        {"description": "a\0b"},
    ],
    ids=lambda wrong: str(wrong)[:40],
)
def test_a_wrong_form_is_422_and_keeps_what_was_typed(as_, researcher, wrong):
    answer = as_(researcher).post(reverse("study_add"), TYPED | {"description": "Kept words"} | wrong)
    assert answer.status_code == 422
    assert "Kept words" in answer.text or "description" in wrong
    assert not Study.objects.exists()


def test_two_studies_may_share_a_title(as_, researcher):
    for _ in range(3):
        as_(researcher).post(reverse("study_add"), TYPED)
    assert sorted(Study.objects.values_list("slug", flat=True)) == ["harbour-news", "harbour-news-2", "harbour-news-3"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [("New", "new-2"), ("أخبار", "study"), ("!!!", "study"), ("x" * 200, "x" * 70), ("Ål & ørret", "al-rret")],
)
def test_a_slug_can_always_be_made(title, slug):
    assert free_slug(title) == slug


# -- settings ------------------------------------------------------------------


def settings_of(study):
    return reverse("study_settings", args=[study.slug])


def test_an_owner_changes_the_settings(as_, study, owner):
    answer = as_(owner).post(settings_of(study), TYPED | {"mask_outlet": "on"})
    assert answer.status_code == 302
    study.refresh_from_db()
    assert (study.title, study.slug, study.mask_outlet) == ("Harbour news", "ferries", True)


def test_wrong_settings_are_422_and_change_nothing(as_, study, owner):
    answer = as_(owner).post(settings_of(study), TYPED | {"title": "  ", "description": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in answer.text
    assert "Ferry reports" in answer.text
    study.refresh_from_db()
    assert study.description == "Who cancelled what."


def test_only_owners_reach_the_settings(as_, study, people):
    expected = {"reviewer": 403, "coder": 403, "reader": 403, "outsider": 404}
    for role, status in expected.items():
        assert as_(people[role]).get(settings_of(study)).status_code == status
        assert as_(people[role]).post(settings_of(study), TYPED).status_code == status
    study.refresh_from_db()
    assert study.title == "Ferry reports"


OPENED = {name: value for name, value in TYPED.items() if name != "blind"}


def test_blindness_is_turned_off_freely_while_nobody_has_begun(as_, study, owner):
    make_reading(study=study, started_at=None)
    assert 'name="why_open"' not in as_(owner).get(settings_of(study)).text
    assert as_(owner).post(settings_of(study), OPENED).status_code == 302
    study.refresh_from_db()
    assert (study.blind, Reveal.objects.exists()) == (False, False)


@pytest.mark.parametrize("sent", [{}, {"why_open": "x"}, {"open_sure": "on"}, {"why_open": " ", "open_sure": "on"}])
def test_once_somebody_codes_it_asks_for_a_reason_and_a_tick(as_, study, owner, sent):
    make_reading(study=study)
    assert 'name="why_open"' in as_(owner).get(settings_of(study)).text
    answer = as_(owner).post(settings_of(study), OPENED | sent)
    assert answer.status_code == 422
    study.refresh_from_db()
    assert (study.blind, Reveal.objects.exists()) == (True, False)


def test_then_it_is_logged_each_time_and_on_again_is_not(as_, study, owner):
    make_reading(study=study)
    for _ in range(2):
        sent = OPENED | {"why_open": "We code together now.", "open_sure": "on"}
        assert as_(owner).post(settings_of(study), sent).status_code == 302
        study.refresh_from_db()
        assert study.blind is False
        assert as_(owner).post(settings_of(study), TYPED).status_code == 302
    assert Reveal.objects.filter(study=study, article=None, by=owner, reason="We code together now.").count() == 2
    assert "blind coding was turned off" in as_(owner).get(reverse("reveals", args=[study.slug])).text


def test_other_settings_change_without_a_reason(as_, study, owner):
    make_reading(study=study)
    assert as_(owner).post(settings_of(study), TYPED).status_code == 302
    assert not Reveal.objects.exists()


def test_a_sample_study_says_so(as_, owner, study):
    Study.objects.update(is_sample=True)
    add_to_study(study, make_article())
    assert "Sample study" in as_(owner).get(STUDIES).text


def test_the_overlap_sample_is_set(as_, study, owner):
    sample = {"coders_per_article": "1", "overlap_percent": "20", "overlap_coders": "3", "draw_seed": "harbour"}
    assert as_(owner).post(settings_of(study), TYPED | sample).status_code == 302
    study.refresh_from_db()
    assert (study.overlap_percent, study.overlap_coders, study.seed) == (20, 3, "harbour")


def test_without_a_seed_of_its_own_the_studys_number_is_the_seed(study):
    assert study.seed == f"study {study.pk}"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"overlap_percent": "101"}, "less than or equal to 100"),
        ({"overlap_percent": "-1"}, "greater than or equal to 0"),
        ({"overlap_percent": "9" * 30}, "less than"),
        ({"overlap_coders": "1"}, "greater than or equal to 2"),
        ({"overlap_percent": "10", "overlap_coders": "3"}, "needs more coders than the other articles have"),
        ({"draw_seed": "x" * 61}, "at most 60"),
        ({"draw_seed": "a\0"}, "Null characters"),
    ],
)
def test_an_overlap_that_cannot_be_is_refused_and_kept_on_the_page(as_, study, owner, wrong, said):
    answer = as_(owner).post(settings_of(study), TYPED | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    study.refresh_from_db()
    assert study.overlap_percent == 0
