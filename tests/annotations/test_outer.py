"""An attribution inside another: republisher ▸ outlet ▸ "a diplomat" ▸ claim."""

import pytest
from django.urls import reverse

from annotator.annotations.models import Annotation, RoleSpan
from annotator.annotations.templatetags.nesting import holders_for
from tests.factories.annotations import make_annotation, make_reading


@pytest.fixture
def around(reading):
    """An attribution of the mayor's, with its source."""
    made = make_annotation(reading, "closed on Monday, the mayor said", attribution="attributed")
    RoleSpan.objects.create(
        annotation=made, role="source", paragraph=made.paragraph, start=made.paragraph.text.index("the mayor"),
        quote="the mayor",
    )  # fmt: skip
    return made


def offered(reading, edited="", chosen=""):
    return [(holder.words, holder.chosen) for holder in holders_for(reading, edited, chosen)]


def test_an_own_attribution_is_offered_by_its_words_and_source(reading, around):
    make_annotation(reading, "Nobody was hurt")
    make_annotation(make_reading("Elsewhere, he said.", study=reading.study), "Elsewhere", attribution="attributed")
    assert offered(reading) == [("¶1 “closed on Monday, the mayor said” · source: the mayor", False)]


def test_the_form_offers_it_where_words_are_chosen_without_script(coder, reading, around):
    page = coder.get(reverse("reading", args=[reading.pk]), {"select": around.paragraph_id}).content.decode()
    assert f'<option value="{around.pk}">¶1 “closed on Monday, the mayor said” · source: the mayor</option>' in page


def test_it_is_saved_and_chosen_again_when_it_is_edited(coder, save, sent, reading, around):
    form = sent("closed on Monday", outer=str(around.pk))
    assert save(form).status_code == 201
    assert Annotation.objects.get(pk=form["id"]).outer_id == around.pk
    page = coder.get(reverse("annotation", args=[reading.pk, form["id"]])).content.decode()
    assert f'<option value="{around.pk}" selected>' in page


def test_where_the_outer_one_was_edited_since_its_newest_version_is_chosen(reading, around, coder, save, sent):
    edited = sent("closed on Monday, the mayor said", attribution="attributed", claim_type="", replaces=str(around.pk))
    assert save(edited).status_code == 201
    assert [str(h.pk) for h in holders_for(reading, "", str(around.pk)) if h.chosen] == [edited["id"]]


def test_nothing_lies_inside_itself_or_inside_what_lies_in_it(reading, around):
    inner = make_annotation(reading, "closed on Monday", attribution="attributed", outer=around)
    make_annotation(reading, "closed", attribution="attributed", outer=inner)
    other = make_annotation(reading, "Nobody was hurt", attribution="unattributed")
    assert [words for words, _ in offered(reading, edited=str(around.pk))] == ["¶2 “Nobody was hurt”"]
    assert len(offered(reading, edited=str(other.pk))) == 3


@pytest.mark.parametrize("wrong", ["", "nonsense", "0" * 40, "7d1c3f5e-0000-4000-8000-000000000000"])
def test_an_id_that_is_none_chooses_nothing(reading, around, wrong):
    assert [chosen for _, chosen in offered(reading, wrong, wrong)] == [False]


def test_another_readers_attribution_is_refused_at_its_field(save, sent, reading):
    theirs = make_annotation(make_reading("He said so.", study=reading.study), "He said", attribution="attributed")
    answer = save(sent("Nobody was hurt", outer=str(theirs.pk)))
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["outer"]


def test_a_refused_form_keeps_it_open_and_names_the_field(coder, reading, sent, around):
    form = sent("closed on Monday", outer=str(around.pk), claim_type="", attribution="")
    page = coder.post(reverse("annotations", args=[reading.pk]), form)
    assert page.status_code == 422
    text = page.content.decode()
    assert '<details class="facets" id="attribution" open>' in text
    assert f'<option value="{around.pk}" selected>' in text
    assert 'id="e-claim_type"' in text


def test_its_queries_do_not_grow(reading, around, django_assert_num_queries):
    for word in ("clinic", "secretly", "harbour", "company", "Nobody"):
        made = make_annotation(reading, word, attribution="attributed", outer=around)
        RoleSpan.objects.create(annotation=made, role="source", paragraph=made.paragraph, start=0, quote="The")
    with django_assert_num_queries(3):
        assert len(holders_for(reading, "", "")) == 6


def card_of(client, reading, annotation):
    page = client.get(reverse("reading", args=[reading.pk])).content.decode()
    return page.split(f'<li id="a-{annotation.pk}"')[1].split("</li>")[0]


def test_the_card_says_inside_what_it_lies(coder, reading, around):
    inner = make_annotation(reading, "closed on Monday", outer=around)
    card = card_of(coder, reading, inner)
    assert f'data-outer="{around.pk}"' in card
    assert "inside: “closed on Monday, the mayor said”; source: the mayor" in card


def test_the_card_follows_the_outer_ones_edits(coder, reading, around, save, sent):
    inner = make_annotation(reading, "closed on Monday", outer=around)
    edited = sent("on Monday, the mayor said", attribution="attributed", claim_type="", replaces=str(around.pk))
    assert save(edited).status_code == 201
    assert "inside: “on Monday, the mayor said”" in card_of(coder, reading, inner)
    coder.post(reverse("annotation_withdraw", args=[reading.pk, edited["id"]]))
    assert "inside: an attribution that was withdrawn" in card_of(coder, reading, inner)


def test_a_flag_says_its_marking_in_words_and_that_its_function_is_open(coder, reading):
    make_annotation(
        reading, "[secretly run by the harbour company]", marking="square-brackets", operation="addition",
        host="running-text", inserter="unknown",
    )  # fmt: skip
    page = coder.get(reverse("reading", args=[reading.pk])).content.decode()
    assert "<b>1</b>&nbsp;Insertion, square brackets</a>" in page
    assert "Insertion: Square brackets, Running text, function not coded yet" in page
