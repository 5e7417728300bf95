"""manage.py rehydrate release.zip --texts DIR – put the texts back from one's own copies."""

import os
import sys
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zipfile import ZipFile

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from annotator.releases.rehydrating.copies import Copies, files_in
from annotator.releases.rehydrating.filling import Contradiction, Filling
from annotator.releases.rehydrating.wanted import wanted
from annotator.releases.rehydrating.writing import rehydrated
from annotator.releases.verifying.archive import NotReadable, opened
from annotator.releases.verifying.check import Check
from articles.batch import counted
from articles.readers.sandbox import Sandbox
from articles.words import printable

#: files that are no version's and are named
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Write a copy of a release with its texts put back from files of your own: the pages as they were captured, or "
        "the plain texts. Every hash is checked. Exit status 1 when the text of some document was not found."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("release", type=Path, metavar="RELEASE", help="the zip of a release")
        parser.add_argument("--texts", type=Path, required=True, metavar="DIR", help="a folder with your copies")
        parser.add_argument(
            "--out", type=Path, metavar="FILE", help="the zip to write; RELEASE-with-texts.zip otherwise"
        )

    def handle(self, *args: Any, release: Path, texts: Path, out: Path | None, **options: Any) -> None:
        target = out or release.with_name(f"{release.stem}-with-texts.zip")
        if not texts.is_dir():
            raise CommandError(f"{printable(str(texts))} is no folder.", returncode=1)
        if target.exists():
            raise CommandError(f"{printable(str(target))} is there already: nothing was written.", returncode=1)
        try:
            self._check(release)
            with opened(release) as archive:
                copies = self._match(archive, texts)
                if not copies.matched:
                    raise CommandError("No text was found, so nothing was written.", returncode=1)
                self._write(archive, release, target, copies)
        except (NotReadable, Contradiction) as refused:
            raise CommandError(f"{printable(str(release))}: {refused} Nothing was written.", returncode=1) from None
        if copies.missing:
            of = sum(one.in_sample for one in copies.wanted)
            raise CommandError(
                f"{len(copies.missing):,} of {counted(of, 'document')} still without text.", returncode=1
            )

    def _check(self, release: Path) -> None:
        check = Check(release)
        for finding in check:
            raise NotReadable(f"The release itself is not whole. {finding}")
        if not check.is_release:
            raise NotReadable("This is the package of a quick export, not a release.")

    def _match(self, archive: ZipFile, folder: Path) -> Copies:
        copies = Copies(wanted(archive))
        files = files_in(folder)
        with Sandbox() as sandbox, _bar(total=len(files), unit="file") as bar:
            for file in files:
                copies.look_at(file, sandbox.read)
                bar.update()
        for line in copies.lines():
            self.stdout.write(printable(line))
        for name, why in copies.unused[:SHOWN]:
            self.stdout.write(printable(f"unused   {name}: {why or 'it is the text of no version in this release.'}"))
        if len(copies.unused) > SHOWN:
            self.stdout.write(f"{len(copies.unused) - SHOWN:,} more files are unused.")
        return copies

    def _write(self, archive: ZipFile, release: Path, target: Path, copies: Copies) -> None:
        filling = Filling({version: match.text for version, match in copies.matched.items()})
        with release.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        found = sum(one.in_sample and one.version_id in copies.matched for one in copies.wanted)
        facts = {
            "documents": found,
            "of": sum(one.in_sample for one in copies.wanted),
            "from_release_sha256": digest,
        }
        with _bar(unit="line") as bar:
            pieces = rehydrated(archive, filling, facts, _note(facts, copies), bar.update)
            _stored(target, pieces)
        still = ", ".join(f"{name} ({number:,})" for name, number in sorted(filling.left.items()))
        if still:
            self.stdout.write(f"Words still withheld in: {still}.")
        self.stdout.write(f"Written: {printable(str(target))}, with the texts of {counted(found, 'document')}.")


def _stored(target: Path, pieces: Iterator[bytes]) -> None:
    """All of the file or none of it."""
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete_on_close=False) as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(target)
    except OSError as error:
        raise NotReadable(f"{target} cannot be written: {error.strerror or error}.") from None


def _note(facts: dict[str, Any], copies: Copies) -> str:
    lines = "\n".join(copies.lines())
    return f"""These are the data of a release with texts put back from copies of somebody's own:
{facts["documents"]} of {facts["of"]} documents. The release they come from is the zip with SHA-256
{facts["from_release_sha256"]}.

It is not the release: cite that, and do not give this copy away where the texts may not be.
Other formats of the release are not in it, for they were written from the covered texts.

{lines}
"""


def _bar(**options: Any) -> Any:
    return tqdm(file=sys.stderr, disable=not sys.stderr.isatty(), **options)
