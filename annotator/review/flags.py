"""Who flagged a case and how, made ready to show. Coders appear under their pseudonym of this study, always."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from annotator.facets import Certainty, Effect, Function, Host, Inserter, Marking
from annotator.review.models import Flag
from annotator.studies.models import Study


@dataclass(frozen=True, slots=True)
class ShownFlag:
    """One flag. Facets are their codes; `words` gives (question, answer) pairs for those that were answered.

    `is_seen` tells whether it stood in its case when the newest decision was made; asked on the case page only.
    """

    who: str
    is_machine: bool
    is_standing: bool
    is_seen: bool
    ended: str
    quote: str
    at: datetime
    marking: str
    host: str
    function: str = ""
    inserter: str = ""
    effect: str = ""
    claim: str = ""
    certainty: str = ""
    note: str = ""
    reason: str = ""

    @property
    def words(self) -> list[tuple[str, str]]:
        answers = [
            ("Marking", Marking, self.marking),
            ("Host", Host, self.host),
            ("Function", Function, self.function),
            ("Inserter", Inserter, self.inserter),
            ("Effect", Effect, self.effect),
            ("Certainty", Certainty, self.certainty),
        ]
        said = [(question, facet(value).label) for question, facet, value in answers if value]
        return [*said, *([("Claim", self.claim)] if self.claim else [])]


def with_hands(flags: QuerySet[Flag]) -> QuerySet[Flag]:
    """The flags with everything `shown_flag` asks of them, in one query."""
    return flags.select_related("annotation__reading", "annotation__claim_type", "suggestion__run").order_by(
        "case_id", "pk"
    )


def shown_flag(flag: Flag, study: Study, *, is_seen: bool = True) -> ShownFlag:
    if flag.suggestion is not None:
        made = flag.suggestion
        return ShownFlag(
            who=f"Detector “{made.run.engine}” {made.run.version}",
            is_machine=True,
            is_standing=True,
            is_seen=is_seen,
            ended="",
            quote=made.quote,
            at=made.run.at,
            marking=made.marking,
            host=made.host,
            reason=made.reason,
        )
    said = flag.annotation
    assert said is not None  # noqa: S101 - the constraint flag_comes_from_one_hand
    return ShownFlag(
        who=study.pseudonym(said.reading.coder_id),
        is_machine=False,
        is_standing=said.ended_at is None,
        is_seen=is_seen,
        ended=said.get_ended_how_display(),
        quote=said.quote,
        at=said.created_at,
        marking=said.marking,
        host=said.host,
        function=said.function,
        inserter=said.inserter,
        effect=said.effect,
        claim=said.claim_type.label if said.claim_type else "",
        certainty=said.certainty,
        note=said.note,
    )


def standing(flags: Iterable[ShownFlag]) -> list[ShownFlag]:
    return [flag for flag in flags if flag.is_standing]


def most_said(flags: Sequence[ShownFlag], facet: str) -> str:
    """What most coders said of this facet, machines where no coder did; the first said of equals; "" for nothing."""
    for machine in (False, True):
        said: list[str] = [value for f in flags if f.is_machine is machine and (value := getattr(f, facet))]
        if said:
            return Counter(said).most_common(1)[0][0]
    return ""


def counted(coders: int, machines: int) -> str:
    """ "2 coders, 1 machine"."""
    parts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((coders, "coder"), (machines, "machine")) if n]
    return ", ".join(parts) or "no standing flag"
