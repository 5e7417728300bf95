"""Suggestions beside the article: what machines noticed and what an owner brought in, the same for each coder."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotator.annotations.models import Annotation, Dismissal
from annotator.annotations.offering import SHOWN
from annotator.studies.models import ClaimType, Study
from annotator.suggestions.models import Suggestion
from articles.models import Slot
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.review import make_batch, make_suggestion
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study
from tests.house.test_blindness import FRESH

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(reading):
    Study.objects.update(suggestions_shown=True)
    reading.study.refresh_from_db()
    return MembershipFactory(study=reading.study, role="owner", user=UserFactory(display_name="Olga Owner")).user


@pytest.fixture
def bring(reading, owner):
    """Bring words in as a suggestion; of a claim of the type event unless told otherwise."""

    def act(quote, **fields):
        fields.setdefault("claim_type", reading.study.claim_types.get(code="event"))
        return make_batch(reading.study, reading.article, quote, by=owner, **fields)

    return act


def page(client, reading, query=""):
    answer = client.get(f"/readings/{reading.pk}/{query}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def offered(html):
    """The items of the list of suggestions."""
    return re.findall(r"<li data-suggestion=.*?</li>", html)


def fields_in(item):
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', item)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_suggestion_says_where_it_is_from_and_is_tagged_with_one_press(coder, reading, bring):
    suggestion = bring("closed on Monday", label="EVENT", note="See ¶2.", attribution="attributed", mode="direct")
    (item,) = offered(page(coder, reading))
    for words in ("From doccano", "<bdi>EVENT</bdi> → Event", "Attributed, Direct", "See ¶2.", "Tag as Event"):
        assert words in item
    assert f"Brought in by Olga Owner on {timezone.now():%-d %B %Y}" in item
    answer = coder.post(f"/readings/{reading.pk}/annotations/", fields_in(item), follow=True)
    assert "Saved. Event: “closed on Monday”" in answer.content.decode()
    annotation = Annotation.objects.get()
    assert (annotation.claim_type.code, annotation.suggestion, annotation.note) == ("event", suggestion, "See ¶2.")
    assert (annotation.attribution, annotation.mode, annotation.marking) == ("attributed", "direct", "")
    assert offered(page(coder, reading)) == []
    again = coder.post(f"/readings/{reading.pk}/annotations/", fields_in(item), follow=True)
    assert again.status_code == 200
    assert Annotation.objects.count() == 1


def test_a_refusal_is_kept_and_is_this_coders_alone(coder, reading, bring):
    suggestion = bring("closed")
    other = make_reading(study=reading.study, article=reading.article)
    coder.post(f"/readings/{reading.pk}/suggestions/{suggestion.pk}/dismiss/")
    assert Dismissal.objects.get().reading == reading
    assert offered(page(coder, reading)) == []
    second = Client()
    second.force_login(other.coder)
    assert len(offered(page(second, other))) == 1


def test_one_without_a_claim_type_or_a_note_that_is_asked_for_goes_through_the_editor(coder, reading, bring):
    bare = bring("closed", label="Weather", claim_type=None)
    noted = bring("Monday", label="other", claim_type=reading.study.claim_types.get(code="other"))
    alone = bring("mayor", label="attribution/attributed", claim_type=None, attribution="attributed")
    items = offered(page(coder, reading))
    assert ["Tag as" in one for one in items] == [False, False, True]
    assert "<bdi>Weather</bdi>: no claim type of this codebook" in items[0]
    assert "Tag as Attributed" in items[2]
    editor = page(coder, reading, f"?suggestion={bare.pk}").partition('id="editor"')[2].partition("</form>")[0]
    assert f'name="suggestion" value="{bare.pk}"' in editor
    assert '<q dir="auto">closed</q>' in editor
    assert 'name="claim_type" value="" checked' in editor
    editor = page(coder, reading, f"?suggestion={noted.pk}").partition('id="editor"')[2].partition("</form>")[0]
    assert re.search(rf'value="{noted.claim_type_id}" data-key="3" data-note checked', editor)
    coder.post(f"/readings/{reading.pk}/annotations/", fields_in(items[2]))
    assert Annotation.objects.get().suggestion == alone


@pytest.mark.parametrize("asked", ["0", "x", "9" * 40, "%00", ""])
def test_a_suggestion_that_is_not_there_opens_an_empty_editor(coder, reading, bring, asked):
    bring("closed")
    assert 'name="suggestion" value=""' in page(coder, reading, f"?suggestion={asked}")


def test_a_machines_suggestion_without_scripts_goes_into_the_editor_as_an_insertion(coder, reading, owner):
    suggestion = make_suggestion(reading.article, "[secretly run by the harbour company]")
    (item,) = offered(page(coder, reading))
    assert "Tag as" not in item
    editor = page(coder, reading, f"?suggestion={suggestion.pk}").partition('id="editor"')[2].partition("</form>")[0]
    assert re.search(r'name="insertion" value="1" checked', editor)
    assert f'name="suggestion" value="{suggestion.pk}"' in editor


def test_nobody_outside_the_study_is_offered_it(coder, reading, bring):
    suggestion = bring("closed")
    elsewhere = StudyFactory(suggestions_shown=True)
    add_to_study(elsewhere, reading.article)
    MembershipFactory(study=elsewhere, user=reading.coder)
    other = make_reading(study=elsewhere, article=reading.article, coder=reading.coder)
    assert offered(page(coder, other)) == []
    answer = coder.post(f"/readings/{other.pk}/suggestions/{suggestion.pk}/dismiss/", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert not Dismissal.objects.exists()


def test_a_study_that_hides_suggestions_offers_none_and_takes_none(coder, reading, bring, save, sent):
    suggestion = bring("closed")
    Study.objects.update(suggestions_shown=False)
    assert "Suggestions <span" not in page(coder, reading)
    assert save(sent("closed", suggestion=suggestion.pk)).json()["errors"]["suggestion"]


def test_what_was_taken_back_is_not_offered_and_what_was_decided_stays(coder, reading, bring, owner, save, sent):
    mine, waiting = bring("closed"), bring("Nobody")
    save(sent("closed", suggestion=mine.pk))
    for one in (mine, waiting):
        one.run.batch.__class__.objects.filter(pk=one.run.batch_id).take_back(by=owner)
    assert offered(page(coder, reading)) == []
    annotation = Annotation.objects.get()
    assert annotation.suggestion == mine
    edited = save(sent("closed", suggestion=mine.pk, replaces=str(annotation.pk), note="Again."))
    assert edited.status_code == 201
    late = save(sent("Nobody", suggestion=waiting.pk))
    assert late.status_code == 201, "it was on a page that was open"


def test_an_edit_keeps_its_suggestion_when_the_study_hides_them_meanwhile(reading, bring, save, sent):
    suggestion = bring("closed")
    first = save(sent("closed", suggestion=suggestion.pk)).json()["id"]
    Study.objects.update(suggestions_shown=False)
    assert save(sent("closed", suggestion=suggestion.pk, replaces=first, note="Again.")).status_code == 201
    assert save(sent("Monday", suggestion=suggestion.pk, replaces=first)).status_code == 409
    assert Annotation.objects.standing().get().suggestion == suggestion


def test_words_that_the_coder_tagged_alike_already_are_not_offered_again(coder, reading, bring):
    make_annotation(reading, "closed", claim_type=reading.study.claim_types.get(code="event"))
    bring("closed")
    bring("closed", label="quantity", claim_type=reading.study.claim_types.get(code="quantity"))
    (item,) = offered(page(coder, reading))
    assert "Tag as Quantity" in item


def test_what_the_codebook_no_longer_codes_is_not_tagged_by_one_press(coder, reading, bring):
    bring("closed", note="A note.", attribution="attributed", stance="neutral")
    ClaimType.objects.filter(code="event").update(retired_at=timezone.now())
    (item,) = offered(page(coder, reading))
    assert "Tag as Attributed" in item
    first = reading.study.revision
    off = {"facets_off": ["attribution", "note"]}
    reading.study.revisions.create(number=2, content=first.content, guidance=off)
    (item,) = offered(page(coder, reading))
    assert "Tag as" not in item
    assert "A note." not in item
    off = {"facets_off": ["claim_type"]}
    reading.study.revisions.create(number=3, content=first.content, guidance=off)
    (item,) = offered(page(coder, reading))
    assert set(fields_in(item)) >= {"attribution", "stance"}
    assert "claim_type" not in fields_in(item)


def test_what_is_masked_is_not_offered(client, owner, reading):
    blocks = [(Slot.BYLINE, "By Ada Falk"), (Slot.BODY, "The ferry was late.")]
    other = make_reading(study=reading.study, article=make_article(blocks=blocks), coder=reading.coder)
    make_batch(reading.study, other.article, "Ada Falk", by=owner)
    client.force_login(reading.coder)
    assert len(offered(page(client, other))) == 1
    Study.objects.update(mask_outlet=True)
    assert "data-suggestion" not in page(client, other)


def test_the_files_name_is_told_only_where_coders_are_not_blind(coder, reading, bring):
    bring("closed", file_name="marks-of-aud.jsonl", model="tagger 7")
    html = page(coder, reading)
    assert "marks-of-aud" not in html
    assert "marked by <bdi>tagger 7</bdi>" in html
    Study.objects.update(blind=False)
    assert "<bdi>marks-of-aud.jsonl</bdi>" in page(coder, reading)


def test_suggestions_are_the_same_bytes_for_each_coder_whatever_the_other_decided(reading, bring):
    other = make_reading(study=reading.study, article=reading.article)
    one, two = bring("closed", note="عن 🇺🇦"), bring("Nobody")
    readings = (reading, other)

    def lists():
        for one in readings:
            client = Client()
            client.force_login(one.coder)
            found = (
                client.get(f"/readings/{one.pk}/").content.partition(b'id="suggestions"')[2].partition(b"</section>")
            )
            yield FRESH.sub(b"", found[0]).replace(f"/readings/{one.pk}/".encode(), b"")

    first, second = lists()
    assert first == second != b""
    make_annotation(reading, "closed", claim_type=one.claim_type, suggestion=one)
    Dismissal.objects.create(suggestion=two, reading=reading)
    gone, still = lists()
    assert (gone, still) == (b"", second)


def test_what_a_coder_withdrew_is_offered_again_whatever_another_did_with_it(coder, reading, bring, owner):
    bring("closed")
    make_suggestion(reading.article, "Nobody")
    other = make_reading(study=reading.study, article=reading.article)
    for suggestion in Suggestion.objects.order_by("pk"):
        theirs, mine = (
            make_annotation(one, suggestion.quote, claim_type=one.study.claim_types.first(), suggestion=suggestion)
            for one in (other, reading)
        )
        assert suggestion.pk not in waiting(page(coder, reading))
        Annotation.objects.filter(pk=mine.pk).end(by=reading.coder, how="withdrawn")
        assert suggestion.pk in waiting(page(coder, reading)), "the other coder's stands"
        Annotation.objects.filter(pk=theirs.pk).end(by=other.coder, how="withdrawn")
        assert suggestion.pk in waiting(page(coder, reading))


def waiting(html):
    return [int(pk) for pk in re.findall(r'<li data-suggestion="(\d+)"', html)]


def test_a_finished_reading_is_offered_nothing(coder, reading, bring):
    bring("closed")
    type(reading).objects.filter(pk=reading.pk).update(finished_at=timezone.now())
    assert "data-suggestion" not in page(coder, reading)


def test_more_suggestions_ask_no_more_questions_and_a_page_lists_only_so_many(coder, reading, bring):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            html = page(coder, reading)
        return len(asked), html

    first = bring("closed")
    questions()  # what is drawn once for all pages is drawn
    few, _ = questions()
    for number in range(SHOWN):
        first.__class__.objects.create(
            run=first.run, paragraph=first.paragraph, start=first.start, quote="closed", kind="brought-in",
            editorial=False, label=f"label {number}",
        )  # fmt: skip
    many, html = questions()
    assert many == few
    assert len(offered(html)) == SHOWN
    assert "More follow when these are decided." in html
