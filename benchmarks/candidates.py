"""Finding a text among 100,000 stored ones by the words it shares: `python -m benchmarks.candidates`, both databases.

The articles are made up: words by Zipf's law, phrases that many texts have, a footer that all of an outlet's texts end
with, reports that two thousand outlets have republished. What is timed is the product's own code, by the clock, because
the database is another process.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from tqdm import tqdm

from tests.on_postgresql import postgresql

RESULT = Path(__file__).parent / "results" / "candidates.json"
OUTLETS, WIRE_COPIES, EXCERPT_WORDS = 200, 2_000, 80
#: milliseconds
MOST_FINDING, MOST_ADDING = 100, 15
_BATCH = 1_000


class Press:
    """Makes articles: the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.words = [self._word() for _ in range(30_000)]
        self.often = list(accumulate(1 / (rank + 10) for rank in range(len(self.words))))
        self.phrases = [self.some(self.random.randint(5, 9)) for _ in range(400)]
        self.footers = [self.some(60) for _ in range(OUTLETS)]
        self.wire = self.body()

    def _word(self) -> str:
        return "".join(self.random.choice("bdfgklmnprstvz") + self.random.choice("aeiou") for _ in range(3))

    def some(self, number: int) -> list[str]:
        return self.random.choices(self.words, cum_weights=self.often, k=number)

    def body(self) -> list[str]:
        words = self.some(max(60, min(3_000, round(self.random.lognormvariate(6.0, 0.55)))))
        for phrase in self.random.sample(self.phrases, k=4):
            at = self.random.randrange(len(words))
            words[at:at] = phrase
        return words

    def article(self, number: int, of: int) -> list[str]:
        every = max(1, of // WIRE_COPIES)
        body = self.altered(self.wire, 0.01) if number % every == 0 else self.body()
        return body + self.footers[number % OUTLETS]

    def altered(self, words: list[str], part: float = 0.05) -> list[str]:
        """Each word with this chance another one, or gone."""
        kept = (word if self.random.random() > part else self.random.choice(["", *self.some(1)]) for word in words)
        return [word for word in kept if word]


def fill(press: Press, articles: int) -> Iterator[tuple[int, list[str]]]:
    """Store so many articles' fingerprints; yield (number of the article, its words) as they come."""
    from articles.lineage.candidates.index import MOST_HOLDERS
    from articles.lineage.candidates.shingles import fingerprint
    from articles.lineage.models import Fingerprint
    from articles.models import Article, Capture, Outlet

    outlets = [Outlet.objects.create(name=f"Outlet {number}") for number in range(OUTLETS)]
    held: Counter[int] = Counter()
    for first in range(0, articles, _BATCH):
        batch = [(first + at, press.article(first + at, articles)) for at in range(min(_BATCH, articles - first))]
        captures = Capture.objects.bulk_create(
            Capture(sha256=f"{n:064x}", size=1, media_type="text/plain") for n, _ in batch
        )
        stored = Article.objects.bulk_create(
            Article(
                capture=capture,
                reader="plain",
                reader_version="1",
                outlet=outlets[n % OUTLETS],
                title=f"Article {n}",
                text_sha256="0" * 64,
            )
            for capture, (n, _) in zip(captures, batch, strict=True)
        )
        prints, rows = [], []
        for article, (_, words) in zip(stored, batch, strict=True):
            made = fingerprint([" ".join(words)])
            prints.append(
                Fingerprint(article=article, kept=len(made.hashes), sampled=len(made.sampled), whole=made.whole)
            )
            fresh = [number for number in sorted(made.hashes) if held[number] < MOST_HOLDERS]
            held.update(fresh)
            rows += [(number, article.pk) for number in fresh]
        Fingerprint.objects.bulk_create(prints)
        _insert(rows)
        yield from ((article.pk, words) for article, (_, words) in zip(stored, batch, strict=True))


def _insert(rows: list[tuple[int, int]]) -> None:
    """Millions of rows: by the quickest way that each database has."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy("COPY lineage_shingle (number, article_id) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany("INSERT INTO lineage_shingle (number, article_id) VALUES (%s, %s)", rows)


def size() -> int:
    """Bytes of the table of shingles with its indexes."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('lineage_shingle')")
        else:
            # The whole file: what else is in it is a few columns of each article.
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])


def stored(words: list[str], number: int) -> Any:
    """An article with its paragraphs, as an import leaves it before its words are noted."""
    from articles.models import Article, Capture, Paragraph

    capture = Capture.objects.create(sha256=f"{10**9 + number:064x}", size=1, media_type="text/plain")
    article = Article.objects.create(
        capture=capture, reader="plain", reader_version="1", title="New", text_sha256="0" * 64
    )
    pieces = [" ".join(words[at : at + 60]) for at in range(0, len(words), 60)]
    Paragraph.objects.bulk_create(
        Paragraph(article=article, position=at, slot="body", text=text, offset=0) for at, text in enumerate(pieces)
    )
    return article


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds by the clock, and what came of it."""
    begun = time.perf_counter()
    result = act()
    return (time.perf_counter() - begun) * 1000, result


def worked(act: Callable[[], Any]) -> tuple[float, float, Any]:
    """As `timed`, with this process's CPU time beside it: a busy machine makes the clock run, not that."""
    begun = time.process_time()
    clock, result = timed(act)
    return clock, (time.process_time() - begun) * 1000, result


def measure(articles: int, questions: int) -> dict[str, Any]:
    """Fill, ask, and answer with the figures; in a process that has become an instance."""
    from django.core.management import call_command

    _hurry(True)
    call_command("migrate", verbosity=0)
    press = Press(seed=1)
    empty, marks, asked = size(), [], []
    chosen = set(press.random.sample(range(articles), k=questions))
    with tqdm(total=articles, unit="article", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
        for at, (pk, words) in enumerate(fill(press, articles)):
            bar.update()
            is_wire = at % max(1, articles // WIRE_COPIES) == 0
            if at in chosen and not is_wire:
                asked.append((pk, words))
            if (at + 1) % (articles // 4) == 0:
                marks.append(
                    {"articles": at + 1, "bytes": size() - empty, **_asked(press, asked[-questions // 8 :], at)}
                )
    _analyze()
    _hurry(False)
    figures = {"articles": articles, "growth": marks, **_asked(press, asked, articles)}
    return figures | _hard(press, articles) | _families(articles)


def _hurry(filling: bool) -> None:
    """What is filled in is thrown away: only what is measured need reach the disk."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous = {'OFF' if filling else 'FULL'}")


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _asked(press: Press, asked: list[tuple[int, list[str]]], seed: int) -> dict[str, Any]:
    """Near-duplicates and excerpts of stored articles come in: is the right one found first, and how soon?"""
    from django.db import transaction

    from articles.lineage.candidates.index import index
    from articles.lineage.candidates.matches import matches

    adding, finding, adding_cpu, finding_cpu = [], [], [], []
    first = {"near-duplicate": 0, "excerpt": 0}
    for at, (pk, words) in enumerate(asked):
        body = words[:-60]
        start = press.random.randrange(max(1, len(body) - EXCERPT_WORDS))
        copies = {
            "near-duplicate": press.altered(body) + press.random.choice(press.footers),
            "excerpt": body[start : start + EXCERPT_WORDS],
        }
        for kind, copy in copies.items():
            with transaction.atomic():
                article = stored(copy, seed * 10_000 + at * 2 + (kind == "excerpt"))
                took, cpu, _ = worked(lambda article=article: index(article))
                adding.append(took)
                adding_cpu.append(cpu)
                took, cpu, found = worked(lambda article=article: matches(article))
                finding.append(took)
                finding_cpu.append(cpu)
                first[kind] += bool(found) and found[0].article == pk
                transaction.set_rollback(True)
    number = len(asked)
    return {
        "questions": 2 * number,
        "adding_ms": _spread(adding),
        "adding_cpu_ms": _spread(adding_cpu),
        "finding_ms": _spread(finding),
        "finding_cpu_ms": _spread(finding_cpu),
        "recall_at_1": {kind: round(right / number, 3) for kind, right in first.items()},
    }


def _hard(press: Press, articles: int) -> dict[str, Any]:
    """What everybody has: the two-thousand-and-first copy of a report, a text that is all footers, a very long one."""
    from django.db import transaction

    from articles.lineage.candidates.index import index
    from articles.lineage.candidates.matches import matches
    from articles.lineage.candidates.proposals import propose

    texts = {
        "one more copy of the wire report": press.altered(press.wire, 0.01),
        "footers only": [word for footer in press.footers[:10] for word in footer],
        "20,000 words": press.some(20_000),
    }
    figures = {}
    for at, (name, words) in enumerate(texts.items()):
        with transaction.atomic():
            article = stored(words, 10**12 + at)
            adding = timed(lambda article=article: index(article))[0]
            finding, found = timed(lambda article=article: matches(article))
            proposing, made = timed(lambda article=article: propose(article))
            figures[name] = {
                "adding_ms": round(adding, 1),
                "finding_ms": round(finding, 1),
                "proposing_ms": round(proposing, 1),
                "found": len(found),
                "proposed": len(made),
            }
            transaction.set_rollback(True)
    return {"hard": figures}


def _families(articles: int) -> dict[str, Any]:
    """Every ten articles are a chain: the line on an article's page, and whether one comes from another."""
    from django.contrib.auth import get_user_model

    from articles.lineage.models import Derivation
    from articles.lineage.queries import comes_from
    from articles.lineage.strip import strip
    from articles.models import Article

    numbers = list(Article.objects.order_by("pk").values_list("pk", flat=True)[:articles])
    pairs = [(older, newer) for at, (older, newer) in enumerate(pairwise(numbers)) if at % 10]
    Derivation.objects.bulk_create(
        (Derivation(derived_id=newer, upstream_id=older) for older, newer in pairs), batch_size=5_000
    )
    _analyze()
    person = get_user_model().objects.create_superuser("root")
    some = Article.objects.select_related("outlet").filter(pk__in=numbers[5 :: len(numbers) // 50])
    strips = [timed(lambda one=one: strip(one, user=person))[0] for one in some]
    ways = [timed(lambda one=one: comes_from(one.pk, numbers[0]))[0] for one in some]
    return {"links": len(pairs), "strip_ms": _spread(strips), "comes_from_ms": _spread(ways)}


def _spread(values: list[float]) -> dict[str, float]:
    cuts = quantiles(values, n=20)
    return {"median": round(median(values), 2), "p95": round(cuts[18], 2), "longest": round(max(values), 2)}


def child(url: str, articles: int, questions: int) -> dict[str, Any]:
    """The figures of one database, measured in a process of its own."""
    with TemporaryDirectory(prefix="annotator-candidates-") as folder:
        address = url or f"sqlite:///{folder}/annotator.sqlite3"
        environment = {
            **os.environ,
            "DATABASE_URL": address,
            "ANNOTATOR_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "annotator.settings",
        }
        here = [sys.executable, "-m", "benchmarks.candidates", "--here"]
        sizes = ["--articles", str(articles), "--questions", str(questions)]
        answer = subprocess.run([*here, *sizes], env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(answer.stdout)


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.candidates", description=__doc__)
    asked.add_argument("--articles", type=int, default=100_000)
    asked.add_argument("--questions", type=int, default=200)
    asked.add_argument("--only", choices=["sqlite", "postgresql"], help="one database instead of both")
    asked.add_argument("--json", type=Path, default=RESULT, help="where the figures are written")
    asked.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.here:
        import django

        django.setup()
        print(json.dumps(measure(options.articles, options.questions)))
        return 0
    figures = {}
    if options.only != "postgresql":
        figures["sqlite"] = child("", options.articles, options.questions)
    if options.only != "sqlite":
        with postgresql() as url:
            figures["postgresql"] = child(url, options.articles, options.questions)
    options.json.parent.mkdir(exist_ok=True)
    options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=2))
    kept = [
        one["finding_ms"]["p95"] <= MOST_FINDING and one["adding_ms"]["p95"] <= MOST_ADDING for one in figures.values()
    ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
