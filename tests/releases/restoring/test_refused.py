"""What `manage.py restore` refuses, in a sentence that says what to do, and then nothing is stored."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.management import CommandError

from annotator.releases.package import package
from annotator.releases.snapshot import all_of, take
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.releases.frozen import fixed_world
from tests.releases.restoring import rich_world
from tests.releases.restoring.building import OWNER, emptied, made_once, released, restored, spoiled
from tests.releases.verifying.building import packed, with_manifest

pytestmark = pytest.mark.django_db
#: what an empty instance has
OF_THE_HOUSE = {"auth.Permission", "contenttypes.ContentType", "sites.Site", "accounts.User", "auth.Group"}


@pytest.fixture
def release(db, tmp_path):
    """A function that makes a release, and then the instance is empty but for its owner."""

    def make(**choices):
        path, make.texts = made_once(tmp_path, fixed_world, **choices)
        UserFactory(username=OWNER)
        return path

    return make


def refused(path, *more, **options):
    """What the command said; nothing is stored but the one account."""
    with pytest.raises(CommandError) as error:
        restored(path, *more, **options)
    assert error.value.returncode == 1
    held = {one._meta.label for one in apps.get_models() if one._base_manager.exists()}
    assert held <= OF_THE_HOUSE, held
    assert apps.get_model("accounts.User").objects.count() <= 2
    said = str(error.value)
    assert said.endswith("Nothing was stored."), said
    return said


def rewritten(path, name, change):
    """The zip with a file changed and every hash made again."""
    with ZipFile(BytesIO(path.read_bytes())) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    path.write_bytes(packed(with_manifest({**files, name: change(files[name])})))
    return path


def test_a_byte_that_is_not_the_released_one_is_named(release):
    path = spoiled(release(), "jsonl/decisions.jsonl", lambda content: content.replace(b"Not there", b"Now there"))
    said = refused(path)
    assert "The release itself is not whole. jsonl/decisions.jsonl" in said
    assert "byte" in said


def test_an_offset_changed_with_all_hashes_is_named_with_its_line(release):
    said = refused(
        rewritten(release(), "jsonl/annotations.jsonl", lambda text: text.replace(b'"start":', b'"start":1', 1))
    )
    assert "jsonl/annotations.jsonl, line 1" in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "It is empty"), (b"hello", "It is no zip"), (None, "There is no such file")],
    ids=["empty", "text", "none"],
)
def test_what_is_no_zip(db, tmp_path, content, sentence):
    UserFactory(username=OWNER)
    path = tmp_path / "release.zip"
    if content is not None:
        path.write_bytes(content)
    assert sentence in refused(path)


def test_the_package_of_a_quick_export(tmp_path):
    study = fixed_world.make()
    path = tmp_path / "package.zip"
    path.write_bytes(b"".join(package(take(study, all_of(study)))))
    emptied()
    UserFactory(username=OWNER)
    assert "This is the package of a quick export, not a release" in refused(path)


@pytest.mark.parametrize("person", [None, {"username": "gone", "is_active": False}], ids=["unknown", "deactivated"])
def test_an_owner_who_cannot_sign_in(release, person):
    path = release()
    if person:
        UserFactory(**person)
    said = refused(path, owner="gone")
    assert "Nobody called gone can sign in here. Add them first, with manage.py add_person" in said


def test_an_instance_that_is_not_empty(release):
    path = release()
    article = make_article()
    with pytest.raises(CommandError, match="This instance is not empty: it holds 1 article") as error:
        restored(path)
    assert "Give ANNOTATOR_DATA_DIR an empty folder" in str(error.value)
    assert list(type(article).objects.all()) == [article]


def test_covered_texts_and_no_copies(release):
    assert "Give a folder with your copies of them, with --texts DIR" in refused(release(shown="quotes"))


def test_a_folder_that_is_none(release, tmp_path):
    assert "is no folder" in refused(release(shown="none"), "--texts", tmp_path / "nowhere")


def test_a_text_that_is_not_among_the_copies_is_named(release, tmp_path, capsys):
    path = release(shown="quotes")
    for file in release.texts.iterdir():
        file.write_text("Another text.", encoding="utf-8")
    assert "Of 1 document, 1 still have no text" in refused(path, "--texts", release.texts)


def test_a_copy_with_texts_put_back_is_not_the_release(release):
    path = rewritten(
        release(), "release.json", lambda text: json.dumps({**json.loads(text), "rehydrated": {}}, indent=2).encode()
    )
    assert "not the release: give the release itself, and --texts" in refused(path)


def test_columns_of_another_version_of_the_product(release):
    path = rewritten(release(), "jsonl/coders.jsonl", lambda text: text.replace(b'"roles":', b'"role":'))
    said = refused(path)
    assert "jsonl/coders.jsonl has other columns than this product writes" in said
    assert "restore it with the version that made it" in said


@pytest.mark.parametrize(
    ("table", "before", "after"),
    [
        ("annotations", b'"label_id_as_coded":9003', b'"label_id_as_coded":77'),
        ("annotations", b'"codebook_revision":1', b'"codebook_revision":99'),
        ("derivations", b'"status":"confirmed"', b'"status":"perhaps"'),
        ("coverage", b'"state":"tagged"', b'"state":"\xc3\xb6"'),
        ("reading_events", b'"at":"2026', b'"at":"twenty'),
        ("documents", b'"version_id":9002', b'"version_id":99999999999999999999'),
    ],
    ids=["claim-type", "revision", "vocabulary", "state", "time", "huge-number"],
)
def test_tables_that_contradict_each_other(release, table, before, after):
    path = release()
    said = refused(rewritten(path, f"jsonl/{table}.jsonl", lambda text: text.replace(before, after)))
    refusals = ("Its tables do not make a study: jsonl/", "none of them holds", "Frozen once more", "not whole")
    assert any(one in said for one in refusals), said


@pytest.mark.parametrize(
    ("name", "before", "after", "sentence"),
    [
        ("release.json", b'"project": "fixed"', b'"project": "../fixed"', "short name is none"),
        ("release.json", b'"site"', b'"sight"', "release.json cannot be followed: KeyError: 'site'"),
        ("release.json", b'"released_at": "2026', b'"released_at": "MMXXVI', "release.json cannot be followed"),
        ("release.json", b'"filters": {}', b'"filters": {"mood": "good"}', "filters of the release are not those of"),
        ("jsonl/documents.jsonl", b'"https://', b'"javascript://', "is no address on the web"),
        ("jsonl/versions.jsonl", b'"https://', b'"javascript://', "is no address on the web"),
        ("codebook.json", b'"#1a5490"', b'"red}*{}"', "a colour or an underline that is none"),
    ],
    ids=["folder", "site", "time", "filter", "link", "link-outside", "stylesheet"],
)
def test_what_could_do_harm_or_cannot_be_followed(release, name, before, after, sentence):
    path = release()
    rewritten(path, name, lambda content: content.replace(before, after))
    assert sentence in refused(path)


def test_a_part_of_a_study_says_that_it_is_one(tmp_path):
    world = rich_world.make()
    path, _ = released(tmp_path, world.study, world.owner, filters={"coder": world.study.pseudonym(world.ada.pk)})
    emptied()
    UserFactory(username=OWNER)
    assert "holds a part of the study's annotations (filtered by: coder)" in refused(path)


def test_what_would_not_be_the_same_release_is_named_and_restored_only_when_asked(release):
    path = rewritten(release(), "jsonl/coders.jsonl", lambda text: text.replace(b'"annotations":3', b'"annotations":4'))
    said = refused(path)
    assert "Frozen once more, the study would not be this release: jsonl/coders.jsonl, line " in said
    assert "(annotations)" in said
    assert "A release of it would not be the same in: jsonl/coders.jsonl" in restored(path, "--even-if-different")
