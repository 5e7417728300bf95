"""manage.py restore RELEASE.zip --owner USERNAME – make a release's data into a study again, in an empty instance."""

import sys
from collections.abc import Iterator, Mapping
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from annotator.accounts.models import User
from annotator.jobs.sparing import sparing
from annotator.releases.rehydrating.copies import Copies, files_in
from annotator.releases.rehydrating.wanted import wanted
from annotator.releases.restoring.emptiness import check_empty
from annotator.releases.restoring.proving import check_choices, elsewhere
from annotator.releases.restoring.restore import Restored, restore
from annotator.releases.restoring.source import NotRestored, Source
from annotator.releases.verifying.archive import DAMAGE, NotReadable, opened
from annotator.releases.verifying.check import Check
from articles.batch import counted
from articles.readers.sandbox import Sandbox
from articles.words import printable

#: findings that are told of a release that is not whole
SHOWN = 3


class Command(BaseCommand):
    help = (
        "Make the study of a release again, in an instance that holds nothing yet: all of it or nothing. Frozen once "
        "more, it has the same bytes, which is checked. Exit status 1 when nothing was restored."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("release", type=Path, metavar="RELEASE", help="the zip of a release")
        parser.add_argument("--owner", required=True, metavar="USERNAME", help="who is to own the study here")
        parser.add_argument(
            "--texts", type=Path, metavar="DIR", help="a folder with your copies, for a release without full texts"
        )
        parser.add_argument(
            "--even-if-different", action="store_true", help="restore what would not be the same release again, too"
        )

    def handle(self, *args: Any, release: Path, owner: str, texts: Path | None, **options: Any) -> None:
        try:
            by = _owner(owner)
            check_empty()
            self._check(release)
            with opened(release) as archive, release.open("rb") as file, _Progress() as progress:
                source = Source(archive, progress)
                check_choices(source.about)
                _check_whole(source, texts)
                whole = self._own(archive, texts) if texts and not _is_full(source) else {}
                digest = file_digest(file, "sha256").hexdigest()
                with sparing():
                    made = restore(
                        source, by=by, sha256=digest, texts=whole, even_if_different=options["even_if_different"]
                    )
        except (NotReadable, NotRestored, *DAMAGE) as refused:
            raise CommandError(
                printable(f"{release}: {str(refused).rstrip('.')}. Nothing was stored."), returncode=1
            ) from None
        for line in _said(source, made, progress.counts):
            self.stdout.write(printable(line))

    def _check(self, release: Path) -> None:
        check = Check(release)
        if found := [str(finding) for finding in islice(check, SHOWN)]:
            raise NotRestored(f"The release itself is not whole. {' '.join(found)}")
        if not check.is_release:
            raise NotRestored("This is the package of a quick export, not a release.")

    def _own(self, archive: ZipFile, folder: Path) -> Mapping[int, str]:
        copies = Copies(wanted(archive))
        with Sandbox() as sandbox:
            for file in files_in(folder):
                copies.look_at(file, sandbox.read)
        if copies.missing:
            for line in copies.lines():
                if not line.startswith("matched"):
                    self.stdout.write(printable(line))
            of = sum(one.in_sample for one in copies.wanted)
            raise NotRestored(f"Of {counted(of, 'document')}, {len(copies.missing):,} still have no text.")
        return {version: match.text for version, match in copies.matched.items()}


class _Progress:
    """Tells of each table as it becomes rows: a bar on a terminal. `counts` are lines by table."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self._bar: Any = None

    def __enter__(self) -> "_Progress":
        self._bar = tqdm(unit="line", file=sys.stderr, disable=not sys.stderr.isatty())
        return self

    def __exit__(self, *raised: object) -> None:
        self._bar.close()

    def __call__(self, table: str, lines: int) -> None:
        if table not in self.counts:
            self._bar.set_description(table)
        self.counts[table] = self.counts.get(table, 0) + lines
        self._bar.update(lines)


def _owner(username: str) -> User:
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise NotRestored(f"Nobody called {username} can sign in here. Add them first, with manage.py add_person")
    return person


def _is_full(source: Source) -> bool:
    return bool(source.about["text"]["shown"] == "full")


def _check_whole(source: Source, texts: Path | None) -> None:
    if "rehydrated" in source.about:
        raise NotRestored("This is a copy with texts put back, not the release: give the release itself, and --texts")
    if not _is_full(source) and texts is None:
        raise NotRestored(
            "The release does not hold the full texts. Give a folder with your copies of them, with --texts DIR"
        )
    if texts is not None and not texts.is_dir():
        raise NotRestored(f"{texts} is no folder")


def _said(source: Source, made: Restored, counts: Mapping[str, int]) -> Iterator[str]:
    for table, lines in counts.items():
        yield f"{table:<18}{lines:>12,}"
    if made.stand_ins:
        yield (
            f"{counted(made.stand_ins, 'annotation')} that the release tells of without holding them: "
            "each stands for that it was made, and says so in its note."
        )
    if made.different:
        yield f"A release of it would not be the same in: {', '.join(map(str, made.different))}."
    else:
        yield "Frozen once more, every table and release.json have the same bytes."
    yield from elsewhere(source)
    yield f"Restored “{made.study}” from release {source.about['number']}."
    yield "Next: manage.py index_articles, so that originals are found again, and manage.py detect for brackets."
