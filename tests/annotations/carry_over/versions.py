"""A coder's readings of two versions of one article, and what their browser sends."""

import re
from datetime import UTC, datetime

from django.urls import reverse

from annotator.annotations.models import RoleSpan
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.articles import DerivationFactory

OLD = (
    "The old bridge in Dunmere is closed, the mayor said on Monday.",
    "Repairs will cost 60 million crowns, according to the harbour council.",
    "Nobody was hurt. The ferry union has called a strike for the whole of May.",
)
NEW = (
    "The old bridge in Dunmere is closed, the mayor said on Monday.",
    "Repairs will cost 600 million crowns, according to the harbour council.",
    "Nobody was hurt.",
)
STRIKE = "The ferry union has called a strike"


class Versions:
    """A coder's finished reading of the older text and their new one of the newer."""

    def __init__(self, old=OLD, new=NEW):
        self.earlier = make_reading(*old, finished_at=datetime(2026, 3, 5, tzinfo=UTC))
        self.coder, self.study = self.earlier.coder, self.earlier.study
        self.reading = make_reading(*new, study=self.study, coder=self.coder, started_at=None)
        self.link = DerivationFactory(derived=self.reading.article, upstream=self.earlier.article, relation="update")

    def address(self, name="carry_over", *args):
        return reverse(name, args=[self.reading.pk, self.earlier.pk, *args])

    def annotate(self, quote, *, source="", **fields):
        annotation = make_annotation(self.earlier, quote, **fields)
        if source:
            paragraph = next(p for p in self.earlier.article.paragraphs.all() if source in p.text)
            RoleSpan.objects.create(
                annotation=annotation,
                role="source",
                paragraph=paragraph,
                start=paragraph.text.index(source),
                quote=source,
            )
        return annotation


def page(client, versions):
    answer = client.get(versions.address())
    assert answer.status_code == 200
    return answer


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", "", answer.text).split())


def carry_all(client, versions, **changed):
    shown = page(client, versions).context
    form = {"id": str(shown["batch"]), "seen": shown["seal"]} | changed
    return form, client.post(versions.address("carry_all"), form)


def shown_item(client, versions, annotation):
    parts = page(client, versions).context["parts"]
    return next(one for part in parts for one in part.items if one.item.pk == annotation.pk)


def form_of(client, versions, annotation, **changed):
    """What Enter sends: the proposed place."""
    shown = shown_item(client, versions, annotation)
    form = {"id": str(shown.id), "seen": shown.item.number, "what": "carry"}
    if shown.item.spot:
        spot = shown.item.spot
        form |= {"paragraph": spot.paragraph.pk, "start": spot.start, "quote": spot.quote}
    return form | changed


def send(client, versions, annotation, **changed):
    form = form_of(client, versions, annotation, **changed)
    return form, client.post(versions.address("carry_one", annotation.pk), form)


def drop(client, versions, annotation, **changed):
    return send(client, versions, annotation, **{"what": "drop", "why": "gone"} | changed)
