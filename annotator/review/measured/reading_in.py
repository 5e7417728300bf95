"""A study's work as the measuring takes it: article by article, a hundred at a time, so that none is kept in memory."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import batched
from typing import Any

from django.db.models import Q

from annotator.annotations.among import dashed, digits_of
from annotator.annotations.models import Annotation
from annotator.annotations.sentences import sentences, starts_of_words
from annotator.jobs import elsewhere
from annotator.review.agreement import ArticleReadings, Mark, ParagraphText, Pieces, Plan
from annotator.review.measured.counting import OfArticle, count_readings
from annotator.studies.codebook_history import current_types
from annotator.studies.models import Study
from articles.models import FRAME_SLOTS, Article, Paragraph, Slot

CHUNK = 100
#: articles that are so many that another process may read them: to start one takes as long as some hundred
MANY = 2_000
#: what an annotation says, besides its claim type, in the order of the plan
FACETS = tuple(facet for facet in Plan().facets if facet != "claim_type")
_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), check_circular=False).encode
_MARK = ("digits", "reading_id", "paragraph_id", "start", "end", "claim_type_id", *FACETS)


class Inputs:
    """The articles of a study's sample in their order, as of one moment; iterate once.

    `sha256` is complete when the last article was taken. `only` narrows to some articles of the sample. What counts,
    and the articles, may be given as another process found them.
    """

    def __init__(
        self,
        study: Study,
        *,
        at: datetime,
        only: Sequence[int] | None = None,
        counted: Mapping[int, OfArticle] | None = None,
        articles: list[int] | None = None,
    ) -> None:
        self.study, self.at = study, at
        self.counted = count_readings(study, at=at) if counted is None else counted
        self.articles = _sample(study, only) if articles is None else articles
        self._sum, self._digest = sha256(), ""
        self._names: dict[int, str] = {}
        self._types = _types(study)

    @property
    def total(self) -> int:
        return len(self.articles)

    @property
    def readings(self) -> int:
        """How many count."""
        return sum(len(self.counted[one].finished) for one in self.articles if one in self.counted)

    @property
    def shared(self) -> list[int]:
        """Articles that two or more have finished, in the order of the sample."""
        return [one for one in self.articles if one in self.counted and self.counted[one].shared]

    @property
    def sha256(self) -> str:
        return self._digest or self._sum.hexdigest()

    def read_ahead(self) -> Iterator[ArticleReadings]:
        """The same. Half of the work is to read them: of many, another process does that, while this one counts."""
        if len(self.shared) < MANY or not elsewhere.is_worthwhile():
            yield from self
            return
        asked = (self.study.pk, self.at, self.counted, self.articles)
        for some, digest in elsewhere.each(f"{__name__}:read_for_another", *asked):
            yield from some
            self._digest = digest

    def __iter__(self) -> Iterator[ArticleReadings]:
        for first in range(0, self.total, CHUNK):
            chunk = self.articles[first : first + CHUNK]
            shared = [one for one in chunk if one in self.counted and self.counted[one].shared]
            paragraphs, marks = self._paragraphs(shared), self._marks(shared)
            for article in chunk:
                of = self.counted.get(article, OfArticle())
                # An article that nobody else has read has nothing to compare: that it is there is enough.
                texts = paragraphs.pop(article, [])
                readings = ArticleReadings(
                    article=article,
                    paragraphs=texts,
                    finished={self.name(coder): moment for coder, moment in of.finished.items()},
                    unfinished={self.name(coder): why for coder, why in of.left_out.items()},
                    marks=marks.pop(article, []),
                )
                self._add(readings)
                yield readings

    def name(self, coder: int) -> str:
        """The pseudonym, made once for each coder."""
        if coder not in self._names:
            self._names[coder] = self.study.pseudonym(coder)
        return self._names[coder]

    def _paragraphs(self, articles: Sequence[int]) -> dict[int, list[ParagraphText]]:
        languages = dict(Article.objects.filter(pk__in=articles).order_by().values_list("pk", "language"))
        found: defaultdict[int, list[ParagraphText]] = defaultdict(list)
        rows = Paragraph.objects.filter(article_id__in=articles).order_by("article_id", "position")
        for pk, article, slot, text in rows.values_list("pk", "article_id", "slot", "text"):
            found[article].append(_paragraph(pk, slot, text, languages[article]))
        return found

    def _marks(self, articles: Sequence[int]) -> dict[int, list[Mark]]:
        of_reading = {
            pk: (article, self.name(coder))
            for article in articles
            for pk, coder in self.counted[article].coders.items()
        }
        stood = Q(ended_at__isnull=True) | Q(ended_at__gt=self.at)
        rows = Annotation.objects.filter(stood, reading_id__in=list(of_reading), created_at__lte=self.at)
        # Hundreds of thousands of UUID objects, made only to be written as text again, would be a tenth of the work.
        rows = rows.annotate(digits=digits_of("pk")).order_by("pk")
        found: defaultdict[int, list[Mark]] = defaultdict(list)
        for digits, reading, paragraph, start, end, claim, *facets in rows.values_list(*_MARK):
            article, coder = of_reading[reading]
            given = {facet: value for facet, value in zip(FACETS, facets, strict=True) if value}
            if claim:
                given["claim_type"] = self._types[claim]
            found[article].append(Mark(dashed(digits), coder, paragraph, start, end, given))
        return found

    def _add(self, readings: ArticleReadings) -> None:
        """To the sum. Sentences and words follow from the texts, which are final."""
        said: list[Any] = [
            readings.article,
            [(text.id, text.length, text.left_out) for text in readings.paragraphs],
            {coder: moment.isoformat() for coder, moment in readings.finished.items()},
            dict(readings.unfinished),
            [(m.id, m.coder, m.paragraph, m.start, m.end, m.facets) for m in readings.marks],
        ]
        self._sum.update(_json(said).encode())


def _sample(study: Study, only: Sequence[int] | None) -> list[int]:
    sample = study.study_articles.filter(is_training=False).order_by("position", "id")
    if only is not None:
        sample = sample.filter(article_id__in=only)
    return list(sample.values_list("article_id", flat=True))


def read_for_another(
    study: int, at: datetime, counted: Mapping[int, OfArticle], articles: list[int]
) -> Iterator[tuple[list[ArticleReadings], str]]:
    """Some at a time, and with the last of them the sum of all."""
    inputs = Inputs(Study.objects.get(pk=study), at=at, counted=counted, articles=articles)
    chunks = batched(inputs, CHUNK)
    waiting = list(next(chunks, ()))
    for some in chunks:
        yield waiting, ""
        waiting = list(some)
    yield waiting, inputs.sha256


def _types(study: Study) -> dict[int, str]:
    """Claim type → the code of what it goes on as: two that were merged since are one."""
    codes = dict(study.claim_types.values_list("pk", "code"))
    return {pk: codes[now] for pk, now in current_types(study).items()}


def _paragraph(pk: int, slot: str, text: str, language: str) -> ParagraphText:
    """What need not be read is left out: its sentences and words are counted all the same."""
    left_out = f"a {Slot(slot).label.lower()}" if slot in FRAME_SLOTS else ""
    return ParagraphText(pk, len(text), sentences(text, language), Pieces(starts_of_words(text), text), left_out)
