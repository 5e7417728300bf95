"""The long form of tests/durability: `python -m benchmarks.durability`, 10,000 saves and 50 kills.

On SQLite, or on the PostgreSQL server that DATABASE_URL names, in a database made for it and dropped afterwards.
"""

import argparse
import json
import os
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from benchmarks import ground
from tests.browser import servers
from tests.durability.kill_run import Outcome, run

RESULT = Path(__file__).parent / "results" / "durability.json"


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.durability", description=__doc__)
    asked.add_argument("--saves", type=int, default=10_000)
    asked.add_argument("--clients", type=int, default=8)
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument(
        "--seed", type=int, default=uuid.uuid4().int % 1_000_000, help="repeats the moments of the kills"
    )
    asked.add_argument("--json", type=Path, default=RESULT, help="where the figures are written")
    options = asked.parse_args()
    with ground.prepared() as here, _server(here) as server:
        kept = server.seed("tests.durability.coders:how_it_is_kept")
        outcome = run(
            server, saves=options.saves, clients=options.clients, kills=options.kills, random=Random(options.seed)
        )
    print(f"{kept}, --seed {options.seed}: {outcome}")
    options.json.parent.mkdir(exist_ok=True)
    options.json.write_text(json.dumps(_figures(outcome, kept, options.seed), indent=2) + "\n", encoding="utf-8")
    return 1 if outcome.faults or len(outcome.stored) != options.saves else 0


@contextmanager
def _server(here: ground.Ground) -> Iterator[servers.Server]:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        server = servers.Server(here.data_folder())
        try:
            yield server
        finally:
            server.close()
        return
    name = f"annotator_{uuid.uuid4().hex}"
    server = servers.Server(here.data_folder(), servers.create_database(url, name))
    try:
        server.manage("migrate", "--verbosity", "0")
        server.manage("createcachetable")
        yield server
    finally:
        server.close()
        servers.drop_database(url, name)


def _figures(outcome: Outcome, kept: str, seed: int) -> dict[str, Any]:
    restarts = outcome.starts[1:]
    return {
        "database": kept,
        "seed": seed,
        "planned": len(outcome.planned),
        "answered": len(outcome.answers),
        "stored": len(outcome.stored),
        "kills": len(outcome.boots) - 1,
        "requests_without_answer": outcome.unanswered,
        "of_them_committed": outcome.replays,
        "asked_to_come_again": outcome.busy,
        "seconds": round(outcome.seconds, 1),
        "seconds_to_healthy_after_a_kill": {"median": round(median(restarts), 2), "longest": round(max(restarts), 2)},
        "faults": outcome.faults,
    }


if __name__ == "__main__":
    sys.exit(main())
