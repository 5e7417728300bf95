"""What bringing a file in would do: what anchors, under which claim types, and what stays outside and why."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from annotator.annotations.importing.anchoring import Anchor, Anchoring, Block, Nowhere, Version
from annotator.annotations.importing.formats import Format
from annotator.annotations.importing.found import Found, Problem
from annotator.annotations.importing.labels import claim_type_of, facet_of, is_ours, types_by_name
from annotator.annotations.importing.rules import AsReading, AsSuggestions, Key, Rule, Taken
from annotator.studies.codebooks.facets import BY_NAME
from annotator.studies.models import ClaimType, Study
from articles.models import Article, Paragraph
from articles.words import storable

#: annotations of one file
MOST = 20_000
LONGEST_LABEL = 100


@dataclass(slots=True)
class Plan:
    taken: list[Taken] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)
    #: labels that the codebook does not have, with how often each is used
    unknown: Counter[str] = field(default_factory=Counter)
    #: annotators that the file names, with how much each marked
    people: Counter[str] = field(default_factory=Counter)
    #: labels that say how words are attributed, and went into the suggestion of the same words
    joined: int = 0

    @property
    def articles(self) -> int:
        return len({one.anchor.version_id for one in self.taken})

    @property
    def types(self) -> list[tuple[ClaimType, int]]:
        """Claim types with how many annotations get each, most first."""
        counted = Counter(one.claim_type.pk for one in self.taken if one.claim_type)
        by_id = {one.claim_type.pk: one.claim_type for one in self.taken if one.claim_type}
        return [(by_id[pk], number) for pk, number in counted.most_common()]

    @property
    def bare(self) -> int:
        """How many suggestions have no claim type."""
        return sum(one.claim_type is None for one in self.taken)


def planned(study: Study, coder: Any, format: Format, content: bytes, *, who: str = "") -> Plan:
    """As the reading of `coder`, or with None as suggestions for all coders. `who` takes the annotations of one
    annotator in the file alone. Raises found.NotReadable."""
    rule: Rule = AsSuggestions(study) if coder is None else AsReading(study, coder)
    sieve = _Sieve(rule, _anchoring(study), types_by_name(study))
    plan = sieve.plan
    for number, one in enumerate(format.read(content)):
        if isinstance(one, Problem):
            plan.left.append(one)
            continue
        if one.machine and not rule.suggests:
            sentence = "It is a machine's: only people's annotations become a reading."
            plan.left.append(Problem(one.where, sentence))
            continue
        plan.people[one.who] += 1
        if number >= MOST:
            plan.left.append(Problem(one.where, f"Only {MOST:,} annotations are taken from one file: split it."))
        elif who and one.who != who:
            plan.left.append(Problem(one.where, f"It is by {one.who or 'nobody named'}, not by {who}."))
        elif sentence := sieve.take(number, one):
            plan.left.append(Problem(one.where, sentence))
    sieve.join()
    return plan


class _Sieve:
    """Fills a plan, mark by mark; what says how words are attributed is joined to the other marks of the same words."""

    def __init__(self, rule: Rule, anchoring: Anchoring, types: dict[str, ClaimType]) -> None:
        self.plan = Plan()
        self._rule, self._anchoring, self._types = rule, anchoring, types
        self._seen: set[tuple[Anchor, Key]] = set()
        self._facets: dict[Anchor, list[Taken]] = defaultdict(list)

    def take(self, number: int, one: Found) -> str:
        """Why it is left, or "" when it is taken."""
        label = storable(one.label).strip()[:LONGEST_LABEL]
        claim_type = claim_type_of(one.label, self._types)
        facet = facet_of(one.label)
        if is_ours(one.label) or (facet and not self._rule.suggests):
            return f"“{label[:60]}” is no claim type{' and no attribution' if self._rule.suggests else ''}."
        if claim_type is None and facet is None:
            self.plan.unknown[label] += 1
            if not self._rule.suggests:
                return f"The codebook has no claim type “{label[:60]}”."
        try:
            anchor = self._anchoring.anchor(one)
        except Nowhere as why:
            return storable(str(why))
        attribution = dict([facet]) if facet else {}
        model = storable(one.who) if one.machine else ""
        taken = Taken(number, one.where, anchor, claim_type, storable(one.note), label, attribution, model)
        if sentence := self._rule.why_not(taken):
            return sentence
        if (anchor, taken.key) in self._seen:
            return "The same words have the same label twice."
        self._seen.add((anchor, taken.key))
        (self._facets[anchor] if facet else self.plan.taken).append(taken)
        return ""

    def join(self) -> None:
        """Put the attributions where they belong: each with what else is suggested of its words, or by itself."""
        if not self._facets:
            return
        said = {anchor: found for anchor, marks in self._facets.items() if (found := self._attribution(marks))}
        typed = {one.anchor for one in self.plan.taken if one.claim_type}
        alone = dict(said)
        for at, one in enumerate(self.plan.taken):
            if one.anchor in said and (one.claim_type or one.anchor not in typed):
                alone.pop(one.anchor, None)
                self.plan.taken[at] = replace(one, attribution=said[one.anchor])
        self.plan.taken += [replace(self._facets[anchor][0], attribution=found) for anchor, found in alone.items()]
        self.plan.taken.sort(key=lambda one: one.number)
        self.plan.joined += sum(len(found) for found in said.values()) - len(alone)

    def _attribution(self, marks: list[Taken]) -> dict[str, str]:
        """What the marks of the same words say together; what cannot be said joins what is left."""
        said: dict[str, str] = {}
        for one in marks:
            ((column, value),) = one.attribution.items()
            if said.setdefault(column, value) != value:
                self._leave(one, f"{BY_NAME[column].label}: the same words have another one.")
        if "attribution" in said:
            return said
        for one in marks:
            self._leave(one, "Nothing in the file says whether these words are attributed.")
        return {}

    def _leave(self, one: Taken, sentence: str) -> None:
        self.plan.left.append(Problem(one.where, sentence))


def _anchoring(study: Study) -> Anchoring:
    rows = Article.objects.filter(pk__in=study.study_articles.values("article")).order_by("pk")
    facts = rows.values_list("pk", "text_sha256", "url", "canonical_url", "archive_url")
    versions = [Version(pk, digest, frozenset(filter(None, addresses))) for pk, digest, *addresses in facts]

    @lru_cache(maxsize=8)
    def blocks_of(version: int) -> list[Block]:
        found = Paragraph.objects.filter(article=version).order_by("position")
        return [Block(*row) for row in found.values_list("pk", "offset", "text", "slot")]

    return Anchoring(versions, blocks_of)
