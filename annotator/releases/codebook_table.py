"""The codebook as a table: a line for each claim type of each revision."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.releases.columns import column, columns_of
from annotator.studies.models import Study

STATES = ("offered", "retired")


@dataclass(frozen=True, slots=True)
class Coded:
    revision: int = column("Codebook revision", "the revision, as in annotations", unit="from 1")
    codebook: str = column("Codebook", "its name")
    label_id: int = column("Claim type, as stored", "as label_id in annotations")
    code: str = column("Code", "the claim type's code")
    label: str = column("Claim type", "its name in this revision")
    state: str = column("State", "whether coders were offered it", values=STATES)
    key: str = column("Key", "the key that picks it on the workbench")
    color: str = column("Colour", "on a light page", unit="hexadecimal")
    color_dark: str = column("Colour, dark", "on a dark page", unit="hexadecimal")
    definition: str = column("Definition", "what it is")
    example: str = column("Example", "words that are of it")
    not_when: str = column("Not when", "what it is not")
    note_required: bool = column("Note required", "whether a coder has to write a note")


COLUMNS = columns_of(Coded)


def codebook_lines(study: Study) -> Iterator[Coded]:
    """Every claim type of every revision, in the order in which the codebook has them."""
    for revision in study.revisions.order_by("number"):
        for one in revision.content:
            if one.get("id") is None:
                continue
            yield Coded(
                revision=revision.number,
                codebook=revision.codebook,
                label_id=one["id"],
                code=one.get("code", ""),
                label=one.get("label", ""),
                state="retired" if one.get("retired") else "offered",
                key=one.get("key", ""),
                color=one.get("colour_light", ""),
                color_dark=one.get("colour_dark", ""),
                definition=one.get("definition", ""),
                example=one.get("example", ""),
                not_when=one.get("not_when", ""),
                note_required=bool(one.get("note_required")),
            )
