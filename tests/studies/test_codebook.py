"""A study's codebook: its rows, its first revision, and the two pages that show it."""

import pytest
from django.urls import reverse

from annotator.studies.codebook import content_of, start_codebook
from annotator.studies.codebooks import parse
from annotator.studies.models import ClaimType, CodebookRevision, Study
from tests.factories.people import UserFactory
from tests.factories.studies import ClaimTypeFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh():
    """A study with the shipped codebook."""
    study = Study.objects.create(title="Bridges", slug="bridges")
    start_codebook(study, by=UserFactory())
    return study


def css(study, number=1):
    return reverse("study_codebook_css", args=[study.slug, number])


def test_it_makes_the_rows_and_revision_one(fresh):
    revision = fresh.revision
    assert (revision.number, revision.codebook) == (1, "NPCA-1")
    assert revision.note == "Started from NPCA-1 1."
    assert [one["id"] for one in revision.content] == list(fresh.claim_types.values_list("pk", flat=True))
    assert revision.content == content_of(fresh)
    assert revision.content[0] == {
        "id": fresh.claim_types.get(code="event").pk,
        "code": "event",
        "label": "Event",
        "key": "1",
        "definition": "A claim that something happened or is happening at a time and a place.",
        "example": "militants damaged the station",
        "not_when": "Only a number is given (quantity), or a lasting condition is described (state).",
        "colour_light": "#0859ac",
        "colour_dark": "#83b9fe",
        "pattern": "solid",
        "note_required": False,
        "retired": False,
        "guid": str(fresh.claim_types.get(code="event").guid),
        "replaced_by": [],
    }
    assert revision.guidance["priority_on_doubt"][:2] == ["causal", "relation"]


def test_every_row_it_makes_is_valid(fresh):
    for one in fresh.claim_types.all():
        one.full_clean()


def test_a_second_start_is_refused_and_leaves_nothing(fresh):
    from django.db import IntegrityError, transaction

    other = parse(
        '[codebook]\nname = "X"\n[[claim_type]]\ncode = "new"\nlabel = "New"\nkey = "shift+9"\ndefinition = "D"\n'
        'colour = { light = "#000000", dark = "#ffffff" }\npattern = "solid"\n'
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        start_codebook(fresh, by=None, content=other)
    assert fresh.revisions.count() == 1
    assert not fresh.claim_types.filter(code="new").exists()


@pytest.mark.parametrize(("field", "value"), [("colour_light", "#fff}a{"), ("colour_dark", "red"), ("pattern", "x")])
def test_the_model_refuses_what_is_no_colour_or_pattern(fresh, field, value):
    from django.core.exceptions import ValidationError

    one = fresh.claim_types.first()
    setattr(one, field, value)
    with pytest.raises(ValidationError) as refused:
        one.full_clean()
    assert field in refused.value.message_dict


@pytest.mark.parametrize("role", ["owner", "reviewer", "coder", "reader"])
def test_every_member_reads_the_codebook(people, as_, study, role):
    client = as_(people[role])
    page = client.get(reverse("study_codebook", args=[study.slug]))
    assert page.status_code == 200
    assert "Event" in page.text
    assert "A claim of this kind." in page.text
    assert client.get(css(study)).status_code == 200


def test_an_outsider_does_not(people, as_, study):
    client = as_(people["outsider"])
    assert client.get(reverse("study_codebook", args=[study.slug])).status_code == 404
    assert client.get(css(study)).status_code == 404


def test_nobody_reads_it_signed_out(client, study):
    assert client.get(css(study)).status_code == 302


def test_the_page_shows_definition_example_not_when_key_and_order_for_doubt(as_, fresh):
    page = as_(MembershipFactory(study=fresh).user).get(reverse("study_codebook", args=[fresh.slug])).text
    for words in (
        "NPCA-1, revision 1",
        "The smallest span that can be true or false on its own",
        "A claim that X caused, enabled, prevented or correlates with Y.",
        "“strikes led to the collapse of talks”",
        "One thing is only said to follow another in time",
        "<kbd>shift+1</kbd>",
        "asks for a note",
        "When two types fit",
        "Inside a quotation",
    ):
        assert words in page
    assert page.index("<li>Causal</li>") < page.index("<li>Relation</li>") < page.index("<li>Other</li>")
    assert css(fresh) in page
    assert "style=" not in page


def test_a_retired_type_leaves_the_page_but_not_the_next_revision(as_, fresh):
    from django.utils import timezone

    ClaimType.objects.filter(study=fresh, code="intent").update(retired_at=timezone.now())
    page = as_(MembershipFactory(study=fresh).user).get(reverse("study_codebook", args=[fresh.slug])).text
    assert "type-intent" not in page
    assert [one["retired"] for one in content_of(fresh) if one["code"] == "intent"] == [True]


def test_the_stylesheet_is_css_and_may_be_kept(as_, fresh):
    client = as_(MembershipFactory(study=fresh).user)
    answer = client.get(css(fresh))
    event = fresh.claim_types.get(code="event")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert not answer.headers["ETag"].startswith("W/")
    assert (
        f".c{event.pk} {{ --code: light-dark(#0859ac, #83b9fe); --code-line: solid; --code-thick: 2px; }}"
        in answer.text
    )
    again = client.get(css(fresh), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(css(fresh)).status_code == 200
    assert client.post(css(fresh)).status_code == 405


def test_the_stylesheet_says_what_the_revision_said_whatever_the_rows_say_now(as_, fresh):
    client = as_(MembershipFactory(study=fresh).user)
    before = client.get(css(fresh)).content
    ClaimType.objects.filter(study=fresh).update(colour_light="#ff00ff")
    assert client.get(css(fresh)).content == before


def test_no_stored_value_can_break_out_of_the_stylesheet(as_, study):
    attack = "#fff;}*{background:url(//e.example)}"
    content = [{"id": 1, "colour_light": attack, "colour_dark": "#000000", "pattern": attack}]
    CodebookRevision.objects.create(study=study, number=2, content=content)
    sheet = as_(MembershipFactory(study=study).user).get(css(study, 2)).text
    assert sheet == ".c1 { --code: currentColor; --code-line: solid; --code-thick: 2px; }\n"


@pytest.mark.parametrize("number", ["0", "99", "9" * 20, "9" * 5000])
def test_a_revision_that_is_not_there_is_404(as_, study, number):
    client = as_(MembershipFactory(study=study).user)
    assert client.get(f"/studies/{study.slug}/codebook-r{number}.css").status_code == 404


def test_markup_in_a_codebook_stays_text(as_, study):
    ClaimTypeFactory(study=study, label="<b>bold</b>", definition="<script>alert(1)</script>", key="")
    page = as_(MembershipFactory(study=study).user).get(reverse("study_codebook", args=[study.slug])).text
    assert "<script>alert" not in page
    assert "&lt;b&gt;bold" in page


def test_a_study_without_any_type_still_has_a_page(as_, study):
    ClaimType.objects.filter(study=study).delete()
    page = as_(MembershipFactory(study=study).user).get(reverse("study_codebook", args=[study.slug]))
    assert "no claim types" in page.text


def test_its_queries_do_not_grow(as_, study, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_(MembershipFactory(study=study).user)
    address = reverse("study_codebook", args=[study.slug])
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for n in range(9):
        ClaimTypeFactory(study=study, position=10 + n, code=f"more-{n}")
    with django_assert_num_queries(len(few)):
        client.get(address)
