"""The pages on which an owner changes the codebook: who may, what is refused and how, and what is told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.studies.codebook import start_codebook
from annotator.studies.codebook_forms import TypeForm
from annotator.studies.codebook_history import facets_off
from annotator.studies.models import Role, Study
from annotator.studies.revise import add_type, retire_type
from annotator.studies.revising import as_it_stands
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.studies import MembershipFactory
from tests.studies.codebook.types import BORDER

pytestmark = pytest.mark.django_db
BORDER_FORM = {
    "label": "Border", "code": "", "key": "shift+4", "definition": "A claim about a border.", "example": "",
    "not_when": "", "colour_light": "#6028bd", "colour_dark": "#a37de3", "pattern": "wavy",
}  # fmt: skip


def typed(study, **fields):
    return {"seen": study.revision.number, "note": "After the pilot.", **fields}


def page(name, study, code=""):
    return reverse(name, args=[study.slug, *([study.claim_types.get(code=code).pk] if code else [])])


def every_page(study):
    named = ("codebook_add", "codebook_merge", "codebook_order", "codebook_facets", "codebook_import")
    of_a_type = ("codebook_edit", "codebook_split", "codebook_retire", "codebook_restore")
    return [page(name, study) for name in named] + [page(name, study, "event") for name in of_a_type]


def order_of(study, **places):
    codes = [one.code for one in as_it_stands(study, study.revision).active]
    return {f"place-{code}": number for number, code in enumerate(codes, 1)} | places


@pytest.mark.parametrize(("role", "status"), [("reviewer", 403), ("coder", 403), ("reader", 403), ("outsider", 404)])
def test_only_owners_change_the_codebook(as_, study, people, role, status):
    client = as_(people[role])
    for address in every_page(study):
        assert client.get(address).status_code == status
        answer = client.post(address, typed(study, **BORDER_FORM, into="state", merged=["event"], on=["insertion"]))
        assert answer.status_code == status
        if status == 403:
            assert "Only an owner of this study can do this." in answer.text
    assert study.revisions.count() == 1


def test_every_page_shows_an_owner_its_form(owning, study):
    for address in every_page(study):
        answer = owning.get(address)
        assert answer.status_code == 200
        assert "style=" not in answer.text
        assert owning.get(f"{address}?nonsense=1").status_code == 400


def test_an_owner_adds_a_type_and_is_told_how_it_reads(owning, study):
    answer = owning.post(page("codebook_add", study), typed(study, **BORDER_FORM), follow=True)
    one = study.claim_types.get(code="border")
    assert (one.key, one.pattern, one.note_required) == ("shift+4", "wavy", False)
    assert "“Border” is added. This is revision 2 of the codebook." in answer.text
    assert "“Border”: Text contrast 7." in answer.text
    assert "look alike to people with" in answer.text


def test_what_the_form_offers_first_is_taken(owning, study):
    form = TypeForm(codebook=as_it_stands(study, study.revision))
    offered = {name: form.initial[name] for name in ("key", "colour_light", "colour_dark", "pattern")}
    answer = owning.post(page("codebook_add", study), typed(study, **{**BORDER_FORM, **offered}))
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"label": ""}, "This field is required"),
        ({"label": "x" * 61}, "at most 60 characters"),
        ({"label": "a\0b"}, "Null characters are not allowed"),
        ({"label": "Event", "code": "happening"}, "Another claim type has this name"),
        ({"label": "障", "code": ""}, "Write small letters, digits and hyphens"),
        ({"code": "A b"}, "Write small letters, digits and hyphens"),
        ({"code": "event"}, "“Event” has this code."),
        ({"key": "1"}, "Select a valid choice"),
        ({"key": "q"}, "Select a valid choice"),
        ({"colour_light": "#ffff00"}, "#ffff00 has a contrast of 1.0"),
        ({"colour_dark": "red"}, "Write the colour as #rrggbb"),
        ({"colour_light": "#0859ac", "pattern": "solid"}, "“Event” has the same underline"),
        ({"pattern": "wiggly"}, "Select a valid choice"),
        ({"definition": "x" * 4001}, "at most 4000 characters"),
        ({"note": ""}, "This field is required"),
        ({"seen": ""}, "This field is required"),
        ({"seen": "9" * 30}, "less than or equal to"),
        ({"seen": "x"}, "Enter a whole number"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_wrong_form_is_422_and_keeps_what_was_typed(owning, study, changes, said):
    answer = owning.post(page("codebook_add", study), typed(study, **BORDER_FORM) | changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert "A claim about a border." in answer.text or "definition" in changes
    assert study.revisions.count() == 1


def test_somebody_elses_revision_meanwhile_is_409_and_the_same_form_can_be_sent_again(owning, study, owner):
    form = typed(study, **BORDER_FORM)
    retire_type(study, "unclear", seen=1, note="Nobody used it.", by=owner)
    answer = owning.post(page("codebook_add", study), form)
    assert answer.status_code == 409
    for words in ("Revision 2", "Nobody used it.", "“Unclear” was retired.", "What you typed is still here"):
        assert words in answer.text
    assert "A claim about a border." in answer.text
    assert '<input type="hidden" name="seen" value="2"' in answer.text
    assert owning.post(page("codebook_add", study), {**form, "seen": 2}).status_code == 302
    assert study.revision.number == 3


@pytest.mark.parametrize("name", ["codebook_merge", "codebook_order", "codebook_facets"])
def test_every_form_notices_what_came_meanwhile(owning, study, name):
    form = typed(
        study, merged=["state"], into="event", on=["claim_type", "note"], **order_of(study, **{"place-event": 9})
    )
    add_type(study, BORDER, seen=1, note="x", by=None)
    form |= {"place-border": 20}
    assert owning.post(page(name, study), form).status_code == 409
    assert study.revisions.count() == 2


def test_an_owner_renames_a_type(owning, study):
    form = {**BORDER_FORM, "label": "Happening", "key": "1", "note_required": "on", "example": "a\r\nb"}
    answer = owning.post(page("codebook_edit", study, "event"), typed(study, **form), follow=True)
    one = study.claim_types.get(code="event")
    assert (one.label, one.note_required, one.example) == ("Happening", True, "a\nb")
    assert "“Happening” is changed." in answer.text
    assert 'name="code"' not in owning.get(page("codebook_edit", study, "event")).text


def test_saving_a_type_as_it_was_is_no_revision(owning, study):
    form = owning.get(page("codebook_edit", study, "event")).context["form"]
    answer = owning.post(page("codebook_edit", study, "event"), typed(study, **form.initial) | {"note_required": ""})
    assert answer.status_code == 422
    assert "there is nothing to change" in answer.text


def test_an_owner_retires_a_type_and_brings_it_back(owning, study):
    assert "Nobody can code with it any more" in owning.get(page("codebook_retire", study, "event")).text
    owning.post(page("codebook_retire", study, "event"), typed(study))
    listed = owning.get(page("study_codebook", study)).text
    assert 'id="retired-event"' in listed
    assert owning.post(page("codebook_retire", study, "event"), typed(study)).status_code == 422
    owning.post(page("codebook_restore", study, "event"), typed(study, key="shift+7"))
    assert study.claim_types.get(code="event").key == "shift+7"
    assert owning.post(page("codebook_restore", study, "event"), typed(study, key="shift+8")).status_code == 422


def test_an_owner_merges_types(owning, study):
    form = typed(study, merged=["state", "quantity"], into="event")
    answer = owning.post(page("codebook_merge", study), form, follow=True)
    assert "Merged “State” and “Quantity”." in answer.text
    assert "goes on as Event" in answer.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"into": "event"}, "Tick at least one claim type"),
        ({"merged": ["event"], "into": "event"}, "cannot be merged into itself"),
        ({"merged": ["nothing"], "into": "event"}, "Select a valid choice"),
        ({"merged": ["event"], "into": ""}, "This field is required"),
    ],
)
def test_a_merge_that_makes_no_sense_is_422(owning, study, form, said):
    answer = owning.post(page("codebook_merge", study), typed(study, **form))
    assert answer.status_code == 422
    assert said in answer.text


def part(at, **fields):
    return {f"part-{at}-{name}": value for name, value in {**BORDER_FORM, **fields}.items()}


def test_an_owner_splits_a_type_into_three(owning, study):
    address = page("codebook_split", study, "event")
    assert owning.get(f"{address}?parts=3").text.count("New claim type") == 3
    looks = [{name: form.initial[name] for name in ("key", "colour_light", "colour_dark", "pattern")}
             for form in owning.get(f"{address}?parts=3").context["parts"]]  # fmt: skip
    assert looks[0]["key"] == "1"
    assert len({look["key"] for look in looks}) == 3
    form = typed(study)
    for at, look in enumerate(looks):
        form |= part(at, label=f"Part {at}", **look)
    answer = owning.post(f"{address}?parts=3", form, follow=True)
    assert "“Event” is split." in answer.text
    assert "goes on as Part 0, Part 1, Part 2" in answer.text


@pytest.mark.parametrize("parts", ["1", "99", "x", "-3", "9" * 30])
def test_a_type_is_split_into_two_to_six(owning, study, parts):
    shown = owning.get(page("codebook_split", study, "event") + f"?parts={parts}")
    assert shown.status_code == 200
    assert 2 <= len(shown.context["parts"]) <= 6


def test_two_parts_with_one_key_are_422(owning, study):
    form = typed(study) | part(0, key="1") | part(1, label="River", key="1", pattern="dotted")
    answer = owning.post(page("codebook_split", study, "event"), form)
    assert answer.status_code == 422
    assert "The key 1 picks" in answer.text
    assert study.revisions.count() == 1


def test_an_owner_changes_the_order(owning, study):
    form = typed(study, **order_of(study, **{"place-event": 50, "doubt-event": 1, "doubt-other": 2}))
    owning.post(page("codebook_order", study), form)
    assert [one.code for one in as_it_stands(study, study.revision).active][-1] == "event"
    assert study.revision.guidance["priority_on_doubt"] == ["event", "other"]


def test_an_order_without_numbers_is_422(owning, study):
    assert owning.post(page("codebook_order", study), typed(study)).status_code == 422
    wrong = order_of(study, **{"place-event": "first", "doubt-event": "9" * 30})
    assert owning.post(page("codebook_order", study), typed(study, **wrong)).status_code == 422


def test_an_owner_switches_facets_off(owning, study):
    on = ["claim_type", "insertion", "function", "note", "certainty"]
    answer = owning.post(page("codebook_facets", study), typed(study, on=on), follow=True)
    assert {"attribution", "stance", "effect", "host"} <= facets_off(study.revision)
    assert "Not coded in this study:" in answer.text
    assert "Distancing" not in answer.text


@pytest.mark.parametrize(
    ("on", "said"),
    [([], "or nothing could be coded"), (["claim_type"], "asks for a note"), (["verdict"], "valid choice")],
)
def test_a_study_that_could_code_nothing_is_422(owning, study, on, said):
    answer = owning.post(page("codebook_facets", study), typed(study, on=on))
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize("pk", ["0", "9" * 20, "9" * 5000])
def test_a_type_that_is_not_there_is_404(owning, study, pk):
    for verb in ("edit", "split", "retire", "restore"):
        address = f"/studies/{study.slug}/codebook/types/{pk}/{verb}/"
        assert owning.get(address).status_code == 404
        assert owning.post(address, typed(study)).status_code == 404


def test_a_type_of_another_study_cannot_be_reached_through_this_one(owning, study):
    other = Study.objects.create(title="Other", slug="other")
    start_codebook(other, by=None)
    pk = other.claim_types.first().pk
    assert owning.post(f"/studies/{study.slug}/codebook/types/{pk}/retire/", typed(study)).status_code == 404


# -- how often a type was used -------------------------------------------------------


def test_an_owner_sees_all_uses_a_coder_their_own_and_a_reader_none(as_, study, people):
    event = study.claim_types.get(code="event")
    readings = [
        make_reading("The ferry sank.", study=study),
        make_reading("The ferry sank.", study=study, coder=people["coder"]),
    ]
    for reading in readings:
        make_annotation(reading, "ferry", claim_type=event)
    make_annotation(readings[0], "ferry", claim_type=study.claim_types.get(code="state"))
    seen = {role: as_(people[role]).get(page("study_codebook", study)).text for role in ("owner", "coder", "reader")}
    assert "Used 2 times" in seen["owner"]
    assert "You used it 1 time<" in seen["coder"]
    assert seen["coder"].count("You used it 0 times") == 11
    assert "Used" not in seen["reader"]
    assert "used it" not in seen["reader"]


def test_the_page_asks_the_same_questions_however_much_was_coded(as_, study, owner, django_assert_num_queries):
    client = as_(owner)
    with CaptureQueriesContext(connection) as few:
        client.get(page("study_codebook", study))
    for _ in range(4):
        make_annotation(
            make_reading("The ferry sank.", study=study), "ferry", claim_type=study.claim_types.get(code="event")
        )
    MembershipFactory(study=study, role=Role.CODER)
    with django_assert_num_queries(len(few)):
        client.get(page("study_codebook", study))
