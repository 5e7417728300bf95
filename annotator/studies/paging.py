"""Pages of a list, for addresses that anybody may have typed."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(request: HttpRequest, rows: QuerySet[Any], *, size: int = 50) -> "Page[Any]":
    """The page that `?page=` asks for; the first or last one when the number is out of range or not a number."""
    if not rows.totally_ordered:
        raise AssertionError("a paginated list must be totally ordered")
    return Paginator(rows, size).get_page(request.GET.get("page"))


def check_names(request: HttpRequest, allowed: Collection[str] = ("page",)) -> None:
    """Raise BadRequest when the address has a parameter that this page does not know."""
    unknown = sorted(set(request.GET) - set(allowed))
    if unknown:
        raise BadRequest(f"This page has no filter named “{unknown[0]}”.")
