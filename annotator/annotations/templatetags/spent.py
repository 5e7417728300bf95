"""How a time is told that somebody spent."""

from datetime import timedelta

from django import template

register = template.Library()


@register.filter
def spent(time: timedelta | None) -> str:
    """ "1 h 5 min", "12 min", "less than a minute"; "not known" for None."""
    if time is None:
        return "not known"
    minutes = round(time.total_seconds() / 60)
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" * bool(hours), f"{rest} min" * bool(rest)) if part)
