import uuid

import factory
from django.utils import timezone

from annotator.annotations.models import Annotation, Reading
from tests.factories.articles import make_article
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study


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


INSERTION = {
    "marking": "square-brackets",
    "operation": "addition",
    "host": "running-text",
    "function": "adds-claim",
    "inserter": "unknown",
    "effect": "adds-claim",
}
