"""What bringing a file in would do: what anchors, under which claim types, and what stays outside and why."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from annotator.annotations.drafts import LONGEST_NOTE
from annotator.annotations.importing.anchoring import Anchor, Anchoring, Block, Nowhere, Version
from annotator.annotations.importing.formats import Format
from annotator.annotations.importing.found import Found, Problem
from annotator.annotations.models import Reading
from annotator.studies.models import ClaimType, Study
from articles.models import Article, Paragraph
from articles.words import storable

#: annotations of one file
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Taken:
    """One annotation to be. `number` is its place in the file, from 0."""

    number: int
    where: str
    anchor: Anchor
    claim_type: ClaimType
    note: str


@dataclass(slots=True)
class Plan:
    taken: list[Taken] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)
    #: labels that the codebook does not have, with how often each is used
    unknown: Counter[str] = field(default_factory=Counter)
    #: annotators that the file names, with how much each marked
    people: Counter[str] = field(default_factory=Counter)

    @property
    def articles(self) -> int:
        return len({one.anchor.version_id for one in self.taken})

    @property
    def types(self) -> list[tuple[ClaimType, int]]:
        """Claim types with how many annotations get each, most first."""
        counted = Counter(one.claim_type.pk for one in self.taken)
        by_id = {one.claim_type.pk: one.claim_type for one in self.taken}
        return [(by_id[pk], number) for pk, number in counted.most_common()]


def planned(study: Study, coder: Any, format: Format, content: bytes, *, who: str = "") -> Plan:
    """`who` takes the annotations of one annotator in the file alone. Raises found.NotReadable."""
    plan = Plan()
    anchoring, types, busy = _anchoring(study), _by_name(study), _busy(study, coder)
    seen: set[tuple[Anchor, int]] = set()
    for number, one in enumerate(format.read(content)):
        if isinstance(one, Problem):
            plan.left.append(one)
            continue
        plan.people[one.who] += 1
        if number >= MOST:
            plan.left.append(Problem(one.where, f"Only {MOST:,} annotations are taken from one file: split it."))
        elif who and one.who != who:
            plan.left.append(Problem(one.where, f"It is by {one.who or 'nobody named'}, not by {who}."))
        elif sentence := _take(plan, number, one, anchoring, types, busy, seen):
            plan.left.append(Problem(one.where, sentence))
    return plan


def _take(
    plan: Plan,
    number: int,
    one: Found,
    anchoring: Anchoring,
    types: dict[str, ClaimType],
    busy: dict[int, str],
    seen: set[tuple[Anchor, int]],
) -> str:
    """Why it is left, or "" when it is taken."""
    claim_type = next((types[name] for name in _names(one.label) if name in types), None)
    if claim_type is None:
        plan.unknown[storable(one.label)[:100]] += 1
        return f"The codebook has no claim type “{storable(one.label)[:60]}”."
    try:
        anchor = anchoring.anchor(one)
    except Nowhere as why:
        return storable(str(why))
    if sentence := busy.get(anchor.version_id):
        return sentence
    note = storable(one.note)
    if claim_type.note_required and not note.strip():
        return f"“{claim_type.label}” asks for a note, and it has none."
    if len(note) > LONGEST_NOTE:
        return f"Its note is longer than {LONGEST_NOTE:,} characters."
    if (anchor, claim_type.pk) in seen:
        return "The same words have the same label twice."
    seen.add((anchor, claim_type.pk))
    plan.taken.append(Taken(number, one.where, anchor, claim_type, note))
    return ""


def _anchoring(study: Study) -> Anchoring:
    rows = Article.objects.filter(pk__in=study.study_articles.values("article")).order_by("pk")
    facts = rows.values_list("pk", "text_sha256", "url", "canonical_url", "archive_url")
    versions = [Version(pk, digest, frozenset(filter(None, addresses))) for pk, digest, *addresses in facts]

    @lru_cache(maxsize=8)
    def blocks_of(version: int) -> list[Block]:
        found = Paragraph.objects.filter(article=version).order_by("position")
        return [Block(*row) for row in found.values_list("pk", "offset", "text")]

    return Anchoring(versions, blocks_of)


def _busy(study: Study, coder: Any) -> dict[int, str]:
    """Articles that the coder has work in: what is theirs and what comes from a file must not mix."""
    begun = Reading.objects.filter(study=study, coder=coder, started_at__isnull=False)
    return dict.fromkeys(
        begun.values_list("article_id", flat=True), f"{coder.get_full_name()} has begun this article already."
    )


def _by_name(study: Study) -> dict[str, ClaimType]:
    """By code and by label, in the form of `_plain`; a code wins over another's label."""
    types = list(study.claim_types.filter(retired_at__isnull=True))
    return {_plain(one.label): one for one in types} | {_plain(one.code): one for one in types}


def _names(label: str) -> Iterable[str]:
    """Ways to read a label: as it is, by its last part, as in claim-type/event and https://…#event, and as releases
    write it for brat, Claim_event."""
    return dict.fromkeys((_plain(label), _plain(re.split(r"[/#:]", label)[-1]), _plain(label).removeprefix("claim-")))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")
