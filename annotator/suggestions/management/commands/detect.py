"""manage.py detect – run new detector versions over stored articles."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from tqdm import tqdm

from annotator.suggestions.detect import DETECTORS, detect, unread_by
from annotator.suggestions.models import Run
from articles.batch import counted
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Let the detectors read articles that their present version has not read. What older versions found is "
        "kept. Reading the same article again adds nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("articles", nargs="*", type=int, metavar="ARTICLE", help="numbers of articles")
        parser.add_argument("--all", action="store_true", help="every stored article")

    def handle(self, *args: Any, articles: list[int], all: bool, **options: Any) -> None:
        if bool(articles) == all:
            raise CommandError("Name articles by their numbers, or say --all.")
        waiting = _unread(None if all else articles)
        found = broken = 0
        for pk in tqdm(waiting, unit="article", file=sys.stderr, disable=not sys.stderr.isatty()):
            with transaction.atomic():
                article = Article.objects.get(pk=pk)
                runs = detect(article)
            broken += bool(unread_by(article))
            found += sum(run.suggestions.count() for run in runs)
        self.stdout.write(f"{counted(len(waiting), 'article')} read, {counted(found, 'suggestion')} made.")
        if broken:
            raise CommandError(f"On {counted(broken, 'article')} a detector broke; the log says how.", returncode=1)


def _unread(named: list[int] | None) -> list[int]:
    """Articles that at least one detector has not read in its present version."""
    articles = Article.objects.all() if named is None else Article.objects.filter(pk__in=named)
    if named is not None and (missing := set(named) - set(articles.values_list("pk", flat=True))):
        raise CommandError(f"There is no article {min(missing)}.")
    done = [
        set(Run.objects.filter(engine=d.engine, version=d.version).values_list("article_id", flat=True))
        for d in DETECTORS
    ]
    read_by_all = set.intersection(*done) if done else set()
    return [pk for pk in articles.order_by("pk").values_list("pk", flat=True) if pk not in read_by_all]
