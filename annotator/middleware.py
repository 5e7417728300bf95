"""What every request may bring, and what every response owes its reader, whichever view made it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import Resolver404, resolve

from annotator.errors import database_trouble, unread, wants_json
from articles.answers import varied

type GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PrivateResponsesMiddleware:
    """Keep signed-in pages out of every cache, and say what a page may do in the browser."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class BodiesMiddleware:
    """Refuse a body that is too large while it is still on its way: Django writes files to disk before it asks who
    sends them, and a full disk stops everybody's saves."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._refused(request) or self.get_response(request)

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        if "Transfer-Encoding" in request.headers:
            return unread(request, 411, "What is sent has to say its size first (Content-Length); this did not.")
        size = _content_length(request)
        if size <= settings.LARGEST_BODY:
            return None
        if not _takes_files(request.path_info):
            return _too_large(request, settings.LARGEST_BODY)
        if size > settings.LARGEST_UPLOAD:
            return _too_large(request, settings.LARGEST_UPLOAD)
        if not _is_signed_in(request):
            return unread(request, 401, "You are signed out. Sign in again, then send the files once more.")
        return None


#: the pages where articles are added
_TAKE_FILES = {"articles_add", "study_articles_upload"}


def _takes_files(path: str) -> bool:
    try:
        return resolve(path).url_name in _TAKE_FILES
    except Resolver404:
        return False


def _too_large(request: HttpRequest, most: int) -> HttpResponse:
    sentence = f"This is too large to send at once: at most {most // 1_000_000} MB are taken. Nothing of it was saved."
    return unread(request, 413, sentence)


def _content_length(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0  # as Django understands it: no body


def _is_signed_in(request: HttpRequest) -> bool:
    """Whether the cookie names a session of somebody; asked here because SessionMiddleware comes later."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return bool(key) and SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key)


class DatabaseTroubleMiddleware:
    """Turn a database that is busy, full or gone into a sentence and a status that clients retry on.

    Trouble before a view is reached (reading the session, say) ends in `errors.server_error`, which says the same.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return database_trouble(request, exception)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Ask for a sign-in; a fetch is told so with a 401 instead of being sent to a page it cannot show."""

    # The stubs promise a redirect; a fetch gets its 401.
    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseBase:  # type: ignore[override]
        if wants_json(request):
            said = "You are signed out. Sign in again; what is not saved is kept."
            return varied(JsonResponse({"error": said}, status=401))
        return varied(super().handle_no_permission(request, view_func))
