"""What became of attributions between an original and its version, where one coder coded both, as a table."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db.models import QuerySet

from annotator.annotations.drift import Drift
from annotator.annotations.models import Reading
from annotator.annotations.pairs import attribution_pairs
from annotator.facets import AttributionStatus, Mode, SourceKind, Stance
from annotator.releases.columns import column, columns_of
from annotator.releases.people import People
from annotator.studies.models import Study

_LEFT, _RIGHT = "in the original", "in the version"


@dataclass(frozen=True, slots=True)
class Drifted:
    claim_id: str = column("Claim", "annotation_id in the original; in the version where only that has one")
    derivation_id: int = column("Derivation", "as in derivations")
    coder_pseudonym: str = column("Coder", "the coder, as in annotations")
    left_annotation_id: str = column("Original's annotation", "as in annotations; empty when there is none")
    right_annotation_id: str = column("Version's annotation", "as in annotations; empty when there is none")
    left_source_id: str = column("Original's source spans", "numbers of the spans that name the source, by semicolons")
    right_source_id: str = column("Version's source spans", "numbers of the spans that name the source, by semicolons")
    left_source: str = column("Source in the original", f"the words that name it {_LEFT}", words=True)
    right_source: str = column("Source in the version", f"the words that name it {_RIGHT}", words=True)
    left_cue: str = column("Cue in the original", f"the words that link source and claim {_LEFT}", words=True)
    right_cue: str = column("Cue in the version", f"the words that link source and claim {_RIGHT}", words=True)
    left_form: str = column("Mode in the original", f"how it is quoted {_LEFT}", values=Mode.values)
    right_form: str = column("Mode in the version", f"how it is quoted {_RIGHT}", values=Mode.values)
    left_naming: str = column("Kind of source in the original", f"how it is named {_LEFT}", values=SourceKind.values)
    right_naming: str = column("Kind of source in the version", f"how it is named {_RIGHT}", values=SourceKind.values)
    left_stance: str = column("Stance in the original", f"of the cue {_LEFT}", values=Stance.values)
    right_stance: str = column("Stance in the version", f"of the cue {_RIGHT}", values=Stance.values)
    left_status: str = column(
        "Attribution in the original", "whether it is attributed", values=AttributionStatus.values
    )
    right_status: str = column(
        "Attribution in the version", "whether it is attributed", values=AttributionStatus.values
    )
    change_type: str = column(
        "What became of it", "one line for each change; same where there is none", values=[one.value for one in Drift]
    )
    likeness: float = column("Likeness", "how much of both passages is about the same words", unit="0 to 1")
    words_there: bool = column("Words on the other side", "whether the claim's words stand on the other side at all")


COLUMNS = columns_of(Drifted)


def drifted(study: Study, readings: QuerySet[Reading] | None = None) -> Iterator[Drifted]:
    """Every attribution of a coder on either side of a confirmed pair, whatever the filters; of these readings alone,
    when they are given."""
    people = People(study, names=False)
    for pair in attribution_pairs(study.readings.all() if readings is None else readings):
        facts = asdict(pair)
        coder = people.pseudonym(facts.pop("coder_id"))
        del facts["left_reading_id"], facts["right_reading_id"]
        yield Drifted(coder_pseudonym=coder, **facts)
