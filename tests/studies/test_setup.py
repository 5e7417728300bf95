"""Setting a study up in three steps, each of which can be left and come back to."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.studies.codebooks import DEFAULT
from annotator.studies.models import Role, Study
from annotator.studies.revise import retire_type, split_type, switch_facets
from annotator.studies.setup import Part, steps_of
from annotator.studies.start import start_study
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.studies import ClaimTypeFactory, MembershipFactory, StudyFactory, add_to_study
from tests.studies.codebook.types import BORDER, RIVER

pytestmark = pytest.mark.django_db

SMALL = """
[codebook]
name = "Harbour codes"
priority_on_doubt = ["delay"]

[[claim_type]]
code = "delay"
label = "Delay"
key = "1"
definition = "A ferry is late."
colour = { light = "#1a5490", dark = "#8dbdf0" }
pattern = "solid"
"""
STEPS = ["study_articles", "study_articles_upload", "study_codebook_choose", "study_people"]


def words(page):
    return " ".join(page.text.split())


def upload(name, text):
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


@pytest.fixture
def researcher(owner):
    owner.user_permissions.add(*Permission.objects.filter(codename__in=["add_study", "add_article"]))
    return owner


# -- what is next ------------------------------------------------------------------


def test_a_study_being_set_up_says_what_is_missing(as_, study, owner):
    page = words(as_(owner).get(reverse("study", args=["ferries"])))
    for said in ("What is next", "none yet", "NPCA-1 r1", "no coders yet; the rule needs 2", "comes last"):
        assert said in page
    assert {step.part: step.done for step in steps_of(study)} == {
        Part.ARTICLES: False, Part.CODEBOOK: True, Part.PEOPLE: False, Part.GIVE_OUT: False,
    }  # fmt: skip


def test_each_step_shows_when_it_is_done(study):
    add_to_study(study, make_article())
    for _ in range(2):
        MembershipFactory(study=study)
    steps = steps_of(study)
    assert [(step.done, step.said) for step in steps] == [
        (True, "1 article"), (True, "NPCA-1 r1"), (True, "2 coders"), (False, ""),
    ]  # fmt: skip


def test_coders_who_cannot_sign_in_are_not_counted(study):
    MembershipFactory(study=study, user__is_active=False)
    assert "no coders yet" in steps_of(study)[2].said


def test_the_overlap_sample_may_need_more_coders(study):
    Study.objects.update(coders_per_article=1, overlap_percent=10, overlap_coders=3)
    study.refresh_from_db()
    assert "needs 3" in steps_of(study)[2].said


def test_once_articles_are_given_out_there_are_no_steps(as_, study, owner):
    make_reading(study=study, started_at=None)
    assert steps_of(study) == []
    for name in ("study", *STEPS[2:]):
        page = as_(owner).get(reverse(name, args=["ferries"])).text
        assert "What is next" not in page
        assert "Continue:" not in page


@pytest.mark.parametrize("role", ["reviewer", "coder", "reader"])
def test_nobody_but_owners_is_told_the_steps(as_, people, study, role):
    assert "What is next" not in as_(people[role]).get(reverse("study", args=["ferries"])).text


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize(("role", "status"), [("reviewer", 403), ("coder", 403), ("reader", 403), ("outsider", 404)])
def test_only_owners_set_a_study_up(as_, study, people, name, role, status):
    address = reverse(name, args=["ferries"])
    assert as_(people[role]).get(address).status_code == status
    assert as_(people[role]).post(address, {"source": "standard", "username": "x"}).status_code == status


@pytest.mark.parametrize("name", STEPS)
def test_strangers_sign_in_and_unknown_parameters_are_400(as_, client, study, researcher, name):
    address = reverse(name, args=["ferries"])
    assert client.get(address).status_code == 302
    assert as_(researcher).get(address, {"nonsense": "1"}).status_code == 400


def test_the_way_through(as_, researcher):
    """Step by step: each page leads to the next one, and can be left."""
    typed = {"title": "Harbour", "coders_per_article": "1", "blind": "on"}
    page = as_(researcher).post(reverse("study_add"), typed, follow=True)
    for name, following in zip(
        ("study_articles", "study_codebook_choose", "study_people"),
        ("study_codebook_choose", "study_people", "assign_draw"),
        strict=True,
    ):
        page = as_(researcher).get(reverse(name, args=["harbour"])).text
        assert 'aria-current="step"' in page
        assert f'class="button" href="{reverse(following, args=["harbour"])}">Continue' in page
        assert "Leave it for later" in page


def test_the_steps_do_not_cost_more_with_more_in_them(as_, study, owner, django_assert_num_queries):
    address = reverse("study", args=["ferries"])
    add_to_study(study, make_article())
    client = as_(owner)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(4):
        add_to_study(study, make_article())
        MembershipFactory(study=study)
    with django_assert_num_queries(len(few)):
        client.get(address)


# -- uploading ---------------------------------------------------------------------


def test_uploaded_articles_come_into_the_library_and_the_study(as_, study, researcher):
    known = make_article("Known.", title="Known")
    add_to_study(study, known)
    first = upload("one.txt", "The ferry is late.\n\nNobody knows why.\n")
    files = [first, upload("two.txt", "It sailed on Monday.\n")]
    address = reverse("study_articles_upload", args=["ferries"])
    page = words(as_(researcher).post(address, {"uploads": files}))
    assert "2 added" in page
    assert "All that are stored are in the study now." in page
    assert study.study_articles.count() == 3
    again = [upload("one.txt", "The ferry is late.\n\nNobody knows why.\n")]
    assert "1 stored before" in words(as_(researcher).post(address, {"uploads": again}))
    assert study.study_articles.count() == 3


def test_a_script_sends_one_file_at_a_time(as_, study, researcher):
    address = reverse("study_articles_upload", args=["ferries"])
    answer = as_(researcher).post(
        address, {"uploads": upload("one.txt", "The ferry is late.\n")}, headers={"Accept": "application/json"}
    )
    assert answer.json()["results"][0]["status"] == "added"
    assert study.study_articles.count() == 1


def test_what_cannot_be_read_is_refused_with_a_sentence(as_, study, researcher):
    address = reverse("study_articles_upload", args=["ferries"])
    answer = as_(researcher).post(address, {"uploads": upload("empty.txt", "")})
    assert answer.status_code == 422
    assert "refused" in answer.text
    assert as_(researcher).post(address, {}).status_code == 422
    assert not study.study_articles.exists()


def test_an_owner_who_may_not_add_articles_is_told_so(as_, study, owner):
    answer = as_(owner).get(reverse("study_articles_upload", args=["ferries"]))
    assert answer.status_code == 403


# -- the codebook ------------------------------------------------------------------

CHOOSE = "/studies/ferries/codebook/choose/"


def test_the_standard_codebook_is_chosen(as_, study, owner):
    page = as_(owner).post(CHOOSE, {"source": "standard"}, follow=True)
    assert page.redirect_chain == [("/studies/ferries/people/", 302)]
    assert study.claim_types.count() == 12
    assert [one.number for one in study.revisions.all()] == [1, 2]
    assert study.revision.created_by == owner


def test_a_codebook_is_copied_from_another_of_my_studies(as_, study, owner):
    other = start_study(Study(title="Harbour"), by=owner)
    other.claim_types.filter(code="event").update(label="Incident")
    other.claim_types.filter(code="other").update(retired_at="2026-03-01T00:00Z")
    assert as_(owner).post(CHOOSE, {"source": "copy", "study": other.pk}).status_code == 302
    assert study.claim_types.get(code="event").label == "Incident"
    assert not study.claim_types.filter(code="other").exists()
    assert study.revision.guidance["priority_on_doubt"][0] == "causal"
    assert other.claim_types.count() == 12


def test_a_copied_codebook_keeps_its_guids_and_what_it_does_not_code(as_, study, owner):
    other = start_study(Study(title="Harbour"), by=owner)
    split_type(other, "event", into=[replace(BORDER, key="1"), RIVER], seen=1, note="x", by=owner)
    switch_facets(other, ["effect", "certainty"], seen=2, note="x", by=owner)
    assert as_(owner).post(CHOOSE, {"source": "copy", "study": other.pk}).status_code == 302
    guids = [dict(one.claim_types.filter(retired_at=None).values_list("code", "guid")) for one in (study, other)]
    assert guids[0] == guids[1]
    assert {"border", "river"} < set(guids[0])
    assert not study.claim_types.filter(code="event").exists()
    assert study.revision.guidance["facets_off"] == ["effect", "certainty"]
    assert "event" not in study.revision.guidance["priority_on_doubt"]


def test_a_codebook_that_was_changed_type_by_type_keeps_its_history(as_, study, owner):
    as_(owner).post(CHOOSE, {"source": "standard"})
    retire_type(study, "other", seen=study.revision.number, note="x", by=owner)
    assert "keeps the history" in as_(owner).get(CHOOSE).text
    assert as_(owner).post(CHOOSE, {"source": "standard"}).status_code == 422
    assert study.claim_types.filter(code="other").exists()


def test_a_codebook_is_uploaded(as_, study, owner):
    assert as_(owner).post(CHOOSE, {"source": "file", "file": upload("small.toml", SMALL)}).status_code == 302
    assert list(study.claim_types.values_list("code", flat=True)) == ["delay"]
    assert str(study.revision) == "Harbour codes r2"


def test_the_shipped_file_can_be_uploaded_as_it_is(as_, study, owner):
    sent = {"source": "file", "file": upload("default.toml", DEFAULT.read_text(encoding="utf-8"))}
    assert as_(owner).post(CHOOSE, sent).status_code == 302
    assert study.claim_types.count() == 12


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "required"),
        ({"source": "nonsense"}, "not one of the available choices"),
        ({"source": "copy"}, "Choose the study whose codebook is copied"),
        ({"source": "copy", "study": "x"}, "not one of the available choices"),
        ({"source": "copy", "study": "9" * 30}, "not one of the available choices"),
        ({"source": "copy", "study": "1\0"}, "Null characters"),
        ({"source": "file"}, "Choose the file"),
        ({"source": "file", "file": ("a.toml", "not toml = = ")}, "not valid TOML"),
        ({"source": "file", "file": ("a.toml", b"\xff\xfe")}, "not UTF-8"),
        ({"source": "file", "file": ("a.toml", "")}, "no [[claim_type]]"),
        ({"source": "file", "file": ("a.toml", b"#" * 1_000_001)}, "at most 1 MB"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_choice_that_cannot_be_is_422_and_changes_nothing(as_, study, owner, sent, said):
    sent = sent | ({"file": upload(*sent["file"])} if "file" in sent else {})
    answer = as_(owner).post(CHOOSE, sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert study.revisions.count() == 1
    assert study.claim_types.count() == 3


@pytest.mark.parametrize("role", ["reviewer", "coder", "reader", None])
def test_the_codebook_of_a_study_i_do_not_own_cannot_be_copied(as_, study, owner, role):
    other = StudyFactory()
    if role:
        MembershipFactory(study=other, user=owner, role=role)
    assert as_(owner).post(CHOOSE, {"source": "copy", "study": other.pk}).status_code == 422


def test_once_somebody_codes_the_codebook_stays(as_, study, owner):
    make_annotation(make_reading(study=study), "bridge")
    assert "Somebody has begun to code" in as_(owner).get(CHOOSE).text
    answer = as_(owner).post(CHOOSE, {"source": "standard"})
    assert answer.status_code == 422
    assert study.revisions.count() == 1


def test_a_study_whose_articles_are_only_given_out_may_still_change_it(as_, study, owner):
    make_reading(study=study, started_at=None)
    ClaimTypeFactory(study=study)
    assert as_(owner).post(CHOOSE, {"source": "standard"}).status_code == 302
    assert study.role_of(owner) == Role.OWNER
