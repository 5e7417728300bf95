"""How soon the huge article can be read in Chromium, beside the smallest page of the site."""

from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks.ground import Ground
from benchmarks.measure import Row
from tests.browser.conftest import ARGUMENTS
from tests.chromium import find_chromium

REPETITIONS = 7
BUDGET = 1000
#: notes the moments from inside the page, so that the measuring tool's own travel does not count
_WATCH = """
window.moments = {};
new PerformanceObserver(list => {
    for (const entry of list.getEntries())
        if (entry.name === 'first-contentful-paint') window.moments.paint = entry.startTime;
}).observe({type: 'paint', buffered: true});
const look = () => {
    if (!window.moments.last && document.getElementById(LAST)) window.moments.last = performance.now();
    if (document.documentElement?.hasAttribute('data-ready')) window.moments.ready = performance.now();
    else requestAnimationFrame(look);
};
look();
"""


def measure(ground: Ground) -> Iterator[Row]:
    from playwright.sync_api import sync_playwright

    if not find_chromium():
        raise RuntimeError("no Chromium found: the browser's rows are not measured")
    with ground.server("benchmarks.visitors:one_of_each") as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        taken: dict[str, list[dict[str, float]]] = {"huge": [], "ordinary": []}
        for number in range(REPETITIONS + 1):
            for name, seen in taken.items():
                moments = _open(chromium, server.url, server.seeded[name])
                if number:
                    seen.append(moments)
        chromium.close()
    size = "400 paragraphs, 2,000 annotations"
    names = {"paint": "first contentful paint", "last": "its last paragraph is there", "ready": "scripts ready"}
    for moment, words in names.items():
        huge, ordinary = ([one[moment] for one in taken[name]] for name in ("huge", "ordinary"))
        yield Row(
            f"Chromium, {size}: {words}",
            median(huge),
            "ms",
            # what can be read counts; that the tools are there too is told, not promised
            budget=None if moment == "ready" else BUDGET,
            reference="the same moment with 12 paragraphs, 30 annotations",
            reference_value=median(ordinary),
            note=f"by the clock; best of {REPETITIONS}: {min(huge):.0f} ms",
        )


def _open(chromium: Any, url: str, page: dict[str, Any]) -> dict[str, float]:
    """Open a page in a browser that knows nothing yet; return its moments in ms from the start of the navigation."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    name, value = page["coder"].split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": url}])
    tab = context.new_page()
    tab.add_init_script(_WATCH.replace("LAST", f"'p-{page['last']}'"))
    tab.goto(url + page["path"])
    tab.wait_for_function("window.moments.ready && window.moments.paint", timeout=60_000)
    moments = tab.evaluate("window.moments")
    context.close()
    return moments
