"""What was done to the words: exactly which, how it shows, where it stands, and whether it is of substance."""

import re

import pytest

from annotator import facets
from articles.lineage import comparison as values
from articles.lineage.comparison import ALGORITHM, Block, Comparison
from articles.lineage.comparison.changes import compare
from articles.readers import reader_for
from tests.articles.lineage.comparison.whole import whole

STATION = "The water station was damaged when militants left the town, the ministry said on Monday."


def blocks(*texts, slot="body"):
    return [text if isinstance(text, Block) else Block(slot, text) for text in texts]


def between(left, right, slot="body"):
    """The changes between two paragraphs, as (operation, words before, words after)."""
    one, two = blocks(left, slot=slot), blocks(right, slot=slot)
    found = whole(one, two)
    return [(c.operation.value, words(c.left, one), words(c.right, two)) for c in found.changes]


def words(place, texts):
    return texts[place.paragraph].text[place.start : place.end] if place else None


def only(left, right, **more):
    (change,) = whole(blocks(left, **more), blocks(right, **more)).changes
    return change


# -- exactly these words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "put_in"),
    [
        (STATION, STATION.replace("left", "[quietly paid by the port] left"), "[quietly paid by the port]"),
        ("of the port officials", "of the covert and the port officials", "the covert and"),
        ("the port officials said", "the port officials and the city officials said", "and the city officials"),
        ("It is shut. The road is open.", "It is shut. The dam broke. The road is open.", "The dam broke."),
        ("The road is open.", "The road is open. The dam broke.", "The dam broke."),
        ("The road is open.", "The dam broke. The road is open.", "The dam broke."),
        ("The road is open.", "The road is not open.", "not"),
        ("The road (A3) is open.", "The road (A3) [the only one] (A4) is open.", "[the only one] (A4)"),
        ("He left, she said.", "He left, she said, in tears.", ", in tears"),
        ("“We know,” she said.", "“We know. We knew,” she said.", ". We knew"),
        ("They call him.", "They call[ed] him.", "[ed]"),
        ("the plan passed", "the plan – long opposed – passed", "– long opposed –"),
        ("我们知道这件事。", "我们早就知道这件事。", "早就"),
        ("ภาษาไทยดี", "ภาษาไทย[ใหม่]ดี", "[ใหม่]"),
        ("تضررت المحطة عندما غادروا", "تضررت المحطة [سرا] عندما غادروا", "[سرا]"),
        ("a 👩‍👩‍👧 b", "a 👩‍👩‍👧 👩‍👩‍👦 b", "👩‍👩‍👦"),
    ],
    ids=lambda value: value[:24],
)  # fmt: skip
def test_an_insertion_is_exactly_the_words_that_were_put_in(left, right, put_in):
    assert between(left, right) == [("addition", "", put_in)]
    assert between(right, left) == [("omission", put_in, "")]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("a fair deal was struck", "a cynical deal was struck", [("substitution", "fair", "cynical")]),
        ("It held 60 people.", "It held 600 people.", [("substitution", "60", "600")]),
        ("He didn’t go.", "He did go.", [("substitution", "didn’t", "did")]),
        (
            "Smoke rose and the old grey bridge fell at dawn.",
            "Smoke rose and the new [foreign] grey bridge fell at dawn.",
            [("substitution", "old", "new"), ("addition", "", "[foreign]")],
        ),
        (
            "A first secret old plan and a second secret plan.",
            "A first very secret old plan and a second so-called secret plan.",
            [("addition", "", "very"), ("addition", "", "so-called")],
        ),
        ("same", "same", []),
        ("", "", []),
    ],
    ids=["word", "number", "apostrophe", "bracket beside", "two insertions", "same", "nothing"],
)
def test_changed_words_stand_against_those_before_them(left, right, expected):
    assert between(left, right) == expected


def test_an_omission_is_a_point_in_the_derived_text():
    change = only("He did not agree to it at all.", "He did agree to it at all.")
    assert change.left == (0, 7, 10)
    assert change.right == (0, 7, 7)


def test_a_paragraph_put_in_or_left_out_is_one_change_with_a_point_on_the_other_side():
    left, right = blocks(STATION, "It rained all day."), blocks("Nobody knew why at first.", STATION)
    put_in, left_out = whole(left, right).changes
    assert (put_in.operation, put_in.whole, put_in.left, put_in.right) == ("addition", True, (0, 0, 0), (0, 0, 25))
    assert (left_out.operation, left_out.whole, left_out.left) == ("omission", True, (1, 0, 18))
    assert left_out.right == (1, len(STATION), len(STATION))


def test_against_an_empty_text_there_is_no_place():
    (change,) = whole(blocks(STATION), []).changes
    assert (change.operation, change.right) == ("omission", None)
    assert whole([], []).changes == ()


def test_the_comparison_names_its_rules():
    assert compare([], []).algorithm == ALGORITHM == "lineage-compare 2"


# -- how it is marked --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("put_in", "marking", "inner"),
    [
        ("[paid by the port]", "square-brackets", "paid by the port"),
        ("(paid by the port)", "parentheses", "paid by the port"),
        ("【港口】", "square-brackets", "港口"),
        ("– paid by the port –", "dashes", "paid by the port"),
        ("- paid by the port -", "dashes", "paid by the port"),
        ("—paid by the port—", "dashes", "paid by the port"),
        ("[Ed.: paid by the port]", "labelled-note", "paid by the port"),
        ("(paid by the port – Ed.)", "labelled-note", "paid by the port"),
        ("[Editor’s note: paid by the port]", "labelled-note", "paid by the port"),
        ("[1]", "footnote", "1"),
        ("¹", "footnote", None),
        ("*", "footnote", None),
        ("paid by the port", "unmarked", None),
        ("[paid] by the [port]", "unmarked", None),
        ("US-led", "unmarked", None),
    ],
)
def test_the_marking_and_the_words_within_it(put_in, marking, inner):
    left, right = blocks(STATION), blocks(STATION.replace("left", f"{put_in} left"))
    (change,) = whole(left, right).changes
    assert words(change.right, right) == put_in
    assert (change.operation, change.marking) == ("addition", marking)
    assert words(change.inner, right) == inner


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("[The republisher added this sentence.]", "square-brackets"),
        ("Editor’s note: the town has been retaken since.", "labelled-note"),
        ("Correction: the number was wrong.", "labelled-note"),
        ("[1] See the report of the council.", "footnote"),
        ("The port has long been run by criminals.", "unmarked"),
        ("– Said nobody, ever, in this town.", "dashes"),
    ],
)
def test_the_marking_of_a_paragraph_that_was_put_in(text, marking):
    (change,) = whole(blocks(STATION), blocks(STATION, text)).changes
    assert (change.whole, change.marking) == (True, marking)


def test_words_put_in_in_italics_are_marked_by_type():
    at = STATION.index("left")
    right = Block("body", STATION.replace("left", "wilfully left"), [[at, at + 8, "emphasis", ""]])
    (change,) = whole(blocks(STATION), [right]).changes
    assert (change.operation, change.marking) == ("addition", "italics-or-type")


def test_the_same_words_in_italics_are_a_change_of_format():
    left = [Block("body", STATION, [[30, 34, "link", "https://ledger.example/"]])]
    (change,) = whole(left, [Block("body", STATION, [[4, 9, "strong", ""]])]).changes
    assert (change.operation, change.marking, change.trivial) == ("format-only", "italics-or-type", "")
    assert change.left == change.right == (0, 4, 9)


def test_against_a_text_without_any_type_italics_are_trivial():
    (change,) = whole(blocks(STATION), [Block("body", STATION, [[4, 9, "strong", ""]])]).changes
    assert (change.operation, change.trivial) == ("format-only", "type")


def test_a_whole_paragraph_in_italics_is_trivial():
    (change,) = whole(blocks(STATION), [Block("body", STATION, [[0, len(STATION), "emphasis", ""]])]).changes
    assert (change.operation, change.trivial) == ("format-only", "type")


def test_brackets_put_round_words_that_were_there_are_of_substance():
    found = whole(blocks(STATION), blocks(STATION.replace("militants", "[militants]")))
    assert [(c.operation.value, c.trivial.value) for c in found.changes] == [("format-only", "")] * 2


# -- where it stands ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slot", ["headline", "standfirst", "caption", "notice"])
def test_a_slot_is_the_host(slot):
    assert only("A town is lost again", "A small town is lost again", slot=slot).host == slot


@pytest.mark.parametrize("slot", ["body", "list-item", "byline", "dateline"])
def test_everything_else_is_running_text(slot):
    assert only("A town is lost again", "A small town is lost again", slot=slot).host == "running-text"


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“The station ⟦old⟧ fell,” he said.", True),
        ('"The station ⟦old⟧ fell," he said.', True),
        ("„Die Station ⟦alt⟧ fiel“, sagte er.", True),
        ("« La station ⟦ancienne⟧ est tombée », dit-il.", True),
        ("‘The station ⟦old⟧ fell,’ he said.", True),
        ("“I said: ‘The station ⟦old⟧ fell,’ and left,” he said.", True),
        ("“The station ⟦[old]⟧ fell,” he said.", True),
        ("“The station fell,” he ⟦also⟧ said.", False),
        ("The soldiers’ station ⟦old⟧ and the sailors’ station fell.", False),
        ("It’s the ’90s ⟦old⟧ and it’s over.", False),
        ("He said it. ⟦“The station fell,” he said.⟧ He left.", False),
    ],
)
def test_words_put_inside_a_quotation_are_said_to_be(text, inside):
    right = re.sub("[⟦⟧]", "", text)
    put_in = text[text.index("⟦") + 1 : text.index("⟧")]
    (change,) = whole(blocks(re.sub(" ?⟦.*⟧", "", text)), blocks(right)).changes
    assert right[change.right.start : change.right.end] == put_in
    assert (change.host == "inside-quotation") == inside


def test_words_left_out_of_a_quotation_are_inside_it():
    assert (
        only("“We will not leave the town,” he said.", "“We will leave the town,” he said.").host == "inside-quotation"
    )
    assert only("“We will leave,” he angrily said.", "“We will leave,” he said.").host == "running-text"


def test_a_quotation_runs_on_over_paragraphs_with_and_without_marks_of_their_own():
    left = blocks(
        "“It began at dawn", "and nobody was ready for it", "until noon,” he said.", "They were slow to come."
    )
    texts = [block.text for block in left]
    for number, at in ((0, 3), (1, 4), (2, 6)):
        right = [*texts]
        right[number] = texts[number][:at] + "newword " + texts[number][at:]
        (change,) = whole(left, blocks(*right)).changes
        assert change.host == "inside-quotation"
    (change,) = whole(left, blocks(*texts[:3], "They were very slow to come.")).changes
    assert change.host == "running-text"


def test_a_block_quotation_is_inside_a_quotation():
    assert only("A town is lost again", "A small town is lost again", slot="quotation").host == "inside-quotation"


# -- what is of form only ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        ("one two three", "one  two three", "white-space"),
        ("one two three", "one\u00a0two three", "white-space"),
        ("one two three", " one two three", "white-space"),
        ("the “old” town", 'the "old" town', "quotation-marks"),
        ("the “old” town", "the ‘old’ town", "quotation-marks"),
        ("it’s the town’s", "it's the town's", "quotation-marks"),
        ("the plan – the old one – fell", "the plan — the old one — fell", "dashes"),
        ("the plan – it fell", "the plan, it fell", "dashes"),
        ("the US-backed town", "the US backed town", "dashes"),
        ("the plan, it fell", "the plan it fell", "punctuation"),
        ("the Town fell", "the town fell", "letter-case"),
        ("cafe\u0301 closed", "café closed", "characters"),
        ("co\u00adoperation ended", "cooperation ended", "characters"),
        ("60,000 left", "60000 left", "number-or-date-format"),
        ("60 000 left", "60,000 left", "number-or-date-format"),
        ("5 per cent left", "5% left", "number-or-date-format"),
        ("on 8 March 2017 they left", "on March 8, 2017 they left", "number-or-date-format"),
        ("on 8 March 2017 they left", "on 2017-03-08 they left", "number-or-date-format"),
    ],
)
def test_a_change_of_form_is_trivial_and_says_why(left, right, reason):
    found = whole(blocks(left), blocks(right))
    assert {change.trivial.value for change in found.changes} == {reason}
    assert {change.operation.value for change in found.changes} == {"format-only"}
    assert found.substance == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("on 8 March 2017 they left", "on 9 March 2017 they left"),
        ("60,000 left", "60,001 left"),
        ("at 5 degrees", "at -5 degrees"),
        ("the old town", "the “old” town"),
        ("the town fell", "the towns fell"),
        ("3.5 per cent", "35 per cent"),
        ("Is it over?", "Is it over!"),
    ],
)
def test_a_change_of_substance_is_not_trivial(left, right):
    found = whole(blocks(left), blocks(right))
    assert found.changes
    assert not any(change.trivial for change in found.changes)


def test_house_style_does_not_hide_a_word_put_in():
    left = "“We’re not leaving – ever,” said Mira Oduya, on 8 March 2017."
    right = '"We\'re not secretly leaving — ever," said Mira Oduya, on March 8, 2017.'
    found = whole(blocks(left), blocks(right))
    (change,) = found.substance
    assert right[change.right.start : change.right.end] == "secretly"
    assert change.host == "inside-quotation"
    assert len(found.changes) == 6


@pytest.mark.parametrize(
    "block",
    [
        Block("notice", "Anything at all that a page says of itself."),
        Block("body", "The original source of this article is the Evening Ledger."),
        Block("body", "Copyright © The Evening Ledger, 2017"),
        Block("body", "This story was first published in the Evening Ledger."),
    ],
)
def test_a_notice_put_in_or_left_out_is_boilerplate(block):
    assert {c.trivial.value for c in whole(blocks(STATION), [*blocks(STATION), block]).changes} == {"boilerplate"}
    assert {c.trivial.value for c in whole([block, *blocks(STATION)], blocks(STATION)).changes} == {"boilerplate"}


def test_a_claim_that_mentions_a_publication_is_no_boilerplate():
    claim = "The mayor, whose plan was first published in the Evening Ledger, knew of it."
    (change,) = whole(blocks(STATION), blocks(STATION, claim)).changes
    assert not change.trivial


def test_the_letter_case_of_what_follows_words_put_in_is_trivial():
    addition, case = whole(blocks("The bridge fell at dawn."), blocks("Sadly, the bridge fell at dawn.")).changes
    assert (addition.operation, addition.right) == ("addition", (0, 0, 6))
    assert case.trivial == "letter-case"


# -- numbers and names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "numbers", "names"),
    [
        ("A convoy of 60 troops left.", "A convoy of 600 troops left.", [("60", "600")], []),
        ("It cost 60 crowns then.", "It cost 60 million crowns then.", [("60", "60 million")], []),
        ("Some 60 troops left.", "Some troops left.", [("60", "")], []),
        ("Some troops left.", "Some sixty troops left.", [("", "sixty")], []),
        ("It fell, Jeff Davis said today.", "It fell, officials said today.", [], [("Jeff Davis", "officials")]),
        ("It fell, Jeff Davis said today.", "It fell, Jeff Davies said today.", [], [("Jeff Davis", "Jeff Davies")]),
        ("It was held by militants then.", "It was held by US-NATO then.", [], [("militants", "US-NATO")]),
        ("He met Jeff Davis there.", "He met Jeff Davis [covertly] there.", [], []),
        ("About 60 men came there.", "About 60 armed men came there.", [], []),
        ("The old bridge fell.", "That old bridge fell.", [], []),
        ("On Monday it fell at last.", "In May it fell at last.", [], []),
        ("Troops fell back, U.S. men said.", "Troops fell back, men said.", [], [("U.S.", "")]),
        ("Il a vu Émile hier soir.", "Il a vu Étienne hier soir.", [], [("Émile", "Étienne")]),
        ("昨日の橋。", "今日の橋。", [], []),
    ],
)  # fmt: skip
def test_numbers_and_names_that_changed_are_called_out(left, right, numbers, names):
    change = only(left, right)
    assert [tuple(turn) for turn in change.numbers] == numbers
    assert [tuple(turn) for turn in change.names] == names


# -- words in another place --------------------------------------------------------------------------------------------

SENTENCES = [
    "The northern bridge fell into the river at dawn.",
    "Nobody from the water board was available.",
    "Five lorries were waiting at the only other crossing.",
    "The school will stay closed until Monday.",
]


def test_a_sentence_moved_within_its_paragraph_is_a_reorder():
    left = blocks(" ".join(SENTENCES))
    right = blocks(" ".join([SENTENCES[1], SENTENCES[2], SENTENCES[3], SENTENCES[0]]))
    (change,) = whole(left, right).changes
    assert change.operation == "reorder"
    assert words(change.left, left) == words(change.right, right) == SENTENCES[0]


def test_a_sentence_moved_to_another_paragraph_is_no_insertion():
    left = blocks(" ".join(SENTENCES), STATION)
    right = blocks(" ".join(SENTENCES[:2] + SENTENCES[3:]), f"{STATION} {SENTENCES[2]}")
    (change,) = whole(left, right).changes
    assert (change.operation, change.left.paragraph, change.right.paragraph) == ("reorder", 0, 1)
    assert words(change.left, left) == words(change.right, right) == SENTENCES[2]


def test_a_moved_paragraph_is_a_reorder_with_the_word_changes_inside_it():
    left = blocks(*SENTENCES, STATION)
    right = blocks(STATION.replace("left", "[secretly] left"), *SENTENCES)
    moved, put_in = whole(left, right).changes
    assert (moved.operation, moved.whole, moved.left.paragraph, moved.right.paragraph) == ("reorder", True, 4, 0)
    assert (put_in.operation, words(put_in.right, right)) == ("addition", "[secretly]")


@pytest.mark.parametrize("put_in", ["", " [quietly]"])
def test_changes_in_a_split_paragraph_are_against_the_text_joined(put_in):
    left = blocks(" ".join(SENTENCES))
    right = blocks(" ".join(SENTENCES[:2]), SENTENCES[2].replace(" waiting", f"{put_in} waiting") + " " + SENTENCES[3])
    found = whole(left, right)
    assert [pair.status.value for pair in found.pairs] == ["split"]
    assert [words(c.right, right) for c in found.changes] == [put_in.strip()] * bool(put_in)
    back = whole(right, left)
    assert [pair.status.value for pair in back.pairs] == ["merged"]
    assert [words(c.left, right) for c in back.changes] == [put_in.strip()] * bool(put_in)


def test_words_put_in_across_the_place_of_a_split_are_told_for_each_paragraph():
    left = blocks(" ".join(SENTENCES))
    right = blocks(
        f"{SENTENCES[0]} {SENTENCES[1]} Somebody lied.", f"It was not the mayor. {SENTENCES[2]} {SENTENCES[3]}"
    )
    found = whole(left, right)
    assert [words(c.right, right) for c in found.changes] == ["Somebody lied.", "It was not the mayor."]


# -- the rest ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Operation", "Marking", "Host"])
def test_the_vocabularies_are_those_of_the_codebook(name):
    """articles/ does not import annotator/, so the values are written twice."""
    assert [member.value for member in getattr(values, name)] == getattr(facets, name).values


def test_a_rewritten_headline_is_one_substitution():
    left = [Block("headline", "Town loses its water"), *blocks(STATION)]
    right = [Block("headline", "Who really broke the pumps?"), *blocks(STATION)]
    (change,) = whole(left, right).changes
    assert (change.operation, change.host, change.pair) == ("substitution", "headline", 0)


def test_the_seed_article_without_its_bracketed_words_differs_by_exactly_these(shared_file):
    content = shared_file("data/seed-article.md").read_bytes()
    inserted = "[supported covertly by US-NATO]"
    left, right = (
        [
            Block(p.slot, p.text, [[m.start, m.end, m.kind, m.href] for m in p.marks])
            for p in reader_for("text/markdown", "seed.md", text).read(text, media_type="text/markdown").paragraphs
        ]
        for text in (content.replace(f"{inserted} ".encode(), b""), content)
    )
    found: Comparison = whole(left, right)
    (change,) = found.changes
    assert words(change.right, right) == inserted
    assert words(change.inner, right) == inserted.strip("[]")
    assert (change.operation, change.marking, change.host, change.trivial) == (
        "addition",
        "square-brackets",
        "standfirst",
        "",
    )
    assert change.left == (change.left.paragraph, change.right.start, change.right.start)
    assert ("", "US-NATO") in change.names
    assert {pair.status.value for pair in found.pairs} == {"same", "edited"}
