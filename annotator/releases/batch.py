"""Everything that a batch of annotations needs to become rows, fetched in bulk."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import FETCH_RAISE, F
from django.db.models.functions import Coalesce

from annotator.annotations.among import Among, digits_of
from annotator.annotations.carrying_queries import carried_into
from annotator.annotations.models import Annotation, Reading, RoleSpan
from annotator.annotations.omitted import Omitted
from annotator.releases.row import OmittedPart, RolePart
from annotator.releases.settled import settled
from annotator.releases.spans import VersionText
from annotator.releases.verdicts import with_evidence
from annotator.review.models import Decision, Flag
from articles.models import Article, Paragraph

#: of an annotation, what becomes cells
FIELDS = (
    "digits", "reading_id", "codebook_revision_id", "claim_type_id", "paragraph_id", "start", "quote", "attribution",
    "source_kind", "mode", "stance", "anonymity_reason_given", "denied", "outer_id", "marking", "operation", "host",
    "function", "inserter", "effect", "note", "certainty", "suggestion_id", "replaces_id", "created_at", "ended_at",
    "ended_how",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Version:
    """An article with its text; `places` gives a paragraph's position, slot and offset in that text."""

    article: Article
    text: VersionText
    places: Mapping[int, tuple[int, str, int]]


@dataclass(frozen=True, slots=True)
class Home:
    """The case of a flag: its own words, which need not be the flag's, and the numbers of the decisions that speak of
    the flag: they saw it, or the one that it only repeats."""

    case_id: int
    start: int
    quote: str
    spoken_of: frozenset[int]


class Batch:
    """Eight questions, nine with omissions, some more with items, whatever the size; a forgotten join raises instead of
    asking once a row."""

    def __init__(self, ids: list[str], *, decided: Mapping[int, int], items: Mapping[int, int], names: bool) -> None:
        # Plain tuples: an instance for each of 300,000 annotations takes as long as all else that is done with it.
        these = Among(ids)
        found: Any = _with_digits(Annotation.objects.filter(pk__in=these), "pk").values_list(*FIELDS, named=True)
        self.annotations = {annotation.digits: annotation for annotation in found}
        reading_ids = {annotation.reading_id for annotation in self.annotations.values()}
        readings = Reading.objects.filter(pk__in=reading_ids).fetch_mode(FETCH_RAISE)
        self.readings = {one.pk: one for one in (readings.select_related("coder") if names else readings)}
        self.versions = _versions({reading.article_id for reading in self.readings.values()})
        self.parts = _parts(these)
        self.omitted = _omitted([pk for pk, one in self.annotations.items() if not one.quote])
        self.homes = _homes(these)
        self.carried = _by_digits(carried_into(these))
        self.settled = _by_digits(settled(these, items=items, decided=decided)) if items else {}
        self._decisions = _decisions({home.case_id for home in self.homes.values()}, decided, names=names)

    def decision(self, home: Home) -> Decision | None:
        """The case's standing decision, if it speaks of this flag."""
        decision = self._decisions.get(home.case_id)
        return decision if decision is not None and decision.number in home.spoken_of else None


def _versions(article_ids: set[int]) -> dict[int, Version]:
    places: dict[int, dict[int, tuple[int, str, int]]] = defaultdict(dict)
    texts: dict[int, list[str]] = defaultdict(list)
    paragraphs = Paragraph.objects.filter(article__in=article_ids).order_by("article_id", "position")
    for article, pk, position, slot, offset, text in paragraphs.values_list(
        "article_id", "pk", "position", "slot", "offset", "text"
    ):
        places[article][pk] = (position, slot, offset)
        texts[article].append(text)
    articles = Article.objects.filter(pk__in=article_ids).select_related("outlet").fetch_mode(FETCH_RAISE)
    return {
        article.pk: Version(article, VersionText("\n\n".join(texts[article.pk])), places[article.pk])
        for article in articles
    }


def _with_digits(rows: Any, name: str) -> Any:
    return rows.annotate(digits=digits_of(name)).order_by()


def _by_digits[T](found: Mapping[UUID, T]) -> dict[str, T]:
    return {pk.hex: one for pk, one in found.items()}


def _parts(ids: Among) -> dict[str, tuple[RolePart, ...]]:
    """The role spans of each annotation, as they stand in the text."""
    parts: dict[str, list[RolePart]] = defaultdict(list)
    spans = _with_digits(RoleSpan.objects.filter(annotation__in=ids), "annotation_id")
    spans = spans.annotate(offset=F("paragraph__offset"))
    ordered = spans.order_by("annotation_id", "paragraph__position", "start", "role", "id")
    for pk, role, paragraph, offset, at, quote in ordered.values_list(
        "digits", "role", "paragraph_id", "offset", "start", "quote"
    ):
        start = offset + at
        parts[pk].append(RolePart(role=role, paragraph_id=paragraph, start=start, end=start + len(quote), quote=quote))
    return {pk: tuple(several) for pk, several in parts.items()}


def _omitted(ids: list[str]) -> dict[str, tuple[OmittedPart, ...]]:
    """The originals' words that omissions left out, as they stand in the originals' texts."""
    found: dict[str, list[OmittedPart]] = defaultdict(list)
    if ids:
        rows = _with_digits(Omitted.objects.filter(annotation__in=Among(ids)), "annotation_id").order_by(
            "annotation_id", "paragraph__position", "start", "pk"
        )
        for pk, article, sha256, paragraph, offset, start, quote in rows.values_list(
            "digits", "paragraph__article_id", "paragraph__article__text_sha256", "paragraph_id",
            "paragraph__offset", "start", "quote",
        ):  # fmt: skip
            first = offset + start
            part = OmittedPart(
                version_id=article,
                text_sha256=sha256,
                paragraph_id=paragraph,
                start=first,
                end=first + len(quote),
                quote=quote,
            )
            found[pk].append(part)
    return {pk: tuple(parts) for pk, parts in found.items()}


def _homes(ids: Among) -> dict[str, Home]:
    flags = _with_digits(Flag.objects.filter(annotation__in=ids), "annotation_id").annotate(
        case_start=F("case__paragraph__offset") + F("case__start"),
        number=Coalesce("repeats__decisions__number", "decisions__number"),
    )
    found = flags.values_list("digits", "case_id", "case_start", "case__quote", "number")
    facts: dict[str, tuple[int, int, str]] = {}
    numbers: dict[str, set[int]] = defaultdict(set)
    for annotation, case, start, quote, number in found:
        facts[annotation] = (case, start, quote)
        numbers[annotation] |= {number} - {None}
    return {annotation: Home(*facts[annotation], frozenset(numbers[annotation])) for annotation in facts}


def _decisions(case_ids: set[int], decided: Mapping[int, int], *, names: bool) -> dict[int, Decision]:
    """The decisions that stood when the snapshot was taken; none of a case whose newest had taken one back."""
    made = Decision.objects.filter(case__in=case_ids & decided.keys(), takes_back__isnull=True)
    decisions = made.fetch_mode(FETCH_RAISE)
    if names:
        decisions = decisions.select_related("reviewer")
    return {one.case_id: one for one in with_evidence(decisions) if one.number == decided[one.case_id]}
