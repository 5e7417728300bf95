"""Who flagged a case and how, made ready to show. Coders appear under their pseudonym of this study, always."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from annotator.facets import Certainty, Effect, Function, Host, Inserter, Marking
from annotator.review.models import Flag
from annotator.studies.models import Study
from annotator.suggestions.comparing import ENGINE as COMPARISON
from annotator.suggestions.models import Suggestion

#: a note of more characters is folded, and opened whole
LONG = 600


@dataclass(frozen=True, slots=True)
class ShownFlag:
    """One flag, of those that `with_hands` fetched. Facets are their codes; `words` gives (question, answer) pairs for
    those that were answered.

    Asked on the case page only: `is_judged`, whether the verdict that stands speaks of it or of the one it repeats;
    `is_edited`, whether it repeats one that was judged; `is_late`, whether it came after the reviewer opened the case.
    """

    pk: int
    who: str
    is_machine: bool
    is_standing: bool
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
    is_judged: bool = True
    is_edited: bool = False
    is_late: bool = False
    left_out: str = ""

    @property
    def has_long_note(self) -> bool:
        return len(self.note) > LONG

    @property
    def words(self) -> list[tuple[str, str]]:
        answers: list[tuple[str, Any, str]] = [
            ("Marking", Marking, "" if self.left_out else self.marking),
            ("Host", Host, self.host),
            ("Function", Function, self.function),
            ("Left out by" if self.left_out else "Inserter", Inserter, self.inserter),
            ("Effect", Effect, self.effect),
            ("Certainty", Certainty, self.certainty),
        ]
        said = [(question, facet(value).label) for question, facet, value in answers if value]
        return [*said, *([("Claim", self.claim)] if self.claim else [])]


def with_hands(flags: QuerySet[Flag]) -> QuerySet[Flag]:
    """The flags with everything `shown_flag` asks of them, in two queries."""
    stands = Exists(Suggestion.objects.standing().filter(pk=OuterRef("suggestion")))
    hands = flags.select_related("annotation__reading", "annotation__claim_type", "suggestion__run")
    hands = hands.prefetch_related("annotation__omitted")
    return hands.annotate(is_still_made=stands).order_by("case_id", "pk")


def shown_flag(
    flag: Flag, study: Study, *, judged: Container[int] | None = None, opened_with: int | None = None
) -> ShownFlag:
    """`judged` are the flags that the standing verdict saw, `opened_with` is the newest flag that the reviewer was
    shown; None where nobody asks."""
    shown = _shown(flag, study)
    root = flag.repeats_id or flag.pk
    return replace(
        shown,
        is_judged=judged is None or root in judged,
        is_edited=judged is not None and root in judged and flag.pk not in judged,
        is_late=opened_with is not None and root > opened_with,
    )


def _shown(flag: Flag, study: Study) -> ShownFlag:
    if flag.suggestion is not None:
        made = flag.suggestion
        state: Any = flag
        compared = made.run.engine == COMPARISON
        return ShownFlag(
            pk=flag.pk,
            who="Comparison with the original" if compared else f"Detector “{made.run.engine}” {made.run.version}",
            is_machine=True,
            is_standing=state.is_still_made,
            ended="" if state.is_still_made else "No longer found",
            quote=made.quote,
            at=made.run.at,
            marking=made.marking,
            host=made.host,
            reason=made.reason,
        )
    said = flag.annotation
    assert said is not None  # noqa: S101 - the constraint flag_comes_from_one_hand
    return ShownFlag(
        pk=flag.pk,
        who=study.pseudonym(said.reading.coder_id),
        is_machine=False,
        is_standing=said.ended_at is None,
        ended=f"{said.get_ended_how_display()} since" if said.ended_at else "",
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
        left_out=" … ".join(one.quote for one in said.omitted.all()),
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
