from datetime import UTC
from hashlib import sha256

import factory

from articles.lineage.models import Derivation
from articles.models import Article, Capture, Outlet, Paragraph, Slot


class OutletFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Outlet

    name = factory.Sequence(lambda n: f"Outlet {n}")


class CaptureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Capture

    sha256 = factory.Sequence(lambda n: sha256(f"capture {n}".encode()).hexdigest())
    size = 100
    media_type = "text/plain"
    file_name = factory.Sequence(lambda n: f"article-{n}.txt")


class ArticleFactory(factory.django.DjangoModelFactory):
    """An article row without paragraphs; `make_article` stores both."""

    class Meta:
        model = Article

    capture = factory.SubFactory(CaptureFactory)
    reader = "plain"
    reader_version = "1"
    outlet = factory.SubFactory(OutletFactory)
    title = factory.Sequence(lambda n: f"Article {n}")
    text_sha256 = sha256(b"").hexdigest()


TEXTS = ("The bridge is closed, the mayor said.", "Repairs start in May.")


def _blocks(texts, blocks):
    return list(blocks) if blocks else [(Slot.BODY, text) for text in texts]


def make_article(*texts, blocks=None, **fields):
    """Store an article and its paragraphs; return the article. `texts` are body paragraphs."""
    pairs = _blocks(texts or TEXTS, blocks)
    digest = sha256("\n\n".join(text for _, text in pairs).encode()).hexdigest()
    article = ArticleFactory(text_sha256=digest, **fields)
    rows, offset = [], 0
    for position, (slot, text) in enumerate(pairs):
        rows.append(Paragraph(article=article, position=position, slot=slot, text=text, offset=offset))
        offset += len(text) + 2
    Paragraph.objects.bulk_create(rows)
    return article


class DerivationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Derivation

    status = Derivation.Status.CONFIRMED
    settled_at = factory.Faker("date_time", tzinfo=UTC)
    settled_by = factory.SubFactory("tests.factories.people.UserFactory")
