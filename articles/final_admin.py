"""The admin of rows that are written once: to find and to look at, never to add, change or remove."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class FinalModelAdmin(admin.ModelAdmin):
    """Lists, searches and shows. A POST to change or remove a row is answered with 403."""

    list_per_page = 50
    # No second COUNT over the whole table for each page of a filtered list.
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.display(description="words")
def words(row: Any) -> str:
    """The first words of a passage, for a list."""
    quote: str = row.quote
    return quote if len(quote) <= 80 else f"{quote[:79]}…"
