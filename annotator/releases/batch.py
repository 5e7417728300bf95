"""Everything that a batch of annotations needs to become rows, fetched in bulk."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import FETCH_RAISE, F, Min

from annotator.annotations.models import Annotation, Reading, RoleSpan
from annotator.releases.row import RolePart
from annotator.releases.spans import VersionText
from annotator.releases.verdicts import with_evidence
from annotator.review.models import Decision, Flag
from articles.models import Article, Paragraph


@dataclass(frozen=True, slots=True)
class Version:
    """An article with its text; `places` gives a paragraph's position, slot and offset in that text."""

    article: Article
    text: VersionText
    places: Mapping[int, tuple[int, str, int]]


@dataclass(frozen=True, slots=True)
class Home:
    """The case of a flag: its own words, which need not be the flag's, and the first decision that saw the flag."""

    case_id: int
    start: int
    quote: str
    first_seen: int | None


class Batch:
    """Seven questions, whatever the size; a join forgotten here raises instead of asking once a row."""

    def __init__(self, ids: list[UUID], *, decided: Mapping[int, int], names: bool) -> None:
        found = Annotation.objects.filter(pk__in=ids).fetch_mode(FETCH_RAISE)
        self.annotations = {annotation.pk: annotation for annotation in found}
        reading_ids = {annotation.reading_id for annotation in self.annotations.values()}
        readings = Reading.objects.filter(pk__in=reading_ids).fetch_mode(FETCH_RAISE)
        self.readings = {one.pk: one for one in (readings.select_related("coder") if names else readings)}
        self.versions = _versions({reading.article_id for reading in self.readings.values()})
        self.parts = _parts(ids)
        self.homes = _homes(ids)
        self._decisions = _decisions({home.case_id for home in self.homes.values()}, decided, names=names)

    def decision(self, home: Home) -> Decision | None:
        """The case's standing decision, if the flag stood in the case when it was made."""
        decision = self._decisions.get(home.case_id)
        seen = decision is not None and home.first_seen is not None and home.first_seen <= decision.number
        return decision if seen else None


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


def _parts(ids: Iterable[UUID]) -> dict[UUID, tuple[RolePart, ...]]:
    """The role spans of each annotation, as they stand in the text."""
    parts: dict[UUID, list[RolePart]] = defaultdict(list)
    spans = RoleSpan.objects.filter(annotation__in=ids).annotate(offset=F("paragraph__offset"))
    for span in spans.order_by("annotation_id", "paragraph__position", "start", "role", "id"):
        start = span.offset + span.start
        parts[span.annotation_id].append(
            RolePart(
                role=span.role,
                paragraph_id=span.paragraph_id,
                start=start,
                end=start + len(span.quote),
                quote=span.quote,
            )
        )
    return {pk: tuple(several) for pk, several in parts.items()}


def _homes(ids: Iterable[UUID]) -> dict[UUID, Home]:
    flags = Flag.objects.filter(annotation__in=ids).annotate(
        case_start=F("case__paragraph__offset") + F("case__start"), first_seen=Min("decisions__number")
    )
    found = flags.order_by().values_list("annotation_id", "case_id", "case_start", "case__quote", "first_seen")
    return {annotation: Home(*facts) for annotation, *facts in found}


def _decisions(case_ids: set[int], decided: Mapping[int, int], *, names: bool) -> dict[int, Decision]:
    """The decisions that stood when the snapshot was taken."""
    decisions = Decision.objects.filter(case__in=case_ids & decided.keys()).fetch_mode(FETCH_RAISE)
    if names:
        decisions = decisions.select_related("reviewer")
    return {one.case_id: one for one in with_evidence(decisions) if one.number == decided[one.case_id]}
