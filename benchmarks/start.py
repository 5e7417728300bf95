"""The second start of an instance: from the command to the first healthy answer."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median

from benchmarks.ground import Ground, cpu_seconds, family
from benchmarks.measure import Row
from tests.browser.servers import Server

REPETITIONS = 5
BUDGET = 3


def measure(ground: Ground) -> Iterator[Row]:
    server = Server(ground.data_folder())
    try:
        # the first start collects what a copy of the data folder makes it collect again
        _start(server)
        starts, imports = [], []
        for _ in range(REPETITIONS):
            imports.append(_import_django())
            starts.append(_start(server))
    finally:
        server.close()
    clock, cpu = zip(*starts, strict=True)
    bare_clock, bare_cpu = zip(*imports, strict=True)
    reference = 'python -c "import django"'
    yield Row(
        "second start, by the clock",
        median(clock),
        "s",
        BUDGET,
        reference=reference,
        reference_value=median(bare_clock),
    )
    yield Row(
        "second start, CPU of server and worker",
        median(cpu),
        "s CPU",
        BUDGET,
        reference=reference,
        reference_value=median(bare_cpu),
    )


def _start(server: Server) -> tuple[float, float]:
    began = time.monotonic()
    server.start()
    taken = time.monotonic() - began
    spent = cpu_seconds(family(server.pid))
    server.stop()
    return taken, spent


def _import_django() -> tuple[float, float]:
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, "-c", "import django"])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime
