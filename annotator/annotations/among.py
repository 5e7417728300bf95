"""Thousands of ids in one question, as one parameter: `filter(pk__in=Among(ids))`.

A list of ids is checked, converted and named one by one, which takes longer than finding the rows.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Expression, UUIDField


class Among(Expression):
    """The ids as rows of one column. An instance can be used in any number of questions."""

    def __init__(self, ids: Iterable[UUID]) -> None:
        super().__init__(output_field=UUIDField())
        self._ids = [one.hex for one in ids]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        return "SELECT value FROM json_each(%s)", [f'["{'","'.join(self._ids)}"]' if self._ids else "[]"]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        return "SELECT unnest(%s::uuid[])", [f"{{{','.join(self._ids)}}}"]
