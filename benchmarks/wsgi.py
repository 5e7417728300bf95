"""The product's WSGI application, called as a server calls it but without a socket; and a bare one beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.test import override_settings

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


def environ(method: str, path: str, data: Mapping[str, Any] | None = None, **headers: str) -> dict[str, Any]:
    """What a server hands over for one request. `headers` are in WSGI spelling (HTTP_COOKIE)."""
    body = urlencode(data or {}, doseq=True).encode()
    path, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_USER_AGENT": "benchmarks",
        "CONTENT_TYPE": "application/x-www-form-urlencoded" if data is not None else "",
        "CONTENT_LENGTH": str(len(body)) if data is not None else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **headers,
    }


def call(application: Callable[..., Any], request: Mapping[str, Any]) -> Answer:
    """Answer one request to the end: body read, response closed."""
    said: list[Any] = []
    response = application(dict(request), lambda status, headers, exc_info=None: said.extend((status, headers)))
    try:
        body = b"".join(response)
    finally:
        response.close()
    return Answer(int(said[0].split()[0]), said[1], body)


class BareHandler(WSGIHandler):
    """Django with no middleware at all and an URLconf of its own, in the same process as the product."""

    def load_middleware(self, is_async: bool = False) -> None:
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)

    def get_response(self, request: Any) -> Any:
        request.urlconf = "benchmarks.bare"
        return super().get_response(request)


def cookies_of(user: Any) -> str:
    """The cookies of a browser in which `user` has just signed in, without the password hash's half second."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"
