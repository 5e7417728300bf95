"""manage.py verify FILE – prove that a release is whole and right."""

import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from annotator.releases.verifying.archive import NotReadable
from annotator.releases.verifying.check import Check
from articles.batch import counted
from articles.models import Article
from articles.words import printable

#: findings that are printed
SHOWN = 50


class Command(BaseCommand):
    help = (
        "Hash every file of a release again and cut every span again out of its text; the package of a quick export "
        "too. One line for each thing that is wrong, the first one first. Exit status 1 when anything is."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the zip")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        size = file.stat().st_size if file.is_file() else 0
        found = 0
        with tqdm(unit="B", unit_scale=True, file=sys.stderr, disable=not sys.stderr.isatty() or not size) as bar:
            check = Check(file, advance=bar.update, stored=_stored)
            try:
                for finding in check:
                    found += 1
                    if found <= SHOWN:
                        with tqdm.external_write_mode(file=sys.stdout):
                            self.stdout.write(printable(str(finding)))
            except NotReadable as refused:
                raise CommandError(f"{printable(str(file))}: {refused}", returncode=1) from None
        self.stdout.write(_looked_at(check))
        if found > SHOWN:
            self.stdout.write(f"{found - SHOWN:,} more are not shown.")
        if found:
            raise CommandError(f"{counted(found, 'thing')} wrong.", returncode=1)
        self.stdout.write("Nothing is wrong.")


def _looked_at(check: Check) -> str:
    tally = check.tally
    what = "Release" if check.is_release else "Package of a quick export"
    parts = [f"{what}: {counted(tally.files, 'file')}, {counted(tally.rows, 'line')}, {counted(tally.spans, 'span')}"]
    if tally.withheld:
        parts.append(f"{tally.withheld:,} spans with words withheld, whose hashes `rehydrate` checks")
    if tally.elsewhere:
        parts.append(f"{tally.elsewhere:,} in texts that are not here, of which only the form was checked")
    return "; ".join(parts) + "."


@lru_cache(maxsize=4)
def _stored(version: int, digest: str) -> str | None:
    """The text of a version as this instance stores it."""
    article = Article.objects.filter(pk=version, text_sha256=digest).first()
    if article is None:
        return None
    return "\n\n".join(article.paragraphs.order_by("position").values_list("text", flat=True))
