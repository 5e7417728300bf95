"""Servers' seed functions, and a visitor that is signed in to a running server."""

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode


def one_of_each() -> dict[str, Any]:
    """Run in the server's database: an ordinary and a huge article, with the cookies of their coder and owner."""
    from benchmarks.scene import stage

    return {"ordinary": _shown(stage(12, 30)), "huge": _shown(stage(400, 2000))}


def _shown(stage: Any) -> dict[str, Any]:
    from benchmarks.scene import places
    from benchmarks.wsgi import cookies_of

    reading = stage.reading
    return {
        "path": stage.path,
        "study": f"/studies/{reading.study.slug}/",
        "article": f"/articles/{reading.article_id}/",
        "coder": cookies_of(stage.coder),
        "owner": cookies_of(stage.owner),
        "last": stage.paragraphs[-1].pk,
        "claim_types": list(reading.study.claim_types.exclude(note_required=True).values_list("pk", flat=True)),
        "places": [(p.pk, start, quote) for p in stage.paragraphs[:12] for start, quote in places(p)],
    }


class Visitor:
    """Keeps a connection and its cookies, as a browser does."""

    def __init__(self, port: int, cookies: str, **headers: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": cookies, **headers}

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, form: dict[str, Any], **headers: str) -> tuple[int, bytes]:
        sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self._ask("POST", path, urlencode(form, doseq=True), sent)

    def take_token(self, path: str) -> None:
        """From now on, this visitor may change things: the reading at `path` gives it a CSRF token."""
        status, body = self.get(f"{path}state/", Accept="application/json")
        assert status == 200, body
        self.headers["X-CSRFToken"] = json.loads(body)["csrf"]

    def close(self) -> None:
        self.connection.close()

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
        self.connection.request(method, path, body, {**self.headers, **headers})
        response = self.connection.getresponse()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            self.headers["Cookie"] += f"; {cookie.split(';')[0]}"
        return response.status, response.read()
