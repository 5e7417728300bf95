"""The zip of a release: whole, described, citable, safe to open, and readable by other people's programs."""

import csv
import json
import re
from hashlib import sha256
from io import StringIO

import pytest
import yaml
from datacite import schema45
from frictionless import Package

from annotator import __version__
from annotator.releases.formats.csv_spreadsheet import unguarded
from annotator.releases.formats.releases import RELEASE_FORMATS
from annotator.releases.tables import TABLES
from articles.lineage.compare import compare
from tests.factories.agreement import make_world, measured
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.people import UserFactory
from tests.factories.studies import StudyFactory, add_to_study
from tests.releases.frozen.conftest import opened, zip_of

OURS = ["csv", "spreadsheet"]
ROOT = ["README.txt", "CITATION.cff", "datacite.json", "release.json", "columns.csv", "codebook.json"]
JSONL = [f"jsonl/{name}.jsonl" for name in TABLES]


@pytest.fixture
def files(frozen):
    """The files of a release with these formats."""

    def make(formats=OURS, **choices):
        return opened(zip_of(frozen(formats=formats, **choices)))

    return make


def test_the_spreadsheet_is_the_same_whether_exact_csv_is_beside_it_or_not(files):
    path = "spreadsheet/annotations.csv"
    beside = files(["csv", "spreadsheet"])[path]
    assert beside.count(b"\r\n") > 1
    assert beside == files(["spreadsheet"])[path]
    assert beside == files(["spreadsheet", "csv"])[path]


def table(content, encoding="utf-8"):
    return list(csv.DictReader(StringIO(content.decode(encoding), newline=""), strict=True))


def test_it_holds_what_it_says_in_a_fixed_order(files):
    csvs = [f"csv/{name}.csv" for name in TABLES]
    last = ["manifest.json", "manifest-sha256.txt"]
    expected = [*ROOT, *JSONL, *csvs, "datapackage.json", "spreadsheet/annotations.csv", *last]
    assert [name for name in files() if name != "verify.py"] == expected
    assert [name for name in files([]) if name != "verify.py"] == [*ROOT, *JSONL, *last]


def test_its_checksums_are_right_and_those_of_its_rows_are_of_the_data_alone(files):
    found, bare = files(), files([])
    lines = found["manifest-sha256.txt"].decode().splitlines()
    assert {line[66:]: line[:64] for line in lines} == {
        name: sha256(content).hexdigest() for name, content in found.items() if name != "manifest-sha256.txt"
    }
    rows = "".join(f"{line}\n" for line in lines if line[66:].startswith("jsonl/"))
    said = json.loads(found["manifest.json"])
    assert said["rows_sha256"] == sha256(rows.encode()).hexdigest()
    assert said["rows_sha256"] == json.loads(bare["manifest.json"])["rows_sha256"]


def test_its_manifest_says_what_each_file_is(files):
    found = files()
    manifest = json.loads(found["manifest.json"])
    for file in manifest["files"]:
        content = found[file["path"]]
        assert (file["bytes"], file["sha256"]) == (len(content), sha256(content).hexdigest())
        if file["path"].startswith("jsonl/"):
            assert file["rows"] == content.count(b"\n")
            assert file["description"]
        if file["path"].startswith("csv/"):
            assert file["rows"] == len(table(content))


def test_release_json_says_what_was_released(files, scene):
    said = json.loads(files(creators=["Falk, Ada"], license="CC-BY-4.0", title="Floods of 2026")["release.json"])
    assert said["format"] == "annotator-release/1"
    assert said["study"] == {"project": "floods", "title": scene.study.title, "is_sample": False}
    assert (said["number"], said["released_at"]) == (1, "2026-04-01T09:30:00.000000Z")
    assert said["product"] == {"name": "Annotator", "version": __version__}
    assert said["codebook"] == {"name": "NPCA-1", "revision": 1}
    assert said["formats"] == OURS
    assert said["coders"] == "pseudonyms"
    assert said["page"].endswith("/studies/floods/releases/1/")
    assert said["citation"] == {"creators": ["Falk, Ada"], "license": "CC-BY-4.0"}
    assert said["counts"]["annotations"] == said["tables"]["annotations"] == 2


def test_csv_and_spreadsheet_say_what_the_json_lines_say(files):
    found = files()
    for name, columns in TABLES.items():
        records = [json.loads(line) for line in found[f"jsonl/{name}.jsonl"].decode().splitlines()]
        rows = table(found[f"csv/{name}.csv"])
        assert [list(row) for row in rows] == [[one.name for one in columns]] * len(records)
        assert [{key: in_csv(value) for key, value in record.items()} for record in records] == rows, name
    sheet = table(found["spreadsheet/annotations.csv"], "utf-8-sig")
    exact = table(found["csv/annotations.csv"])
    assert [{key: unguarded(cell) for key, cell in row.items()} for row in sheet] == exact


def in_csv(value):
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def test_no_cell_of_the_spreadsheet_can_run(files, scene):
    content = files()["spreadsheet/annotations.csv"].decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(content, newline="")) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if re.match("[=+\\-@\t\r\n＝＋－＠]", cell)]


@pytest.mark.parametrize("shown", ["quotes", "none", "full"])
def test_frictionless_finds_nothing_wrong_with_the_data_package(files, scene, tmp_path, shown):
    original = make_article("The rebels took “the dam”, she said.", "Nobody saw the captain.")
    add_to_study(scene.study, original)
    compare(DerivationFactory(derived=scene.reading.article, upstream=original, settled_by=scene.owner))
    assert_valid(files(["csv"], shown=shown, permission="Ours.", creators=["Falk, Ada"], license="CC0-1.0"), tmp_path)


def test_frictionless_finds_nothing_wrong_with_one_that_has_figures(files, tmp_path):
    world = make_world()
    measured(world)
    found = files(["csv"], study=world.study, by=world.owner)
    assert len(table(found["csv/agreement.csv"])) > 5
    assert_valid(found, tmp_path)


def assert_valid(found, folder):
    for name, content in found.items():
        if name.startswith("csv/") or name == "datapackage.json":
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
    package = Package(str(folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "title", "rowNumber", "fieldName", "note"])[:5]
    assert [one.name for one in package.resources] == list(TABLES)
    assert len(package.get_resource("annotations").schema.foreign_keys) == 3


def test_frictionless_would_see_a_broken_key(files, tmp_path):
    found = files(["csv"])
    found["csv/documents.csv"] = found["csv/documents.csv"].splitlines(keepends=True)[0]
    said = json.loads(found["datapackage.json"])
    for resource in said["resources"]:
        del resource["hash"], resource["bytes"]
    found["datapackage.json"] = json.dumps(said).encode()
    with pytest.raises(AssertionError, match="foreign-key"):
        assert_valid(found, tmp_path)


@pytest.mark.parametrize("creators", [[], ["Falk, Ada", "Institute of “Tides”: a\\b"]])
@pytest.mark.parametrize("license", ["", "CC-BY-4.0"])
def test_datacite_takes_the_description(files, creators, license):
    said = json.loads(files([], creators=creators, license=license)["datacite.json"])
    schema45.validator.validate(said)
    assert "<resource" in schema45.tostring(said)
    assert said["relatedIdentifiers"][0] == {
        "relatedIdentifier": "https://repost.example/a",
        "relatedIdentifierType": "URL",
        "relationType": "IsDerivedFrom",
    }


def test_the_citation_names_those_whom_an_owner_named(files, scene):
    found = files([], creators=["Falk, Ada", "Institute of “Tides”: #1"], license="CC-BY-4.0", title='A "title": yes')
    said = yaml.safe_load(found["CITATION.cff"])
    assert said["authors"] == [
        {"family-names": "Falk", "given-names": "Ada"},
        {"name": "Institute of “Tides”: #1"},
    ]
    assert (said["title"], said["version"], said["date-released"]) == ('A "title": yes', "1", "2026-04-01")
    assert (said["type"], said["license"]) == ("dataset", "CC-BY-4.0")
    assert said["url"] in found["README.txt"].decode()
    assert "Falk, Ada; Institute" in found["README.txt"].decode()
    unnamed = yaml.safe_load(files([])["CITATION.cff"])
    assert unnamed["authors"] == [{"name": f"The researchers of “{scene.study.title}”"}]


def test_the_readme_says_what_of_the_texts_is_shown(files):
    assert "up to 25 words a quote" in files([])["README.txt"].decode()
    assert "no word of them is here" in files([], shown="none")["README.txt"].decode()
    full = files([], shown="full", permission="Ours, said the desk.")["README.txt"].decode()
    assert "Ours, said the desk." in full
    assert "personal data" in files([], names=True)["README.txt"].decode()


def test_the_data_dictionary_explains_every_column_of_every_table(files):
    explained = [(row["file"], row["name"]) for row in table(files()["columns.csv"])]
    assert explained == [(name, one.name) for name, columns in TABLES.items() for one in columns]


def test_nobody_is_named_in_any_file_of_a_default_release(frozen, scene):
    people = [scene.owner, scene.coder, scene.decision.reviewer, UserFactory()]
    for number, person in enumerate(people):
        person.username, person.display_name = f"canary-user-{number}", f"Canary Name {number}"
        person.email = f"canary{number}@mail.example"
        person.save()
    for name, content in opened(zip_of(frozen(formats=list(RELEASE_FORMATS)))).items():
        assert b"canary" not in content.lower(), name
        assert not re.search(rb"\b(?:\d{1,3}\.){3}\d{1,3}\b", content.replace(b"127.0.0.1", b"")), name
        assert scene.study.pseudonym_key.encode() not in content


def test_no_whole_paragraph_is_in_a_default_release(frozen, scene):
    for name, content in opened(zip_of(frozen(formats=list(RELEASE_FORMATS)))).items():
        for paragraph in scene.reading.article.paragraphs.exclude(slot="headline"):
            assert paragraph.text.encode() not in content, name


@pytest.mark.django_db
def test_an_empty_study_makes_a_sound_release(files, tmp_path):
    study = StudyFactory()
    found = files(["csv"], study=study)
    assert json.loads(found["release.json"])["data_as_of"] is None
    assert_valid_empty = json.loads(found["datapackage.json"])
    assert len(assert_valid_empty["resources"]) == len(TABLES)


def test_the_same_data_and_choices_give_the_same_bytes(frozen):
    assert zip_of(frozen(formats=OURS)) == zip_of(frozen(formats=OURS))
    assert zip_of(frozen(formats=OURS)) != zip_of(frozen(formats=OURS, number=2))
