"""Two texts side by side: who sees them, what is drawn, and what people may say of their paragraphs."""

import re
from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from annotator import facets
from articles.ingest import ingest
from articles.lineage.compare import compare, correct
from articles.lineage.compare_page import wording as compare_words
from articles.lineage.compare_page.keys import KEYS
from articles.lineage.link import link, settle
from articles.lineage.models import Derivation
from articles.lineage.records import Comparison, Correction
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
READ, SETTLE = "articles.view_article", "lineage.change_derivation"
OPEN = {"status": "proposed", "settled_at": None, "settled_by": None}

ORIGINAL = (
    "Ferry line cuts island sailings",
    "The harbour council met on Tuesday evening and talked about the new ferry for three hours.",
    "“We lost 60 sailings this winter,” said Jeff Davis, who runs the line from the old pier.",
    "Nobody from the shipyard was in the room when the vote was taken late at night.",
    "The results of the inspection are due on April 10, the environment office said.",
)
COPY = (
    ORIGINAL[0],
    ORIGINAL[1].replace("the new ferry", "the new ferry [paid for by foreign donors]"),
    ORIGINAL[2].replace("60 sailings", "600 sailings, as we had feared,"),
    ORIGINAL[4].replace("April 10, the", "April 10 , the"),
)


def address(derivation, name="compare", **ways):
    query = "&".join(f"{key}={value}" for key, value in ways.items())
    return reverse(name, args=[derivation.derived_id, derivation.pk]) + (f"?{query}" if query else "")


def blocks(texts):
    return [("headline" if n == 0 else "body", text) for n, text in enumerate(texts)]


def pair_of(left, right, **fields):
    return DerivationFactory(upstream=make_article(blocks=left), derived=make_article(blocks=right), **fields)


@pytest.fixture
def pair():
    return pair_of(blocks(ORIGINAL), blocks(COPY))


@pytest.fixture
def reviewer(signed_in):
    return signed_in(READ, SETTLE)


def page(response):
    return html.fromstring(response.content.decode())


def said(response):
    return " ".join(page(response).find(".//main").text_content().split())


def read_off(tree, side):
    """The paragraphs of one side, as they stand on the page, without what the page adds to them."""
    texts = []
    for paragraph in tree.xpath(f'//p[@data-side="{side}"]'):
        for added in paragraph.xpath('.//*[contains(concat(" ", @class, " "), " vh ")]|.//a|.//*[@class="between"]'):
            added.drop_tree()
        paragraph.xpath('./span[@class="no"]')[0].drop_tree()
        texts.append(paragraph.text_content())
    return texts


# -- who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("permissions", "status"), [((), 404), ((SETTLE,), 404), ((READ,), 200)])
def test_who_may_look(signed_in, pair, permissions, status):
    assert signed_in(*permissions).get(address(pair)).status_code == status


def test_a_stranger_signs_in_first(client, pair):
    assert client.get(address(pair)).status_code == 302


@pytest.mark.parametrize("name", ["compare_correct", "compare_store"])
@pytest.mark.parametrize(("permissions", "status"), [((), 404), ((READ,), 403)])
def test_who_may_not_speak(signed_in, pair, name, permissions, status):
    assert signed_in(*permissions).post(address(pair, name), {}).status_code == status
    assert not Correction.objects.exists()


def test_a_reader_is_offered_nothing_that_is_refused(signed_in, pair):
    tree = page(signed_in(READ).get(address(pair)))
    assert not tree.xpath("//main//form[@method='post']")


def test_looking_is_a_get_and_speaking_a_post(reviewer, pair):
    assert reviewer.post(address(pair)).status_code == 405
    assert reviewer.get(address(pair, "compare_correct")).status_code == 405
    assert reviewer.get(address(pair, "compare_store")).status_code == 405


def test_a_derivation_of_another_article_is_not_there(reviewer, pair):
    other = make_article()
    assert reviewer.get(reverse("compare", args=[other.pk, pair.pk])).status_code == 404


@pytest.mark.parametrize("number", ["99999999999999999999", "0"])
def test_numbers_that_no_row_has(reviewer, pair, number):
    assert reviewer.get(f"/articles/{pair.derived_id}/compare/{number}/").status_code == 404
    assert reviewer.get(f"/articles/{number}/compare/{pair.pk}/").status_code == 404


# -- what is drawn ------------------------------------------------------------------------------------------------


def test_both_texts_stand_there_whole_and_in_their_order(reviewer, pair):
    tree = page(reviewer.get(address(pair)))
    assert read_off(tree, "left") == list(ORIGINAL)
    assert read_off(tree, "right") == list(COPY)


ODD = (
    "مجلس الميناء اجتمع يوم الثلاثاء وتحدث عن العبارة الجديدة ثلاث ساعات كاملة",
    "Two 👩‍👩‍👧‍👦 families naïvely waited for the e\u0301clair van; “<b>no</b> & never”, they said at the pier.",
    "委員会は火曜日に新しい船について三時間話し合いましたが、結論は出ませんでした。",
)


def test_letters_of_all_scripts_are_drawn_as_they_are(reviewer):
    copy = (
        ODD[0] + " [بدعم سري]",
        ODD[1].replace("👩‍👩‍👧‍👦 families", "👨‍👩‍👧 rich families"),
        ODD[2].replace("三", "五"),
    )
    derivation = pair_of([("body", text) for text in ODD], [("body", text) for text in copy])
    for ways in ({}, {"form": "1"}, {"view": "inline"}, {"announce": "off"}, {"swap": "1"}):
        tree = page(reviewer.get(address(derivation, **ways)))
        assert read_off(tree, "left") == list(ODD)
        assert read_off(tree, "right") == list(copy)
    assert {p.get("dir") for p in tree.xpath("//p[@data-side]")} == {"auto"}
    # what the page adds has a direction of its own, so that it does not decide the paragraph's
    assert not tree.xpath("//p[@data-side]//span[not(@dir)][not(ancestor::*[@dir][not(self::p)])][@class='vh']")


def test_moved_split_and_merged_paragraphs_keep_both_orders(reviewer):
    one, two, three, four = ORIGINAL[1:]
    left = [one, two, three, four, "First half of a sentence that is long enough to be known. Second half of it, too."]
    right = [four, one, f"{two} {three}", *left[4].replace("known. ", "known.|").split("|")]
    derivation = pair_of([("body", text) for text in left], [("body", text) for text in right])
    response = reviewer.get(address(derivation))
    tree = page(response)
    assert read_off(tree, "left") == left
    assert read_off(tree, "right") == right
    assert "moved from ¶4" in said(response)
    assert "moved to ¶1" in said(response)
    words = [one.text_content() for one in tree.xpath('//*[@class="status"]')]
    assert {"moved", "merged", "split"} <= set(words)
    assert tree.xpath('//a[@class="way small"][@href="#left-4"]')


def test_a_link_against_the_order_keeps_both_orders(reviewer, pair):
    left, right = pair.upstream.paragraphs.get(position=3), pair.derived.paragraphs.get(position=0)
    correct(pair, kind="link", left=left, right=right, by=UserFactory(), seen=0)
    tree = page(reviewer.get(address(pair)))
    assert read_off(tree, "left") == list(ORIGINAL)
    assert read_off(tree, "right") == list(COPY)


def test_changes_are_told_in_words_and_signs_before_colour(reviewer, pair):
    tree = page(reviewer.get(address(pair)))
    right = tree.xpath('//p[@id="right-2"]')[0]
    put_in = right.xpath(".//ins")[0]
    assert put_in.text_content() == "[paid for by foreign donors]"
    assert "starts" in put_in.get("class")
    assert put_in.getprevious().text_content() == "inserted: "
    assert put_in.getnext().text_content() == " end of insertion. "


def test_announcements_can_be_left_out(reviewer, pair):
    tree = page(reviewer.get(address(pair, announce="off")))
    assert not tree.xpath('//p[@data-side]//span[@class="vh"]')
    assert tree.xpath("//p[@data-side]//ins")


def test_an_omission_is_a_point_that_leads_to_the_words_in_the_original(reviewer, pair):
    tree = page(reviewer.get(address(pair)))
    caret = tree.xpath('//*[@id="rows"]//a[contains(@class, "caret")]')[0]
    passage = tree.get_element_by_id(caret.get("href").lstrip("#"))
    assert passage.tag == "del"
    assert passage.text_content() == ORIGINAL[3]


def test_the_list_has_the_gravest_first_with_numbers_called_out(reviewer, pair):
    entries = page(reviewer.get(address(pair))).xpath("//li[@data-entry]")
    first = " ".join(entries[0].text_content().split())
    assert "inserted inside someone else’s words" in first
    assert "60 → became 600" in " ".join(" ".join(e.text_content().split()) for e in entries)
    marked = next(n for n, e in enumerate(entries) if "square brackets" in e.text_content())
    unmarked = [n for n, e in enumerate(entries) if "unmarked" in e.text_content()]
    assert max(unmarked) < marked


def test_each_entry_leads_to_a_place_on_the_page(reviewer, pair):
    for ways in ({}, {"form": "1"}, {"view": "inline"}, {"only": "1"}):
        tree = page(reviewer.get(address(pair, **ways)))
        for entry in tree.xpath("//li[@data-entry]"):
            place = entry.xpath(".//a")[0].get("href").lstrip("#")
            assert len(tree.xpath(f'//*[@id="{place}"]')) == 1
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert all(tree.xpath(f'//*[@id="{to[1:]}"]') for to in tree.xpath('//main//a/@href[starts-with(., "#")]'))


def test_changes_of_form_are_counted_and_hidden_until_asked_for(reviewer, pair):
    quiet, all_of_them = reviewer.get(address(pair)), reviewer.get(address(pair, form="1"))
    assert "1 change of form hidden" in said(quiet)
    assert "1 change of form shown" in said(all_of_them)
    more = len(page(all_of_them).xpath("//li[@data-entry]")) - len(page(quiet).xpath("//li[@data-entry]"))
    assert more == 1


def test_only_what_changed_says_how_much_it_leaves_out(reviewer, pair):
    response = reviewer.get(address(pair, only="1"))
    assert "row without a change of substance" in said(response)
    assert ORIGINAL[0] not in read_off(page(response), "left")


@pytest.mark.parametrize(
    ("ways", "count"),
    [
        ({"operation": "omission"}, 1),
        ({"marking": "square-brackets"}, 1),
        ({"host": "inside-quotation"}, 2),
        ({"host": "caption"}, 0),
    ],
    ids=lambda value: str(value),
)
def test_filters(reviewer, pair, ways, count):
    tree = page(reviewer.get(address(pair, **ways)))
    assert len(tree.xpath("//li[@data-entry]")) == count
    # the text shows every change all the same
    assert tree.xpath("//p[@data-side]//ins")


def test_the_order_can_be_that_of_the_text(reviewer, pair):
    numbers = page(reviewer.get(address(pair, order="text"))).xpath("//li/@data-entry")
    assert numbers == sorted(numbers, key=int)


@pytest.mark.parametrize(
    "query",
    ["nonsense=1", "view=sideways", "operation=magic", "correct=x", "correct=0", "form=2", "host=%00", "order=-1"],
)
def test_what_the_page_does_not_know_is_refused_with_a_sentence(reviewer, pair, query):
    response = reviewer.get(f"{address(pair)}?{query}")
    assert response.status_code == 400
    assert "The compare page" in response.content.decode()


def test_each_side_says_which_bytes_it_was_read_from(reviewer, pair):
    text = said(reviewer.get(address(pair)))
    for article in (pair.upstream, pair.derived):
        assert article.capture.sha256 in text
        assert article.outlet.name in text
    assert f"{sum(len(one.split()) for one in ORIGINAL)} words" in text


def test_type_set_by_one_side_only_is_shown(reviewer):
    words = "The ferry was said to be perfectly safe by those who built it at the old shipyard."
    derivation = pair_of([("body", words)], [("body", words)])
    type(derivation.derived.paragraphs.get()).objects.filter(article=derivation.derived)._raw_delete("default")
    from articles.models import Paragraph

    at = words.index("perfectly safe")
    Paragraph.objects.create(
        article=derivation.derived, position=0, slot="body", text=words, offset=0, marks=[[at, at + 14, "emphasis", ""]]
    )
    tree = page(reviewer.get(address(derivation, form="1")))
    assert read_off(tree, "right") == [words]
    assert tree.xpath('//p[@id="right-1"]//em')[0].text_content() == "perfectly safe"
    assert tree.xpath('//p[@id="right-1"]//*[contains(@class, "set")]')[0].text_content() == "perfectly safe"


def test_the_seed_article_without_its_bracketed_words_has_exactly_that_change(reviewer, shared_file):
    words = "[supported covertly by US-NATO]"
    raw = shared_file("data/seed-article.md").read_bytes()
    without = raw.replace(words.encode() + b" ", b"").replace(words.encode(), b"")
    original, copy = (
        ingest(content, media_type="text/markdown", file_name="article.md", by=reviewer.user).article
        for content in (without, raw)
    )
    Derivation.objects.filter(derived=copy).delete()
    derivation = DerivationFactory(upstream=original, derived=copy)
    tree = page(reviewer.get(address(derivation, form="1")))
    assert [one.text_content() for one in tree.xpath("//p[@data-side]//ins")] == [words]
    assert not tree.xpath("//p[@data-side='left']//del")
    for side, article in (("left", original), ("right", copy)):
        assert read_off(tree, side) == list(article.paragraphs.values_list("text", flat=True))


# -- states -------------------------------------------------------------------------------------------------------


def test_the_same_text_twice_says_so(reviewer):
    text = said(reviewer.get(address(pair_of(blocks(ORIGINAL), blocks(ORIGINAL)))))
    assert "These two texts are the same, word for word." in text


def test_texts_that_differ_in_form_only_say_so(reviewer):
    derivation = pair_of([("body", "“Safe,” he said to us all.")], [("body", '"Safe," he said to us all.')])
    assert "These two texts say the same." in said(reviewer.get(address(derivation)))


def test_texts_without_paragraphs_are_drawn(reviewer):
    for left, right in (([], ORIGINAL), (ORIGINAL, []), ([], [])):
        derivation = pair_of(blocks(ORIGINAL), blocks(ORIGINAL))
        from articles.models import Paragraph

        for side, texts in ((derivation.upstream, left), (derivation.derived, right)):
            if not texts:
                Paragraph.objects.filter(article=side)._raw_delete("default")
        tree = page(reviewer.get(address(derivation)))
        assert read_off(tree, "left") == list(left)
        assert read_off(tree, "right") == list(right)


def test_a_missing_original_is_named_with_what_would_be_needed(reviewer):
    gap = DerivationFactory(
        derived=make_article(), upstream=None, upstream_outlet="Vantage Wire", upstream_published_on=date(2026, 3, 4)
    )
    text = said(reviewer.get(address(gap)))
    assert "Vantage Wire" in text
    assert "2026-03-04" in text
    assert "the text of the original is needed" in text
    for name in ("compare_correct", "compare_store"):
        assert reviewer.post(address(gap, name), {}).status_code == 422


def test_a_stretch_that_was_too_long_says_so(reviewer, monkeypatch):
    from dataclasses import replace

    from articles.lineage import compare as compared

    derivation = pair_of(blocks(ORIGINAL), blocks(COPY))
    real = compared.compare_texts
    monkeypatch.setattr(
        compared, "compare_texts", lambda *texts: replace(real(*texts), too_long=frozenset(range(len(ORIGINAL))))
    )
    assert "Too long to compare word by word" in said(reviewer.get(address(derivation)))


def test_a_proposed_original_can_be_confirmed_from_here(reviewer):
    derivation = pair_of(blocks(ORIGINAL), blocks(COPY), **OPEN)
    response = reviewer.get(address(derivation))
    assert "Proposed, not confirmed by anybody" in said(response)
    form = page(response).xpath(
        f"//form[@action='{reverse('settle_original', args=[derivation.derived_id, derivation.pk])}']"
    )[0]
    fields = {
        one.name: one.value for one in form.xpath(".//input[@type='hidden']") if one.name != "csrfmiddlewaretoken"
    }
    answer = reviewer.post(form.get("action"), {**fields, "status": "confirmed"})
    assert answer.headers["Location"] == address(derivation)
    assert Comparison.objects.get().derivation == derivation


def test_while_it_is_only_proposed_no_paragraphs_are_corrected(reviewer):
    derivation = pair_of(blocks(ORIGINAL), blocks(COPY), **OPEN)
    response = reviewer.post(
        address(derivation, "compare_correct"), {"kind": "unlink", "left": 1, "right": 1, "seen": 0}
    )
    assert response.status_code == 422
    assert "Confirm the original first" in said(response)
    assert reviewer.post(address(derivation, "compare_store")).status_code == 422
    assert not Comparison.objects.exists()


# -- storing ------------------------------------------------------------------------------------------------------


def test_looking_stores_nothing(reviewer, pair):
    reviewer.get(address(pair))
    assert not Comparison.objects.exists()


def test_what_was_confirmed_before_is_stored_on_request(reviewer, pair):
    assert "shown and not stored" in said(reviewer.get(address(pair)))
    assert reviewer.post(address(pair, "compare_store")).headers["Location"] == address(pair)
    assert Comparison.objects.get().derivation == pair
    assert "shown and not stored" not in said(reviewer.get(address(pair)))


def test_linking_and_confirming_store_the_comparison_at_once():
    by = UserFactory()
    linked = link(derived=make_article("One text."), upstream=make_article("One text, longer."), by=by)
    proposed = pair_of(blocks(ORIGINAL), blocks(COPY), **OPEN)
    rejected = pair_of(blocks(ORIGINAL), blocks(COPY), **OPEN)
    settle(proposed, status="confirmed", by=by)
    settle(rejected, status="rejected", by=by)
    assert set(Comparison.objects.values_list("derivation", flat=True)) == {linked.pk, proposed.pk}


def test_confirming_again_keeps_the_comparison():
    by = UserFactory()
    proposed = pair_of(blocks(ORIGINAL), blocks(COPY), **OPEN)
    for note in ("as stated", "and checked"):
        settle(proposed, status="confirmed", by=by, note=note)
    assert Comparison.objects.count() == 1


# -- correcting ---------------------------------------------------------------------------------------------------


def speak(client, pair, *, kind="unlink", left=2, right=2, seen=0, **more):
    return client.post(
        address(pair, "compare_correct"), {"kind": kind, "left": left, "right": right, "seen": seen, **more}
    )


def test_a_correction_is_stored_and_shown_beside_what_the_machine_had(reviewer, pair):
    response = speak(reviewer, pair, note="Two different sentences.")
    assert response.headers["Location"] == f"{address(pair)}#right-2"
    one = Correction.objects.get()
    assert (one.kind, one.left.position, one.right.position, one.by) == ("unlink", 1, 1, reviewer.user)
    text = said(reviewer.get(address(pair)))
    assert "do not belong together" in text
    assert "Two different sentences." in text
    assert re.search(r"Machine had: ¶2 → ¶2 edited, \d+ of 100 alike", text)


def test_a_persons_link_looks_different(reviewer, pair):
    speak(reviewer, pair, kind="link", left=4, right=1)
    tree = page(reviewer.get(address(pair)))
    assert tree.xpath('//*[contains(@class, "by-person")]//*[contains(@class, "person")]')
    assert "by a person" in tree.text_content()


def test_a_word_can_be_taken_back(reviewer, pair):
    speak(reviewer, pair)
    tree = page(reviewer.get(address(pair)))
    form = next(one for one in tree.forms if one.xpath(".//button[@value='machine']"))
    fields = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    reviewer.post(form.action, {**fields, "kind": "machine"})
    assert list(Correction.objects.values_list("kind", flat=True)) == ["unlink", "machine"]
    assert "Take back" not in said(reviewer.get(address(pair)))


def test_the_form_for_a_row_works_without_script(reviewer, pair):
    tree = page(reviewer.get(address(pair, correct="2", view="inline")))
    form = tree.xpath('//form[contains(@class, "correct-form")]')[0]
    fields = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    assert (fields["left"], fields["right"], fields["seen"]) == ("2", "2", "0")
    response = reviewer.post(form.action, {**fields, "kind": "unlink"})
    assert response.headers["Location"] == f"{address(pair, view='inline')}#right-2"


def test_a_correction_from_an_older_page_is_asked_again(reviewer, pair):
    other = UserFactory(first_name="Rhea") if hasattr(UserFactory, "first_name") else UserFactory()
    left, right = pair.upstream.paragraphs.get(position=0), pair.derived.paragraphs.get(position=0)
    correct(pair, kind="unlink", left=left, right=right, by=other, seen=0, note="no, not these")
    response = speak(reviewer, pair, note="mine")
    assert response.status_code == 409
    assert "Somebody corrected this comparison while you were looking at it" in said(response)
    assert "no, not these" in said(response)
    form = page(response).xpath('//form[contains(@class, "correct-form")]')[0]
    fields = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    assert fields == {"seen": "1", "left": "2", "right": "2", "kind": "unlink", "note": "mine"}
    assert Correction.objects.count() == 1
    # the answer to a POST has another address, which its links must not take for the page's
    assert all(to.startswith(("/", "#")) for to in page(response).xpath("//main//a/@href | //main//form/@action"))
    assert reviewer.post(form.action, fields).status_code == 302
    assert Correction.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": ""}, "Say whether the two paragraphs belong together."),
        ({"kind": "magic"}, "Say whether the two paragraphs belong together."),
        ({"left": "99"}, "Choose a paragraph of the original."),
        ({"left": "\x00"}, "Choose a paragraph of the original."),
        ({"right": ""}, "Choose a paragraph of the republication."),
        ({"right": "99999999999999999999"}, "Choose a paragraph of the republication."),
        ({"seen": "x"}, "Enter a whole number."),
        ({"kind": "machine"}, "said of these two paragraphs already"),
        ({"note": "x" * 2001}, "at most 2000 characters"),
    ],
    ids=["no kind", "kind", "left", "NUL", "no right", "right", "seen", "nothing to take back", "note"],
)
def test_what_makes_no_sense_is_refused_with_what_was_chosen_kept(reviewer, pair, fields, sentence):
    response = speak(reviewer, pair, **fields)
    assert response.status_code == 422
    assert sentence in said(response)
    assert page(response).xpath('//form[contains(@class, "correct-form")]')
    assert not Correction.objects.exists()


# -- the house ----------------------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_the_texts(reviewer):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(times):
        left = [("body", f"{n} {text}") for n in range(times) for text in ORIGINAL]
        right = [("body", f"{n} {text}") for n in range(times) for text in COPY]
        derivation = pair_of(left, right)
        compare(derivation)
        lefts, rights = list(derivation.upstream.paragraphs.all()), list(derivation.derived.paragraphs.all())
        for number in range(times):
            correct(derivation, kind="unlink", left=lefts[number], right=rights[number], by=UserFactory(), seen=number)
        with CaptureQueriesContext(connection) as queries:
            assert reviewer.get(address(derivation)).status_code == 200
        return len(queries)

    count(1)
    assert count(2) == count(6)


def test_the_article_page_leads_here(reviewer, pair):
    assert address(pair) in reviewer.get(reverse("article", args=[pair.derived_id])).content.decode()
    assert address(pair) in reviewer.get(reverse("article", args=[pair.upstream_id])).content.decode()


def test_no_key_has_two_meanings():
    assert len({key.keys for key in KEYS}) == len(KEYS) == len({key.command for key in KEYS})


def test_the_words_are_those_of_the_facets():
    for words, facet in (
        (compare_words.OPERATIONS, facets.Operation),
        (compare_words.MARKINGS, facets.Marking),
        (compare_words.HOSTS, facets.Host),
    ):
        assert {one.value: label for one, label in words.items()} == {one.value: one.label for one in facet}
