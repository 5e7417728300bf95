"""manage.py ingest PATH… – store files as articles."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from articles.batch import Outcome, counted, read_in, too_large
from articles.readers import READERS
from articles.readers.sandbox import Sandbox
from articles.words import file_name_of, printable

_SUFFIXES = frozenset(suffix for reader in READERS for suffix in reader.suffixes)


class Command(BaseCommand):
    help = (
        "Store HTML pages, Markdown and plain text files as articles, whole folders too. One line a file; files "
        "already stored add nothing. Exit status 1 when any file was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder to look through")
        parser.add_argument("--url", default="", help="the page's address, for a single file; never fetched")
        parser.add_argument(
            "--media-type", default="", help="such as text/html; told from the name and content when absent"
        )

    def handle(self, *args: Any, paths: list[Path], url: str, media_type: str, **options: Any) -> None:
        files = [file for path in paths for file in _files(path)]
        if url and len(files) != 1:
            raise CommandError("--url belongs to one file: name that file alone.")
        if not files:
            raise CommandError("There is no file to read in: folders are searched for .html, .md and .txt files.")
        refused = 0
        with Sandbox() as sandbox, tqdm(files, unit="file", file=sys.stderr, disable=not _is_terminal()) as bar:
            for file in bar:
                outcome = _read_in(file, sandbox, url=url, media_type=media_type)
                refused += outcome.status == "refused"
                with tqdm.external_write_mode(file=sys.stdout):
                    self.stdout.write(printable(outcome.line))
        if refused:
            raise CommandError(f"{refused} of {counted(len(files), 'file')} refused.", returncode=1)


def _read_in(file: Path, sandbox: Sandbox, *, url: str, media_type: str) -> Outcome:
    name = file_name_of(file.name)
    try:
        if not file.is_file():
            return Outcome(name, "refused", "There is no such file.")
        if sentence := too_large(file.stat().st_size):
            return Outcome(name, "refused", sentence)
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        return Outcome(name, "refused", f"It cannot be opened: {getattr(error, 'strerror', None) or error}.")
    return read_in(content, name=file.name, media_type=media_type, read=sandbox.read, url=url)


def _files(path: Path) -> Iterator[Path]:
    """The file itself, or what a folder holds that some reader knows by its suffix, in order of name."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in path.walk():
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in _SUFFIXES and not name.startswith("."):
                yield folder / name


def _is_terminal() -> bool:
    return sys.stderr.isatty()
