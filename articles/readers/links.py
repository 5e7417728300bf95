"""Addresses: only absolute http(s) ones are kept."""

import re
from urllib.parse import urljoin, urlsplit

_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?P<url>https?://.+)", re.IGNORECASE)
_UNSEEN = re.compile("[\x00-\x20\x7f\ud800-\udfff]")


def http_url(href: str, base: str = "") -> str:
    """The absolute http(s) address, resolved against `base`; "" for anything else (#, mailto:, javascript:)."""
    href = href.strip()
    if not href or href.startswith("#"):
        return ""
    try:
        url = urljoin(base, href) if base else href
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc or _UNSEEN.search(url):
        return ""
    return f"{parts.scheme.lower()}{url[len(parts.scheme) :]}"


def host_of(url: str) -> str:
    """Lower case, without `www.`; "" when there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def split_archive(url: str) -> tuple[str, str]:
    """An address in the Wayback Machine -> (address of the page, address in the archive)."""
    found = _ARCHIVED.fullmatch(url)
    return (found.group("url"), url) if found else (url, "")
