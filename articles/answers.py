"""A refusal as a page, or as JSON for a script that asks for it."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def refusal(
    request: HttpRequest, status: int, title: str, sentence: str, *, typed: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    """`typed`: names and values of the refused form, given back so that no words are lost."""
    if wants_json(request):
        return varied(JsonResponse({"error": sentence}, status=status))
    context = {"title": title, "sentence": sentence, "status": status, "typed": typed}
    return varied(render(request, "error.html", context, status=status))


def varied[R: HttpResponseBase](response: R) -> R:
    """Its body depends on what was asked for."""
    patch_vary_headers(response, ["Accept"])
    return response
