"""What is drawn of two texts side by side."""

import pytest

from articles.ingest import ingest
from articles.lineage.compare import compare, correct
from articles.lineage.models import Derivation
from tests.articles.lineage.compare_page.pairs import COPY, ORIGINAL, address, page, pair_of, read_off, said
from tests.factories.articles import DerivationFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


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
