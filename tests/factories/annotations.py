import uuid

import factory
from django.utils import timezone

from annotator.annotations.models import Annotation, Reading
from annotator.annotations.omitted import Omitted
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

LEFT_OUT = "The council denied it."
ORIGINAL = (f"The clinic closed on Monday. {LEFT_OUT} Nobody was hurt, the mayor said.", "Repairs start in May.")
COPY = ("The clinic closed on Monday. Nobody was hurt, the mayor said.", "Repairs start in May.")


class ReadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reading

    study = factory.SubFactory(StudyFactory)
    article = factory.LazyFunction(make_article)
    started_at = factory.LazyFunction(timezone.now)


def make_reading(*texts, study=None, article=None, coder=None, **fields):
    """A reading with everything around it: study, member coder, article in the sample."""
    study = study or StudyFactory()
    article = article or make_article(*texts)
    if not study.study_articles.filter(article=article).exists():
        add_to_study(study, article)
    if coder is None:
        coder = MembershipFactory(study=study).user
    return ReadingFactory(study=study, article=article, coder=coder, **fields)


def make_annotation(reading, quote, **fields):
    """Annotate the first place where `quote` stands in the reading's article; a claim of the first type by default."""
    paragraph = fields.pop("paragraph", None) or next(p for p in reading.article.paragraphs.all() if quote in p.text)
    if not {"claim_type", "attribution", "marking"} & set(fields):
        fields["claim_type"] = reading.study.claim_types.first()
    return Annotation.objects.create(
        id=fields.pop("id", uuid.uuid4()),
        reading=reading,
        codebook_revision=reading.study.revision,
        paragraph=paragraph,
        start=fields.pop("start", paragraph.text.index(quote)),
        quote=quote,
        **fields,
    )


def make_left_out(original=ORIGINAL, copy=COPY, **fields):
    """A coder's readings of an original and of its copy that leaves a sentence out, in this order."""
    left = make_reading(*original, **fields)
    right = make_reading(*copy, study=left.study, coder=left.coder)
    DerivationFactory(derived=right.article, upstream=left.article)
    return left, right


def make_omission(reading, original, *, after="on Monday.", words=LEFT_OUT, **fields):
    """Tag `words` of the article `original` as left out after the first `after` in the reading's article."""
    paragraph = next(p for p in reading.article.paragraphs.all() if after in p.text)
    annotation = Annotation.objects.create(
        id=fields.pop("id", uuid.uuid4()),
        reading=reading,
        codebook_revision=reading.study.revision,
        paragraph=paragraph,
        start=paragraph.text.index(after) + len(after),
        quote="",
        **{"marking": "unmarked", "operation": "omission", "host": "running-text", "inserter": "unknown", **fields},
    )
    for one in [words] if isinstance(words, str) else words:
        there = next(p for p in original.paragraphs.all() if one in p.text)
        Omitted.objects.create(annotation=annotation, paragraph=there, start=there.text.index(one), quote=one)
    return annotation


INSERTION = {
    "marking": "square-brackets",
    "operation": "addition",
    "host": "running-text",
    "function": "adds-claim",
    "inserter": "unknown",
    "effect": "adds-claim",
}
