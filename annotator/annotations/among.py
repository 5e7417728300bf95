"""Thousands of ids in one question, as one parameter: `filter(pk__in=Among(ids))`.

A list of ids is checked, converted and named one by one, which takes longer than finding the rows. So does making an
object of each id that comes back, only to look something up by it: `digits_of("pk")` is its 32 hexadecimal digits.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Expression, TextField, UUIDField, Value
from django.db.models.functions import Cast, Replace


class Among(Expression):
    """The ids, or their digits, as rows of one column. An instance can be used in any number of questions."""

    def __init__(self, ids: Iterable[UUID | str]) -> None:
        super().__init__(output_field=UUIDField())
        self._ids = [one if isinstance(one, str) else one.hex for one in ids]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        return "SELECT value FROM json_each(%s)", [f'["{'","'.join(self._ids)}"]' if self._ids else "[]"]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        return "SELECT unnest(%s::uuid[])", [f"{{{','.join(self._ids)}}}"]


def digits_of(name: str) -> Expression:
    """Of the id in this field."""
    return Replace(Cast(name, TextField()), Value("-"), Value(""), output_field=TextField())


def dashed(digits: str) -> str:
    """As UUIDs are written."""
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
