"""Coders who save as fast as they can while their server is killed and started again, over and over."""

import json
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.browser.servers import Server
from tests.durability.ledger import Save, Stored, faults

#: seconds without a single answer after which the run is given up
PATIENCE = 120
PAUSE = 0.05
BUSY = 503


@dataclass
class Outcome:
    planned: list[Save] = field(default_factory=list)
    #: the 2xx with which each save was answered in the end
    answers: dict[str, int] = field(default_factory=dict)
    #: how often a client lost its server in the middle of a request
    unanswered: int = 0
    #: how often a client was asked to come again
    busy: int = 0
    #: the nonce of each server that took part, as that server itself said it
    boots: list[str] = field(default_factory=list)
    seconds: float = 0.0
    #: of those, how long each start took until the server said that it is well
    starts: list[float] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    @property
    def replays(self) -> int:
        """Saves that were committed but never answered: sent again, they were found to be there."""
        return sum(status == 200 for status in self.answers.values())

    @property
    def faults(self) -> list[str]:
        return faults(self.planned, self.answers, self.stored) + self.trouble

    def __str__(self) -> str:
        return (
            f"{len(self.answers)} of {len(self.planned)} saves answered in {self.seconds:.1f} s, "
            f"{sum(self.starts):.1f} of them starting; {len(self.boots) - 1} kills: "
            f"{self.unanswered} requests lost their answer, "
            f"{self.replays} of them after the commit, {self.busy} were asked to come again. "
            f"Faults: {'; '.join(self.faults) or 'none'}"
        )


def run(server: Server, *, saves: int, clients: int, kills: int, random: Random) -> Outcome:
    """Let `clients` make `saves` together, kill the server `kills` times on the way, and look at what is stored."""
    outcome, over = Outcome(), threading.Event()
    coders = [
        _Coder(server.port, one, outcome, over)
        for one in server.seed("tests.durability.coders:sign_in", clients, saves)
    ]
    outcome.planned = [save for coder in coders for save in coder.saves]
    moments = sorted(random.sample(range(1, saves), kills))
    began = time.monotonic()
    _start(server, outcome)
    with ThreadPoolExecutor(clients) as pool:
        running = [pool.submit(coder.save_all) for coder in coders]
        try:
            for moment in moments:
                _wait(outcome, running, until=lambda moment=moment: len(outcome.answers) >= moment)
                time.sleep(random.uniform(0, PAUSE))
                server.kill()
                _wait(outcome, running, until=lambda: not _listens(server.port))
                _start(server, outcome)
            _wait(outcome, running, until=lambda: all(one.done() for one in running))
        finally:
            over.set()
    outcome.seconds = time.monotonic() - began
    server.stop()
    found = server.seed("tests.durability.coders:stored")
    outcome.stored = [Stored(*row) for row in found["rows"]]
    outcome.trouble = found["trouble"]
    return outcome


def _start(server: Server, outcome: Outcome) -> None:
    began = time.monotonic()
    server.start()
    outcome.starts.append(time.monotonic() - began)
    outcome.boots.append(server.health()["boot"])


def _wait(outcome: Outcome, running: list[Future[None]], *, until: Callable[[], bool]) -> None:
    """Wait for something; a client that failed, or `PATIENCE` without an answer to anybody, ends the run instead."""
    seen, since = len(outcome.answers), time.monotonic()
    while not until():
        for one in running:
            if one.done():
                one.result()
        if len(outcome.answers) > seen:
            seen, since = len(outcome.answers), time.monotonic()
        assert time.monotonic() - since < PATIENCE, f"nothing was saved for {PATIENCE} s: {outcome}"
        time.sleep(0.002)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class _Coder:
    """One browser: it keeps its connection, and sends a save again, unchanged, until it hears that it is stored."""

    def __init__(self, port: int, seeded: dict[str, Any], outcome: Outcome, over: threading.Event) -> None:
        self.saves = [Save(**one) for one in seeded["saves"]]
        self.headers = {"Cookie": seeded["cookie"], "Accept": "application/json"}
        self.outcome = outcome
        self.over = over
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def save_all(self) -> None:
        try:
            self._take_token()
            for save in self.saves:
                status, body = self._ask("POST", save.path, urlencode(save.form))
                assert status in (200, 201), f"a save was answered {status}: {body[:500]!r}"
                assert json.loads(body)["id"] == save.id
                self.outcome.answers[save.id] = status
        finally:
            self.connection.close()

    def _take_token(self) -> None:
        status, body = self._ask("GET", self.saves[0].path.replace("annotations/", "state/"))
        assert status == 200, f"the reading was answered {status}: {body[:500]!r}"
        self.headers |= {
            "X-CSRFToken": json.loads(body)["csrf"],
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        """Ask until there is an answer that is not "come again"."""
        while not self.over.is_set():
            try:
                self.connection.request(method, path, body, self.headers)
                response = self.connection.getresponse()
                said = response.read()
            except ConnectionRefusedError:
                self.connection.close()
            except (OSError, HTTPException):
                self.connection.close()
                self.outcome.unanswered += 1
            else:
                if given := response.headers.get_all("Set-Cookie"):
                    self.headers["Cookie"] += "".join(f"; {cookie.split(';')[0]}" for cookie in given)
                if response.status != BUSY:
                    return response.status, said
                self.outcome.busy += 1
            time.sleep(PAUSE)
        raise AssertionError("the run was given up")
