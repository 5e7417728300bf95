"""Taking a study out as exact CSV, beside writing the very same cells with nothing but csv.writer."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO

from benchmarks import scene
from benchmarks.measure import Row, alternate

ROWS = 2000


def measure() -> Iterator[Row]:
    from annotator.releases.formats import FORMATS
    from annotator.releases.row import COLUMNS
    from annotator.releases.rows import rows
    from annotator.releases.snapshot import all_of, take

    study = scene.stage(400, ROWS).reading.study

    def export() -> bytes:
        return b"".join(FORMATS["csv"].write(COLUMNS, rows(take(study, all_of(study)))))

    ready = list(csv.DictReader(StringIO(export().decode(), newline="")))
    assert len(ready) == ROWS

    def write() -> bytes:
        page = StringIO(newline="")
        writer = csv.writer(page, lineterminator="\n")
        writer.writerow(ready[0])
        writer.writerows(row.values() for row in ready)
        return page.getvalue().encode()

    assert write() == export()
    found = alternate({"write": _timed(write), "export": _timed(export)}, repetitions=10, warm_up=2)
    yield Row(
        f"export {ROWS:,} annotations as CSV",
        found["export"].median * 1000 / ROWS,
        "µs CPU a row",
        reference="csv.writer with the same cells, from memory",
        reference_value=found["write"].median * 1000 / ROWS,
        note=f"{ROWS / found['export'].median * 1000:,.0f} rows a second of CPU",
    )


def _timed(act: Callable[[], object]) -> Callable[[], Callable[[], object]]:
    return lambda: act
