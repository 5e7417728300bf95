"""Opening an article on the workbench: server CPU and queries, for an ordinary article and a huge one."""

from collections.abc import Callable, Iterator

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import scene
from benchmarks.measure import Row, alternate
from benchmarks.wsgi import BareHandler, call, cookies_of, environ

#: paragraphs, annotations, most milliseconds of CPU, repetitions
SIZES = ((12, 30, 12, 300), (400, 2000, 150, 40))


def measure() -> Iterator[Row]:
    from annotator.wsgi import application

    bare = BareHandler()
    counted = []
    for paragraphs, annotations, budget, repetitions in SIZES:
        stage = scene.stage(paragraphs, annotations)
        opened = environ("GET", stage.path, HTTP_COOKIE=cookies_of(stage.coder))
        small = environ("GET", "/page/")
        size = f"{paragraphs} paragraphs, {annotations:,} annotations"
        page = call(application, opened)
        assert page.status == 200
        assert page.body.count(b"<mark ") >= annotations
        found = alternate(
            {
                "bare": lambda small=small: _answered(bare, small),
                "page": lambda opened=opened: _answered(application, opened),
            },
            repetitions=repetitions,
            warm_up=5,
        )
        yield Row(
            f"open an article: {size}",
            found["page"].median,
            "ms CPU",
            budget=budget,
            reference="bare Django view rendering a two-line template",
            reference_value=found["bare"].median,
            note=f"quickest tenth {found['page'].best:.1f} ms; {len(page.body) / 1000:,.0f} kB of HTML, sent as it is",
        )
        with CaptureQueriesContext(connection) as queries:
            call(application, opened)
        counted.append((size, len(queries)))
    (small_size, few), (large_size, many) = counted
    yield Row(
        f"queries of that page: {large_size}",
        many,
        "queries",
        budget=1,
        budget_of="ratio",
        reference=f"queries with {small_size}",
        reference_value=few,
    )


def _answered(application: Callable[..., object], request: dict[str, object]) -> Callable[[], object]:
    return lambda: call(application, request)
