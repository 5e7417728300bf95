"""Releases as zips, an instance emptied, and both put together: the way there and back."""

from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO, StringIO
from zipfile import ZipFile

from django.core.management import call_command
from django.db import connection
from django.http import QueryDict

from annotator.annotations.models import Annotation
from annotator.releases.filters import read_filters
from annotator.releases.freeze import freeze
from annotator.releases.frozen.choices import Choices
from annotator.releases.frozen.packing import packed, rows_sha256
from annotator.releases.frozen.withholding import Shown, TextPolicy
from annotator.studies.models import Study
from tests.factories.people import UserFactory

AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
#: whoever restores
OWNER = "restorer"


def released(folder, study, by, *, shown="full", words=25, permission="The publisher said so.", number=3, **choices):
    """The path of a zip with what `by` sees of the study through these choices, and the sum of its rows."""
    scratch = folder / f"frozen-{len([*folder.iterdir()])}"
    scratch.mkdir()
    address = QueryDict(mutable=True)
    address.update(choices.get("filters", {}))
    frozen = freeze(
        study,
        scratch,
        annotations=read_filters(address, study=study, annotations=Annotation.objects.visible_to(by)).annotations,
        by=by,
        choices=Choices(
            number=number, at=AT, title=study.title, policy=TextPolicy(Shown(shown), words), permission=permission,
            **choices,
        ),
    )  # fmt: skip
    written = []
    path = folder / f"{scratch.name}.zip"
    path.write_bytes(b"".join(packed(frozen, [], written=written)))
    return path, rows_sha256(written)


#: releases of worlds that are the same in each test, by what they are of, with the texts of their samples by file name
_MADE = {}


def made_once(folder, world, **choices):
    """The path of a release of `world.make()` and a folder with its texts, in an instance that is empty again.

    It is made when it is first asked for: the instance of each later test is empty to begin with.
    """
    key = (world.__name__, repr(choices))
    if key not in _MADE:
        made = world.make()
        study = getattr(made, "study", made)
        path, _ = released(folder, study, study.memberships.get(role="owner").user, **choices)
        texts = texts_of(folder, path, study)
        _MADE[key] = path.read_bytes(), {one.name: one.read_bytes() for one in texts.iterdir()}
        emptied()
    content, files = _MADE[key]
    path, texts = folder / "release.zip", folder / "texts"
    path.write_bytes(content)
    texts.mkdir(exist_ok=True)
    for name, text in files.items():
        (texts / name).write_bytes(text)
    return path, texts


def emptied():
    """Nothing is stored any more, as after `migrate`."""
    connection.check_constraints()
    call_command("flush", interactive=False, verbosity=0)


def data_of(path):
    """What has to be the same again: every table, and release.json."""
    with ZipFile(path) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if name.startswith("jsonl/") or name in ("release.json", "codebook.json")
        }


def restored(path, *more, owner=OWNER):
    """What the command says; raises CommandError."""
    out = StringIO()
    call_command("restore", path, "--owner", owner, *more, stdout=out)
    return out.getvalue()


def there_and_back(folder, study, by, **choices):
    """Release, empty, restore, release again: what the command said, and the data of both releases."""
    path, _ = released(folder, study, by, **choices)
    texts = texts_of(folder, path, study) if choices.get("shown", "full") != "full" else None
    emptied()
    owner = UserFactory(username=OWNER)
    said = restored(path, *(["--texts", texts] if texts else []))
    again, _ = released(folder, Study.objects.get(), owner, **choices)
    return said, data_of(path), data_of(again)


def texts_of(folder, path, study):
    """A folder with the text of every article of the sample."""
    texts = folder / "texts"
    texts.mkdir(exist_ok=True)
    for one in study.study_articles.select_related("article"):
        text = "\n\n".join(one.article.paragraphs.order_by("position").values_list("text", flat=True))
        (texts / f"{sha256(text.encode()).hexdigest()}.txt").write_text(text, encoding="utf-8", newline="")
    return texts


def spoiled(path, name, change):
    """The same zip with one file changed, and no hash made again."""
    with ZipFile(BytesIO(path.read_bytes())) as before, ZipFile(path, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            after.writestr(entry, change(content) if entry.filename == name else content)
    return path
