"""Agreement between 2 coders over 10,000 articles with 15 annotations each, every figure and every interval.

Beside it, over the very same articles: the least that anybody could do, which is to make them and count how often both
coders marked the same paragraph. It is run in a process of its own, so that its memory is its own: `python -m
benchmarks.agreement` alone prints it too.
"""

import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from annotator.review.agreement import ArticleReadings, Mark, ParagraphText, Span
from annotator.review.agreement import measure as measure_agreement
from benchmarks.measure import Row

ARTICLES, CODERS, ANNOTATIONS = 10_000, 2, 15
PARAGRAPHS, SENTENCES, TOKENS = 12, 4, 15
#: seconds and MiB
MOST_SECONDS, MOST_MEMORY = 20, 500
FACETS: dict[str, tuple[str, ...]] = {
    "claim_type": ("event", "state", "quantity", "causal", "relation", "intent", "prediction", "rule", "evidence"),
    "attribution": ("attributed", "unattributed", "own-observation", "inherited"),
    "source_kind": ("named-person", "named-organisation", "unnamed-described", "collective", "document-or-data"),
    "mode": ("direct", "mixed", "indirect", "scare-quote"),
    "stance": ("neutral", "endorsing", "distancing", "evaluative"),
    "certainty": ("sure", "likely", "unsure"),
}


def articles(number: int = ARTICLES, seed: int = 4) -> Iterator[ArticleReadings]:
    """Made up, one at a time: the second coder mostly marks what the first did, a little to the side or differently."""
    random = Random(seed)
    start = datetime(2026, 1, 5, tzinfo=UTC)
    texts = [_paragraph(at) for at in range(PARAGRAPHS)]
    for article in range(number):
        marks = []
        for at in range(ANNOTATIONS):
            paragraph, first = random.randrange(PARAGRAPHS), random.randrange(SENTENCES * TOKENS - 12)
            last = first + random.randint(3, 12)
            facets = _facets(random)
            marks.append(_mark(f"{article}a{at}", "ana", paragraph, texts[paragraph].tokens[first:last], facets))
            chance = random.random()
            if chance < 0.2:
                paragraph, facets = random.randrange(PARAGRAPHS), _facets(random)
            elif chance < 0.5:
                first, last = max(0, first - random.randint(0, 2)), last - random.randint(0, 2)
            if random.random() < 0.3:
                facets = {**facets, **_facets(random)}
            marks.append(_mark(f"{article}b{at}", "ben", paragraph, texts[paragraph].tokens[first:last], facets))
        done = start + timedelta(minutes=52 * article)
        yield ArticleReadings(article, texts, {"ana": done, "ben": done + timedelta(hours=5)}, marks)


def _paragraph(number: int) -> ParagraphText:
    tokens = [(at * 7, at * 7 + 6) for at in range(SENTENCES * TOKENS)]
    sentences = [(tokens[at][0], tokens[at + TOKENS - 1][1]) for at in range(0, len(tokens), TOKENS)]
    return ParagraphText(number, tokens[-1][1], sentences, tokens)


def _facets(random: Random) -> dict[str, str]:
    return {facet: random.choice(values) for facet, values in FACETS.items()}


def _mark(name: str, coder: str, paragraph: int, tokens: Any, facets: dict[str, str]) -> Mark:
    return Mark(name, coder, paragraph, tokens[0][0], tokens[-1][1], facets)


def bare() -> Counter[Span]:
    """The reference."""
    seen: Counter[Span] = Counter()
    for article in articles():
        here = [{mark.paragraph for mark in article.marks if mark.coder == coder} for coder in article.finished]
        both = len(here[0] & here[1])
        seen[both, len(here[0] | here[1])] += 1
    return seen


def measure() -> Iterator[Row]:
    found = _alone()
    yield Row(
        f"agreement: {CODERS} coders, {ARTICLES:,} articles, {ANNOTATIONS} annotations each",
        found["seconds"],
        "s CPU",
        budget=MOST_SECONDS,
        reference="making the articles and counting paragraphs that both marked",
        reference_value=found["bare"],
        note=f"{found['figures']:,} figures, {found['intervals']:,} intervals of {found['resamples']:,} resamples each",
    )
    yield Row(
        "… memory at its highest",
        found["after"],
        "MiB",
        budget=MOST_MEMORY,
        reference="the same process when it had made and counted them",
        reference_value=found["before"],
    )


def _alone() -> dict[str, float]:
    told = subprocess.run([sys.executable, "-m", "benchmarks.agreement"], check=True, capture_output=True, text=True)
    return dict(json.loads(told.stdout))


def once() -> dict[str, float]:
    """Bare, ours, bare: the machine may have changed its mind meanwhile."""
    _, first = _timed(bare)
    before = peak()
    report, seconds = _timed(lambda: measure_agreement(articles()))
    after = peak()
    _, last = _timed(bare)
    return {
        "seconds": seconds,
        "bare": (first + last) / 2,
        "before": before,
        "after": after,
        "figures": len(report.figures),
        "intervals": sum(figure.interval is not None for figure in report.figures),
        "resamples": report.plan.resamples,
    }


def _timed[Made](act: Callable[[], Made]) -> tuple[Made, float]:
    since = time.process_time()
    made = act()
    return made, time.process_time() - since


def peak() -> float:
    """MiB, of this process alone: `getrusage` begins with what the parent had when it started this one."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert told is not None
    return int(told[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(once()))
