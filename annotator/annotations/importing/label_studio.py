"""Label Studio's JSON export: tasks with annotations with results. Offsets count UTF-16 code units. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from annotator.annotations.importing.found import (
    FACETS,
    Found,
    NotReadable,
    Problem,
    Which,
    decoded,
    loaded,
    which,
    whole,
    words,
)


def read(content: bytes) -> Iterator[Found | Problem]:
    tasks = loaded(decoded(content))
    tasks = tasks if isinstance(tasks, list) else [tasks]
    if not all(isinstance(task, dict) and isinstance(task.get("data"), dict) for task in tasks):
        raise NotReadable("It is no list of tasks with data, as Label Studio exports them in JSON.")
    for number, task in enumerate(tasks, 1):
        yield from _task(f"task {task.get('id', number)}", task)


def _task(where: str, task: dict[str, Any]) -> Iterator[Found | Problem]:
    place = which(_text(task["data"]), task["data"], task.get("meta"))
    for number, annotation in enumerate(_dicts(task.get("annotations")), 1):
        here = f"{where}, annotation {annotation.get('id', number)}"
        if annotation.get("was_cancelled"):
            yield Problem(here, "It was skipped by its annotator.")
            continue
        notes = _notes(annotation)
        for at, result in enumerate(_dicts(annotation.get("result")), 1):
            yield from _result(f"{here}, result {at}", place, result, notes, _who(annotation))
    for number, prediction in enumerate(_dicts(task.get("predictions")), 1):
        here = f"{where}, prediction {number}"
        notes, model = _notes(prediction), words(prediction.get("model_version")) or "a model"
        results = _dicts(prediction.get("result"))
        if not results:
            yield Problem(here, "It marks no words.")
        for at, result in enumerate(results, 1):
            for one in _result(f"{here}, result {at}", place, result, notes, model):
                yield replace(one, machine=True) if isinstance(one, Found) else one


def _text(data: dict[str, Any]) -> str | None:
    """The text that was labelled: `text`, or else the longest of the task's strings."""
    strings = [value for value in data.values() if isinstance(value, str)]
    return data["text"] if isinstance(data.get("text"), str) else max(strings, key=len, default=None)


def _result(
    where: str, place: Which, result: dict[str, Any], notes: dict[str, str], who: str
) -> Iterator[Found | Problem]:
    kind, value = result.get("type"), result.get("value")
    if kind == "textarea" and words(result.get("id")) in notes:
        return
    facet = words(result.get("from_name"))
    if kind == "choices" and facet in FACETS and isinstance(value, dict):
        said = [f"{facet}/{one}" for one in _strings(value.get("choices"))]
        kind, value = "labels", {**value, "labels": said}
    if kind not in ("labels", "hypertextlabels") or not isinstance(value, dict):
        yield Problem(where, f"A result of type “{words(kind)[:40]}” has no place here.")
        return
    offsets: Any = value.get("globalOffsets") if isinstance(value.get("globalOffsets"), dict) else value
    start, end = whole(offsets.get("start")), whole(offsets.get("end"))
    labels = _strings(value.get("labels", value.get("hypertextlabels")))
    if start is None or end is None or not start < end or not labels:
        yield Problem(where, "It has no start, end and label.")
        return
    quote = value["text"] if isinstance(value.get("text"), str) else None
    note = notes.get(words(result.get("id")), "")
    for label in labels:
        yield Found(where, place, label, start, end, utf16=True, quote=quote, note=note, who=who)


def _notes(annotation: dict[str, Any]) -> dict[str, str]:
    """What was typed beside a region, by the region's id."""
    regions = {words(one.get("id")) for one in _dicts(annotation.get("result")) if one.get("type") == "labels"}
    notes: dict[str, str] = {}
    for one in _dicts(annotation.get("result")):
        value = one.get("value")
        text = value.get("text") if isinstance(value, dict) else None
        if one.get("type") == "textarea" and words(one.get("id")) in regions and text:
            notes[words(one.get("id"))] = " ".join(map(str, text)) if isinstance(text, list) else str(text)
    return notes


def _who(annotation: dict[str, Any]) -> str:
    by = annotation.get("completed_by")
    by = by.get("email") or by.get("id") if isinstance(by, dict) else by
    return str(by or "")


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _strings(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
