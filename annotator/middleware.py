"""What every response owes its reader, whichever view made it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from annotator.errors import database_trouble, wants_json

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
            return JsonResponse({"error": "You are signed out. Sign in again; what is not saved is kept."}, status=401)
        return super().handle_no_permission(request, view_func)
