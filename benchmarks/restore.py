"""Restoring a release: verified, stored, and frozen once more to prove it; and how much memory that takes.

Made and restored in processes of their own. `python -m benchmarks.restore` alone does it with 300,000 annotations.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks.measure import Row
from benchmarks.release import ARTICLES, _peak, _resident, _stage

#: MiB, as for a release
MOST_MEMORY = 250


def measure() -> Iterator[Row]:
    found = _both(ARTICLES // 4)
    yield Row(
        f"restoring {found['annotations']:,} annotations, proof and all",
        found["cpu_seconds"],
        "s of CPU",
        reference="making the release",
        reference_value=found["made_in"],
        note=f"by the clock {found['seconds']:,.0f} s; {found['zip_mib']:,.0f} MiB",
    )
    yield Row(
        "memory while it is restored",
        found["peak_mib"],
        "MiB resident",
        budget=MOST_MEMORY,
        reference="before it begins",
        reference_value=found["before_mib"],
    )


def _both(articles: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "release.zip"
        made = _elsewhere("make", str(path), str(articles))
        return {**made, **_elsewhere("restore", str(path)), "zip_mib": path.stat().st_size / 2**20}


def _elsewhere(*arguments: str) -> dict[str, Any]:
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.restore", *arguments], stdout=subprocess.PIPE, check=True, text=True
    )
    found: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return found


def _make(path: str, articles: str) -> dict[str, Any]:
    from annotator.jobs.sparing import sparing
    from annotator.releases.freeze import freeze
    from annotator.releases.frozen.choices import Choices
    from annotator.releases.frozen.packing import packed
    from annotator.releases.frozen.withholding import Shown, TextPolicy
    from annotator.releases.snapshot import all_of

    study, owner = _stage(int(articles))
    _hash_texts()
    used = time.process_time()
    with tempfile.TemporaryDirectory() as scratch, sparing(), Path(path).open("wb") as file:
        choices = Choices(
            number=1, at=datetime(2026, 3, 1, tzinfo=UTC), title=study.title, policy=TextPolicy(Shown.FULL),
            permission="Invented texts.",
        )  # fmt: skip
        frozen = freeze(study, Path(scratch), annotations=all_of(study).standing(), by=owner, choices=choices)
        file.writelines(packed(frozen, [], written=[]))
    return {"made_in": time.process_time() - used}


def _hash_texts() -> None:
    """The texts of the stage get their hashes, which verifying looks at."""
    from django.db.models import QuerySet

    from articles.models import Article

    for one in Article.objects.prefetch_related("paragraphs"):
        digest = sha256("\n\n".join(paragraph.text for paragraph in one.paragraphs.all()).encode()).hexdigest()
        QuerySet.update(Article.objects.filter(pk=one.pk), text_sha256=digest)


def _restore(path: str) -> dict[str, Any]:
    from django.core.management import call_command

    from annotator.annotations.models import Annotation
    from tests.factories.people import UserFactory

    UserFactory(username="owner")
    before, begun, used = _resident(), time.perf_counter(), time.process_time()
    call_command("restore", path, "--owner", "owner", stdout=StringIO())
    return {
        "seconds": time.perf_counter() - begun,
        "cpu_seconds": time.process_time() - used,
        "before_mib": before,
        "peak_mib": _peak(),
        "annotations": Annotation.objects.count(),
    }


def main(what: str = str(ARTICLES), *arguments: str) -> dict[str, Any]:
    if what not in ("make", "restore"):
        return _both(int(what))
    from benchmarks import ground

    with ground.prepared() as here:
        ground.start_django(here.data_folder())
        return _make(*arguments) if what == "make" else _restore(*arguments)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])) + "\n")
