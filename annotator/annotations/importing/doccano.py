"""doccano's JSON Lines: a document a line, spans as `label` triples or as `entities`, in code points. Pure."""

import json
from collections.abc import Iterator
from typing import Any

from annotator.annotations.importing.found import Found, Problem, Which, decoded, which, whole, words


def read(content: bytes) -> Iterator[Found | Problem]:
    for number, line in enumerate(decoded(content).split("\n"), 1):
        if not line.strip():
            continue
        where = f"line {number}"
        try:
            document = json.loads(line)
        except (ValueError, RecursionError):
            yield Problem(where, "It is not JSON.")
            continue
        yield from _document(where, document)


def _document(where: str, document: Any) -> Iterator[Found | Problem]:
    text = document.get("text", document.get("data")) if isinstance(document, dict) else None
    if not isinstance(text, str):
        yield Problem(where, "It has no text.")
        return
    place = which(text, document, document.get("meta"), document.get("metadata"))
    spans = document.get("entities") or document.get("label") or document.get("labels") or []
    for number, span in enumerate(spans if isinstance(spans, list) else [spans], 1):
        yield _span(f"{where}, label {number}", place, span)
    for number, _ in enumerate(_list(document.get("relations")), 1):
        yield Problem(f"{where}, relation {number}", "Relations between spans have no place here.")
    for number, _ in enumerate(_list(document.get("cats")), 1):
        yield Problem(f"{where}, category {number}", "It is about the document as a whole, not about words of it.")


def _span(where: str, place: Which, span: Any) -> Found | Problem:
    match span:
        case [start, end, str(label), *_]:
            pass
        case {"start_offset": start, "end_offset": end, "label": str(label)}:
            pass
        case str():
            return Problem(where, "It is about the document as a whole, not about words of it.")
        case _:
            return Problem(where, "It is not a start, an end and a label.")
    if whole(start) is None or whole(end) is None or not start < end:
        return Problem(where, "Its start and end are not two numbers in order.")
    quote = (place.text or "")[start:end]
    return Found(where, place, words(label), start, end, quote=quote)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
