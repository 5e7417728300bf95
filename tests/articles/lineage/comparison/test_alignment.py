"""Which paragraphs belong together."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.lineage.comparison import Block, Corrections
from articles.lineage.comparison.alignment import align
from tests.articles.lineage.comparison.whole import whole
from tests.growth import grows_with_length_only

SENTENCES = [
    "The northern bridge fell into the river at dawn.",
    "Nobody from the water board was available for comment.",
    "Five lorries were waiting at the only other crossing.",
    "The school will stay closed until Monday, the council said.",
    "Rain is expected for the rest of the week in the valley.",
    "A second bridge is planned, but there is no money for it.",
]
A, B, C, D, E, F = SENTENCES


def blocks(*texts, slot="body"):
    return [text if isinstance(text, Block) else Block(slot, text) for text in texts]


def pairs(left, right, corrections=None):
    """(left, right, status) of each pair, in order, as "0 1>2 merged"."""
    found = whole(blocks(*left), blocks(*right), corrections).pairs
    return [f"{' '.join(map(str, p.left))}>{' '.join(map(str, p.right))} {p.status.value}" for p in found]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([A, B], [A, B], ["0>0 same", "1>1 same"]),
        ([A, B], [A, B.replace("Nobody", "Somebody")], ["0>0 same", "1>1 edited"]),
        ([A, B], [A, C, B], ["0>0 same", ">1 inserted", "1>2 same"]),
        ([A, B, C], [A, C], ["0>0 same", "1> omitted", "2>1 same"]),
        ([A, B], [B], ["0> omitted", "1>0 same"]),
        ([A, B, C, D], [B, C, D, A], ["1>0 same", "2>1 same", "3>2 same", "0>3 moved"]),
        ([A, B, C, D], [D, A, B, C], ["3>0 moved", "0>1 same", "1>2 same", "2>3 same"]),
        ([f"{A} {B}", C], [A, B, C], ["0>0 1 split", "1>2 same"]),
        ([A, B, C], [f"{A} {B}", C], ["0 1>0 merged", "2>1 same"]),
        ([f"{A} {B} {C}", D], [A, B, C, D], ["0>0 1 2 split", "1>3 same"]),
        ([A, B], [C, D], ["0> omitted", "1> omitted", ">0 inserted", ">1 inserted"]),
        ([], [A], [">0 inserted"]),
        ([A], [], ["0> omitted"]),
        ([], [], []),
        (["", A, ""], [A, ""], ["0> omitted", "1>0 same", "2>1 same"]),
        (["Share this", A, "Share this", B], [A, "Share this", B], ["0> omitted", "1>0 same", "2>1 same", "3>2 same"]),
        (["* * *", A, "* * *"], ["* * *", A, "* * *"], ["0>0 same", "1>1 same", "2>2 same"]),
    ],
)
def test_paragraphs_that_belong_together(left, right, expected):
    assert pairs(left, right) == expected


def test_an_edited_split_is_a_split_and_an_edited_move_is_moved():
    right = [A.replace("fell", "[reportedly] fell"), B.replace("available", "at all available"), C]
    assert pairs([f"{A} {B}", C], right) == ["0>0 1 split", "1>2 same"]
    right = [B, C, D, A.replace("fell", "[reportedly] fell")]
    assert pairs([A, B, C, D], right)[-1] == "0>3 moved"


def test_a_sentence_shared_with_the_next_paragraph_does_not_draw_the_rest_of_a_split_to_it():
    left = [f"{A} {B} {C} {D}", f"{B} {E}", F]
    right = [A, f"{B} {C} {D.replace('Monday', 'Friday')}", F]
    assert pairs(left, right) == ["0>0 1 split", "1> omitted", "2>2 same"]


@pytest.mark.parametrize("slot", ["headline", "standfirst", "byline"])
def test_headline_goes_with_headline_and_standfirst_with_standfirst_however_edited(slot):
    left, right = [Block(slot, "Town loses water"), A, B], [Block(slot, "Who broke the pumps?"), A, B]
    assert pairs(left, right)[0] == "0>0 edited"


def test_a_headline_is_not_paired_with_a_paragraph_that_says_something_like_it():
    left = [Block("headline", "Bridge falls at dawn"), A]
    right = [Block("headline", "Bridge in the river"), "Bridge falls into the river at dawn.", A]
    assert pairs(left, right)[0] == "0>0 edited"


def test_a_paragraph_made_a_standfirst_is_still_the_same():
    assert pairs([A, B], [Block("standfirst", A), B]) == ["0>0 same", "1>1 same"]


CREDIT = "This article was originally published by Harbour News Agency on March 9, 2026."


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (Block("dateline", "Harbour News Agency, March 9, 2026"), Block("notice", CREDIT)),
        (Block("notice", CREDIT), Block("dateline", "Harbour News Agency, March 9, 2026")),
        (Block("byline", "By the newsroom of Harbour News Agency"), Block("notice", f"By the newsroom of {CREDIT}")),
        (
            Block("caption", "The northern bridge at dawn on Tuesday"),
            Block("body", f"{A} The northern bridge at dawn."),
        ),
        (Block("headline", "School will stay closed until Monday"), Block("body", f"{D} It is old.")),
    ],
    ids=["dateline in a notice", "the other way", "byline in a notice", "caption in the body", "headline as body"],
)
def test_what_stands_inside_a_paragraph_of_another_sort_was_not_moved_there(here, there):
    found = pairs([here, A, B, C], [A, B, C, there])
    assert found[0] == "0> omitted"
    assert found[-1] == ">3 inserted"


def test_a_notice_that_says_the_same_was_moved_whatever_it_is_taken_for():
    assert pairs([Block("notice", CREDIT), A, B, C], [A, B, C, CREDIT])[-1] == "0>3 moved"
    assert pairs([A, B, C, CREDIT.replace("March", "May")], [Block("notice", CREDIT), A, B, C])[0] == "3>0 moved"


def test_similarity_is_one_for_the_same_and_falls_with_each_word_changed():
    def similarity(right):
        return align(blocks(A), blocks(right))[0].similarity

    assert similarity(A) == 1
    assert 0.8 < similarity(A.replace("northern ", "")) < 1
    assert similarity(A.upper()) == 1
    assert align(blocks(A), blocks(E))[0].similarity == 0


# -- what people correct -------------------------------------------------------------------------------------------


def corrected(**said):
    return Corrections(**{kind: frozenset(links) for kind, links in said.items()})


def test_a_link_holds_though_no_word_is_shared_and_the_rest_is_aligned_around_it():
    found = align(blocks(A, B, C), blocks(A, D, C), corrected(links=[(1, 1)]))
    assert [(p.left, p.right, p.status.value, p.by_person) for p in found] == [
        ((0,), (0,), "same", False),
        ((1,), (1,), "edited", True),
        ((2,), (2,), "same", False),
    ]


def test_unlinked_paragraphs_are_not_paired_again():
    assert pairs([A, B], [A, B], corrected(unlinked=[(1, 1)])) == ["0>0 same", "1> omitted", ">1 inserted"]
    headlines = [Block("headline", "One")], [Block("headline", "Two")]
    assert pairs(*headlines, corrected(unlinked=[(0, 0)])) == ["0> omitted", ">0 inserted"]


def test_unlinking_part_of_a_split_takes_that_part_out():
    assert pairs([f"{A} {B}", C], [A, B, C], corrected(unlinked=[(0, 1)])) == ["0>0 edited", ">1 inserted", "1>2 same"]


def test_links_that_share_a_paragraph_make_one_pair():
    assert pairs([A, B], [C, D], corrected(links=[(0, 0), (0, 1)])) == ["0>0 1 split", "1> omitted"]
    assert pairs([A, B], [C], corrected(links=[(0, 0), (1, 0)])) == ["0 1>0 merged"]
    assert pairs([A, B], [C, D], corrected(links=[(0, 0), (0, 1), (1, 1)])) == ["0 1>0 1 edited"]


def test_a_link_across_others_is_a_move():
    assert pairs([A, B, C], [B, C, F], corrected(links=[(0, 2)])) == ["1>0 same", "2>1 same", "0>2 moved"]


def test_marked_as_moved_is_moved():
    assert pairs([A, B], [A, B], corrected(moved=[(1, 1)])) == ["0>0 same", "1>1 moved"]


def test_a_link_keeps_the_other_half_of_a_split():
    left, right = [f"{A} {B}", C], [A, B, C]
    assert pairs(left, right, corrected(links=[(0, 1)])) == ["0>0 1 split", "1>2 same"]


@pytest.mark.parametrize(
    "said", [{"links": [(0, 0)], "unlinked": [(0, 0)]}, {"links": [(0, 9)]}, {"unlinked": [(-1, 0)]}]
)
def test_contradictory_corrections_are_refused(said):
    with pytest.raises(ValueError, match=r"linked|no such"):
        align(blocks(A), blocks(A), corrected(**said))


# -- whatever the texts are ----------------------------------------------------------------------------------------

PIECES = [
    *(
        "the",
        "The",
        "bridge",
        " ",
        "  ",
        "\n",
        "[",
        "]",
        "(",
        "e\u0301",
        "é",
        "👩‍👩‍👧",
        "水站",
        "مرحبا",
        "🏽",
        "\u200d",
    ),
    *(
        "“",
        "”",
        '"',
        "’",
        "-",
        "–",
        "60,000",
        "60000",
        "8 March 2017",
        "March 8, 2017",
        "ภาษาไทย",
        "ำ",
        "🇺🇳",
        "🇪",
        ".",
        A,
        B,
    ),
]
TEXT = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=30)
SLOT = st.sampled_from(["headline", "standfirst", "body", "body", "quotation", "notice", "caption", "dateline"])
TEXTS = st.lists(st.builds(Block, SLOT, TEXT | st.sampled_from(["", " ", A, f"{A} {B}"])), max_size=6)
LINKS = st.frozensets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=3)


@settings(max_examples=300)
@given(TEXTS, TEXTS, LINKS, LINKS, LINKS)
def test_both_texts_come_together_again_whatever_they_are(left, right, links, unlinked, moved):
    def there(pairs):
        return frozenset((i, j) for i, j in pairs if i < len(left) and j < len(right))

    links, moved = there(links), there(moved)
    whole(left, right, Corrections(links, there(unlinked) - links - moved, moved))


@settings(max_examples=50)
@given(TEXTS)
def test_a_text_is_the_same_as_itself(texts):
    found = whole(texts, texts)
    assert {pair.status.value for pair in found.pairs} <= {"same"}
    assert found.changes == ()


# -- however long they are -----------------------------------------------------------------------------------------


def test_two_thousand_equal_paragraphs_find_each_other():
    one = blocks("Advertisement: the article continues below") * 2000
    assert {p.status.value for p in whole(one, one).pairs} == {"same"}
    assert [p.status.value for p in whole(one, one[:1990]).pairs].count("same") == 1990
    other = blocks("Advertisement: the article goes on below") * 2000
    assert {p.status.value for p in whole(one, other).pairs} == {"edited"}


def unrelated(paragraphs):
    words = [[f"{side}{n % 97}" for n in range(50 * paragraphs)] for side in "ab"]
    return [blocks(*(" ".join(side[at : at + 50]) for at in range(0, len(side), 50))) for side in words]


def test_unrelated_texts_share_nothing():
    left, right = unrelated(100)
    assert {p.status.value for p in whole(left, right).pairs} == {"inserted", "omitted"}


def test_time_grows_with_the_length_only():
    assert grows_with_length_only(unrelated, lambda texts: align(*texts), 40)


def long_paragraph(words, every):
    chance = Random(1)
    text = [f"word{chance.randrange(5_000)}" for _ in range(words)]
    return " ".join(text), " ".join(f"{w} [new {n}]" if n % every == every // 2 else w for n, w in enumerate(text))


def test_a_paragraph_of_200_000_characters_is_compared_word_by_word():
    left, right = long_paragraph(25_000, 1_000)
    assert len(right) > 200_000
    found = whole(blocks(left), blocks(right))
    assert [right[c.right.start : c.right.end] for c in found.changes] == [
        f"[new {n}]" for n in range(500, 25_000, 1_000)
    ]
    assert not found.too_long


def test_what_is_too_long_to_compare_word_by_word_is_one_change_and_says_so():
    left = "Same. " + " ".join(f"a{n % 7} b{n % 11}" for n in range(10_000)) + " The end."
    right = "Same. " + " ".join(f"b{n % 5} a{n % 3}" for n in range(10_000)) + " The end."
    found = whole(blocks(left), blocks(right), corrected(links=[(0, 0)]))
    assert found.too_long == {0}
    (change,) = found.changes
    assert (change.operation, change.left.start, change.left.end) == ("substitution", 6, len(left) - len(" The end."))
