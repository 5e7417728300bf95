"""The pages for what went wrong. Each says what to do next and gives back what was typed."""

import logging
import secrets
import sys

from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from articles.answers import refusal, varied
from articles.answers import wants_json as wants_json

_SECRETS = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code"}


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person had typed into the form, without secrets, so that a refused page loses no words."""
    if request.method != "POST" or request.content_type not in (
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ):
        return []
    try:
        fields = request.POST
    except Exception:  # noqa: BLE001 - a body that cannot be read has nothing to give back
        return []
    return [(name, value) for name, values in fields.lists() if name not in _SECRETS for value in values if value]


def _answer(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    return refusal(request, status, title, sentence, typed=typed(request))


def unread(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """The answer to a request whose body nobody has read or will: what was typed is in it, and cannot be given back."""
    return refusal(request, status, "This was not taken in", sentence)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # our own BadRequest carries a sentence for people; what Django finds suspicious does not
    said = str(exception) if isinstance(exception, BadRequest) else ""
    sentence = said or "Something in the address or form is not as expected."
    return _answer(request, 400, "This request cannot be read", sentence)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(
        request,
        403,
        "This page was open for too long",
        "You were signed out or signed in again since the page was opened, so nothing was saved. "
        "Go back, reload the page and send it once more.",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    said = str(exception)
    return _answer(request, 403, "You may not do this", said or "Your role in this study does not allow it.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(
        request,
        404,
        "Nothing here",
        "The page does not exist, or it belongs to a study that you are not part of.",
    )


def database_trouble(request: HttpRequest, exception: BaseException | None) -> HttpResponse | None:
    """The answer when the database is busy, full or gone; None for any other exception.

    The page is drawn without the request: who is signed in cannot be asked of a database that does not answer.
    """
    if not isinstance(exception, OperationalError | InterfaceError):
        return None
    said = str(exception).lower()
    full = "disk is full" in said or "no space left" in said
    sentence = (
        "The disk is full, so nothing was saved. Reading still works; tell the person who runs this site."
        if full
        else "The database did not answer in time, so nothing was saved. Please try again in a moment."
    )
    status = 507 if full else 503
    if wants_json(request):
        response: HttpResponse = JsonResponse({"error": sentence}, status=status)
    else:
        response = HttpResponse(render_to_string("trouble.html", {"sentence": sentence}), status=status)
    varied(response)
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    if trouble := database_trouble(request, sys.exception()):
        return trouble
    incident = secrets.token_hex(4)
    logging.getLogger("annotator").error("incident %s at %s", incident, request.path)
    return _answer(
        request,
        500,
        "Something broke",
        "The fault is ours, and nothing you had saved is lost. "
        f"Tell the person who runs this site: incident {incident}.",
    )
