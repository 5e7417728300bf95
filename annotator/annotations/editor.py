"""What the editor's form shows: the choices, and the values of the annotation being made or changed."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from annotator.annotations.insertions import shown_by
from annotator.annotations.models import Annotation
from annotator.facets import (
    AttributionStatus,
    Certainty,
    Effect,
    Facet,
    Function,
    Host,
    Inserter,
    Marking,
    Mode,
    Operation,
    SourceKind,
    Stance,
)


@dataclass(frozen=True, slots=True)
class Field:
    """One drop-down. `blank` names the choice that leaves it open."""

    name: str
    label: str
    facet: type[Facet]
    blank: str
    help: str = ""


ATTRIBUTION = (
    Field("attribution", "Attribution", AttributionStatus, "– not coded –"),
    Field("source_kind", "Source", SourceKind, "– not coded –"),
    Field("mode", "Mode", Mode, "– not coded –"),
    Field("stance", "Stance of the cue", Stance, "– not coded –"),
)
INSERTION = (
    Field("marking", "Marking", Marking, "from the text"),
    Field("host", "Host", Host, "from the text"),
    Field("operation", "Operation", Operation, "from the text"),
    Field("function", "Function", Function, "– not coded –"),
    Field("inserter", "Inserter", Inserter, "Unknown"),
    Field("effect", "Effect", Effect, "– not coded –"),
)


@cache
def options(facet: type[Facet], blank: str | None, chosen: str) -> SafeString:
    """`<option>`s of a vocabulary, kept: they are the same on every page."""
    rows = [(member.value, member.definition, member.label) for member in facet]
    if blank is not None:
        rows.insert(0, ("", "", blank))
    return format_html_join(
        "",
        '<option value="{}" title="{}"{}>{}</option>',
        ((value, title, SafeString(" selected") if value == chosen else "", label) for value, title, label in rows),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """`problem` is what is wrong with the choice that was sent, "" when nothing is."""

    field: Field
    options: SafeString
    problem: str = ""


def choices(
    fields: tuple[Field, ...], values: dict[str, Any], errors: dict[str, str], off: Collection[str] = ()
) -> list[Choice]:
    return [
        Choice(f, options(f.facet, f.blank, str(values.get(f.name) or "")), errors.get(f.name, ""))
        for f in fields
        if f.name not in off
    ]


_BLANK = dict.fromkeys(
    ("paragraph", "start", "quote", "replaces", "outer", "suggestion", "claim_type", "attribution", "anonymity",
     "denied", "insertion", "note", "how", "sentence", "first", "last", "exact", "occurrence", "source_words",
     "cue_words"),
    "",
)  # fmt: skip


#: what lies in the sections that are folded until they are asked for
_IN_ATTRIBUTION = (*(f.name for f in ATTRIBUTION), "anonymity", "denied", "outer", "source_words", "cue_words", "spans")
_IN_INSERTION = (*(f.name for f in INSERTION), "insertion")
#: the order in which a page names what is wrong; the first of them gets the focus
_IN_ORDER = (
    "quote", "sentence", "first", "exact", "claim_type", *(f.name for f in ATTRIBUTION), "anonymity", "spans",
    "source_words", "cue_words", "outer", *(f.name for f in INSERTION), "note", "certainty",
)  # fmt: skip


def editor_context(
    values: dict[str, Any], errors: dict[str, str] | None = None, *, off: Collection[str] = ()
) -> dict[str, Any]:
    """The context of `_editor.html`: `values` by field name, `errors` a sentence by field name, `off` what is left out.

    A section stays open while it holds a value or an error; `faulty` names the field that gets the focus.
    """
    values = _BLANK | {"spans": (), "omitted": ()} | values
    errors = {_field_of(name): sentence for name, sentence in (errors or {}).items()}
    return {
        "values": values,
        "errors": errors,
        "off": off,
        "faulty": next((name for name in _IN_ORDER if name in errors), ""),
        "attribution_open": any(values.get(name) or name in errors for name in _IN_ATTRIBUTION),
        "insertion_open": any(values.get(name) or name in errors for name in _IN_INSERTION),
        "attribution_choices": choices(ATTRIBUTION, values, errors, off),
        "insertion_choices": choices(INSERTION, values, errors, off),
        "certainty_options": options(Certainty, None, str(values.get("certainty") or "sure")),
    }


def _field_of(name: str) -> str:
    """The field at which a fault is named: the parts of a span are one field, and so are first and last word."""
    return "spans" if name.startswith("span_") else {"last": "first", "occurrence": "exact"}.get(name, name)


def values_of(annotation: Annotation) -> dict[str, Any]:
    """The form's values for editing `annotation`: the next save replaces it."""
    paragraph = annotation.paragraph
    end = annotation.start + len(annotation.quote)
    shown = shown_by(paragraph.text, annotation.start, end, slot=paragraph.slot, marks=paragraph.marks)
    return {
        "replaces": annotation.pk,
        "paragraph": annotation.paragraph_id,
        "start": annotation.start,
        "quote": annotation.quote,
        "how": "point" if annotation.is_omission else "",
        "omitted": [
            {"paragraph": one.paragraph_id, "start": one.start, "quote": one.quote}
            for one in annotation.omitted.order_by("paragraph_id", "start", "pk")
        ],
        "claim_type": annotation.claim_type_id or "",
        "attribution": annotation.attribution,
        "source_kind": annotation.source_kind,
        "mode": annotation.mode,
        "stance": annotation.stance,
        "anonymity": {True: "yes", False: "no", None: ""}[annotation.anonymity_reason_given],
        "denied": annotation.denied,
        "outer": annotation.outer_id or "",
        "insertion": bool(annotation.marking),
        "marking": _corrected(annotation.marking, shown.marking),
        "operation": _corrected(annotation.operation, shown.operation),
        "host": _corrected(annotation.host, shown.host),
        "function": annotation.function,
        "inserter": annotation.inserter,
        "effect": annotation.effect,
        "note": annotation.note,
        "certainty": annotation.certainty,
        "suggestion": annotation.suggestion_id or "",
        "spans": [
            {"role": s.role, "paragraph": s.paragraph_id, "start": s.start, "quote": s.quote}
            for s in annotation.role_spans.order_by("pk")
        ],
    }


def _corrected(stored: str, shown: str) -> str:
    """What a person put in place of what the text shows; "" (from the text) when they are the same."""
    return "" if stored == shown else stored
