"""Articles of a given size with annotations of every kind, put straight into the database."""

import uuid
from dataclasses import dataclass
from itertools import count, cycle
from random import Random
from typing import Any

from annotator.annotations.models import Annotation, Reading, RoleSpan
from annotator.studies.codebook import start_codebook
from articles.models import Article, Paragraph, Slot
from tests.factories.annotations import INSERTION, ReadingFactory
from tests.factories.articles import ArticleFactory
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

WORDS = 60
# quotation marks, brackets, accents and another script among plain words, as in real articles
_VOCABULARY = [
    *("the", "harbour", "council", "said", "on", "Monday", "that", "two", "ferries", "would", "stop", "while"),
    *("officials", "study", "repairs", "and", "residents", "“fear”", "[in]", "long", "délais", "for", "families"),
    *("عيادة", "of", "island", "workers", "who", "had", "no", "choice"),
]


@dataclass(frozen=True, slots=True)
class Scene:
    reading: Reading
    coder: Any
    owner: Any
    paragraphs: list[Paragraph]

    @property
    def path(self) -> str:
        return f"/readings/{self.reading.pk}/"


def stage(paragraphs: int, annotations: int, seed: int = 1) -> Scene:
    """A study with the shipped codebook and one article, read by one coder."""
    random = Random(seed)
    study = StudyFactory(codebook=False)
    owner, coder = UserFactory(), UserFactory()
    MembershipFactory(study=study, user=owner, role="owner")
    MembershipFactory(study=study, user=coder)
    start_codebook(study, by=owner)
    article = ArticleFactory(language="en")
    stored = _paragraphs(article, paragraphs, random)
    add_to_study(study, article)
    reading = ReadingFactory(study=study, article=article, coder=coder)
    _annotate(reading, stored, annotations, random)
    return Scene(reading, coder, owner, stored)


def add_article(scene: Scene, paragraphs: int, annotations: int, *, seed: int) -> None:
    """One more article for the same coder."""
    random = Random(seed)
    study = scene.reading.study
    article = ArticleFactory(language="en")
    stored = _paragraphs(article, paragraphs, random)
    add_to_study(study, article, position=seed)
    reading = ReadingFactory(study=study, article=article, coder=scene.coder)
    _annotate(reading, stored, annotations, random)


def _paragraphs(article: Article, number: int, random: Random) -> list[Paragraph]:
    offset, rows = 0, []
    for position in range(number):
        text = " ".join(random.choices(_VOCABULARY, k=WORDS))
        rows.append(Paragraph(article=article, position=position, slot=Slot.BODY, text=text, offset=offset))
        offset += len(text) + 2
    return Paragraph.objects.bulk_create(rows)


def places(paragraph: Paragraph) -> list[tuple[int, str]]:
    """Two words at a time: passages that overlap their neighbours, each somewhere else."""
    words, starts = paragraph.text.split(" "), []
    at = 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    pairs = zip(starts, words, words[1:], strict=False)
    return [(start, f"{first} {second}") for start, first, second in pairs]


def _annotate(reading: Reading, paragraphs: list[Paragraph], number: int, random: Random) -> None:
    """Spread evenly; each third has an attribution with its source, each tenth an insertion, each fourth a note."""
    types = cycle(reading.study.claim_types.exclude(note_required=True))
    revision = reading.study.revision
    rows, roles, serial = [], [], count()
    free = {p.pk: random.sample(places(p), len(places(p))) for p in paragraphs}
    for paragraph in cycle(paragraphs) if number else ():
        at = next(serial)
        if at == number:
            break
        start, quote = free[paragraph.pk].pop()
        facets: dict[str, Any] = (
            {"attribution": "attributed", "source_kind": "named-organisation"} if at % 3 == 0 else {}
        )
        facets |= INSERTION if at % 10 == 0 else {}
        annotation = Annotation(
            id=uuid.uuid4(),
            reading=reading,
            codebook_revision=revision,
            paragraph=paragraph,
            start=start,
            quote=quote,
            claim_type=next(types),
            note="Compare the second paragraph." if at % 4 == 0 else "",
            **facets,
        )
        rows.append(annotation)
        if at % 3 == 0:
            roles.append(RoleSpan(annotation=annotation, role="source", paragraph=paragraph, start=start, quote=quote))
    Annotation.objects.bulk_create(rows, batch_size=200)
    RoleSpan.objects.bulk_create(roles, batch_size=200)
