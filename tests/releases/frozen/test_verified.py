"""What is frozen verifies, is rehydrated to what a full release holds, and comes back in from other tools' formats."""

import subprocess
import sys
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command

from annotator.annotations.importing.formats import FORMATS
from annotator.annotations.importing.plan import planned
from annotator.releases.verifying.check import Check
from articles.lineage.compare import compare
from articles.lineage.models import Derivation
from articles.models import Article
from tests.factories.studies import MembershipFactory
from tests.releases.frozen.conftest import opened, zip_of

#: tables in which words have no place of their own, and stay as they were released
WITHOUT_PLACE = ("changes",)


@pytest.fixture
def stored(frozen, scene, tmp_path):
    compare(Derivation.objects.get())

    def make(*choices, **more):
        path = tmp_path / "release.zip"
        path.write_bytes(zip_of(frozen(*choices, **more)))
        return path

    return make


@pytest.mark.parametrize("shown", ["full", "quotes", "none"])
def test_nothing_is_wrong_with_what_was_frozen(stored, tmp_path, shown):
    path = stored(shown, 1, formats=["csv"])
    check = Check(path)
    assert [str(one) for one in check] == []
    assert check.tally.spans > 10
    (tmp_path / "verify.py").write_bytes(opened(path.read_bytes())["verify.py"])
    done = subprocess.run([sys.executable, "-I", tmp_path / "verify.py", path], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("shown", ["quotes", "none"])
def test_texts_put_back_give_the_tables_of_a_full_release(frozen, stored, tmp_path, shown):
    path = stored(shown, 1, formats=["csv"])
    full = opened(zip_of(frozen("full", formats=["csv"])))
    folder = tmp_path / "texts"
    folder.mkdir()
    for one in Article.objects.all():
        text = "\n\n".join(one.paragraphs.values_list("text", flat=True))
        (folder / f"{one.pk}.txt").write_text(text, encoding="utf-8")
    call_command("rehydrate", path, "--texts", folder, stdout=StringIO())
    made = opened(path.with_name("release-with-texts.zip").read_bytes())
    for name, content in full.items():
        if name.startswith(("jsonl/", "csv/")) and not any(table in name for table in WITHOUT_PLACE):
            assert made[name] == content, name


@pytest.mark.parametrize("shown", ["full", "quotes"])
def test_claims_come_back_in_from_each_format(frozen, scene, shown):
    names = ["webannotation", "brat", "doccano", "label-studio"]
    files = opened(zip_of(frozen(shown, 1, formats=names)))
    folder = BytesIO()
    with ZipFile(folder, "w") as archive:
        for name, content in files.items():
            if name.startswith("brat/"):
                archive.writestr(name, content)
    contents = {
        "doccano": files["doccano/annotations.jsonl"],
        "label-studio": files["label-studio/tasks.json"],
        "web-annotation": files["webannotation/annotations.jsonld"],
        "brat": folder.getvalue(),
    }
    coder = MembershipFactory(study=scene.study).user
    for name, content in contents.items():
        plan = planned(scene.study, coder, FORMATS[name], content)
        taken = [(one.anchor.quote, one.claim_type.code) for one in plan.taken]
        assert taken == [("أُغلق الجسر", "event")], name
        assert plan.left, name
