"""A codebook as TOML, the form that `codebooks.parse` reads: the types on offer, and all that is said around them."""

import json

from annotator.studies.codebooks import Codebook, CodebookError, Type, parse

TITLE, SUFFIX, MEDIA_TYPE = "TOML", "toml", "application/toml"
HINT = "The whole codebook, to read, edit and bring in again, here or in another study."


def write(codebook: Codebook) -> bytes:
    lines = [
        "[codebook]",
        f"name = {_text(codebook.name)}",
        f"version = {_text(codebook.version)}",
        f"unit = {_text(codebook.unit)}",
        f"notes = {_texts(codebook.notes)}",
        f"priority_on_doubt = {_texts(_on_offer(codebook))}",
    ]
    if codebook.facets_off:
        lines.append(f"facets_off = {_texts(codebook.facets_off)}")
    for one in codebook.active:
        lines += ["", *_type(one)]
    return ("\n".join(lines) + "\n").encode()


def read(data: bytes, now: Codebook) -> Codebook:
    """Raises CodebookError. Nothing is taken from `now`: a TOML file says everything."""
    try:
        return parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CodebookError("The file is not UTF-8 text.") from error


def _on_offer(codebook: Codebook) -> tuple[str, ...]:
    codes = {one.code for one in codebook.active}
    return tuple(code for code in codebook.priority_on_doubt if code in codes)


def _type(one: Type) -> list[str]:
    words = ("code", "label", "key", "definition", "example", "not_when")
    return [
        "[[claim_type]]",
        *(f"{name} = {_text(getattr(one, name))}" for name in words),
        f"note_required = {'true' if one.note_required else 'false'}",
        f"colour = {{ light = {_text(one.colour_light)}, dark = {_text(one.colour_dark)} }}",
        f"pattern = {_text(one.pattern)}",
    ]


def _text(value: str) -> str:
    """A basic string of TOML 1.0: JSON's escapes are its own, and DEL is escaped too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _texts(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(_text(value) for value in values) + "]"
