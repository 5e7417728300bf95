"""Saving an omission: a point in the derived text, linked to the words of the original that are not there."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from annotator.annotations.models import Annotation
from annotator.annotations.omitted import Omitted
from annotator.studies.models import Study
from articles.lineage.models import Derivation
from tests.factories.annotations import COPY, LEFT_OUT, make_annotation, make_left_out, make_omission, make_reading

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}
POINT = COPY[0].index("on Monday.") + len("on Monday.")


@pytest.fixture
def both(client):
    left, right = make_left_out()
    client.force_login(right.coder)
    return left, right


@pytest.fixture
def form(both):
    left, right = both

    def made(**fields):
        there = left.article.paragraphs.first()
        values = {
            "id": str(uuid.uuid4()),
            "how": "point",
            "paragraph": right.article.paragraphs.first().pk,
            "start": POINT,
            "omitted_paragraph": there.pk,
            "omitted_start": there.text.index(LEFT_OUT),
            "omitted_quote": LEFT_OUT,
        }
        return {name: value for name, value in (values | fields).items() if value is not None}

    return made


@pytest.fixture
def save(client, both):
    def post(form):
        return client.post(reverse("annotations", args=[both[1].pk]), form, headers=JSON)

    return post


def stored():
    annotation = Annotation.objects.get()
    return annotation, list(annotation.omitted.all())


def test_it_stores_the_point_and_the_originals_words(save, form, both):
    answer = save(form(effect="removes-claim", note="a denial"))
    assert answer.status_code == 201, answer.text
    annotation, [omitted] = stored()
    assert (annotation.quote, annotation.start, annotation.end) == ("", POINT, POINT)
    assert (annotation.marking, annotation.operation, annotation.host) == ("unmarked", "omission", "running-text")
    assert (annotation.inserter, annotation.effect, annotation.claim_type) == ("unknown", "removes-claim", None)
    assert omitted.paragraph.article == both[0].article
    assert omitted.paragraph.text[omitted.start : omitted.end] == omitted.quote == LEFT_OUT
    assert annotation.words == f"left out here: ‘{LEFT_OUT}’"


def test_it_may_carry_a_claim_type(save, form, both):
    claim = both[1].study.claim_types.first()
    assert save(form(claim_type=claim.pk)).status_code == 201
    assert Annotation.objects.get().claim_type == claim


def test_inside_a_quotation_it_says_so(client):
    left, right = make_left_out(("“He left. He lied. He came back.”",), ("“He left. He came back.”",))
    client.force_login(right.coder)
    there = left.article.paragraphs.get()
    answer = client.post(
        reverse("annotations", args=[right.pk]),
        {
            "how": "after", "paragraph": right.article.paragraphs.get().pk, "exact": "He left.",
            "omitted_in": there.pk, "omitted_words": "He lied.",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    annotation, [omitted] = stored()
    assert (annotation.host, annotation.start, omitted.start) == ("inside-quotation", 9, 10)


def test_it_can_be_placed_by_words_alone(save, form, both):
    there = both[0].article.paragraphs.first()
    typed = {"omitted_in": there.pk, "omitted_words": LEFT_OUT, "omitted_paragraph": None, "omitted_start": None}
    typed |= {"omitted_quote": None, "how": "after", "exact": "on Monday.", "start": None}
    sent = form(**typed)
    assert [save(sent).status_code, save(sent).status_code] == [201, 200]
    annotation, [omitted] = stored()
    assert (annotation.start, omitted.quote) == (POINT, LEFT_OUT)


def test_without_words_before_it_the_point_is_the_paragraphs_beginning(save, form):
    assert save(form(how="after", exact="", start=None)).status_code == 201
    assert Annotation.objects.get().start == 0


def test_several_passages_may_be_left_out_at_one_point(save, form, both):
    first, second = both[0].article.paragraphs.all()
    sent = form() | {
        "omitted_paragraph": [first.pk, second.pk, second.pk],
        "omitted_start": [first.text.index(LEFT_OUT), 0, 0],
        "omitted_quote": [LEFT_OUT, "Repairs", "Repairs"],
    }
    assert [save(sent).status_code, save(sent).status_code] == [201, 200]
    assert [one.quote for one in stored()[1]] == [LEFT_OUT, "Repairs"]


def test_sent_again_it_is_stored_once_and_with_anything_changed_it_is_a_conflict(save, form):
    sent = form()
    assert [save(sent).status_code, save(sent).status_code] == [201, 200]
    for changed in ({"start": 0}, {"omitted_quote": "The council"}, {"note": "x"}, {"how": "span", "quote": "The"}):
        assert save(sent | changed).status_code in (409, 422), changed
    assert (Annotation.objects.count(), Omitted.objects.count()) == (1, 1)


def test_the_same_words_at_the_same_point_are_tagged_once(save, form):
    assert save(form()).status_code == 201
    again = save(form())
    assert again.status_code == 409
    assert again.json()["theirs"]["quote"] == f"left out here: ‘{LEFT_OUT}’"
    assert Annotation.objects.count() == 1


def test_other_words_at_the_same_point_are_another_omission(save, form, both):
    second = both[0].article.paragraphs.last()
    assert save(form()).status_code == 201
    assert (
        save(form(omitted_paragraph=second.pk, omitted_start=0, omitted_quote="Repairs start in May.")).status_code
        == 201
    )
    assert Annotation.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"start": 10_000}, "quote"),
        ({"start": "9" * 15}, "quote"),
        ({"start": "x"}, "start"),
        ({"start": ""}, "quote"),
        ({"omitted_paragraph": None, "omitted_start": None, "omitted_quote": None}, "omitted"),
        ({"omitted_paragraph": None}, "omitted"),
        ({"omitted_start": 3}, "quote"),
        ({"omitted_start": "x"}, "omitted"),
        ({"omitted_paragraph": "9" * 15}, "omitted"),
        ({"omitted_paragraph": "9" * 30}, "omitted"),
        ({"omitted_quote": ""}, "omitted"),
        ({"omitted_quote": "The council\0"}, "omitted"),
        ({"omitted_quote": ["x"] * 41, "omitted_start": ["0"] * 41, "omitted_paragraph": ["1"] * 41}, "omitted"),
        ({"operation": "addition"}, "operation"),
        ({"how": "span", "quote": "The clinic", "start": 0, "insertion": "1"}, "omitted"),
        ({"how": "span", "quote": "", "start": 0, "insertion": "1", "operation": "omission"}, "quote"),
        ({"how": "after", "exact": "not there"}, "exact"),
    ],
    ids=str,
)
def test_what_cannot_be_one_names_its_field_and_stores_nothing(save, form, fields, named):
    answer = save(form(**fields))
    assert answer.status_code == 422
    assert named in answer.json()["errors"]
    assert answer.json()["error"]
    assert (Annotation.objects.count(), Omitted.objects.count()) == (0, 0)


def test_a_point_lies_never_inside_a_character(client):
    left, right = make_left_out(("A 👩‍👩‍👧‍👦 family left early.",), ("A 👩‍👩‍👧‍👦 family left.",))
    client.force_login(right.coder)
    there, here = left.article.paragraphs.get(), right.article.paragraphs.get()
    for start, status in ((4, 422), (2, 201)):
        sent = {"how": "point", "paragraph": here.pk, "start": start, "omitted_paragraph": there.pk}
        sent |= {"omitted_start": there.text.index("early"), "omitted_quote": "early"}
        assert client.post(reverse("annotations", args=[right.pk]), sent, headers=JSON).status_code == status


@pytest.mark.parametrize("why", ["proposed", "not read", "masked", "this text", "another study", "turned round"])
def test_words_of_what_is_no_open_original_are_refused(save, form, both, why):
    left, right = both
    if why == "proposed":
        Derivation.objects.update(status="proposed", settled_at=None, settled_by=None)
    elif why == "not read":
        type(left).objects.filter(pk=left.pk).update(coder=make_reading("x").coder)
    elif why == "masked":
        Study.objects.update(mask_outlet=True)
    elif why == "another study":
        type(left).objects.filter(pk=left.pk).update(study=make_reading("x").study)
    elif why == "turned round":
        Derivation.objects.update(derived=left.article, upstream=right.article)
    here = right.article.paragraphs.first()
    own = {"omitted_paragraph": here.pk, "omitted_start": 0, "omitted_quote": "The"} if why == "this text" else {}
    answer = save(form(**own))
    assert answer.status_code == 422
    assert "confirmed original" in answer.json()["errors"]["omitted"]
    assert not Annotation.objects.exists()


def test_words_of_two_originals_are_two_omissions(save, form, both):
    other = make_reading("Another original.", study=both[1].study, coder=both[1].coder)
    Derivation.objects.create(
        derived=both[1].article, upstream=other.article, status="confirmed",
        settled_by=other.coder, settled_at="2026-03-01T00:00Z",
    )  # fmt: skip
    first = both[0].article.paragraphs.first()
    sent = form(omitted_paragraph=[first.pk, other.article.paragraphs.get().pk], omitted_start=[0, 0])
    answer = save(sent | {"omitted_quote": ["The", "Another"]})
    assert answer.status_code == 422
    assert "one original" in answer.json()["errors"]["omitted"]


def test_a_stored_one_sent_again_is_answered_after_the_original_was_rejected(save, form):
    sent = form()
    assert save(sent).status_code == 201
    Derivation.objects.update(status="rejected")
    assert save(sent).status_code == 200


def test_it_is_edited_withdrawn_and_brought_back_with_its_words(client, save, form, both):
    first, second = form(), form(effect="removes-claim")
    save(first)
    assert save(second | {"replaces": first["id"]}).status_code == 201
    standing = Annotation.objects.standing().get()
    assert (str(standing.pk), standing.omitted.get().quote) == (second["id"], LEFT_OUT)
    place = [both[1].pk, second["id"]]
    assert client.post(reverse("annotation_withdraw", args=place), headers=JSON).status_code == 200
    new = str(uuid.uuid4())
    for status in (201, 200):
        answer = client.post(reverse("annotation_restore", args=place), {"id": new}, headers=JSON)
        assert answer.status_code == status
    restored = Annotation.objects.standing().get()
    assert (str(restored.pk), restored.omitted.get().quote, restored.effect) == (new, LEFT_OUT, "removes-claim")


def test_bringing_one_back_that_was_tagged_anew_is_a_conflict(client, save, form, both):
    sent = form()
    save(sent)
    place = [both[1].pk, sent["id"]]
    client.post(reverse("annotation_withdraw", args=place), headers=JSON)
    save(form())
    answer = client.post(reverse("annotation_restore", args=place), {"id": str(uuid.uuid4())}, headers=JSON)
    assert answer.status_code == 409
    assert Annotation.objects.standing().count() == 1


def test_only_an_omission_is_without_words(both):
    with pytest.raises(IntegrityError, match="annotation_quotes_something"), transaction.atomic():
        make_omission(both[1], both[0].article, operation="addition")
    with pytest.raises(IntegrityError, match="annotation_quotes_something"), transaction.atomic():
        make_annotation(both[1], "", paragraph=both[1].article.paragraphs.first())
    assert make_omission(both[1], both[0].article)


def test_an_attribution_of_words_that_are_not_there_holds_no_other(save, form, both):
    outer = make_omission(both[1], both[0].article, attribution="attributed")
    answer = save(form(start=0, outer=str(outer.pk)))
    assert answer.status_code == 422
    assert "outer" in answer.json()["errors"]
