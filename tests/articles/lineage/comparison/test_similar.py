import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.lineage.comparison.similar import Match, Span, best_match, similar_spans
from tests.growth import grows_with_length_only

ORIGINAL = "The water station was damaged when militants left the town, the ministry said on Monday."
INSERTED = (
    "The water station was damaged when militants [quietly paid by the port] left the town, "
    "the ministry said on Monday."
)
OTHER = "Repairs to the northern bridge will start in May, and nobody knows who will pay for them."


def test_a_paragraph_into_which_words_were_put_finds_its_original():
    match = best_match(INSERTED, [OTHER, ORIGINAL, "The water."])
    assert match.index == 1
    assert match.score > 80


def test_equal_words_score_a_hundred_whatever_their_case_and_signs():
    assert best_match("The Bridge, closed!", ["the bridge closed"]) == Match(0, 100.0)


def test_the_first_of_equals_is_taken():
    assert best_match("same words", ["no", "same words", "same words"]).index == 1


def test_nothing_shared_scores_nothing():
    assert best_match("alpha beta", ["gamma delta"]) == Match(0, 0.0)


def test_without_candidates_there_is_no_match():
    assert best_match("alpha", []) is None


def test_a_merged_paragraph_still_finds_its_part():
    match = best_match(f"{ORIGINAL} {OTHER} {OTHER.upper()}", ["Something else entirely is told here.", ORIGINAL])
    assert match == Match(1, pytest.approx(90, abs=1))


def test_a_few_words_do_not_stand_for_a_paragraph():
    match = best_match(ORIGINAL, ["The", "was damaged", OTHER])
    assert match.score < 50


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("水站在武装分子离开时受损。", "水站在武装分子[秘密受雇]离开时受损。"),
        ("تضررت المحطة عندما غادروا", "تضررت المحطة [سرا] عندما غادروا"),
    ],
    ids=["chinese", "arabic"],
)
def test_scripts_without_spaces_or_from_right_to_left(left, right):
    assert best_match(right, ["x", left]).score > 70


@pytest.mark.parametrize("text", ["", "* * *", "👩‍👩‍👧"])
def test_texts_without_words_match_only_themselves(text):
    assert best_match(text, [text]).score == 100
    assert best_match(text, ["words"]).score == 0


# -- where they differ ---------------------------------------------------------


def changed(left, right):
    return [
        (span.op, left[span.left_start : span.left_end], right[span.right_start : span.right_end])
        for span in similar_spans(left, right)
        if span.op != "equal"
    ]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (ORIGINAL, INSERTED, [("insert", "", "[quietly paid by the port] ")]),
        ("He did not agree.", "He did agree.", [("delete", "not ", "")]),
        ("a fair deal", "a cynical deal", [("replace", "fair", "cynical")]),
        ("one two three four", "one zwei drei four", [("replace", "two three", "zwei drei")]),
        ("same", "same", []),
        ("", "new", [("insert", "", "new")]),
        ("old", "", [("delete", "old", "")]),
        ("", "", []),
        ("cafe\u0301 closed", "cafe closed", [("replace", "cafe\u0301", "cafe")]),
        ("👩‍👩‍👧 went", "👩‍👩‍👦 went", [("replace", "👩‍👩‍👧", "👩‍👩‍👦")]),
    ],
    ids=["insertion", "denial", "word", "words", "same", "from nothing", "to nothing", "none", "accent", "family"],
)
def test_what_differs_is_whole_words(left, right, expected):
    assert changed(left, right) == expected


WORDS = st.lists(
    st.sampled_from(["the", "bridge", " ", "  ", "\n", "[", "]", "e\u0301", "👩‍👩‍👧", "水站", "مرحبا", "🏽", "\u200d"]),
    max_size=30,
).map("".join)


def check(left, right):
    spans = similar_spans(left, right)
    assert "".join(left[span.left_start : span.left_end] for span in spans) == left
    assert "".join(right[span.right_start : span.right_end] for span in spans) == right
    at = (0, 0)
    for span in spans:
        assert (span.left_start, span.right_start) == at
        at = (span.left_end, span.right_end)
        pieces = left[span.left_start : span.left_end], right[span.right_start : span.right_end]
        match span.op:
            case "equal":
                assert pieces[0] == pieces[1] != ""
            case "insert":
                assert pieces[0] == "" != pieces[1]
            case "delete":
                assert pieces[1] == "" != pieces[0]
            case "replace":
                assert "" not in pieces
    assert all((a.op == "equal") != (b.op == "equal") for a, b in itertools.pairwise(spans))


@settings(max_examples=200)
@given(WORDS, WORDS)
def test_both_texts_come_together_again_from_their_spans(left, right):
    check(left, right)


@given(st.text(max_size=60), st.text(max_size=60))
def test_so_do_texts_of_any_characters(left, right):
    check(left, right)


def one_change(words):
    left = "word " * words
    return left, left[:1000] + "[new] " + left[1000:]


def test_very_long_texts_are_one_change():
    left, right = one_change(200_000)
    check(left, right)
    assert [span.op for span in similar_spans(left, right)] == ["equal", "insert", "equal"]
    assert best_match(right, [left]).score > 99


def test_time_grows_with_the_length_only():
    assert grows_with_length_only(one_change, lambda texts: similar_spans(*texts), 20_000)


def test_an_equal_text_is_one_span():
    assert similar_spans("a b", "a b") == [Span("equal", 0, 3, 0, 3)]
