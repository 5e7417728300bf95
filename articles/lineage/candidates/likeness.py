"""Are two addresses, two outlet names, two titles the same? Pure."""

import re
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from rapidfuzz import fuzz

TITLE_THRESHOLD = 90.0


def address_key(url: str) -> str:
    """The same for every way in which this page's address is commonly written: http or https, with or without www.,
    a last slash or a #part, in its own script or encoded. 64 letters, however long the address is.

    Empty for a site's front page, which is nobody's original.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    path = unquote(parts.path).rstrip("/")
    if not parts.netloc or not (path or parts.query):
        return ""
    host = _in_its_script(parts.netloc.lower().removeprefix("www."))
    return sha256(f"{host}{path}?{unquote(parts.query)}".encode(errors="surrogatepass")).hexdigest()


def _in_its_script(host: str) -> str:
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def address_keys(urls: Iterable[str]) -> set[str]:
    return {key for url in urls if (key := address_key(url))}


def name_key(name: str) -> str:
    """The same for "The Evening Ledger" and "Evening-Ledger"; "" when nothing is left."""
    words = re.sub(r"[\W_]+", " ", name.casefold()).strip()
    return re.sub(r"\s+", "", words.removeprefix("the "))


def title_similarity(left: str, right: str) -> float:
    """0 to 100: normalised Indel similarity of the case-folded titles, signs left out; 0 when one is empty."""
    one, two = (" ".join(re.findall(r"\w+", title.casefold())) for title in (left, right))
    return fuzz.ratio(one, two) if one and two else 0.0


def later(left: date | None, left_precision: str, right: date | None, right_precision: str) -> bool:
    """Whether `left` is surely after `right`: known, and later as far as both are precise."""
    if left is None or right is None:
        return False
    length = min(_LENGTHS.get(left_precision, 10), _LENGTHS.get(right_precision, 10))
    return left.isoformat()[:length] > right.isoformat()[:length]


_LENGTHS = {"year": 4, "month": 7}
