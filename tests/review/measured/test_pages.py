"""The pages of agreement: who may see them, what stands in them, and what they refuse."""

import csv
import io
import json
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from annotator.jobs.asking import MOST_QUEUED, ask
from annotator.jobs.models import Job
from annotator.jobs.working import work_off
from annotator.review.measured.files import COLUMNS
from annotator.review.measured.models import Agreement
from annotator.studies.models import Role
from tests.factories.agreement import finish, make_world, measured, reopen
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory
from tests.jobs.chores import count

pytestmark = pytest.mark.django_db

OF_ONE = ("one", "codes", "pairs", "weeks", "articles", "confusion", "units", "csv", "json")


@pytest.fixture
def world():
    return make_world(12)


@pytest.fixture
def owner(client, world):
    client.force_login(world.owner)
    return world.owner


def address(world, name="", number=1):
    if not name:
        return reverse("agreement", args=[world.study.slug])
    numbered = [number] if name in OF_ONE else []
    return reverse(f"agreement_{name}", args=[world.study.slug, *numbered])


def page_of(client, where, **query):
    answer = client.get(where, query)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return unescape(answer.content.decode())


# -- who ------------------------------------------------------------------------


def everywhere(world):
    yield address(world)
    yield address(world, "earlier")
    for name in OF_ONE:
        yield address(world, name) + ("?question=paragraphs" if name == "units" else "")


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("reviewer", 200), ("coder", 403), ("reader", 403), (None, 404)]
)
def test_owners_and_reviewers_see_them_and_nobody_else_does(client, world, role, status):
    measured(world)
    person = UserFactory()
    if role:
        MembershipFactory(study=world.study, user=person, role=role)
    client.force_login(person)
    assert {where: client.get(where).status_code for where in everywhere(world)} == dict.fromkeys(
        everywhere(world), status
    )
    asked = client.post(address(world, "measure"), {})
    assert asked.status_code == (302 if status == 200 else status)


def test_a_coder_does_not_see_them_in_an_open_study_either(client, world):
    type(world.study).objects.update(blind=False)
    client.force_login(world.coders["ada"])
    assert client.get(address(world)).status_code == 403


def test_figures_of_another_study_are_not_found_under_this_one(client, world, owner):
    measured(world)
    other = StudyFactory()
    MembershipFactory(study=other, user=owner, role=Role.OWNER)
    assert client.get(reverse("agreement_one", args=[other.slug, 1])).status_code == 404


def test_owners_see_names_and_reviewers_pseudonyms(client, world, owner):
    measured(world)
    pseudonym = world.study.pseudonym(world.coders["ada"].pk)
    assert "Ada and Ben" in page_of(client, address(world, "pairs")) or "Ben and Ada" in page_of(
        client, address(world, "pairs")
    )
    client.force_login(world.reviewer)
    page = page_of(client, address(world, "pairs"))
    assert pseudonym in page
    assert "Ada" not in page


# -- asking ---------------------------------------------------------------------


def test_a_study_with_nothing_to_compare_says_what_is_missing(client):
    world = make_world(2, coders=("ada",))
    client.force_login(world.owner)
    page = page_of(client, address(world))
    assert "There is nothing to compare yet" in page
    assert "intervals need 10 of them" in page
    assert reverse("assign", args=[world.study.slug]) in page
    client.force_login(world.reviewer)
    assert reverse("assign", args=[world.study.slug]) not in page_of(client, address(world))


def test_it_says_how_many_articles_one_coder_has_finished(client):
    world = make_world(1, coders=("ada",))
    make_reading(study=world.study, article=world.articles[0])
    client.force_login(world.owner)
    page = page_of(client, address(world))
    assert "1 of 1 articles is given to two coders or more, and 1 of those has been finished by one of them" in page


def test_figures_are_asked_for_measured_and_shown(client, world, owner):
    assert "Measure agreement" in page_of(client, address(world))
    assert client.post(address(world, "measure"), {"seed": "5", "least_overlap": "0.1"}).status_code == 302
    page = page_of(client, address(world))
    assert "Being measured" in page
    assert "○ waiting" in page
    assert "js/job.js" in page
    work_off()
    page = page_of(client, address(world))
    assert "Figures no. 1" in page
    assert "seed 5" in page
    assert "Measure again" in page
    assert "Being measured" not in page


@pytest.mark.parametrize(
    "typed", [{"seed": "x"}, {"seed": "0"}, {"seed": "9" * 30}, {"least_overlap": "1"}, {"least_overlap": "nan"}]
)
def test_a_plan_that_makes_no_sense_comes_back_as_it_was_typed(client, world, owner, typed):
    answer = client.post(address(world, "measure"), typed)
    assert answer.status_code == 422
    assert next(iter(typed.values())) in answer.content.decode()
    assert not Job.objects.exists()


def test_a_job_that_failed_says_why_until_there_are_newer_figures(client, world, owner):
    Job.objects.create(
        kind="agreement", title="Agreement", by=owner, study_id=world.study.pk, state="failed", error="The disk burnt.",
        finished_at="2026-01-01T00:00Z",
    )  # fmt: skip
    assert "The disk burnt." in page_of(client, address(world))
    measured(world)
    assert "The disk burnt." not in page_of(client, address(world))


def test_whoever_has_too_many_jobs_waiting_is_told_so(client, world, owner):
    for _ in range(MOST_QUEUED):
        ask(count, kind="counting", title="Counting", by=owner)
    answer = client.post(address(world, "measure"), {})
    assert answer.status_code == 429
    assert "20 of your jobs are waiting" in answer.content.decode()


def test_newer_work_is_told(client, world, owner):
    measured(world)
    assert "Since these figures were measured" not in page_of(client, address(world))
    make_annotation(world.readings[0], "Repairs start", created_at=timezone.now())
    for reading in world.readings[:2]:
        finish(reading)
    assert "2 readings were finished and 1 annotation changed" in page_of(client, address(world))
    reopen(world.readings[0])
    page = page_of(client, address(world))
    assert "1 reading was finished and 1 reading does not count any more" in page


# -- figures --------------------------------------------------------------------


def test_each_figure_has_what_it_counts_and_leaves_out_beside_it(client, world, owner):
    measured(world)
    page = page_of(client, address(world, "one"))
    assert "24 paragraphs" in page
    assert "12 paragraphs: a notice" in page
    assert "in 12 articles" in page
    assert "undefined, because" in page
    assert re.search(r"0\.\d{3} to 0\.\d{3}|\d+\.\d % to \d+\.\d %", page)
    assert "no interval: every stretch is weighed" in page


def test_a_study_of_few_articles_says_why_there_is_no_interval(client):
    world = make_world(2)
    measured(world)
    client.force_login(world.owner)
    assert "no interval" in page_of(client, address(world, "one"))


@pytest.mark.parametrize("question", ["paragraphs", "sentences", "tokens", "exact", "overlap", "unitizing", "label"])
def test_every_question_has_its_cuts(client, world, owner, question):
    measured(world)
    for facet in ("claim_type", "attribution", "marking"):
        for name in ("codes", "pairs", "weeks"):
            page = page_of(client, address(world, name), question=question, facet=facet)
            assert "style=" not in page
            assert "<script>" not in page


def test_the_chart_of_codes_says_what_its_table_says(client, world, owner):
    measured(world)
    page = page_of(client, address(world, "codes"), question="label", facet="claim_type")
    dots = re.findall(r'<text class="label"[^>]*>([^<]+)</text>', page)
    assert dots == ["Event", "Quantity"]
    assert page.count('class="dot"') == 2
    assert page.count('class="interval"') == 2
    assert page.count('<th scope="row"') == 2


def test_the_chart_of_weeks_has_a_point_for_each_week(client, world, owner):
    measured(world)
    page = page_of(client, address(world, "weeks"), question="label", facet="claim_type")
    assert page.count('class="dot"') + page.count('class="cross"') == 2
    assert "2026-W02" in page


def test_confusions_are_drawn_and_tabled(client, world, owner):
    measured(world)
    page = page_of(client, address(world, "confusion"))
    assert page.count('class="square agrees"') == 1
    table = page[page.index('<table class="confusion"') :]
    assert re.search(r'<th scope="row">Event</th><td class="number agrees">12</td>', table)
    pair = next(confusion for confusion in Agreement.objects.get().report.confusions if confusion.coders).coders
    assert "Rows are what" in page_of(client, address(world, "confusion"), pair=".".join(pair))


def test_articles_are_measured_one_by_one(client, world, owner):
    measured(world)
    page = page_of(client, address(world, "articles"))
    assert page.count('<th scope="row"') == 36
    assert f"article={world.articles[0].pk}" in page


# -- units ----------------------------------------------------------------------


def links_to_units(page):
    return [unescape(one) for one in re.findall(r'href="([^"]*/units/\?[^"]+)"', page)]


def test_each_figure_opens_its_list_of_units(client, world, owner):
    measured(world)
    found = 0
    for name in ("one", "codes", "pairs", "weeks", "articles"):
        for where in links_to_units(page_of(client, address(world, name)))[:6]:
            page = page_of(client, where)
            found += page.count("<tr>") > 1
    assert found > 12


def test_units_name_their_place_and_what_each_coder_said(client, world, owner):
    measured(world)
    page = page_of(client, address(world, "units"), question="label", facet="claim_type", show="differ")
    assert page.count("✕ differ") == 5  # every second of the first ten articles
    assert "<mark>The clinic closed</mark>" in page
    reading = world.readings[2]
    paragraph = reading.article.paragraphs.all()[1]
    assert f'href="/readings/{reading.pk}/#p-{paragraph.pk}"' in page
    assert "Event" in page
    assert "1–10 of 12" in page
    last = page_of(client, address(world, "units"), question="label", facet="claim_type", show="differ", page="2")
    assert last.count("✕ differ") == 1
    assert "No such" not in last


def test_units_of_an_article_that_one_still_codes_are_kept_from_one(client, world, owner):
    measured(world)
    make_reading(study=world.study, article=world.articles[0], coder=owner)
    page = page_of(client, address(world, "units"), question="label", facet="claim_type")
    assert "1 article is not listed" in page
    assert f"/readings/{world.readings[0].pk}/" not in page
    assert f"article={world.articles[0].pk}&" not in page_of(client, address(world, "articles"))


def test_the_library_is_linked_for_those_who_may_read_it(client, world, owner):
    measured(world)
    where = f"/articles/{world.articles[0].pk}/#p2"
    assert where not in page_of(client, address(world, "units"), question="paragraphs")
    owner.is_superuser = True
    owner.save()
    assert where in page_of(client, address(world, "units"), question="paragraphs")


# -- refusals, files, queries ----------------------------------------------------


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("", {"nonsense": "1"}),
        ("earlier", {"sort": "by"}),
        ("one", {"question": "paragraphs"}),
        ("codes", {"question": "nonsense"}),
        ("codes", {"facet": "nonsense"}),
        ("codes", {"question": "\0"}),
        ("pairs", {"week": "2026-W02"}),
        ("weeks", {"facet": "mode"}),
        ("confusion", {"facet": "nonsense"}),
        ("confusion", {"pair": "a.b"}),
        ("articles", {"question": "label"}),
        ("units", {"question": "nonsense"}),
        ("units", {"facet": "claim_type"}),
        ("units", {"question": "label", "facet": "claim_type", "code": "no-such-code"}),
        ("units", {"question": "paragraphs", "week": "1999-W01"}),
        ("units", {"question": "paragraphs", "pair": "x.y.z"}),
        ("units", {"question": "paragraphs", "article": "one"}),
        ("units", {"question": "paragraphs", "show": "nonsense"}),
        ("csv", {"names": "1"}),
    ],
)
def test_what_was_not_measured_is_a_bad_request(client, world, owner, name, query):
    measured(world)
    assert client.get(address(world, name), query).status_code == 400


@pytest.mark.parametrize("number", ["0", "2", "99999999999", "99999999999999999999999"])
def test_figures_that_are_not_there_are_not_found(client, world, owner, number):
    measured(world)
    assert client.get(f"{address(world)}{number}/").status_code == 404


def test_an_article_far_out_of_range_has_no_units(client, world, owner):
    measured(world)
    page = page_of(client, address(world, "units"), question="paragraphs", article="9" * 30)
    assert "None in the study" in page


def test_the_files_hold_every_figure_under_pseudonyms(client, world, owner):
    kept = measured(world)
    answer = client.get(address(world, "csv"))
    assert f"{world.study.slug}-agreement-1.csv" in answer.headers["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(kept.report.figures)
    assert all(row["value"] or row["undefined"] for row in rows)
    assert "Ada" not in text
    said = json.loads(client.get(address(world, "json")).content)
    assert said["inputs_sha256"] == kept.sha256
    assert len(said["figures"]) == len(rows)
    assert said["plan"]["seed"] == 1


def test_the_list_of_figures_is_by_pages(client, world, owner):
    measured(world)
    measured(world)
    assert [one.number for one in client.get(address(world, "earlier")).context["page"]] == [2, 1]


@pytest.mark.parametrize("name", ["", "earlier", "one", "codes", "pairs", "weeks", "articles", "units"])
def test_pages_ask_as_often_for_much_as_for_little(client, name, django_assert_num_queries):
    small, large = make_world(2), make_world(9, coders=("ada", "ben", "cy"))
    asked = []
    for world in (small, large):
        client.force_login(world.owner)
        measured(world)
        query = {"question": "label", "facet": "claim_type"} if name == "units" else {}
        client.get(address(world, name), query)
        with django_assert_num_queries(asked[0] if asked else 40, exact=bool(asked)) as captured:
            client.get(address(world, name), query)
        asked.append(len(captured))
