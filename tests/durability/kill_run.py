"""Coders who save as fast as they can while their server is killed and started again, over and over."""

import json
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.browser.servers import Server
from tests.durability.ledger import Save, Stored, faults

PATIENCE = 300
PAUSE = 0.1
#: what a client tries again after: the database was busy, as the server says with Retry-After
BUSY = 503


@dataclass
class Outcome:
    planned: list[Save]
    #: the status with which each save was at last answered 2xx
    answers: dict[str, int] = field(default_factory=dict)
    #: requests that got no answer at all
    unanswered: int = 0
    #: answers that asked to try again
    busy: int = 0
    boots: list[str] = field(default_factory=list)
    seconds: float = 0.0
    stored: list[Stored] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    @property
    def replays(self) -> int:
        """Saves whose commit was never answered: sent again, they were found stored already."""
        return sum(status == 200 for status in self.answers.values())

    @property
    def faults(self) -> list[str]:
        return faults(self.planned, self.answers, self.stored) + self.trouble

    def __str__(self) -> str:
        return (
            f"{len(self.answers)} of {len(self.planned)} saves answered in {self.seconds:.1f} s "
            f"with {len(self.boots) - 1} kills: {self.replays} were stored but unanswered and found again, "
            f"{self.unanswered} requests got no answer, {self.busy} were asked to wait; "
            f"faults: {'; '.join(self.faults) or 'none'}"
        )


def run(server: Server, *, saves: int, clients: int, kills: int, random: Random) -> Outcome:
    """Start `server`, let every client make its share of `saves`, kill the server `kills` times on the way."""
    coders = server.seed("tests.durability.coders:sign_in", clients, -(-saves // clients))
    work = _share(coders, saves)
    outcome = Outcome([save for _, share in work for save in share])
    moments = sorted(random.sample(range(1, saves), kills))
    began = time.monotonic()
    _start(server, outcome)
    with ThreadPoolExecutor(clients) as pool:
        running = [pool.submit(_Client(server, coder, outcome).save_all, share) for coder, share in work]
        try:
            for moment in moments:
                _until(lambda moment=moment: len(outcome.answers) >= moment, running)
                time.sleep(random.uniform(0, 0.05))
                server.kill()
                _until(lambda: not _listens(server), running)
                _start(server, outcome)
            wait(running, timeout=PATIENCE, return_when=FIRST_EXCEPTION)
        finally:
            outcome.gave_up = True  # type: ignore[attr-defined]
    for client in running:
        client.result()
    outcome.seconds = time.monotonic() - began
    server.stop()
    found = server.seed("tests.durability.coders:stored")
    outcome.stored = [Stored(*row) for row in found["rows"]]
    outcome.trouble = found["trouble"]
    return outcome
