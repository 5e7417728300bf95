"""Where in the stored text an annotation of another tool stands, or why nowhere. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from annotator.annotations.importing.found import Found, Which

#: what releases put in place of a withheld character
COVERS = frozenset("\u2591\U0001fb90")
BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Version:
    version_id: int
    text_sha256: str
    addresses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a version; `offset` is where it begins in the version's text."""

    paragraph_id: int
    offset: int
    text: str
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in one paragraph; `start` counts code points."""

    version_id: int
    paragraph_id: int
    start: int
    quote: str
    slot: str = ""


class Nowhere(Exception):
    """The annotation does not anchor; the message is a sentence."""


class Anchoring:
    """The versions of a study's sample; `blocks_of` gives the paragraphs of one of them, down the page."""

    def __init__(self, versions: Iterable[Version], blocks_of: Callable[[int], list[Block]]) -> None:
        known = list(versions)
        self._by_id = {one.version_id: one for one in known}
        self._by_sha = {one.text_sha256: one for one in reversed(known)}
        self._by_address: dict[str, list[Version]] = {}
        for one in known:
            for address in one.addresses:
                self._by_address.setdefault(address, []).append(one)
        self._blocks_of = blocks_of
        self._digests: dict[str, str] = {}

    def anchor(self, found: Found) -> Anchor:
        """Raises Nowhere."""
        version = self._version(found.which)
        blocks = self._blocks_of(version.version_id)
        text = BREAK.join(block.text for block in blocks)
        start, end = _span(found, text)
        words = text[start:end]
        start, words = start + len(words) - len(words.lstrip()), words.strip()
        if not words:
            raise Nowhere("It has no words in it.")
        for block in blocks:
            if block.offset <= start and start + len(words) <= block.offset + len(block.text):
                return Anchor(version.version_id, block.paragraph_id, start - block.offset, words, block.slot)
        raise Nowhere(f"“{_short(words)}” runs over the end of a paragraph.")

    def _version(self, which: Which) -> Version:
        if found := self._by_sha.get(which.text_sha256):
            return found
        if which.text is not None and (found := self._by_sha.get(self._digest(which.text))):
            return found
        if which.version_id is not None and (found := self._by_id.get(which.version_id)):
            return found
        there = self._by_address.get(which.address, [])
        if len(there) == 1:
            return there[0]
        if there:
            raise Nowhere(f"The study has {len(there)} versions of {which.address[:200]}, and nothing says which.")
        raise Nowhere("No article of this study has its text, by hash, version or address.")

    def _digest(self, text: str) -> str:
        """Of one text after another: the annotations of a document come together."""
        if text not in self._digests:
            plain = text.replace("\r\n", "\n")
            self._digests = {text: sha256(plain.encode(errors="surrogatepass")).hexdigest()}
        return self._digests[text]


def _span(found: Found, text: str) -> tuple[int, int]:
    if found.start is None or found.end is None:
        return _by_quote(found, text)
    start, end = found.start, found.end
    if found.utf16:
        start, end = (_code_points(text, at) for at in (start, end))
    if not start < end <= len(text):
        raise Nowhere(f"It stands from {found.start} to {found.end}, and the stored text is shorter.")
    there = text[start:end]
    if found.quote is not None and not _alike(found.quote, there):
        raise Nowhere(f"From {found.start} to {found.end} stands “{_short(there)}”, not “{_short(found.quote)}”.")
    return start, end


def _by_quote(found: Found, text: str) -> tuple[int, int]:
    """The one place where the words stand between the words around them."""
    whole = f"{found.prefix}{found.quote}{found.suffix}"
    first = text.find(whole)
    if not found.quote or first < 0:
        raise Nowhere(f"“{_short(found.quote or '')}” does not stand in the stored text.")
    if text.find(whole, first + 1) >= 0:
        raise Nowhere(f"“{_short(found.quote)}” stands in the text more than once, and nothing says which is meant.")
    start = first + len(found.prefix)
    return start, start + len(found.quote)


def _code_points(text: str, units: int) -> int:
    try:
        return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le"))
    except UnicodeDecodeError:
        raise Nowhere(f"Its offset {units} is inside a character.") from None


def _alike(said: str, there: str) -> bool:
    """Equal, but for characters that a release withheld and line ends that a format writes as spaces."""
    return len(said) == len(there) and all(
        a == b or a in COVERS or (a == " " and b == "\n") for a, b in zip(said, there, strict=True)
    )


def _short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else f"{words[:most]}…"
