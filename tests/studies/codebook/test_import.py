"""Bringing a codebook in: looked at first, brought in when its owner says so, in one revision."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from annotator.studies.codebook import start_codebook
from annotator.studies.codebooks import parse
from annotator.studies.codebooks.files import write_file
from annotator.studies.codebooks.toml_file import write
from annotator.studies.models import CodebookRevision, Study
from annotator.studies.revise import add_type, retire_type
from annotator.studies.revising import as_it_stands
from tests.factories.annotations import make_annotation, make_reading
from tests.studies.codebook.types import BORDER

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(study):
    return reverse("codebook_import", args=[study.slug])


def now(study):
    return as_it_stands(study, study.revision)


def uploaded(data, name="mine.toml"):
    return SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())


def look(client, address, data, name="mine.toml", **fields):
    return client.post(address, {"file": uploaded(data, name), "retire_missing": "on", **fields})


def held(answer, **fields):
    """The form that the preview holds, with a reason."""
    return {**answer.context["form"].initial, "note": "Agreed.", **fields}


CHANGED = ('label = "Event"', 'label = "Happening"')


def test_nothing_changes_before_it_is_confirmed_and_then_all_in_one_revision(owning, study, address):
    data = write(now(study)).decode().replace(*CHANGED).replace("A claim that says", "A claim")
    answer = look(owning, address, data)
    assert answer.status_code == 200
    for words in ("0 new, 1 changed, 0 retired", "Nothing is changed yet", "Happening</ins>", "11 the same"):
        assert words in answer.text
    assert study.revisions.count() == 1
    done = owning.post(address, held(answer), follow=True)
    assert "mine.toml is brought in. This is revision 2" in done.text
    assert study.claim_types.get(code="event").label == "Happening"
    assert study.revision.note == "Agreed."


@pytest.mark.parametrize("suffix", ["toml", "csv", "qdc"])
def test_what_was_taken_out_and_is_brought_in_again_changes_nothing(owning, study, address, suffix):
    data = owning.get(reverse("codebook_file", args=[study.slug, 1, suffix])).content
    answer = look(owning, address, data, f"back.{suffix}")
    assert answer.status_code == 422
    assert "The file says what the codebook says already." in answer.text
    assert study.revisions.count() == 1


def test_another_study_comes_to_the_same_codebook(study):
    add_type(study, BORDER, seen=1, note="x", by=None)
    data = write_file("toml", now(study), number=2)
    other = Study.objects.create(title="Other", slug="other")
    start_codebook(other, by=None, content=parse(data.decode()))
    assert write_file("toml", now(other), number=2) == data


def test_types_that_the_file_lacks_are_named_with_their_uses_and_retired(owning, study, address):

    make_annotation(
        make_reading("The ferry sank.", study=study), "ferry", claim_type=study.claim_types.get(code="state")
    )
    text = write(now(study)).decode()
    start = text.index('[[claim_type]]\ncode = "state"')
    data = text[:start] + text[text.index("[[claim_type]]", start + 5) :]
    data = data.replace('"event", "state"', '"event"')
    answer = look(owning, address, data)
    assert "1 retired" in answer.text
    assert "“State” was used 1 time. Those annotations keep it." in answer.text
    owning.post(address, held(answer))
    assert study.claim_types.get(code="state").retired_at is not None


def test_unticked_the_file_only_adds(owning, study, address):
    head = "code,label,key,definition,colour_light,colour_dark,pattern"
    data = f"{head}\nborder,Border,shift+4,D,#6028bd,#a37de3,wavy"
    answer = owning.post(address, {"file": uploaded(data, "more.csv")})
    assert "1 new, 0 changed, 0 retired" in answer.text
    owning.post(address, held(answer))
    assert study.claim_types.filter(retired_at__isnull=True).count() == 13


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        ("[[claim_type", "x.toml", "x.toml: This is not valid TOML"),
        ("a,b", "x.csv", "Line 1: the column"),
        ("<a>", "x.qdc", "x.qdc: Line 1: this is not valid XML"),
        ("<script>", "x<b>.html", "A codebook file ends in .toml, .csv, .qdc"),
        (b"\xff\xfe", "x.toml", "not UTF-8"),
        ("x" * (256 * 1024 + 1), "x.toml", "at most 256 KiB"),
        ("", "x.toml", "The submitted file is empty"),
        ("x", "x" * 250 + ".toml", "at most 200 characters"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_faulty_file_is_422_with_its_line(owning, study, address, data, name, said):
    answer = look(owning, address, data, name)
    assert answer.status_code == 422
    assert said in answer.text
    assert "<b>" not in answer.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('light = "#0859ac"', 'light = "#ffff00"'), "“Event”: #ffff00 has a contrast of 1.0"),
        (('pattern = "dotted"', 'pattern = "double"'), "has the same underline"),
        (("unit =", 'facets_off = ["claim_type", "attribution", "insertion"]\nunit ='), "or nothing could be coded"),
    ],
)
def test_a_file_that_breaks_a_rule_is_shown_and_cannot_be_brought_in(owning, study, address, change, said):
    answer = look(owning, address, write(now(study)).decode().replace(*change))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Bring it in</button>" not in answer.text
    assert owning.post(address, held(answer)).status_code == 422
    assert study.revisions.count() == 1


def test_what_came_since_the_look_is_409_with_a_new_look(owning, study, address):
    answer = look(owning, address, write(now(study)).decode().replace(*CHANGED))
    retire_type(study, "unclear", seen=1, note="Never used.", by=None)
    again = owning.post(address, held(answer))
    assert again.status_code == 409
    assert "Never used." in again.text
    assert "1 changed, 0 retired, 1 brought back" in again.text
    assert owning.post(address, held(answer, seen=2)).status_code == 302
    assert CodebookRevision.objects.filter(study=study).count() == 3


@pytest.mark.parametrize(
    "form",
    [
        {"content": "not base64!"},
        {"content": ""},
        {"content": "eA==", "name": "x.toml"},
        {"content": "eA==", "name": ""},
        {"content": "eA==", "name": "x.exe"},
        {"content": "\0", "name": "a\0b"},
    ],
    ids=str,
)
def test_a_second_step_without_its_file_is_422(owning, study, address, form):
    answer = owning.post(address, {"seen": 1, "note": "x", "name": "x.toml", **form})
    assert answer.status_code == 422
    assert "Choose the file again" in answer.text


def test_a_second_step_without_a_reason_keeps_the_file(owning, study, address):
    answer = look(owning, address, write(now(study)).decode().replace(*CHANGED))
    again = owning.post(address, held(answer, note=""))
    assert again.status_code == 422
    assert "This field is required" in again.text
    assert owning.post(address, held(answer) | {"note": "Now."}).status_code == 302
