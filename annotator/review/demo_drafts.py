"""Where the demo's words stand, and its annotations as drafts, which is what a browser would send."""

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from annotator.annotations.drafts import Draft, Place, RoleDraft
from articles.models import Paragraph


def draft_of(
    one: Mapping[str, Any],
    paragraphs: Sequence[Paragraph],
    *,
    types: Mapping[str, int],
    known: Mapping[str, uuid.UUID],
) -> Draft:
    """One [[annotation]] of the manifest; `types` are claim types by code, `known` earlier annotations by key."""
    paragraph, begin = place_of(paragraphs, one["quote"], one.get("occurrence", 1))
    said, inserted = one.get("attribution", {}), one.get("insertion", {})
    words = [("source", said.get("source")), ("cue", said.get("cue"))]
    words += [("content", more) for more in said.get("more_content", [])]
    roles = [(role, wanted) for role, wanted in words if wanted]
    span = (begin, begin + len(one["quote"]))
    return Draft(
        id=uuid.uuid4(),
        place=Place("span", paragraph.pk, begin, one["quote"]),
        claim_type=types[one["claim"]] if one["claim"] else None,
        attribution=_attribution(said) if said else {},
        anonymity_reason_given=said.get("anonymity_reason"),
        denied=said.get("denied", False),
        outer=known[said["outer"]] if "outer" in said else None,
        flagged=bool(inserted),
        insertion={"marking": "", "operation": "", "host": ""} | inserted,
        note=one.get("note", ""),
        certainty=one["certainty"],
        roles=tuple(_role(paragraph, span, role, wanted) for role, wanted in roles),
    )


def _attribution(said: Mapping[str, Any]) -> dict[str, str]:
    facets = {name: said.get(name, "") for name in ("source_kind", "mode", "stance")}
    return {"attribution": said["status"], **facets}


def place_of(paragraphs: Sequence[Paragraph], quote: str, occurrence: int = 1) -> tuple[Paragraph, int]:
    """The paragraph and code point where `quote` stands for the `occurrence`-th time in the article."""
    left = occurrence
    for paragraph in paragraphs:
        for found in re.finditer(re.escape(quote), paragraph.text):
            left -= 1
            if not left:
                return paragraph, found.start()
    raise LookupError(f"“{quote}” does not stand {occurrence} times in {paragraphs[0].article}")


def _role(paragraph: Paragraph, span: tuple[int, int], role: str, words: str) -> RoleDraft:
    """Where the words stand nearest to the annotated ones, as words of their own and rather outside than inside."""
    places = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", paragraph.text))
    if not places:
        raise LookupError(f"“{words}” ({role}) does not stand in ¶{paragraph.number} of {paragraph.article}")

    def distance(found: re.Match[str]) -> tuple[bool, int]:
        inside = found.start() < span[1] and found.end() > span[0]
        return inside, max(span[0] - found.end(), found.start() - span[1])

    found = min(places, key=distance)
    return RoleDraft(role, paragraph.pk, found.start(), words)
