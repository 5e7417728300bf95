from hypothesis import given
from hypothesis import strategies as st

from annotator.review.context import in_context
from annotator.review.differences import changed_spans, runs

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
