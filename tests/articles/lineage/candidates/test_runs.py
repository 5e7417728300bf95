import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.lineage.candidates.runs import MOST_RUNS, SHORTEST, shared_runs
from tests.growth import grows_with_length_only

SAID = "the night ferry will not sail until the spring storms are over"


def quotes(left, right):
    return [
        (
            left[run.left.paragraph][run.left.start : run.left.end],
            right[run.right.paragraph][run.right.start : run.right.end],
        )
        for run in shared_runs(left, right)
    ]


def test_the_same_words_are_found_wherever_they_stand():
    left, right = ["Before.", f"She said {SAID}, again."], [f"Elsewhere, {SAID.upper()}!"]
    assert quotes(left, right) == [(SAID, SAID.upper())]
    assert shared_runs(left, right)[0].words == 12


def test_signs_and_quotation_marks_between_the_words_make_no_difference():
    assert quotes(["one two, three – four “five” six seven"], ["One two three four five six; seven"]) == [
        ("one two, three – four “five” six seven", "One two three four five six; seven")
    ]


def test_the_longest_come_first_and_none_overlaps_another():
    left = ["a b c d e f g h i j", "k l m n o p q"]
    right = ["x k l m n o p q y a b c d e f g h i j z"]
    assert [run.words for run in shared_runs(left, right)] == [10, 7]


def test_a_run_is_found_once_however_often_it_is_repeated():
    assert len(shared_runs([SAID], [f"{SAID}. {SAID}."])) == 1


def test_no_more_than_a_person_would_read():
    texts = [f"{SAID} number{n}" for n in range(30)]
    assert len(shared_runs(texts, texts)) == MOST_RUNS


@pytest.mark.parametrize(("left", "right"), [([], []), ([""], ["…"]), (["a b c d e"], ["a b c d e"])], ids=str)
def test_nothing_in_common(left, right):
    assert shared_runs(left, right) == []


def test_characters_of_scripts_without_spaces_are_words():
    assert quotes(["今天市长周一表示旧桥将关闭"], ["市长周一表示旧桥将关闭了"]) == [
        ("市长周一表示旧桥将关闭", "市长周一表示旧桥将关闭")
    ]


@given(st.lists(st.text("abc .", max_size=60), max_size=4), st.lists(st.text("abc .", max_size=60), max_size=4))
def test_what_is_found_stands_in_both(left, right):
    for run, (one, two) in zip(shared_runs(left, right), quotes(left, right), strict=True):
        assert run.words >= SHORTEST
        assert one.replace(".", " ").split() == two.replace(".", " ").split()


def test_time_grows_with_length_only():
    assert grows_with_length_only(lambda n: ["the " * n], lambda texts: shared_runs(texts, texts), 1000)
    assert grows_with_length_only(
        lambda n: [" ".join(map(str, range(n)))], lambda texts: shared_runs(texts, texts), 1000
    )
