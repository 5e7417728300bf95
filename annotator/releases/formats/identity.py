"""Names for what a release speaks of, where a format wants an id: always the same for the same thing. Pure.

An annotation is known by its own UUID. Everything else gets a UUID 5 made of the instance's address and what the
tables call it. Vocabularies have the ids that the REFI-QDA codebook gives them, which are those of every instance.
"""

from collections.abc import Mapping
from functools import cache
from hashlib import sha1
from typing import Any
from uuid import UUID, uuid5

#: what our ids are made of; it never changes
_HOUSE = UUID("2a6f7c52-6f5e-5d0b-9d5c-5a2f1c6e8b47")


class Ids:
    """Ids within one instance. `of` gives a UUID in lower case, `urn` the same as an IRI."""

    def __init__(self, about: Mapping[str, Any]) -> None:
        self._site = str(about.get("site", ""))
        self._project = str(about["study"]["project"])
        self.number = int(about["number"])
        self.of = cache(self._of)

    def _of(self, kind: str, *what: object) -> str:
        return str(uuid5(_HOUSE, "\x1f".join([self._site, kind, *map(str, what)])))

    def urn(self, kind: str, *what: object) -> str:
        return f"urn:uuid:{self.of(kind, *what)}"

    def coder(self, pseudonym: str) -> str:
        return self.of("person", self._project, pseudonym)

    def version(self, version_id: int) -> str:
        return self.of("version", version_id)

    def release(self, *part: object) -> str:
        return self.of("release", self._project, self.number, *part)


def part_of(annotation_id: str, *what: object) -> str:
    """The id of something that belongs to one annotation: UUID 5 as RFC 9562 has it, without the objects of `uuid`,
    which take three times as long where there are millions."""
    name = "\x1f".join(map(str, what)).encode()
    digest = bytearray(sha1(bytes.fromhex(annotation_id.replace("-", "")) + name, usedforsecurity=False).digest())
    digest[6] = (digest[6] & 0x0F) | 0x50
    digest[8] = (digest[8] & 0x3F) | 0x80
    said = digest.hex()
    return f"{said[:8]}-{said[8:12]}-{said[12:16]}-{said[16:20]}-{said[20:32]}"
