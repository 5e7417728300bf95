"""W3C Web Annotations as JSON-LD: one, a list, a page or a collection. Offsets count code points. Pure."""

import re
from collections.abc import Iterator
from typing import Any

from annotator.annotations.importing.found import (
    Found,
    NotReadable,
    Problem,
    Which,
    decoded,
    loaded,
    whole,
    words,
)

_LABELLING = {"", "tagging", "classifying", "identifying"}


def read(content: bytes) -> Iterator[Found | Problem]:
    items = _items(loaded(decoded(content)))
    if not items:
        raise NotReadable("It holds no annotations.")
    for number, item in enumerate(items, 1):
        name = words(item.get("id")) if isinstance(item, dict) else ""
        yield from _annotation(f"annotation {number}{f' ({name[:80]})' if name else ''}", item)


def _items(said: Any) -> list[Any]:
    if isinstance(said, list):
        return said
    if not isinstance(said, dict):
        return []
    if isinstance(said.get("items"), list):
        return list(said["items"])
    if isinstance(said.get("first"), dict):
        return _items(said["first"])
    return [said] if "target" in said else []


def _annotation(where: str, item: Any) -> Iterator[Found | Problem]:
    if not isinstance(item, dict) or "target" not in item:
        yield Problem(where, "It has no target.")
        return
    targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
    if len(targets) != 1:
        yield Problem(where, f"It has {len(targets)} targets; one passage is taken.")
        return
    bodies = item.get("body") or []
    bodies = bodies if isinstance(bodies, list) else [bodies]
    labels, notes = _labels(bodies), _notes(bodies)
    if not labels:
        yield Problem(where, "It has no label: no body that tags or classifies.")
    place = _place(targets[0])
    for label in labels:
        if isinstance(place, str):
            yield Problem(where, place)
        else:
            creator = item.get("creator")
            yield Found(where, label=label, note=notes, who=_who(creator), machine=_is_machine(creator), **place)


def _labels(bodies: list[Any]) -> list[str]:
    """In words where there are any: who gives an address beside them says the same twice."""
    found, addresses = [], []
    for body in bodies:
        if isinstance(body, str):
            addresses.append(body)
        elif isinstance(body, dict) and words(body.get("purpose")) in _LABELLING:
            value = body.get("source") or body.get("id")
            addresses.append(words(value.get("id") if isinstance(value, dict) else value))
            found.append(words(body.get("value")))
    return [label for label in found if label] or [label for label in addresses if label]


def _notes(bodies: list[Any]) -> str:
    said = (one for one in bodies if isinstance(one, dict) and one.get("purpose") in ("commenting", "describing"))
    return "\n".join(filter(None, (words(one.get("value")) for one in said)))


def _place(target: Any) -> dict[str, Any] | str:
    """The arguments of Found that say where, or a sentence."""
    if not isinstance(target, dict):
        return "Its target is a page as a whole, not a passage."
    selectors = target.get("selector") or []
    selectors = selectors if isinstance(selectors, list) else [selectors]
    by_type = {one.get("type"): one for one in selectors if isinstance(one, dict)}
    position, quoted = by_type.get("TextPositionSelector", {}), by_type.get("TextQuoteSelector", {})
    start, end = whole(position.get("start")), whole(position.get("end"))
    quote = quoted["exact"] if isinstance(quoted.get("exact"), str) else None
    if quote is None and (start is None or end is None):
        return "Its target has neither a text position nor a quote."
    source = target.get("source")
    address = words(source.get("id")) if isinstance(source, dict) else words(source)
    digest = words(target.get("schema:sha256")) or words(target.get("sha256"))
    version = re.search(r":version[:/](\d{1,9})$", address)
    return {
        "which": Which(digest, int(version[1]) if version else None, address),
        "start": start,
        "end": end,
        "quote": quote,
        "prefix": words(quoted.get("prefix")),
        "suffix": words(quoted.get("suffix")),
    }


def _who(creator: Any) -> str:
    if isinstance(creator, dict):
        return words(creator.get("nickname")) or words(creator.get("name")) or words(creator.get("id"))
    return words(creator)


def _is_machine(creator: Any) -> bool:
    return isinstance(creator, dict) and creator.get("type") in ("Software", "SoftwareApplication")
