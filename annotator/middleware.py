"""What every response owes its reader, whichever view made it."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

type GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PrivateResponsesMiddleware:
    """Keep signed-in pages out of every cache, and say what a page may do in the browser."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class DatabaseTroubleMiddleware:
    """Turn a database that is busy, full or gone into a sentence and a status that clients retry on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        full = "disk is full" in str(exception).lower() or "no space left" in str(exception).lower()
        status = 507 if full else 503
        sentence = (
            "The disk is full, so nothing was saved. Reading still works; tell the person who runs this site."
            if full
            else "The database did not answer in time, so nothing was saved. Please try again in a moment."
        )
        if "application/json" in request.headers.get("Accept", ""):
            response: HttpResponse = JsonResponse({"error": sentence}, status=status)
        else:
            response = render(request, "trouble.html", {"sentence": sentence}, status=status)
        if status == 503:
            response.headers["Retry-After"] = "2"
        return response
