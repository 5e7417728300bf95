"""What comparing found: its suggestions are made again, and those that a case has are its flags."""

from itertools import batched

from annotator.releases.restoring.deciding import Cases
from annotator.releases.restoring.source import SIZE, Source
from annotator.review.models import Case, Flag
from annotator.suggestions.comparing import suggest
from annotator.suggestions.models import Suggestion
from articles.lineage.records import Comparison


def restore_insertions(source: Source, cases: Cases) -> None:
    for comparison in Comparison.objects.select_related("derivation").order_by("pk").iterator(chunk_size=SIZE):
        suggest(comparison)
    for batch in batched(source.table("insertions"), SIZE):
        home = {one["insertion_id"]: one["case_id"] for one in batch if one["case_id"] is not None}
        opened: list[Case] = []
        flags = []
        for made in Suggestion.objects.filter(change__in=home).order_by("pk"):
            case = home[made.change_id or 0]
            opened += cases.new(case, made.paragraph_id, made.start, made.quote)
            flags.append(Flag(case_id=case, suggestion=made, at=source.at))
        Case.objects.bulk_create(opened)
        Flag.objects.bulk_create(flags)
