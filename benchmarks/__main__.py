"""`python -m benchmarks [--only NAME …]`: measure, print one table, write the same as JSON."""

import argparse
import json
import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import browser, ground, memory, start, wire
from benchmarks.measure import Row

RESULTS = Path(__file__).parent / "results"


def _in_process(name: str) -> Callable[[ground.Ground], Iterator[Row]]:
    """A module that imports models is imported when this process has become an instance."""

    def measure(_: ground.Ground) -> Iterator[Row]:
        from importlib import import_module

        return import_module(f"benchmarks.{name}").measure()

    return measure


SUBJECTS: dict[str, Callable[[ground.Ground], Iterator[Row]]] = {
    "save": _in_process("save"),
    "pages": _in_process("pages"),
    "export": _in_process("export"),
    "release": _in_process("release"),
    "restore": _in_process("restore"),
    "compare": _in_process("compare"),
    "agreement": _in_process("agreement"),
    "agreement_job": _in_process("agreement_job"),
    "browser": browser.measure,
    "wire": wire.measure,
    "memory": memory.measure,
    "start": start.measure,
}


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--only", nargs="+", choices=SUBJECTS, default=list(SUBJECTS), metavar="NAME")
    asked.add_argument("--json", type=Path, default=RESULTS / "latest.json", help="where the figures are written")
    options = asked.parse_args()
    rows, faults = [], []
    with ground.prepared() as here:
        ground.start_django(here.data_folder())
        for name in options.only:
            sys.stderr.write(f"measuring {name} …\n")
            try:
                rows += SUBJECTS[name](here)
            except Exception as fault:  # noqa: BLE001 - the others are still measured, and this one is named
                faults.append(f"{name} was not measured: {type(fault).__name__}: {fault}")
    machine = _machine()
    print(table(rows, machine), *faults, sep="\n")
    options.json.parent.mkdir(exist_ok=True)
    written = {"machine": machine, "rows": [row.as_dict() for row in rows], "faults": faults}
    options.json.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if faults or any(row.met is False for row in rows) else 0


def _machine() -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load": [round(load, 1) for load in os.getloadavg()],
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def table(rows: list[Row], machine: dict[str, Any]) -> str:
    heads = ("measured", "value", "budget", "met", "reference", "value", "ratio")
    lines = [heads, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    numbers = {1, 2, 5, 6}
    drawn = [
        "  ".join(
            cell.rjust(width) if at in numbers else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    drawn.insert(1, "─" * len(drawn[0]))
    notes = [f"  {row.name}: {row.note}" for row in rows if row.note]
    shape = f"{machine['cores']} cores, load {machine['load'][0]}, Python {machine['python']}, {machine['at']}"
    return "\n".join([shape, "", *drawn, "", *notes])


def _cells(row: Row) -> tuple[str, ...]:
    budget = "" if row.budget is None else f"≤ {row.budget:g}{' ×' if row.budget_of == 'ratio' else ''}"
    return (
        row.name,
        f"{_short(row.value)} {row.unit}",
        budget,
        {True: "yes", False: "NO", None: ""}[row.met],
        row.reference,
        "" if row.reference_value is None else _short(row.reference_value),
        "" if row.ratio is None else f"{_short(row.ratio)} ×",
    )


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 or number == int(number) else f"{number:.3g}"


if __name__ == "__main__":
    sys.exit(main())
