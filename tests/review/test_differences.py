import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.review.context import in_context
from annotator.review.differences import changed_around, changed_spans, runs

TEXTS = st.text(alphabet="ab c.“”é👩\u200d\u0301[]", max_size=60)


def test_inserted_words_are_the_change():
    left, right = "The militants lost ground.", "The militants [backed by none] lost ground."
    gone, added = changed_spans(left, right)
    assert gone == []
    assert [right[start:end] for start, end in added] == ["[backed by none]"]


def test_substituted_words_are_shown_on_both_sides():
    left, right = "He said it fell.", "He claimed it fell."
    gone, added = changed_spans(left, right)
    assert [left[a:b] for a, b in gone] == ["said"]
    assert [right[a:b] for a, b in added] == ["claimed"]


def test_runs_know_where_a_change_begins_and_ends_though_the_passage_cuts_it():
    found = runs("a bcd e", [(2, 5)], (3, 7))
    assert [(run.text, run.changed, run.marked, run.opens, run.closes) for run in found] == [
        ("a ", False, False, False, False),
        ("b", True, False, True, False),
        ("cd", True, True, False, True),
        (" e", False, True, False, False),
    ]


@given(TEXTS, TEXTS, st.data())
def test_the_runs_joined_are_the_text(left, right, data):
    start = data.draw(st.integers(0, len(right)))
    end = data.draw(st.integers(start, len(right)))
    gone, added = changed_spans(left, right)
    assert "".join(run.text for run in runs(left, gone)) == left
    shown = runs(right, added, (start, end))
    assert "".join(run.text for run in shown) == right
    assert "".join(run.text for run in shown if run.marked) == right[start:end]
    assert sum(run.opens for run in shown) == sum(run.closes for run in shown) == len(added)


@given(st.text(max_size=300), st.data())
def test_context_never_changes_the_passage_nor_grows_beyond_its_width(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    context = in_context(text, start, end)
    assert context.quote == text[start:end]
    assert len(context.prefix) <= 61
    assert len(context.suffix) <= 61
    assert text[:start].endswith(context.prefix.removeprefix("…"))
    assert text[end:].startswith(context.suffix.removesuffix("…")) or context.suffix.endswith("…")


@pytest.mark.parametrize(
    ("original", "republication", "flagged", "gone", "added"),
    [
        pytest.param("It fell.", "It [so] fell.", "[so]", [], ["[so]"], id="put-in"),
        pytest.param("It [so] fell.", "It [so] fell.", "[so]", [], [], id="stands-there-too"),
        pytest.param("The plan led by X fell.", "The plan [led by Y] fell.", "[led by Y]", ["led by X"], ["[led by Y]"],
                     id="shares-words-with-what-stood-there"),
        pytest.param("The army lost.", "The army [the army lost] lost.", "[the army lost]", [], ["[the army lost]"],
                     id="shares-words-with-its-neighbours"),
        pytest.param("He said it fell.", "He claimed [so] it fell.", "[so]", ["said"], ["claimed", "[so]"],
                     id="beside-another-change"),
        pytest.param("He said X now.", "He claimed X now.", "X", ["said"], ["claimed"], id="another-change-before-it"),
        pytest.param("", "[all of it]", "[all of it]", [], ["[all of it]"], id="nothing-in-the-original"),
    ],
)  # fmt: skip
def test_the_flagged_words_are_one_piece(original, republication, flagged, gone, added):
    start = republication.index(flagged)
    left, right = changed_around(original, republication, start, start + len(flagged))
    assert [original[a:b] for a, b in left] == gone
    assert [republication[a:b] for a, b in right] == added


@given(TEXTS, TEXTS.filter(bool), st.data())
def test_no_comparison_ever_cuts_the_flagged_words(left, right, data):
    start = data.draw(st.integers(0, len(right) - 1))
    end = data.draw(st.integers(start + 1, len(right)))
    gone, added = changed_around(left, right, start, end)
    shown = runs(right, added, (start, end))
    assert [run.text for run in shown if run.marked] == [right[start:end]]
    assert "".join(run.text for run in shown) == right
    assert "".join(run.text for run in runs(left, gone)) == left
    assert sum(run.opens for run in shown) == sum(run.closes for run in shown) == len(added)
