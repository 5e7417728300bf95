"""Omissions and a newer version of the copy: carried to the same point, checked or lost, never moved in silence."""

import re
import uuid

import pytest
from django.urls import reverse

from annotator.annotations.carried import CarriedOver
from annotator.annotations.models import Annotation
from annotator.studies.revise import switch_facets
from tests.factories.annotations import LEFT_OUT, make_omission, make_reading
from tests.factories.articles import DerivationFactory

pytestmark = pytest.mark.django_db

ORIGINAL = (f"The clinic closed on Monday. {LEFT_OUT} Nobody was hurt.", "Repairs start in May.")
COPY = ("The clinic closed on Monday. Nobody was hurt.", "Repairs start in May.")
JSON = {"Accept": "application/json"}


class Versions:
    """A coder's readings of an original, of its copy with an omission tagged, and of the copy's newer version."""

    def __init__(self, new, linked=True):
        self.original = make_reading(*ORIGINAL)
        study, coder = self.original.study, self.original.coder
        self.earlier = make_reading(*COPY, study=study, coder=coder)
        self.reading = make_reading(*new, study=study, coder=coder, started_at=None)
        DerivationFactory(derived=self.earlier.article, upstream=self.original.article)
        DerivationFactory(derived=self.reading.article, upstream=self.earlier.article, relation="update")
        if linked:
            DerivationFactory(derived=self.reading.article, upstream=self.original.article)
        self.old = make_omission(self.earlier, self.original.article, effect="removes-claim", note="a denial")

    def address(self, name="carry_over", *args):
        return reverse(name, args=[self.reading.pk, self.earlier.pk, *args])


@pytest.fixture
def versions(client):
    def made(*new, **options):
        one = Versions(new, **options)
        client.force_login(one.original.coder)
        return one

    return made


def counts(answer):
    return tuple(answer.context[name] for name in ("carried", "check", "lost"))


def test_it_is_carried_with_all_that_stands_unchanged(client, versions):
    one = versions("A line put before.", *COPY)
    answer = client.get(one.address())
    assert counts(answer) == (1, 0, 0)
    assert f'left out here: <q dir="auto">{LEFT_OUT}</q>' in answer.text
    sent = {"id": str(uuid.uuid4()), "seen": answer.context["seal"]}
    for _ in range(2):
        assert client.post(one.address("carry_all"), sent, headers=JSON).json() == {"carried": 1}
    new = one.reading.annotations.get()
    assert (new.quote, new.operation, new.effect, new.note) == ("", "omission", "removes-claim", "a denial")
    assert new.paragraph.text[: new.start].endswith("on Monday.")
    assert [(w.quote, w.paragraph.article) for w in new.omitted.all()] == [(LEFT_OUT, one.original.article)]
    assert CarriedOver.objects.get().score == 1


def hidden(html, action):
    form = html[html.index(f'action="{action}"') :]
    form = form[: form.index("</form>")]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


@pytest.mark.parametrize(
    "new",
    [
        (f"The clinic closed on Monday. {LEFT_OUT} Nobody was hurt.", COPY[1]),
        ("The clinic closed late on Tuesday. Nobody was hurt.", COPY[1]),
    ],
    ids=["put back", "changed beside it"],
)
def test_where_the_words_beside_it_changed_a_person_looks(client, versions, new):
    one = versions(*new)
    answer = client.get(one.address())
    assert counts(answer) == (0, 1, 0)
    assert "The words beside the point changed" in answer.text
    action = one.address("carry_one", one.old.pk)
    form = hidden(answer.text, action)
    assert form["how"] == "point"
    for _ in range(2):
        assert client.post(action, form, headers=JSON).status_code == 201
    row = CarriedOver.objects.get()
    assert (row.status, row.decided) == ("check", "accepted")
    assert row.to_annotation.omitted.get().quote == LEFT_OUT


def test_a_lost_one_is_placed_by_hand_or_left_out(client, versions):
    one = versions("Something else stands here now.", COPY[1])
    answer = client.get(one.address())
    assert counts(answer) == (0, 0, 1)
    action = one.address("carry_one", one.old.pk)
    sent = {"id": str(uuid.uuid4()), "seen": "0", "what": "carry", "how": "after", "number": "2"}
    refused = client.post(action, sent | {"exact": "Repairs began"})
    assert refused.status_code == 422
    assert client.post(action, sent | {"exact": "Repairs start"}).status_code == 302
    row = CarriedOver.objects.get()
    assert (row.decided, row.score, row.to_annotation.start) == ("placed", 0.0, len("Repairs start"))


def test_it_is_never_carried_to_words_nor_words_to_a_point(client, versions):
    one = versions(*COPY)
    action = one.address("carry_one", one.old.pk)
    sent = {"id": str(uuid.uuid4()), "seen": "0", "what": "carry", "number": "1", "how": "exact", "exact": "Nobody"}
    assert client.post(action, sent, headers=JSON).status_code == 422
    assert not one.reading.annotations.exists()


def test_without_its_original_it_waits_and_is_refused(client, versions):
    one = versions(*COPY, linked=False)
    answer = client.get(one.address())
    assert counts(answer) == (0, 1, 0)
    assert "not of a confirmed original of this version" in answer.text
    action = one.address("carry_one", one.old.pk)
    assert client.post(action, hidden(answer.text, action), headers=JSON).status_code == 422
    assert Annotation.objects.filter(reading=one.reading).count() == 0


def test_what_is_tagged_there_already_waits(client, versions):
    one = versions(*COPY)
    make_omission(one.reading, one.original.article)
    answer = client.get(one.address())
    assert counts(answer) == (0, 1, 0)
    assert "You have tagged these words as left out there already" in answer.text
    action = one.address("carry_one", one.old.pk)
    sent = hidden(answer.text, action)
    assert client.post(action, sent, headers=JSON).status_code == 409


@pytest.mark.parametrize(("off", "revision"), [(["insertion"], 1), (["operation", "host", "effect"], 2)])
def test_it_stays_an_omission_whatever_the_study_codes_now(client, versions, off, revision):
    one = versions(*COPY)
    switch_facets(one.reading.study, off, seen=1, note="x", by=None)
    answer = client.get(one.address())
    sent = {"id": str(uuid.uuid4()), "seen": answer.context["seal"]}
    assert client.post(one.address("carry_all"), sent, headers=JSON).json() == {"carried": 1}
    new = one.reading.annotations.get()
    assert (new.operation, new.codebook_revision.number) == ("omission", revision)
    assert new.effect == ("removes-claim" if revision == 1 else "")
