"""How much memory a worker of the real server holds after it has worked for a while."""

import subprocess
import sys
import uuid
from collections.abc import Iterator

from benchmarks.ground import Ground, family, resident_mib
from benchmarks.measure import Row
from benchmarks.visitors import Visitor

REQUESTS = 200
BUDGET = 130


def measure(ground: Ground) -> Iterator[Row]:
    with ground.server("benchmarks.visitors:one_of_each") as server:
        seeded = server.seeded
        _mixed(server.port, seeded["ordinary"], seeded["huge"])
        processes = {pid: resident_mib(pid) for pid in family(server.pid)}
    workers = [size for pid, size in processes.items() if pid != server.pid]
    yield Row(
        f"memory of a worker after {REQUESTS} mixed requests",
        max(workers or processes.values()),
        "MiB resident",
        budget=BUDGET,
        reference="a Python that has imported Django's WSGI handler",
        reference_value=_bare_mib(),
        note=f"{len(workers)} worker; its parent holds {processes[server.pid]:.0f} MiB",
    )


def _mixed(port: int, ordinary: dict, huge: dict) -> None:
    """Half of the requests save, the others open the pages of the main job in turn, a huge article among them."""
    coder, owner = Visitor(port, ordinary["coder"]), Visitor(port, ordinary["owner"])
    reader = Visitor(port, huge["coder"])
    coder.take_token(ordinary["path"])
    paragraph, claim_type = ordinary["places"][0][0], ordinary["claim_types"][0]
    round_ = [
        lambda: coder.get("/"),
        lambda: coder.get(ordinary["path"]),
        lambda: coder.get(f"{ordinary['path']}paragraphs/{paragraph}/"),
        lambda: coder.get("/accounts/profile/"),
        lambda: owner.get("/studies/"),
        lambda: owner.get(ordinary["study"]),
        lambda: owner.get(f"{ordinary['study']}cases/"),
        lambda: owner.get(f"{ordinary['study']}export/"),
        lambda: reader.get(huge["path"]),
    ]
    places = iter(ordinary["places"])
    for number in range(REQUESTS):
        if number % 2:
            place = dict(zip(("paragraph", "start", "quote"), next(places), strict=True))
            form = {"id": uuid.uuid4(), "claim_type": claim_type, "note": f"save {number}", **place}
            status, body = coder.post(f"{ordinary['path']}annotations/", form, Accept="application/json")
        else:
            status, body = round_[number // 2 % len(round_)]()
        # a few of the words are already marked, which the server says with 409
        assert status in (200, 201, 409), (number, status, body[:300])
    for visitor in (coder, owner, reader):
        visitor.close()


def _bare_mib() -> float:
    code = (
        "import django; from django.conf import settings; settings.configure(); django.setup();"
        "import django.core.handlers.wsgi, os; from benchmarks.ground import resident_mib;"
        "print(resident_mib(os.getpid()))"
    )
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
