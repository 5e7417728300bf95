"""What a page or a stylesheet shows without asking again, so that it may not come out of a zip unseen."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from annotator.releases.restoring.source import NotRestored
from annotator.releases.verifying.tables import Record
from annotator.studies.codebooks import PATTERNS, is_colour

_WEB = ("http://", "https://")
_ADDRESSES = ("url", "canonical_url", "archive_url", "origin_url", "upstream_url")


def check_name(slug: Any) -> None:
    """A study's short name is part of addresses and of a folder's name."""
    try:
        validate_slug(slug)
    except ValidationError:
        raise NotRestored("release.json: the study's short name is none.") from None


def check_addresses(one: Record) -> None:
    """Addresses become links."""
    for name in _ADDRESSES:
        if (said := one.get(name)) and not said.lower().startswith(_WEB):
            raise NotRestored(f"Version {one.get('version_id', '')}: its {name} is no address on the web.")


def check_looks(claim_types: list[Record]) -> None:
    """Colours and patterns become a stylesheet."""
    for one in claim_types:
        colours = [one.get(name) for name in ("colour_light", "colour_dark")]
        if any(said and not is_colour(said) for said in colours) or (one.get("pattern") or PATTERNS[0]) not in PATTERNS:
            raise NotRestored(
                f"codebook.json: a claim type has a colour or an underline that is none: {one.get('id')}."
            )
