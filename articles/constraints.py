"""Database rules that several models share, each written once."""

from collections.abc import Iterable

from django.db.models import CheckConstraint, Q


def one_of(field: str, values: Iterable[str], *, name: str, blank: bool = False) -> CheckConstraint:
    """`field` holds one of `values` (or "" when `blank`)."""
    allowed = [*values, ""] if blank else list(values)
    return CheckConstraint(
        condition=Q(**{f"{field}__in": allowed}),
        name=name,
        violation_error_message=f"{field.replace('_', ' ').capitalize()} is not one of its values.",
    )


def together(first: str, second: str, *, name: str) -> CheckConstraint:
    """Both fields are NULL or both are set: a time always has its person."""
    return CheckConstraint(
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
        violation_error_message=f"{first} and {second} belong together.",
    )
