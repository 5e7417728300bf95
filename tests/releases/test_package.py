"""A package proves that it is whole, and gives nobody away."""

import csv
import json
from hashlib import sha256
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from annotator import __version__
from annotator.annotations.models import ParagraphRead
from annotator.annotations.reopening import reopen
from annotator.facets import Verdict
from annotator.releases.formats.base import instant
from annotator.releases.formats.csv_spreadsheet import unguarded
from annotator.releases.package import TABLES, package
from annotator.releases.snapshot import all_of, take
from annotator.studies.models import CodebookRevision
from articles.extend import Choice, extend
from tests.factories.annotations import ReadingFactory, make_reading
from tests.factories.articles import make_article
from tests.factories.releases import make_decision
from tests.factories.studies import StudyFactory, add_to_study

ORDER = [
    "README.txt",
    "codebook.json",
    "columns.csv",
    "annotations.csv",
    "annotations.jsonl",
    "annotations-spreadsheet.csv",
    "adjudicated.csv",
    "decisions.csv",
    "documents.csv",
    "coverage.csv",
    "versions.csv",
    "derivations.csv",
    "alignments.csv",
    "changes.csv",
    "insertions.csv",
    "attribution_pairs.csv",
    "reading_events.csv",
    "manifest.json",
    "manifest-sha256.txt",
]


def made(snapshot, **options):
    return b"".join(package(snapshot, **options))


def opened(content):
    """The files of a package, which is checked as any unzip program does."""
    archive = ZipFile(BytesIO(content))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def table(content, encoding="utf-8"):
    return list(csv.DictReader(StringIO(content.decode(encoding), newline=""), strict=True))


def test_it_holds_what_it_says_in_a_fixed_order(scene):
    assert list(opened(made(scene.taken()))) == ORDER


def test_its_checksums_are_right(scene):
    files = opened(made(scene.taken()))
    lines = files["manifest-sha256.txt"].decode().splitlines()
    assert {line[66:]: line[:64] for line in lines} == {
        name: sha256(content).hexdigest() for name, content in files.items() if name != "manifest-sha256.txt"
    }
    assert all(line[64:66] == "  " for line in lines)


def test_its_manifest_says_what_each_file_is(scene):
    files = opened(made(scene.taken()))
    manifest = json.loads(files["manifest.json"])
    for file in manifest["files"]:
        content = files[file["path"]]
        assert file["bytes"] == len(content)
        assert file["sha256"] == sha256(content).hexdigest()
        assert file["description"]
        if file["path"].endswith(".csv"):
            assert file["rows"] == len(table(content, "utf-8-sig"))
    assert [file["path"] for file in manifest["files"]] == ORDER[:-2]


def test_its_manifest_says_where_the_data_come_from(scene):
    manifest = json.loads(opened(made(scene.taken(), filters={"verdict": "", "coder": "C-1"}))["manifest.json"])
    assert manifest["product"] == {"name": "Annotator", "version": __version__}
    assert manifest["study"] == {"project": "floods", "title": scene.study.title, "is_sample": False}
    assert manifest["codebook"] == {"name": "NPCA-1", "revision": 1}
    assert manifest["filters"] == {"coder": "C-1", "verdict": ""}
    assert manifest["coders"] == "pseudonyms"
    assert manifest["counts"] == {
        "annotations": 2,
        "versions_annotated": 1,
        "coders": 1,
        "insertions_flagged": 1,
        "insertions_decided": 1,
        "omissions_flagged": 0,
        "omissions_decided": 0,
    }
    scene.decision.refresh_from_db()
    assert manifest["data_as_of"] == scene.decision.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert "apostrophe" in manifest["spreadsheet_rule"]


def test_all_its_annotation_files_say_the_same(scene):
    files = opened(made(scene.taken()))
    exact = table(files["annotations.csv"])
    sheet = table(files["annotations-spreadsheet.csv"], "utf-8-sig")
    assert [{name: unguarded(cell) for name, cell in row.items()} for row in sheet] == exact
    for row, said in zip(exact, map(json.loads, files["annotations.jsonl"].decode().splitlines()), strict=True):
        assert list(said) == list(row)
        for name, value in said.items():
            assert row[name] == in_csv(value)


def in_csv(value):
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def test_the_same_data_give_the_same_bytes(scene):
    assert made(scene.taken()) == made(scene.taken())
    assert sha256(made(scene.taken(), names=True)).hexdigest() != sha256(made(scene.taken())).hexdigest()


def test_the_spreadsheet_file_can_be_left_out(scene):
    files = opened(made(scene.taken(), spreadsheet=False))
    assert list(files) == [name for name in ORDER if name != "annotations-spreadsheet.csv"]
    assert json.loads(files["manifest.json"])["spreadsheet_rule"] is None
    assert "spreadsheet" not in files["README.txt"].decode()


def test_nobody_is_named_in_it(scene):
    people = [scene.owner, scene.coder, scene.decision.reviewer]
    people += [one.reviewer for one in scene.case.decisions.all()]
    for number, person in enumerate(people):
        person.username = f"canary-user-{number}"
        person.display_name = f"Canary Name {number}"
        person.first_name, person.last_name = "Canaryfirst", "Canarylast"
        person.email = f"canary{number}@mail.example"
        person.save()
    for name, content in opened(made(scene.taken())).items():
        assert b"canary" not in content.lower(), name
    assert scene.study.pseudonym_key.encode() not in made(scene.taken())


def test_names_stand_in_it_when_asked_for(scene):
    files = opened(made(scene.taken(), names=True))
    assert {row["coder"] for row in table(files["annotations.csv"])} == {scene.coder.get_full_name()}
    assert {row["coder"] for row in table(files["coverage.csv"])} == {scene.coder.get_full_name()}
    assert table(files["decisions.csv"])[-1]["adjudicator"] == scene.decision.reviewer.get_full_name()
    assert json.loads(files["manifest.json"])["coders"] == "names and pseudonyms"
    assert "personal data" in files["README.txt"].decode()


def test_no_whole_paragraph_is_in_it(scene):
    for name, content in opened(made(scene.taken())).items():
        for paragraph in scene.reading.article.paragraphs.all():
            assert paragraph.text.encode() not in content, name


def test_the_data_dictionary_explains_every_column(scene):
    files = opened(made(scene.taken()))
    explained = [(row["file"], row["name"]) for row in table(files["columns.csv"])]
    headers = [
        (name, column)
        for name in TABLES
        for column in next(csv.reader(StringIO(files[f"{name}.csv"].decode(), newline="")))
    ]
    assert explained == headers
    verdict = next(row for row in table(files["columns.csv"]) if row["name"] == "verdict")
    assert verdict["values"].split(" | ") == Verdict.values
    assert (verdict["label"], verdict["type"]) == ("Verdict", "string")
    assert {row["label"] for row in table(files["columns.csv"]) if row["name"] == "quote_form"} == {"Mode"}


def test_the_documents_say_which_version_a_person_made_fuller(scene):
    article = make_article("The bridge.", left_out=["And more."])
    fuller = extend(article, [Choice(0, "body", 1)], by=scene.owner).article
    for one in (article, fuller):
        add_to_study(scene.study, one)
    documents = table(opened(made(scene.taken()))["documents.csv"])
    extended = {row["version_id"]: row["extends_version_id"] for row in documents}
    assert extended[str(fuller.pk)] == str(article.pk)
    assert extended[str(article.pk)] == ""


def test_the_codebook_is_in_it_with_every_revision(scene):
    CodebookRevision.objects.create(
        study=scene.study, number=2, content=[{"code": "event", "label": "Événement"}], note="Renamed."
    )
    revisions = json.loads(opened(made(scene.taken()))["codebook.json"])["revisions"]
    assert [one["number"] for one in revisions] == [1, 2]
    assert revisions[1]["claim_types"] == [{"code": "event", "label": "Événement"}]


def test_what_happened_to_readings_is_in_it(scene):
    ReadingFactory(study=scene.study, article=scene.reading.article, coder=scene.owner, finished_at="2026-03-01T00:00Z")
    type(scene.reading).objects.filter(pk=scene.reading.pk).update(finished_at="2026-03-02T00:00Z")
    reopen(scene.reading, by=scene.owner, reason="Asked for by the coder.")
    (event,) = table(opened(made(scene.taken()))["reading_events.csv"])
    pseudonyms = scene.study.pseudonym(scene.coder.pk), scene.study.pseudonym(scene.owner.pk)
    assert (event["coder_pseudonym"], event["by"], event["coder"]) == (*pseudonyms, "")
    assert (event["kind"], event["after_others"], event["reason"]) == ("reopened", "true", "Asked for by the coder.")
    (named,) = table(opened(made(scene.taken(), names=True))["reading_events.csv"])
    assert (named["coder"], named["by"]) == (scene.coder.get_full_name(), scene.owner.get_full_name())


def test_every_decision_is_in_it_and_one_a_case_stands(scene):
    snapshot = scene.taken()
    make_decision(scene.case, reviewer=scene.owner, verdict="original-not-available")
    found = table(opened(made(snapshot))["decisions.csv"])
    assert [(one["number"], one["stands"], one["verdict"]) for one in found] == [
        ("1", "false", "not-an-insertion"),
        ("2", "true", "confirmed-absent-in-original"),
    ]
    assert found[1]["adjudicator"] == scene.study.pseudonym(scene.decision.reviewer_id)
    assert found[1]["evidence_quote"] == "rebels took"
    row = next(one for one in table(opened(made(snapshot))["annotations.csv"]) if one["marking"])
    for name in ("start", "end", "quote", "version_id", "decision_url", "case_id"):
        assert found[0][name] == row[name]


def test_documents_are_the_whole_sample_with_its_hashes(scene):
    article = scene.reading.article
    alone = scene.taken(all_of(scene.study).none())
    [document] = table(opened(made(alone))["documents.csv"])
    text = "\n\n".join(article.paragraphs.values_list("text", flat=True))
    assert document["version_id"] == str(article.pk)
    assert document["text_sha256"] == sha256(text.encode()).hexdigest()
    assert document["characters"] == str(len(text))
    assert document["paragraphs"] == "3"
    assert document["version_role"] == "republication"
    assert document["work_id"] == document["parent_version_id"]
    assert document["capture_sha256"] == article.capture.sha256


def test_coverage_tells_read_from_unseen(scene):
    first = scene.reading.article.paragraphs.get(position=0)
    said = ParagraphRead.objects.create(reading=scene.reading, paragraph=first)
    said.refresh_from_db()
    make_reading(study=scene.study, article=scene.reading.article, finished_at=scene.reading.started_at)
    make_reading("Nobody has looked.", study=scene.study)
    found = table(opened(made(scene.taken()))["coverage.csv"])
    assert [(one["paragraph_index"], one["state"]) for one in found] == [
        ("0", "read_nothing"),
        ("1", "tagged"),
        ("2", "tagged"),
        ("0", "read"),
        ("1", "read"),
        ("2", "read"),
        ("0", "unseen"),
    ]
    assert found[0]["coder_pseudonym"] == scene.study.pseudonym(scene.coder.pk)
    newest = scene.reading.annotations.filter(paragraph__position=1, ended_at=None).latest("created_at")
    assert found[0]["at"] == instant(said.at)
    assert found[1]["at"] == instant(newest.created_at)
    assert {one["at"] for one in found[3:6]} == {instant(scene.reading.started_at)}
    assert found[6]["at"] == ""


@pytest.mark.django_db
def test_an_empty_study_makes_a_sound_package():
    study = StudyFactory()
    files = opened(made(take(study, all_of(study))))
    assert list(files) == ORDER
    manifest = json.loads(files["manifest.json"])
    assert manifest["data_as_of"] is None
    assert manifest["counts"]["annotations"] == 0


@pytest.mark.django_db
def test_a_sample_study_says_that_it_is_one():
    study = StudyFactory(is_sample=True)
    files = opened(made(take(study, all_of(study))))
    assert "invented" in files["README.txt"].decode()
    assert json.loads(files["manifest.json"])["study"]["is_sample"] is True
