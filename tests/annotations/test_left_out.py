"""Tagging what a copy leaves out: on the pair page by a button or by hand, and drawn wherever the copy is."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annotator.accounts.groups import make_researcher
from annotator.annotations.drawing import Drawn, paragraph_html
from annotator.annotations.models import Annotation, Reading
from annotator.studies.models import Study
from annotator.studies.revise import switch_facets
from articles.lineage.compare import compare
from articles.lineage.models import Derivation
from tests.annotations.test_unicode import shown
from tests.factories.annotations import COPY, LEFT_OUT, make_annotation, make_left_out, make_omission
from tests.factories.studies import MembershipFactory, StudyFactory

BUTTON = "Tag what was left out"
POINT = COPY[0].index("on Monday.") + len("on Monday.")


@pytest.fixture
def both(db, client):
    left, right = make_left_out(study=StudyFactory(suggestions_shown=True))
    client.force_login(right.coder)
    return left, right


def page_at(both):
    return reverse("pair", args=[one.pk for one in both])


def sent_by(html, action):
    """What the first form of this address sends, as its hidden fields have it."""
    form = html[html.index(f'action="{action}"') :]
    form = form[: form.index("</form>")]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


# -- the pair page -----------------------------------------------------------------------


def test_each_omission_that_the_comparison_found_can_be_tagged_by_its_button(client, both):
    answer = client.get(page_at(both))
    assert "What was left out: 0 of 1 tagged" in words(answer)
    action = reverse("pair_omission", args=[one.pk for one in both])
    form = sent_by(answer.text, action)
    for _ in range(2):
        saved = client.post(action, form, follow=True)
        assert saved.status_code == 200
    annotation = Annotation.objects.get()
    assert (annotation.reading, annotation.quote, annotation.omitted.get().quote) == (both[1], "", LEFT_OUT)
    assert abs(annotation.start - POINT) <= 1
    assert "What was left out: 1 of 1 tagged" in words(saved)
    assert BUTTON not in words(saved)
    assert f'href="#a-{annotation.pk}"' in saved.text
    assert f'id="a-{annotation.pk}"' in saved.text


def test_it_works_from_either_side(client, both):
    turned = [one.pk for one in both[::-1]]
    form = sent_by(client.get(page_at(both)).text, reverse("pair_omission", args=[one.pk for one in both]))
    assert client.post(reverse("pair_omission", args=turned), form).status_code == 302
    assert Annotation.objects.get().reading == both[1]


def by_hand(both, **fields):
    left, right = (one.article.paragraphs.first() for one in both)
    return {
        "id": str(uuid.uuid4()), "how": "after", "paragraph": right.pk, "exact": "on Monday.", "occurrence": "1",
        "omitted_in": left.pk, "omitted_words": LEFT_OUT, "omitted_occurrence": "1", "effect": "removes-claim",
        "claim_type": both[1].study.claim_types.first().pk, "note": "a denial",
    } | fields  # fmt: skip


def test_words_are_tagged_by_hand(client, both):
    action = reverse("pair_omission", args=[one.pk for one in both])
    assert client.post(action, by_hand(both)).status_code == 302
    annotation = Annotation.objects.get()
    assert (annotation.start, annotation.effect, annotation.note) == (POINT, "removes-claim", "a denial")
    assert annotation.claim_type.code == "event"


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"omitted_words": "Nothing of the kind"}, 422, "do not stand in that paragraph of the original"),
        ({"exact": "on Sunday."}, 422, "so there is no point after them"),
        ({"omitted_in": "1" * 20}, 422, "not a whole number"),
        ({"omitted_words": ""}, 422, "Say which words of the original"),
        ({"effect": "joke"}, 422, "not one of the choices"),
    ],
)
def test_what_is_refused_comes_back_with_what_was_typed(client, both, fields, status, said):
    answer = client.post(reverse("pair_omission", args=[one.pk for one in both]), by_hand(both, **fields))
    assert answer.status_code == status
    assert said in words(answer)
    assert 'value="a denial"' in answer.text
    assert not Annotation.objects.exists()


def test_what_is_tagged_already_is_a_conflict(client, both):
    make_omission(both[1], both[0].article)
    answer = client.post(reverse("pair_omission", args=[one.pk for one in both]), by_hand(both, claim_type=""))
    assert answer.status_code == 409
    assert "You have already tagged these words as left out here" in words(answer)


def test_where_suggestions_are_hidden_nothing_found_is_shown_but_the_form_is(client, both):
    Study.objects.update(suggestions_shown=False)
    answer = client.get(page_at(both))
    assert BUTTON not in words(answer)
    assert "Tag words left out by hand" in words(answer)
    assert client.post(reverse("pair_omission", args=[one.pk for one in both]), by_hand(both)).status_code == 302


def test_a_finished_copy_offers_nothing_and_takes_nothing(client, both):
    Reading.objects.filter(pk=both[1].pk).update(finished_at=timezone.now())
    answer = client.get(page_at(both))
    assert BUTTON not in words(answer)
    assert "by hand" not in words(answer)
    assert client.post(reverse("pair_omission", args=[one.pk for one in both]), by_hand(both)).status_code == 409


@pytest.mark.parametrize("who", ["coder", "owner", "reviewer"])
def test_nobody_else_tags_in_somebodys_pair(client, both, who):
    client.force_login(MembershipFactory(study=both[0].study, role=who).user)
    assert client.post(reverse("pair_omission", args=[one.pk for one in both]), by_hand(both)).status_code == 404


def test_odd_requests(client, both):
    action = reverse("pair_omission", args=[one.pk for one in both])
    assert client.get(action).status_code == 405
    assert client.post(reverse("pair_omission", args=[both[0].pk, 99999999999999999999])).status_code == 404
    assert client.post(action, {}).status_code == 422
    assert client.post(action, {"how": "point", "paragraph": "9" * 30, "start": "\0"}).status_code == 422
    Derivation.objects.all().delete()
    assert client.post(action, by_hand(both)).status_code == 404


def test_the_compare_page_leads_whoever_reads_both_there(client, both):
    link = Derivation.objects.get()
    address = reverse("compare", args=[link.derived_id, link.pk])
    make_researcher(both[1].coder)
    assert f"{page_at(both)}#left-out" in client.get(address).text
    Reading.objects.filter(pk=both[0].pk).update(coder=MembershipFactory(study=both[0].study).user)
    assert "#left-out" not in client.get(address).text


def test_many_omissions_cost_no_more_queries(client, db):
    counts = []
    for size in (1, 12):
        original = [
            text
            for n in range(size)
            for text in (f"Paragraph {n} has a long sentence in it.", f"Gone {n} is this one.")
        ]
        left, right = make_left_out(original, original[::2], study=StudyFactory(suggestions_shown=True))
        for n in range(size):
            make_omission(right, left.article, after=f"Paragraph {n} has", words=f"Gone {n}")
        client.force_login(right.coder)
        for address in (page_at((left, right)), reverse("reading", args=[right.pk])):
            client.get(address)
            with CaptureQueriesContext(connection) as counted:
                client.get(address)
            counts.append(len(counted))
    assert counts[:2] == counts[2:]


# -- the workbench -----------------------------------------------------------------------


def test_the_workbench_offers_what_the_stored_comparison_found(client, both):
    address = reverse("reading", args=[both[1].pk])
    assert BUTTON not in words(client.get(address))
    compare(Derivation.objects.get())
    answer = client.get(address)
    form = sent_by(answer.text, reverse("annotations", args=[both[1].pk])) | {}
    assert BUTTON in words(answer)
    offered = answer.context["found_omissions"]
    assert [one.words for one in offered] == [LEFT_OUT]
    assert BUTTON not in words(client.get(reverse("reading", args=[both[0].pk])))
    assert form
    section = answer.text[answer.text.index('id="found-omissions"') :]
    sent = sent_by(section, reverse("annotations", args=[both[1].pk]))
    assert client.post(reverse("annotations", args=[both[1].pk]), sent).status_code == 302
    assert BUTTON not in words(client.get(address))


@pytest.mark.parametrize("why", ["hidden", "masked", "finished", "not read"])
def test_it_offers_nothing_where_that_may_not_be_told(client, both, why):
    compare(Derivation.objects.get())
    if why == "hidden":
        Study.objects.update(suggestions_shown=False)
    elif why == "masked":
        Study.objects.update(mask_outlet=True)
    elif why == "finished":
        Reading.objects.update(finished_at=timezone.now())
    else:
        Reading.objects.filter(pk=both[0].pk).update(coder=MembershipFactory(study=both[0].study).user)
    assert BUTTON not in words(client.get(reverse("reading", args=[both[1].pk])))


def test_an_omission_is_drawn_as_a_sign_that_says_what_is_missing(client, both):
    annotation = make_omission(both[1], both[0].article, effect="removes-claim")
    answer = client.get(reverse("reading", args=[both[1].pk]))
    sign = re.search(r'<a class="ref caret[^>]*>.*?</a>', answer.text)[0]
    assert "‸" in sign
    assert f'href="#a-{annotation.pk}"' in sign
    assert f"Annotation 1, Omission, left out here: ‘{LEFT_OUT}’" in sign.replace("annotation 1", "Annotation 1")
    card = answer.text[answer.text.index(f'id="a-{annotation.pk}"') :]
    assert f'left out here: <q dir="auto">{LEFT_OUT}</q>' in card[: card.index("</li>")]
    assert "Removes a claim" in card[: card.index("</li>")]
    before, after = answer.text.split(sign)
    assert before.endswith("on Monday.")
    assert after.startswith(" Nobody was hurt")
    assert f"left out here: ‘{LEFT_OUT}’" in answer.text[answer.text.index('id="steps"') :]


def test_its_editor_keeps_point_and_words(client, both):
    annotation = make_omission(both[1], both[0].article)
    address = reverse("annotation", args=[both[1].pk, annotation.pk])
    for headers in ({}, {"X-Partial": "editor"}):
        html = client.get(address, headers=headers).text
        form = sent_by(html, reverse("annotations", args=[both[1].pk]))
        assert (form["how"], form["omitted_quote"]) == ("point", LEFT_OUT)
        assert "Somebody left words out here" in html
        assert "Change the words" not in html
    sent = form | {"insertion": "1", "effect": "removes-claim", "note": "a denial"}
    assert client.post(reverse("annotations", args=[both[1].pk]), sent).status_code == 302
    standing = Annotation.objects.standing().get()
    assert (standing.replaces, standing.effect, standing.operation) == (annotation, "removes-claim", "omission")
    assert standing.omitted.get().quote == LEFT_OUT


def test_a_refused_edit_comes_back_with_its_point(client, both):
    annotation = make_omission(both[1], both[0].article)
    address = reverse("annotation", args=[both[1].pk, annotation.pk])
    form = sent_by(client.get(address).text, reverse("annotations", args=[both[1].pk]))
    answer = client.post(reverse("annotations", args=[both[1].pk]), form | {"effect": "joke"})
    assert answer.status_code == 422
    again = sent_by(answer.text, reverse("annotations", args=[both[1].pk]))
    assert {name: again[name] for name in ("how", "start", "omitted_quote", "replaces")} == {
        name: form[name] for name in ("how", "start", "omitted_quote", "replaces")
    }


def test_signs_stand_between_passages_at_either_end_and_over_marks():
    text = "One two three."
    drawn = [
        Drawn("a", 1, 0, 0, "", "Omission", "c-none", True, left_out="<Zero>"),
        Drawn("b", 2, 4, 13, "two three", "Event", "c1", False),
        Drawn("c", 3, 7, 7, "", "Event", "c1", True, left_out="and a half"),
        Drawn("d", 4, 14, 14, "", "Omission", "c-none", True, left_out="Four."),
    ]
    html = paragraph_html(text, [[0, 3, "emphasis", ""]], drawn)
    for pk in "abcd":
        assert html.count(f'href="#a-{pk}"') == 1
    assert "‘&lt;Zero&gt;’" in html
    assert "Event · omission" in html
    assert shown(html)[0] == text
    assert html.index('href="#a-a"') < html.index("<em>")
    assert html.index('href="#a-d"') > html.rindex("</mark>")


def test_an_omission_in_a_paragraph_tags_it(client, both):
    make_omission(both[1], both[0].article)
    answer = client.get(reverse("reading", args=[both[1].pk]))
    assert answer.context["page"].blocks[0].state == "tagged"


def test_an_omission_is_no_attribution_that_drifted(client, both):
    make_omission(both[1], both[0].article, attribution="attributed")
    make_annotation(both[1], "Nobody was hurt", attribution="attributed")
    assert client.get(page_at(both)).context["of"] == 1


# -- facets that the study does not code -----------------------------------------------------


def switch_off(study, *names):
    return switch_facets(study, names, seen=study.revision.number, note="x", by=None)


def test_a_study_that_does_not_code_insertions_tags_no_omissions(client, both):
    compare(Derivation.objects.get())
    action = reverse("pair_omission", args=[one.pk for one in both])
    form = by_hand(both)
    switch_off(both[1].study, "insertion")
    assert action not in client.get(page_at(both)).text
    assert BUTTON not in words(client.get(reverse("reading", args=[both[1].pk])))
    answer = client.post(action, form)
    assert (answer.status_code, "switched off in this study" in answer.text) == (422, True)
    assert client.post(action, form | {"revision": "1"}).status_code == 302  # it was on the page that they had


def test_an_omission_is_asked_for_no_facet_that_is_off_and_keeps_its_operation(client, both):
    switch_off(both[1].study, "operation", "host", "inserter", "effect", "claim_type", "note")
    page = client.get(page_at(both)).text
    assert not [name for name in ("effect", "claim_type", "note") if f'name="{name}"' in page]
    action = reverse("pair_omission", args=[one.pk for one in both])
    form = sent_by(page, action)
    assert form["revision"] == "2"
    for _ in range(2):
        assert client.post(action, form).status_code == 302
    annotation = Annotation.objects.get()
    assert (annotation.operation, annotation.host, annotation.inserter) == ("omission", "", "")
