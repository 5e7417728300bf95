"""The whole job that measures a study's agreement, from the rows to the stored result.

2 coders, 10,000 articles, 15 annotations each, as in `agreement.py`, but out of a database: sentences and words are cut
as well. Beside it, in the same process: reading the same rows and nothing else. It is run in a process of its own, so
that its memory is its own: `python -m benchmarks.agreement_job` alone prints it too.
"""

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import accumulate, islice, product
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

from benchmarks.agreement import ANNOTATIONS, ARTICLES, FACETS, MOST_MEMORY, MOST_SECONDS, PARAGRAPHS, SENTENCES, peak
from benchmarks.measure import Row

_TEXT = (
    "the mayor of a small town said that repairs would cost more than four million and take years before any ferry "
    "returns to its harbour"
)
# As in a language: a few words that are in every sentence, and 64,000 others, each as rare as its place in the list
# says (Zipf's law). To remember words that were seen looks quick with few of them, and is slower with real articles.
_SYLLABLES = [f"{first}{second}" for first in "bdfklmnprst" for second in ("a", "en", "i", "or")][:40]
_WORDS = [*_TEXT.split(), *map("".join, product(_SYLLABLES, repeat=3))]
_WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(_WORDS) + 1)))
_AT_ONCE = 500


def measure() -> Iterator[Row]:
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.agreement_job"], capture_output=True, check=True, text=True
    )
    found = json.loads(said.stdout.splitlines()[-1])
    yield Row(
        f"… the whole job out of a database, {found['annotations']:,} annotations",
        found["clock"],
        "s by the clock",
        budget=MOST_SECONDS,
        reference="reading the same rows, nothing else",
        reference_value=found["bare"],
        note=f"{found['figures']:,} figures; {found['seconds']:.1f} s of CPU, and {found['others']:.1f} s of another "
        "process, which reads the articles",
    )
    yield Row(
        "… memory at its highest",
        found["after"] + found["other_peak"],
        "MiB",
        budget=MOST_MEMORY,
        reference="before it begins",
        reference_value=found["before"],
        note=f"{found['other_peak']:.0f} MiB of it are those of the process that reads the articles",
    )


def main(articles: int = ARTICLES) -> dict[str, Any]:
    from benchmarks import ground

    with ground.prepared() as here:
        ground.start_django(here.data_folder())
        return _measured(articles)


def _measured(articles: int) -> dict[str, Any]:
    from annotator.annotations.models import Annotation
    from annotator.jobs.models import State
    from annotator.jobs.working import work_off
    from annotator.review.measured.models import Agreement
    from annotator.review.measured.task import ask_for_figures

    study, owner = _stage(articles)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # what staging took is forgotten
    before, since = peak(), time.process_time()
    _read_only(study)
    bare = time.process_time() - since
    clock, used, others = time.perf_counter(), time.process_time(), _of_others()
    job, _ = ask_for_figures(study, by=owner, seed=1)
    work_off()
    used, clock = time.process_time() - used, time.perf_counter() - clock
    job.refresh_from_db()
    assert job.state == State.DONE, job.error
    return {
        "articles": articles,
        "annotations": Annotation.objects.count(),
        "figures": len(Agreement.objects.get().figures["figures"]),
        "seconds": used,
        "clock": clock,
        "others": _of_others() - others,
        "other_peak": getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024,
        "bare": bare,
        "before": before,
        "after": peak(),
    }


def _of_others() -> float:
    """Seconds of CPU of the processes that this one has started."""
    so_far = getrusage(RUSAGE_CHILDREN)
    return so_far.ru_utime + so_far.ru_stime


def _read_only(study: Any) -> None:
    from annotator.annotations.models import Annotation
    from articles.models import Paragraph

    texts = Paragraph.objects.filter(article__in=study.study_articles.values("article")).values_list(
        "pk", "article_id", "slot", "text"
    )
    marks = Annotation.objects.filter(reading__study=study).values_list("pk", "paragraph_id", "start", "end", *FACETS)
    for rows in (texts, marks):
        for _ in rows.iterator(chunk_size=2_000):
            pass


def _stage(number: int) -> tuple[Any, Any]:
    """Both coders have finished every article; the second mostly marked what the first did."""
    from django.db import transaction

    from annotator.studies.codebook import start_codebook
    from tests.factories.people import UserFactory
    from tests.factories.studies import MembershipFactory, StudyFactory

    owner, coders = UserFactory(), [UserFactory(), UserFactory()]
    study = StudyFactory(codebook=False)
    start_codebook(study, by=owner)
    MembershipFactory(study=study, user=owner, role="owner")
    for coder in coders:
        MembershipFactory(study=study, user=coder)
    random = Random(4)
    for first in range(0, number, _AT_ONCE):
        with transaction.atomic():
            _store(study, coders, range(first, min(first + _AT_ONCE, number)), random)
    return study, owner


def _store(study: Any, coders: list[Any], numbers: range, random: Random) -> None:
    from annotator.annotations.models import Annotation, Reading
    from annotator.studies.models import StudyArticle
    from articles.models import Article, Capture

    digests = [sha256(str(number).encode()).hexdigest() for number in numbers]
    captures = Capture.objects.bulk_create(
        Capture(sha256=digest, size=1, media_type="text/plain", file_name="a.txt") for digest in digests
    )
    articles = Article.objects.bulk_create(
        Article(capture=capture, reader="plain", reader_version="1", title=f"A {n}", text_sha256=digest, language="en")
        for n, capture, digest in zip(numbers, captures, digests, strict=True)
    )
    StudyArticle.objects.bulk_create(
        StudyArticle(study=study, article=article, position=n) for n, article in zip(numbers, articles, strict=True)
    )
    paragraphs = iter(_paragraphs(articles, random))
    begun = datetime(2026, 1, 5, tzinfo=UTC)
    readings, marks = [], []
    for n, article in zip(numbers, articles, strict=True):
        at = begun + timedelta(minutes=40 * n)
        pair = [
            Reading(
                study=study,
                article=article,
                coder=coder,
                assigned_at=at,
                started_at=at,
                finished_at=at + timedelta(hours=1),
            )
            for coder in coders
        ]
        readings += pair
        marks.append((pair, list(islice(paragraphs, PARAGRAPHS)), at))
    Reading.objects.bulk_create(readings)
    types, revision = list(study.claim_types.exclude(note_required=True)), study.revision
    rows = [
        Annotation(id=uuid.uuid4(), codebook_revision=revision, created_at=at, **fields)
        for pair, texts, at in marks
        for fields in _marks(pair, texts, types, random)
    ]
    Annotation.objects.bulk_create(rows, batch_size=1_000)


def _paragraphs(articles: list[Any], random: Random) -> list[Any]:
    from articles.models import Paragraph

    rows = []
    for article in articles:
        offset = 0
        for position in range(PARAGRAPHS):
            text = " ".join(
                " ".join(random.choices(_WORDS, cum_weights=_WEIGHTS, k=15)).capitalize() + "."
                for _ in range(SENTENCES)
            )
            rows.append(Paragraph(article=article, position=position, slot="body", text=text, offset=offset))
            offset += len(text) + 2
    return Paragraph.objects.bulk_create(rows, batch_size=1_000)


def _marks(pair: list[Any], texts: list[Any], types: list[Any], random: Random) -> Iterator[dict[str, Any]]:
    seen = set()
    while len(seen) < ANNOTATIONS:
        paragraph = random.choice(texts)
        starts = [0, *(at + 1 for at, character in enumerate(paragraph.text) if character == " ")]
        first = random.randrange(len(starts) - 13)
        start, end = starts[first], starts[first + random.randint(3, 12)] - 1
        if (paragraph.pk, start, end) in seen:
            continue
        seen.add((paragraph.pk, start, end))
        said = _facets(types, random)
        for reading in pair:
            if random.random() < 0.3:
                said = _facets(types, random)
            yield {
                "reading": reading,
                "paragraph": paragraph,
                "start": start,
                "quote": paragraph.text[start:end],
                **said,
            }


def _facets(types: list[Any], random: Random) -> dict[str, Any]:
    return {
        "claim_type": random.choice(types),
        "attribution": "attributed",
        "source_kind": random.choice(("named-person", "collective", "named-organisation")),
        "mode": random.choice(("direct", "mixed", "indirect")),
        "certainty": random.choice(("sure", "likely", "unsure")),
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)))
