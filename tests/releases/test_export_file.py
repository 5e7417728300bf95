"""POST /studies/<slug>/export/<format>: the file itself."""

import csv
import json
from datetime import UTC, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from annotator.annotations.models import Annotation
from annotator.releases.formats import FORMATS
from annotator.releases.models import ExportEvent
from annotator.review.models import Flag
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory

EVERY = ["package", *FORMATS]


def address(format, **filters):
    return reverse("export_file", args=["floods", format], query=filters or None)


@pytest.fixture
def fetch(scene, client):
    """Make an export as the owner; `fields` are the form's, the rest filters."""
    client.force_login(scene.owner)

    def post(format="csv", fields=None, **filters):
        return client.post(address(format, **filters), fields or {})

    return post


def body(response):
    return b"".join(response.streaming_content)


def lines(response):
    return list(csv.DictReader(StringIO(body(response).decode(), newline="")))


@pytest.mark.parametrize("format", EVERY)
@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("reviewer", 200), ("coder", 403), ("reader", 403), (None, 404)]
)
def test_owners_and_reviewers_may_take_it(scene, client, format, role, status):
    person = MembershipFactory(study=scene.study, role=role).user if role else UserFactory()
    client.force_login(person)
    response = client.post(address(format))
    assert response.status_code == status
    assert ExportEvent.objects.count() == (status == 200)
    assert response.streaming is (status == 200)
    assert body(response) if response.streaming else response.content


def test_strangers_are_asked_to_sign_in(scene, client):
    assert client.post(address("csv")).status_code == 302
    assert not ExportEvent.objects.exists()


@pytest.mark.parametrize("method", ["get", "put", "delete", "head"])
def test_it_can_only_be_posted(scene, client, method):
    client.force_login(scene.owner)
    assert getattr(client, method)(address("csv")).status_code == 405
    assert not ExportEvent.objects.exists()


def test_it_wants_the_page_s_own_form(scene):
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.owner)
    assert client.post(address("csv")).status_code == 403


def test_the_csv_says_what_was_marked_and_decided(fetch, scene):
    response = fetch("csv")
    assert response.streaming
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    today = datetime.now(UTC).date()
    assert response.headers["Content-Disposition"] == f'attachment; filename="floods-{today}-annotations.csv"'
    claim, flag = lines(response)
    text = "\n\n".join(scene.reading.article.paragraphs.values_list("text", flat=True))
    for row, annotation in [(claim, scene.claim), (flag, scene.flag)]:
        assert row["annotation_id"] == str(annotation.pk)
        assert row["quote"] == annotation.quote == text[int(row["start"]) : int(row["end"])]
        units = text.encode("utf-16-le")[2 * int(row["start_utf16"]) : 2 * int(row["end_utf16"])]
        assert units.decode("utf-16-le") == annotation.quote
        assert row["coder_pseudonym"] == scene.study.pseudonym(scene.coder.pk)
    assert claim["comment"] == scene.claim.note
    assert claim["anonymity_reason_given"] == "false"
    assert flag["verdict"] == "confirmed-absent-in-original"
    assert flag["function"] == "adds-claim"
    assert flag["best_match_score"] == "87.5"


def test_json_lines_hold_the_same(fetch, scene):
    first = [json.loads(line) for line in body(fetch("jsonl")).decode().splitlines()]
    assert [one["annotation_id"] for one in first] == [str(scene.claim.pk), str(scene.flag.pk)]
    assert first[0]["role_spans"][0]["role"] == "cue"


def test_the_spreadsheet_file_guards_a_formula(fetch, scene):
    content = body(fetch("spreadsheet")).decode("utf-8-sig")
    assert "\"'=HYPERLINK(“x”)" in content


def test_the_package_is_a_zip(fetch):
    response = fetch("package")
    assert response.headers["Content-Type"] == "application/zip"
    archive = ZipFile(BytesIO(body(response)))
    assert archive.testzip() is None
    assert archive.namelist()[-1] == "manifest-sha256.txt"


def test_the_package_names_the_filters_in_its_manifest(fetch):
    archive = ZipFile(BytesIO(body(fetch("package", insertion="yes", article=""))))
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["filters"] == {"insertion": "yes"}
    assert manifest["counts"]["annotations"] == 1


def test_filters_hold_for_the_file_too(fetch, scene):
    [row] = lines(fetch("csv", insertion="yes"))
    assert row["annotation_id"] == str(scene.flag.pk)


def test_ended_annotations_come_along_when_asked_for(fetch, scene):
    Annotation.objects.filter(pk=scene.claim.pk).end(by=scene.coder, how="withdrawn")
    assert len(lines(fetch("csv"))) == 1
    assert [row["status"] for row in lines(fetch("csv", ended="with"))] == ["withdrawn", "standing"]


def test_new_flags_are_joined_to_their_cases_first(fetch, scene):
    other = make_reading(study=scene.study, article=scene.reading.article)
    flag = make_annotation(other, "supported covertly by the port", **INSERTION)
    rows = {row["annotation_id"]: row for row in lines(fetch("csv"))}
    assert rows[str(flag.pk)]["case_id"] == str(scene.case.pk)
    assert rows[str(flag.pk)]["verdict"] == "", "nobody has judged it yet"
    assert Flag.objects.filter(annotation=flag).exists()


def test_taking_it_is_kept_with_its_filters(fetch, scene):
    body(fetch("jsonl", insertion="yes", coder=""))
    event = ExportEvent.objects.get()
    assert (event.study, event.by, event.format) == (scene.study, scene.owner, "jsonl")
    assert event.filters == {"insertion": "yes"}
    assert event.names_shown is False
    event.refresh_from_db()
    assert event.at is not None


def test_an_owner_may_take_names_and_that_is_kept(fetch, scene):
    rows = lines(fetch("csv", {"names": "1"}))
    assert {row["coder"] for row in rows} == {scene.coder.get_full_name()}
    assert ExportEvent.objects.get().names_shown is True


def test_a_reviewer_may_not_take_names(scene, client):
    client.force_login(MembershipFactory(study=scene.study, role="reviewer").user)
    response = client.post(address("csv"), {"names": "1"})
    assert response.status_code == 403
    assert "Only an owner" in response.content.decode()
    assert not ExportEvent.objects.exists()


@pytest.mark.parametrize("format", EVERY)
def test_no_default_file_names_anybody(fetch, scene, format):
    for person in (scene.owner, scene.coder, scene.decision.reviewer):
        person.username = f"canary{person.pk}"
        person.display_name = f"Canary {person.pk}"
        person.email = f"canary{person.pk}@mail.example"
        person.save()
    content = body(fetch(format))
    if format == "package":
        archive = ZipFile(BytesIO(content))
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"canary" not in content.lower()


def test_only_this_study_s_annotations_are_in_it(fetch, scene):
    elsewhere = make_reading(article=scene.reading.article)
    MembershipFactory(study=elsewhere.study, user=scene.owner, role="owner")
    make_annotation(elsewhere, "late")
    assert len(lines(fetch("csv", ended="with"))) == 2


def test_a_blind_study_can_be_taken_out_by_its_overseers(fetch, scene):
    assert scene.study.blind
    assert len(lines(fetch("csv"))) == 2


def test_an_unknown_format_is_not_here(fetch):
    assert fetch("xlsx").status_code == 404
    assert not ExportEvent.objects.exists()


def test_an_unknown_study_is_not_here(fetch, client):
    assert client.post(reverse("export_file", args=["nowhere", "csv"])).status_code == 404


@pytest.mark.parametrize(
    ("fields", "filters"),
    [
        ({}, {"colour": "red"}),
        ({}, {"names": "1"}),
        ({}, {"article": "99999999999999999999"}),
        ({}, {"verdict": "guilty"}),
        ({"names": "yes"}, {}),
        ({"colour": "red"}, {}),
    ],
    ids=str,
)
def test_what_it_does_not_know_is_a_bad_request(fetch, fields, filters):
    assert fetch("csv", fields, **filters).status_code == 400
    assert not ExportEvent.objects.exists()


@pytest.mark.django_db
def test_an_empty_study_gives_a_header(client):
    study = StudyFactory()
    client.force_login(MembershipFactory(study=study, role="owner").user)
    response = client.post(reverse("export_file", args=[study.slug, "csv"]))
    assert body(response).startswith(b"annotation_id,project,")
