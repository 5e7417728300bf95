"""The workbench's scripts and styles as they cross the wire: Brotli, one line a file."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import brotli

from benchmarks.ground import Ground
from benchmarks.measure import Row
from benchmarks.visitors import Visitor

BUDGET = 70
#: what a page names, and what a script or a style sheet names in turn
_IN_PAGE = re.compile(rb"""<(?:script|link)\b[^>]*?\b(?:src|href)=["']([^"']+\.(?:m?js|css)[^"']*)["']""")
_IN_SCRIPT = re.compile(rb"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")
_IN_STYLE = re.compile(rb"""@import\s+(?:url\()?["']?([^"')\s]+)""")


def measure(ground: Ground) -> Iterator[Row]:
    with ground.server("benchmarks.visitors:one_of_each") as server:
        page = server.seeded["ordinary"]
        files = _fetch(Visitor(server.port, page["coder"]), page["path"])
    sent = sum(size for size, _ in files.values())
    plain = sum(size for _, size in files.values())
    yield Row(
        "scripts and styles of the workbench",
        sent / 1000,
        "kB on the wire",
        budget=BUDGET,
        reference="the same files, not compressed",
        reference_value=plain / 1000,
        note=f"{len(files)} files: "
        + ", ".join(f"{path} {size:,} B" for path, (size, _) in sorted(files.items(), key=lambda one: -one[1][0])),
    )


def _fetch(visitor: Visitor, page: str) -> dict[str, tuple[int, int]]:
    """Each file's bytes as sent and as read, followed from the page as a browser does."""
    status, html = visitor.get(page)
    assert status == 200
    waiting = [urljoin(page, found.decode()) for found in _IN_PAGE.findall(html)]
    found: dict[str, tuple[int, int]] = {}
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        status, sent = visitor.get(path, **{"Accept-Encoding": "br"})
        assert status == 200, path
        body = _plain(sent)
        found[path] = (len(sent), len(body))
        inside = (_IN_STYLE if urlsplit(path).path.endswith(".css") else _IN_SCRIPT).findall(body)
        waiting += [urljoin(path, name.decode()) for name in inside]
    visitor.close()
    return found


def _plain(sent: bytes) -> bytes:
    """What the browser reads; a file the server did not compress counts as it is."""
    try:
        return brotli.decompress(sent)
    except brotli.error:
        return sent
