"""What is shown is what is stored, and what is stored is what is shown, whatever the letters."""

import random
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.annotations.drawing import Drawn, paragraph_html
from annotator.annotations.models import Annotation
from annotator.annotations.sentences import sentences, words
from tests.factories.annotations import make_reading
from tests.texts import ranges, texts


class Shown(HTMLParser):
    """Collects the text that a browser shows as the article's own: everything outside `data-chrome`."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text, self.marked, self.chrome, self.open = [], {}, 0, []

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.open.append("chrome" if "data-chrome" in named or self.chrome else named.get("data-a"))
        self.chrome += self.open[-1] == "chrome"

    def handle_endtag(self, tag):
        self.chrome -= self.open.pop() == "chrome"

    def handle_data(self, data):
        if self.chrome:
            return
        self.text.append(data)
        for passage in set(filter(None, self.open)):
            self.marked[passage] = self.marked.get(passage, "") + data


def shown(html):
    parser = Shown()
    parser.feed(html)
    parser.close()
    return "".join(parser.text), parser.marked


def drawn(spans, text):
    return [
        Drawn(f"a{n}", n, start, end, text[start:end], f"Label <{n}>", "c1", insertion=n % 2 == 0)
        for n, (start, end) in enumerate(spans)
    ]


@pytest.mark.parametrize("batch", range(10))
def test_drawn_text_is_the_stored_text_and_each_mark_its_slice(batch):
    for text in texts()[batch::10]:
        passages = drawn(ranges(text, 12, random.Random(text)), text)
        whole, marked = shown(paragraph_html(text, [[0, len(text), "emphasis", ""]], passages))
        assert whole == text
        assert marked == {p.id: text[p.start : p.end] for p in passages}


anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), min_size=1, max_size=80)


@settings(max_examples=400, deadline=None)
@given(anything, st.data())
def test_any_text_with_any_passages_is_drawn_whole(text, data):
    span = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda s: s[0] <= s[1])
    passages = drawn(data.draw(st.lists(span, max_size=6)), text)
    whole, marked = shown(paragraph_html(text, [], passages))
    assert whole == text
    assert marked == {p.id: text[p.start : p.end] for p in passages if not p.is_point}
    for point in (p for p in passages if p.is_point):
        assert f'href="#a-{point.id}"' in paragraph_html(text, [], passages)


def test_the_check_of_these_tests_notices_one_letter_of_the_page_among_the_text():
    html = str(paragraph_html("abc", [], drawn([(0, 1)], "abc"))).replace(" data-chrome", "", 1)
    assert shown(html)[0] != "abc"


@settings(max_examples=200, deadline=None)
@given(anything)
def test_sentences_and_words_lie_in_order_within_the_text(text):
    for spans in (sentences(text), words(text)):
        assert all(0 <= a < b <= len(text) for a, b in spans)
        assert all(left[1] <= right[0] for left, right in pairwise(spans))


@pytest.mark.django_db
def test_five_hundred_strings_are_saved_as_they_are_shown(client):
    chosen = texts()
    reading = make_reading(*chosen)
    client.force_login(reading.coder)
    url, code = reverse("annotations", args=[reading.pk]), reading.study.claim_types.first().pk
    sent = {}
    chance = random.Random(5)
    for paragraph in reading.article.paragraphs.all():
        [(start, end)] = ranges(paragraph.text, 1, chance)
        form = {"paragraph": paragraph.pk, "start": start, "quote": paragraph.text[start:end], "claim_type": code}
        answer = client.post(url, form, headers={"Accept": "application/json"})
        assert answer.status_code == 201, (paragraph.text, start, end, answer.content)
        sent[answer.json()["id"]] = (start, end, paragraph.text[start:end])
        if start and paragraph.text[start - 1 : end - 1] != form["quote"]:
            off_by_one = client.post(url, form | {"start": start - 1}, headers={"Accept": "application/json"})
            assert off_by_one.status_code == 422
    stored = {str(a.pk): (a.start, a.end, a.quote) for a in Annotation.objects.select_related("paragraph")}
    assert stored == sent
