"""GET /studies/<slug>/export/: what the filters take."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from annotator.annotations.models import Annotation
from annotator.releases.models import ExportEvent
from annotator.releases.row import COLUMNS
from annotator.review.models import Case, Flag
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import OutletFactory, make_article
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory


@pytest.fixture
def ask(scene, client):
    """Ask for the page as the owner, with filters."""
    client.force_login(scene.owner)

    def get(**filters):
        return client.get(reverse("export", args=["floods"]), filters)

    return get


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("reviewer", 200), ("coder", 403), ("reader", 403), (None, 404)]
)
def test_owners_and_reviewers_may_see_it(scene, client, role, status):
    person = MembershipFactory(study=scene.study, role=role).user if role else UserFactory()
    client.force_login(person)
    assert client.get(reverse("export", args=["floods"])).status_code == status


def test_an_owner_of_another_study_sees_nothing(scene, client):
    client.force_login(MembershipFactory(study=StudyFactory(), role="owner").user)
    assert client.get(reverse("export", args=["floods"])).status_code == 404


def test_strangers_are_asked_to_sign_in(scene, client):
    assert client.get(reverse("export", args=["floods"])).status_code == 302


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_can_only_be_looked_at(scene, client, method):
    client.force_login(scene.owner)
    assert getattr(client, method)(reverse("export", args=["floods"])).status_code == 405


def test_looking_writes_nothing(ask, scene):
    make_annotation(scene.reading, "“the dam”", **INSERTION)
    before = (Case.objects.count(), Flag.objects.count())
    assert ask().status_code == 200
    assert (Case.objects.count(), Flag.objects.count()) == before
    assert not ExportEvent.objects.exists()


def test_it_counts_what_is_in_and_what_is_not_ready(ask, scene):
    make_annotation(scene.reading, "“the dam”", **INSERTION)
    summary = ask().context["summary"]
    assert (summary.annotations, summary.of, summary.articles, summary.coders) == (3, 3, 1, 1)
    assert (summary.insertions, summary.undecided) == (2, 1)
    assert (summary.readings, summary.unfinished) == (1, 1)
    said = ask().content.decode()
    assert "1 of 1 reading is not finished" in said
    assert "1 of the flagged insertions has no decision yet" in said


def test_it_shows_the_first_five_rows_as_the_file_has_them(ask, scene):
    for quote in ["Family", "ferry", "late", "late"[:3]]:
        make_annotation(scene.reading, quote)
    preview = ask().context["preview"]
    assert len(preview.rows) == 5
    assert preview.rows[0][[column.name for column in preview.shown].index("quote")] == "Family"
    assert scene.study.pseudonym(scene.coder.pk) in ask().content.decode()
    assert scene.coder.get_full_name() not in ask().content.decode()


def test_it_explains_every_column_of_the_file(ask):
    said = " ".join(ask().content.decode().split())
    for column in COLUMNS:
        label, description = escape(column.label), escape(column.description)
        assert f"<dt>{column.name}</dt> <dd><strong>{label}</strong>: {description}" in said


def test_the_first_rows_have_the_screens_words_beside_the_files(ask):
    said = ask().content.decode()
    assert "Stance of the cue" in said
    assert "Attribution <code>attribution_status</code></th>" in said


def test_markup_in_a_text_is_shown_as_text(ask, scene):
    reading = make_reading("He wrote <script>alert(1)</script> there.", study=scene.study)
    make_annotation(reading, "<script>alert(1)</script>")
    said = ask().content.decode()
    assert "<script>alert" not in said
    assert "&lt;script&gt;alert" in said


@pytest.mark.django_db
def test_an_empty_study_says_so(client):
    study = StudyFactory()
    client.force_login(MembershipFactory(study=study, role="owner").user)
    said = client.get(reverse("export", args=[study.slug])).content.decode()
    assert "Nobody has annotated anything" in said
    assert "Nothing has been taken out" in said


def test_filters_that_take_nothing_offer_a_way_back(ask):
    said = ask(created_to="1999-01-01").content.decode()
    assert "Nothing passes these filters" in said


def test_only_owners_are_offered_names(ask, scene, client):
    assert b'name="names"' in ask().content
    client.force_login(MembershipFactory(study=scene.study, role="reviewer").user)
    assert b'name="names"' not in client.get(reverse("export", args=["floods"])).content


def test_earlier_exports_are_listed(ask, scene):
    ExportEvent.objects.create(
        study=scene.study, by=scene.owner, format="csv", filters={"coder": "C-1"}, names_shown=True
    )
    said = ask().content.decode()
    assert "coder: C-1" in said
    assert scene.owner.get_full_name() in said


@pytest.fixture
def crowd(scene):
    """A second coder, article, outlet, month and state for each filter to leave out."""
    article = make_article("The mayor said so.", outlet=OutletFactory(name="Ledger"))
    reading = make_reading(study=scene.study, article=article, finished_at=datetime(2026, 5, 1, tzinfo=UTC))
    scene.other = make_annotation(
        reading,
        "said",
        claim_type=scene.study.claim_types.get(code="quantity"),
        attribution="inherited",
        created_at=datetime(2026, 4, 30, 23, 59, 59, tzinfo=UTC),
    )
    scene.open_flag = make_annotation(reading, "mayor", **INSERTION)
    scene.gone = make_annotation(reading, "The")
    Annotation.objects.filter(pk=scene.gone.pk).end(by=reading.coder, how="withdrawn")
    return scene


def takes(response):
    return {str(one.pk) for one in response.context["filter"].annotations}


@pytest.mark.parametrize(
    ("filters", "taken"),
    [
        (lambda s: {}, ["claim", "flag", "other", "open_flag"]),
        (lambda s: {"ended": "with"}, ["claim", "flag", "other", "open_flag", "gone"]),
        (lambda s: {"article": s.other.reading.article_id}, ["other", "open_flag"]),
        (lambda s: {"outlet": s.other.reading.article.outlet_id}, ["other", "open_flag"]),
        (lambda s: {"coder": s.study.pseudonym(s.coder.pk)}, ["claim", "flag"]),
        (lambda s: {"claim_type": "event"}, ["claim"]),
        (lambda s: {"attribution": "inherited"}, ["other"]),
        (lambda s: {"insertion": "yes"}, ["flag", "open_flag"]),
        (lambda s: {"insertion": "no"}, ["claim", "other"]),
        (lambda s: {"verdict": "confirmed-absent-in-original"}, ["flag"]),
        (lambda s: {"verdict": "not-an-insertion"}, []),
        (lambda s: {"verdict": "undecided"}, ["open_flag"]),
        (lambda s: {"finished": "yes"}, ["other", "open_flag"]),
        (lambda s: {"finished": "no"}, ["claim", "flag"]),
        (lambda s: {"created_to": "2026-04-30"}, ["other"]),
        (lambda s: {"created_from": "2026-05-01"}, ["claim", "flag", "open_flag"]),
        (lambda s: {"insertion": "yes", "finished": "yes"}, ["open_flag"]),
        (lambda s: {"article": "", "coder": ""}, ["claim", "flag", "other", "open_flag"]),
    ],
    ids=lambda value: "-".join(value) or "none" if isinstance(value, list) else "",
)
def test_a_filter_takes_what_it_says(crowd, ask, filters, taken):
    assert takes(ask(**filters(crowd))) == {str(getattr(crowd, name).pk) for name in taken}


def test_an_unknown_filter_is_a_bad_request(ask):
    assert ask(colour="red").status_code == 400
    assert ask(names="1").status_code == 400


@pytest.mark.parametrize(
    "filters",
    [
        {"article": "99999999999999999999"},
        {"article": "x"},
        {"outlet": "\x00"},
        {"outlet": "-1"},
        {"coder": "C-nobody"},
        {"claim_type": "nothing"},
        {"verdict": "guilty\x00"},
        {"created_from": "yesterday"},
        {"created_to": "9999-99-99"},
        {"insertion": "maybe"},
        {"ended": "🌉" * 500},
    ],
    ids=str,
)
def test_a_value_that_does_not_exist_is_said_and_takes_nothing(ask, filters):
    response = ask(**filters)
    assert response.status_code == 422
    assert takes(response) == set()
    assert response.context["summary"].annotations == 0
    assert "errorlist" in response.content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_at_the_end_of_the_calendar_are_taken(ask, day):
    assert ask(created_from=day).status_code == 200
    assert ask(created_to=day).status_code == 200


def test_its_question_count_does_not_grow(ask, scene, django_assert_num_queries):
    for _ in range(3):
        make_annotation(make_reading(study=scene.study), "bridge", **INSERTION)
    with CaptureQueriesContext(connection) as few:
        ask()
    for _ in range(12):
        make_annotation(make_reading(study=scene.study), "bridge", **INSERTION)
        ExportEvent.objects.create(study=scene.study, by=UserFactory(), format="csv", names_shown=False)
    with django_assert_num_queries(len(few)):
        ask()
