"""manage.py index_articles – note the words of articles that did not come in by an import."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from tqdm import tqdm

from articles.batch import counted
from articles.lineage.candidates.addresses import note
from articles.lineage.candidates.index import index_in_batches, unindexed
from articles.lineage.candidates.proposals import propose
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Note the words of stored articles, so that texts which share some find each other. Imports and upgrades do "
        "so themselves; this is for articles that were loaded into the database by other means. What is noted is left "
        "alone, so it can be stopped and started again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--propose", action="store_true", help="then propose originals for every stored article, old ones as well"
        )

    def handle(self, *args: Any, propose: bool, **options: Any) -> None:
        waiting = unindexed()
        with _bar(len(waiting)) as bar:
            index_in_batches(waiting, told=bar.update)
        self.stdout.write(f"{counted(len(waiting), 'article')} noted.")
        if propose:
            self.stdout.write(f"{counted(_propose_all(), 'link')} proposed.")


def _propose_all() -> int:
    """From the oldest on, as if they were imported one after the other."""
    stored = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    made = 0
    with _bar(len(stored)) as bar:
        for pk in stored:
            with transaction.atomic():
                article = Article.objects.select_related("outlet").get(pk=pk)
                note(article)
                made += len(propose(article))
            bar.update()
    return made


def _bar(total: int) -> Any:
    return tqdm(total=total, unit="article", file=sys.stderr, disable=not sys.stderr.isatty())
