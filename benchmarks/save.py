"""Saving an annotation through everything that stands before it, beside a bare view that inserts one row."""

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import scene
from benchmarks.measure import Row, alternate
from benchmarks.wsgi import JSON, BareHandler, call, cookies_of, environ

REPETITIONS = 400
BUDGET = 7


def saves(application: Callable[..., Any], stage: scene.Scene) -> Iterator[Callable[[], object]]:
    """Endless saves of new annotations, as the workbench sends them: signed in, with a CSRF token, by fetch."""
    cookies, token = sign_in(application, stage)
    types = [one.pk for one in stage.reading.study.claim_types.exclude(note_required=True)]
    for claim_type in types:
        for paragraph in stage.paragraphs:
            for start, quote in scene.places(paragraph):
                body = {
                    "id": uuid.uuid4(), "how": "span", "paragraph": paragraph.pk, "start": start, "quote": quote,
                    "claim_type": claim_type, "certainty": "sure", "note": "",
                }  # fmt: skip
                request = environ(
                    "POST",
                    f"{stage.path}annotations/",
                    body,
                    HTTP_ACCEPT=JSON,
                    HTTP_COOKIE=cookies,
                    HTTP_X_CSRFTOKEN=token,
                    HTTP_ORIGIN="http://127.0.0.1:8000",
                )
                yield lambda request=request: _created(call(application, request))


def sign_in(application: Callable[..., Any], stage: scene.Scene) -> tuple[str, str]:
    """Return the cookies and the CSRF token of the scene's coder."""
    cookies = cookies_of(stage.coder)
    answer = call(application, environ("GET", f"{stage.path}state/", HTTP_COOKIE=cookies, HTTP_ACCEPT=JSON))
    given = next(value for name, value in answer.headers if name == "Set-Cookie" and value.startswith("csrf="))
    return f"{cookies}; {given.split(';')[0]}", json.loads(answer.body)["csrf"]


def _created(answer: Any) -> None:
    assert answer.status == 201, answer


def inserts() -> Iterator[Callable[[], object]]:
    application = BareHandler()
    while True:
        request = environ("POST", "/insert/", {"text": "two ferries"})
        yield lambda request=request: _created(call(application, request))


def measure() -> Iterator[Row]:
    from annotator.wsgi import application

    stage = scene.stage(paragraphs=12, annotations=0)
    saving, inserting = saves(application, stage), inserts()
    found = alternate({"bare": lambda: next(inserting), "save": lambda: next(saving)}, repetitions=REPETITIONS)
    yield Row(
        "save one annotation",
        found["save"].median,
        "ms CPU",
        budget=BUDGET,
        budget_of="ratio",
        reference="bare Django view inserting one row",
        reference_value=found["bare"].median,
        note=f"quickest tenth {found['save'].best:.2f} against {found['bare'].best:.2f} ms",
    )
