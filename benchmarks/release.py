"""A whole default release of 300,000 annotations, and how much memory that takes.

It is made in a process of its own, so that its memory is its own: `python -m benchmarks.release` alone prints it too.
Beside it, in the same process: the very same rows as exact CSV, which is the quick export of them.

`python -m benchmarks.release 200 --each` has 200 articles of 150 annotations, and then writes every format by itself.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.measure import Row

ARTICLES, ANNOTATIONS, PARAGRAPHS = 2_000, 150, 12
#: seconds and MiB
MOST_SECONDS, MOST_MEMORY = 60, 250


def measure() -> Iterator[Row]:
    said = subprocess.run([sys.executable, "-m", "benchmarks.release"], capture_output=True, check=True, text=True)
    found = json.loads(said.stdout.splitlines()[-1])
    count = found["annotations"]
    yield Row(
        f"release of {count:,} annotations, zip and all",
        found["cpu_seconds"],
        "s of CPU",
        budget=MOST_SECONDS * count / (ARTICLES * ANNOTATIONS),
        reference="the same rows as exact CSV, nothing else",
        reference_value=found["csv_seconds"],
        note=f"{count / found['cpu_seconds']:,.0f} annotations a second of CPU; {found['zip_mib']:,.0f} MiB; "
        f"by the clock {found['seconds']:,.0f} s: {found['parts']}",
    )
    yield Row(
        "memory while it is made",
        found["peak_mib"],
        "MiB resident",
        budget=MOST_MEMORY,
        reference="before it begins",
        reference_value=found["before_mib"],
    )


def main() -> None:
    from benchmarks import ground

    asked = argparse.ArgumentParser(prog="python -m benchmarks.release", description=__doc__)
    asked.add_argument("articles", nargs="?", type=int, default=ARTICLES)
    asked.add_argument("--each", action="store_true", help="write every format by itself too")
    options = asked.parse_args()
    with ground.prepared() as here:
        ground.start_django(here.data_folder())
        sys.stdout.write(json.dumps(_measured(options.articles, each=options.each)) + "\n")


def _measured(articles: int, *, each: bool) -> dict[str, Any]:
    from annotator.jobs.sparing import sparing
    from annotator.releases.formats import FORMATS
    from annotator.releases.formats.releases import RELEASE_FORMATS
    from annotator.releases.freeze import freeze
    from annotator.releases.frozen.choices import Choices
    from annotator.releases.frozen.packing import packed
    from annotator.releases.row import COLUMNS
    from annotator.releases.rows import rows
    from annotator.releases.snapshot import all_of, take

    study, owner = _stage(articles)
    chosen = ("csv", "spreadsheet")
    before = _peak_from_now()
    begun, used = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as scratch, sparing():
        choices = Choices(number=1, at=datetime(2026, 3, 1, tzinfo=UTC), title=study.title, formats=chosen)
        frozen = freeze(study, Path(scratch), annotations=all_of(study).standing(), by=owner, choices=choices)
        written_down = time.perf_counter()
        digest, size = sha256(), 0
        with (Path(scratch) / "release.zip").open("wb") as file:
            for piece in packed(frozen, [RELEASE_FORMATS[name] for name in chosen], written=[]):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        done, used = time.perf_counter(), time.process_time() - used
        annotations = frozen.about["counts"]["annotations"]
        peak = _peak()
        formats = dict(_each(frozen, annotations)) if each else {}
    again = time.process_time()
    for piece in FORMATS["csv"].write(COLUMNS, rows(take(study, all_of(study).standing()))):
        digest.update(piece)
    return {
        "annotations": annotations,
        "seconds": done - begun,
        "cpu_seconds": used,
        "parts": f"freezing {written_down - begun:.1f} s, zip {done - written_down:.1f} s",
        "csv_seconds": time.process_time() - again,
        "zip_mib": size / 2**20,
        "before_mib": before,
        "peak_mib": peak,
        "each": formats,
    }


def _each(frozen: Any, annotations: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Every format zipped by itself, from the same frozen tables: seconds of CPU for 100,000 annotations, and MiB."""
    from annotator.jobs.sparing import sparing
    from annotator.releases.formats.releases import offered
    from annotator.releases.zipping import zipped

    for made in frozen.folder.glob("annotations-*.csv"):
        made.unlink()
    for one in offered():
        frozen.about = {**frozen.about, "formats": [one.name]}
        before, begun, size = _peak_from_now(), time.process_time(), 0
        with sparing():
            for piece in zipped(one.parts(frozen), written=[]):
                size += len(piece)
        seconds = (time.process_time() - begun) * 100_000 / annotations
        found = {"seconds": seconds, "zip_mib": size / 2**20, "before_mib": before, "peak_mib": _peak()}
        sys.stderr.write(f"{one.name}: {json.dumps(found)}\n")
        yield one.name, found


def _stage(articles: int) -> tuple[Any, Any]:
    """A study whose articles are read by one coder each, without suggestions and originals."""
    from django.db import transaction

    from benchmarks import scene

    with transaction.atomic():
        staged = scene.stage(PARAGRAPHS, ANNOTATIONS)
        for seed in range(2, articles + 1):
            scene.add_article(staged, PARAGRAPHS, ANNOTATIONS, seed=seed)
    return staged.reading.study, staged.owner


def _resident() -> float:
    from benchmarks.ground import resident_mib

    return resident_mib(os.getpid())


def _peak_from_now() -> float:
    """Forget the most memory so far, and say how much there is now."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _resident()


def _peak() -> float:
    said = Path("/proc/self/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", said)
    return int(found[1]) / 1024 if found else _resident()


if __name__ == "__main__":
    main()
