"""What a comparison with the original found to have been put into a text, as suggestions on that text."""

from annotator.suggestions.models import Run, Suggestion
from articles.lineage.models import Derivation
from articles.lineage.records import Change, Comparison

ENGINE = "comparison"
PUT_IN, CHANGED, FORM = "put-in", "changed", "form"
_REASONS = {
    PUT_IN: "The stored original does not have these words here.",
    CHANGED: "The stored original has other words here.",
    FORM: "The stored original has this in another form.",
}


def suggest(comparison: Comparison) -> Run:
    """Store what this comparison found that no earlier one of the same derivation found; return its run.

    Only words that stand in the derived text can be pointed at, so omissions are not among them. Changes of form are
    stored too, but not as editorial. Who put the words in is not said: that is for a person to say.
    """
    run, created = Run.objects.get_or_create(
        comparison=comparison,
        defaults={
            "article_id": comparison.derivation.derived_id,
            "engine": ENGINE,
            "version": comparison.algorithm.rpartition(" ")[2][:20],
        },
    )
    if created:
        known = _known(comparison.derivation)
        changes = comparison.changes.filter(operation__in=["addition", "substitution", "format-only"])
        found = changes.exclude(right_quote="").order_by("number")
        Suggestion.objects.bulk_create(
            [_suggestion(run, one) for one in found if _place(one) not in known], batch_size=500
        )
    return run


def _known(derivation: Derivation) -> set[tuple[int | None, int | None, str]]:
    rows = Suggestion.objects.filter(run__comparison__derivation=derivation)
    return set(rows.values_list("paragraph_id", "start", "quote"))


def _place(change: Change) -> tuple[int | None, int | None, str]:
    return change.right_paragraph_id, change.right_start, change.right_quote


def _suggestion(run: Run, change: Change) -> Suggestion:
    assert change.right_paragraph_id is not None and change.right_start is not None  # noqa: S101, PT018 - it has words
    kind = FORM if change.trivial or change.operation == "format-only" else PUT_IN if not change.left_quote else CHANGED
    return Suggestion(
        run=run,
        paragraph_id=change.right_paragraph_id,
        start=change.right_start,
        quote=change.right_quote,
        kind=kind,
        marking=change.marking,
        host=change.host,
        editorial=kind != FORM,
        reason=_REASONS[kind],
        change=change,
    )
