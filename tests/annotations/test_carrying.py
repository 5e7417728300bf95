"""What becomes of annotations in a newer version: three states that add up, and no place that is not theirs."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotations.carrying import Old, Reason, State, carry, differences, likeness
from articles.lineage.comparison import Block, Place
from articles.lineage.comparison.changes import compare
from tests.articles.lineage.comparison.edits import republished

BRIDGE = "The old bridge in Dunmere is closed, the mayor said on Monday."
REPAIRS = "Repairs will cost 60 million crowns, according to the harbour council."
QUIET = "Nobody was hurt."


def fates(old, new, *annotations):
    """Annotations are words of `old`, each with the words of its roles: ("is closed", "the mayor")."""
    placed = [Old(place_of(old, words), tuple(place_of(old, role) for role in roles)) for words, *roles in annotations]
    comparison = compare([Block("body", text) for text in old], [Block("body", text) for text in new])
    return carry(old, new, comparison, placed)


def place_of(texts, words):
    number = next(n for n, text in enumerate(texts) if words in text)
    start = texts[number].index(words)
    return Place(number, start, start + len(words))


def words_at(texts, place):
    return texts[place.paragraph][place.start : place.end]


def only(old, new, words, *roles):
    [fate] = fates(old, new, (words, *roles))
    return fate


# -- carried -------------------------------------------------------------------------


def test_words_that_stand_as_before_are_carried():
    new = ["A line that was put before.", BRIDGE, REPAIRS]
    fate = only([BRIDGE, REPAIRS], new, "is closed", "the mayor", "said")
    assert (fate.state, fate.score, fate.reasons, fate.around_changed) == (State.CARRIED, 1.0, (), False)
    assert words_at(new, fate.place) == "is closed"
    assert [words_at(new, role) for role in fate.roles] == ["the mayor", "said"]


def test_it_is_said_when_only_the_words_around_them_changed():
    new = [BRIDGE.replace("is closed", "is, it seems, closed"), REPAIRS]
    fate = only([BRIDGE, REPAIRS], new, "closed")
    assert (fate.state, fate.around_changed) == (State.CARRIED, True)


def test_the_second_of_two_equal_phrases_stays_the_second():
    old = ["The mayor left. The mayor spoke late.", QUIET]
    new = ["The mayor left. The mayor spoke very late.", QUIET]
    comparison = compare([Block("body", text) for text in old], [Block("body", text) for text in new])
    [fate] = carry(old, new, comparison, [Old(Place(0, 16, 25))])
    assert (fate.state, fate.place) == (State.CARRIED, Place(0, 16, 25))


def test_a_paragraph_that_was_split_carries_what_lies_in_one_half():
    old = [f"{BRIDGE} {REPAIRS}", QUIET]
    fate = only(old, [BRIDGE, REPAIRS, QUIET], "60 million crowns", "the harbour council")
    assert (fate.state, fate.place.paragraph) == (State.CARRIED, 1)


def test_offsets_count_code_points():
    old = ["👩‍👩‍👧‍👦 families naïvely waited; عيادة الميناء was shut.", QUIET]
    new = ["On Monday 👩‍👩‍👧‍👦 families naïvely waited; عيادة الميناء was shut.", QUIET]
    fate = only(old, new, "عيادة الميناء", "👩‍👩‍👧‍👦 families")
    assert fate.state is State.CARRIED
    assert words_at(new, fate.place) == "عيادة الميناء"
    assert words_at(new, fate.roles[0]) == "👩‍👩‍👧‍👦 families"


# -- to be checked -------------------------------------------------------------------


def test_words_that_changed_a_little_are_checked_at_the_place_where_they_stand():
    new = [BRIDGE, REPAIRS.replace("60 million", "600 million")]
    fate = only([BRIDGE, REPAIRS], new, "Repairs will cost 60 million crowns")
    assert (fate.state, fate.reasons) == (State.CHECK, (Reason.CHANGED,))
    assert words_at(new, fate.place) == "Repairs will cost 600 million crowns"
    assert 0.5 < fate.score < 1


def test_a_comma_is_a_change_too():
    fate = only([BRIDGE, QUIET], [BRIDGE.replace("closed,", "closed;"), QUIET], "is closed, the mayor said")
    assert (fate.state, fate.reasons) == (State.CHECK, (Reason.CHANGED,))
    assert fate.score < 1


def test_a_paragraph_that_moved_is_checked():
    old = [BRIDGE, REPAIRS, QUIET, "It rained all day in the northern district, as it had on Sunday."]
    new = [old[1], old[2], old[3], old[0]]
    fate = only(old, new, "is closed")
    assert (fate.state, fate.reasons, fate.place.paragraph) == (State.CHECK, (Reason.MOVED,), 3)


def test_a_phrase_that_moved_to_another_paragraph_is_checked():
    old = [f"{QUIET} Some of the families slept in the clinic.", REPAIRS]
    new = [QUIET, f"{REPAIRS} Some of the families slept in the clinic."]
    fate = only(old, new, "the families slept in the clinic")
    assert fate.state is State.CHECK
    assert Reason.MOVED in fate.reasons
    assert words_at(new, fate.place) == "the families slept in the clinic"


def test_words_that_run_over_a_new_boundary_are_checked():
    old = [f"{BRIDGE} {REPAIRS}", QUIET]
    fate = only(old, [BRIDGE, REPAIRS, QUIET], "the mayor said on Monday. Repairs will cost 60 million crowns")
    assert (fate.state, fate.reasons) == (State.CHECK, (Reason.SPLIT,))


def test_words_that_stand_there_more_often_than_before_are_checked():
    old = ["The mayor left the hall before noon on Monday.", QUIET]
    new = ["The mayor left the hall before noon. The mayor left on Monday.", QUIET]
    fate = only(old, new, "The mayor left")
    assert (fate.state, fate.reasons) == (State.CHECK, (Reason.AMBIGUOUS,))


def test_a_lost_source_is_checked():
    fate = only([BRIDGE, QUIET], [BRIDGE.replace("the mayor said", "officials claim"), QUIET], "closed", "the mayor")
    assert (fate.state, fate.reasons, fate.roles) == (State.CHECK, (Reason.ROLE_LOST,), (None,))


def test_a_changed_source_is_checked_with_the_new_words():
    new = [BRIDGE.replace("the mayor said", "the deputy mayor said"), QUIET]
    fate = only([BRIDGE, QUIET], new, "closed", "the mayor")
    assert (fate.state, fate.reasons) == (State.CHECK, (Reason.ROLE_CHANGED,))
    assert words_at(new, fate.roles[0]) == "the deputy mayor"


# -- lost ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([BRIDGE, REPAIRS], [BRIDGE]),
        ([BRIDGE, REPAIRS], [BRIDGE, "The ferry union has called a strike for May instead."]),
        ([f"{BRIDGE} {REPAIRS}"], [BRIDGE]),
        ([REPAIRS], []),
        ([REPAIRS], [""]),
    ],
    ids=["paragraph gone", "another in its place", "sentence gone", "no text", "empty paragraph"],
)
def test_words_that_are_gone_are_lost(old, new):
    fate = only(old, new, "Repairs will cost 60 million crowns", "the harbour council")
    assert (fate.state, fate.place, fate.roles, fate.score) == (State.LOST, None, (None,), 0.0)


def test_a_phrase_that_stood_twice_and_lost_one_is_not_put_on_the_other():
    """What stands at the other place stood there before."""
    phrase = "the harbour council and the ferry union met"
    old = [f"On Monday {phrase} for hours.", QUIET, f"In May {phrase} again, and again in June."]
    fate = only(old, old[1:], f"Monday {phrase}")
    assert fate.state is State.LOST


# -- always --------------------------------------------------------------------------


def check(old, new, annotations, found):
    """Each annotation is in one state, and what is carried is the same words."""
    assert len(found) == len(annotations)
    states = [fate.state for fate in found]
    assert states.count(State.CARRIED) + states.count(State.CHECK) + states.count(State.LOST) == len(annotations)
    for one, fate in zip(annotations, found, strict=True):
        assert len(fate.roles) == len(one.roles)
        assert (fate.place is None) == (fate.state is State.LOST)
        assert bool(fate.reasons) == (fate.state is State.CHECK)
        assert 0 <= fate.score <= 1
        for place in (fate.place, *fate.roles):
            assert place is None or 0 <= place.start < place.end <= len(new[place.paragraph])
        if fate.state is State.CARRIED:
            places = zip((one.place, *one.roles), (fate.place, *fate.roles), strict=True)
            assert all(words_at(old, before) == words_at(new, after) for before, after in places)
            assert fate.score == 1
        if fate.state is not State.LOST and fate.score == 1:
            assert words_at(old, one.place) == words_at(new, fate.place)


# fmt: off
WORDS = st.sampled_from("the a mayor said that bridge closed 60 600 [sic] “no” . , ; é 👩‍👩‍👧 عيادة \n".split(" "))  # noqa: SIM905
# fmt: on
TEXT = st.lists(WORDS, min_size=0, max_size=12).map(" ".join)
TEXTS = st.lists(TEXT, min_size=1, max_size=5)


@st.composite
def versions(draw):
    old = draw(TEXTS.filter(any))
    kept = draw(st.lists(st.sampled_from(range(len(old))), max_size=5))
    new = [old[n] if draw(st.booleans()) else draw(TEXT) for n in kept] + draw(st.lists(TEXT, max_size=2))

    def span():
        number = draw(st.sampled_from([n for n, text in enumerate(old) if text]))
        start = draw(st.integers(0, len(old[number]) - 1))
        return Place(number, start, draw(st.integers(start + 1, len(old[number]))))

    annotations = [Old(span(), tuple(span() for _ in range(draw(st.integers(0, 2))))) for _ in range(8)]
    return old, new, annotations


@given(versions())
def test_every_annotation_has_one_state_and_the_totals_add_up(made):
    old, new, annotations = made
    comparison = compare([Block("body", text) for text in old], [Block("body", text) for text in new])
    check(old, new, annotations, carry(old, new, comparison, annotations))


@given(TEXTS.filter(any), st.data())
def test_a_text_that_did_not_change_carries_everything(texts, data):
    number = data.draw(st.sampled_from([n for n, text in enumerate(texts) if text]))
    start = data.draw(st.integers(0, len(texts[number]) - 1))
    place = Place(number, start, data.draw(st.integers(start + 1, len(texts[number]))))
    blocks = [Block("body", text) for text in texts]
    [fate] = carry(texts, texts, compare(blocks, blocks), [Old(place)])
    assert (fate.state, fate.place) == (State.CARRIED, place)


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_over_made_up_articles_with_known_edits(first):
    """Real-looking texts, edited at random: what is carried is the same words, and most of it is carried."""
    total = carried = 0
    for seed in range(first, first + 20):
        made = republished(seed)
        old, new = [block.text for block in made.left], [block.text for block in made.right]
        chance = Random(seed)
        annotations = [Old(_some_words(chance, old)) for _ in range(30)]
        found = carry(old, new, compare(made.left, made.right), annotations)
        check(old, new, annotations, found)
        total += len(found)
        carried += sum(fate.state is State.CARRIED for fate in found)
    assert carried / total > 0.5


def _some_words(chance, texts):
    number = chance.choice([n for n, text in enumerate(texts) if text.strip()])
    words = texts[number].split()
    first = chance.randrange(len(words))
    start = sum(len(word) + 1 for word in words[:first])
    quote = " ".join(words[first : first + chance.randint(1, 9)])
    start = max(0, texts[number].find(quote, max(0, start - 2)))
    return Place(number, start, min(len(texts[number]), start + len(quote)))


@given(TEXT, TEXT)
def test_differences_come_together_again(old, new):
    left, right = differences(old, new)
    assert "".join(words for words, _ in left) == old
    assert "".join(words for words, _ in right) == new
    assert (old == new) or any(changed for _, changed in left + right)


@given(TEXT.filter(bool), TEXT.filter(bool))
def test_likeness_is_whole_for_the_same_words_only(old, new):
    assert (likeness(old, new) == 1) == (old == new)
    assert 0 <= likeness(old, new) <= 1


# -- points, where words were left out -------------------------------------------------


def point_fate(old, new, before):
    """The fate of the point just after the first `before` of the old text."""
    place = place_of(old, before)
    comparison = compare([Block("body", text) for text in old], [Block("body", text) for text in new])
    [fate] = carry(old, new, comparison, [Old(Place(place.paragraph, place.end, place.end))])
    return fate


@pytest.mark.parametrize("before", ["is closed,", "on Monday.", "Nobody was hurt."])
def test_a_point_is_carried_where_the_words_on_either_side_stand(before):
    old = [f"{BRIDGE} {REPAIRS}", QUIET]
    new = ["A line that was put before.", f"{BRIDGE} {REPAIRS}", QUIET]
    fate = point_fate(old, new, before)
    assert (fate.state, fate.score, fate.reasons) == (State.CARRIED, 1.0, ())
    assert fate.place.start == fate.place.end
    assert new[fate.place.paragraph][: fate.place.start].endswith(before)


@pytest.mark.parametrize(
    ("old", "new", "before"),
    [
        ([f"{BRIDGE} {REPAIRS}"], [f"{BRIDGE} The council denied it. {REPAIRS}"], "on Monday."),
        ([f"{BRIDGE} {REPAIRS}"], [f"{BRIDGE.replace('on Monday', 'late on Tuesday')} {REPAIRS}"], "on Monday."),
        ([BRIDGE, REPAIRS], [f"{BRIDGE} The council denied it.", REPAIRS], "on Monday."),
        ([f"{BRIDGE} {REPAIRS}"], [BRIDGE, REPAIRS], "on Monday."),
        ([BRIDGE, REPAIRS, QUIET], [REPAIRS, QUIET, BRIDGE], "on Monday."),
    ],
    ids=["put back", "words before changed", "the end is no end any more", "the paragraph was split", "moved"],
)
def test_a_point_is_checked_where_something_beside_it_changed(old, new, before):
    fate = point_fate(old, new, before)
    assert fate.state is State.CHECK
    assert fate.reasons
    assert fate.place.start == fate.place.end


def test_a_point_is_lost_with_the_words_around_it():
    fate = point_fate([BRIDGE, REPAIRS], [REPAIRS], "is closed,")
    assert (fate.state, fate.place, fate.score) == (State.LOST, None, 0.0)


@given(st.data())
def test_a_point_is_always_carried_over_to_the_same_text(data):
    texts = [BRIDGE, f"{REPAIRS} {QUIET}", QUIET]
    number = data.draw(st.integers(0, 2))
    at = data.draw(st.integers(0, len(texts[number])))
    comparison = compare([Block("body", text) for text in texts], [Block("body", text) for text in texts])
    [fate] = carry(texts, texts, comparison, [Old(Place(number, at, at))])
    assert (fate.state, fate.place) == (State.CARRIED, Place(number, at, at))
