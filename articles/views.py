"""The library: what is stored, one article, and its bytes as they were received."""

import logging
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.answers import refusal
from articles.filters import OTHER_PARAMETERS, SORTS, ArticleFilter
from articles.models import Article, Paragraph
from articles.segments import segments
from articles.words import file_name_of

log = logging.getLogger(__name__)

PER_PAGE = 50
_HEAVY = ("standfirst", "rights", "tags", "left_out", "warnings", "upstream_urls", "added")


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied(
            "The library is open to people who run or review studies. The articles you are to read are on your desk."
        )
    if unknown := _unknown(request):
        return refusal(request, 400, "This list cannot be made", unknown)
    library = Article.objects.visible_to(request.user)
    found = ArticleFilter(request.GET or None, library, request=request)
    rows = found.qs.select_related("outlet").defer(*_HEAVY)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    _dress(page.object_list)
    context = {"filter": found, "page": page, "total": library.count() if found.narrowed else page.paginator.count}
    status = 422 if found.is_bound and not found.is_valid() else 200
    return render(request, "articles/articles.html", context, status=status)


@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    stored = _visible(request, pk)
    paragraphs = list(stored.paragraphs.all())
    context = {
        "article": stored,
        "paragraphs": [(p, segments(p.text, p.marks)) for p in paragraphs],
        "fuller": stored.fuller.select_related("created_by").order_by("pk"),
        "addresses": _addresses(stored),
        "says_origin": stored.origin_outlet or stored.origin_url or stored.origin_published or stored.upstream_urls,
    }
    return render(request, "articles/article.html", context)


@require_safe
def article_bytes(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The stored bytes, only ever as a download: they are a stranger's page and must not run under our name."""
    capture = _visible(request, pk).capture
    try:
        file = capture.path.open("rb")
    except OSError:
        log.error("the bytes of capture %s are missing from the store", capture.sha256)
        return refusal(
            request,
            404,
            "The bytes are missing",
            "The article is stored, but its original file is not where it should be. "
            "Tell the person who runs this site.",
        )
    name = file_name_of(capture.file_name) or f"{capture.sha256}.bin"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _visible(request: HttpRequest, pk: int) -> Article:
    library = Article.objects.visible_to(request.user)
    related = library.select_related("outlet", "capture__received_by", "created_by", "extends")
    return get_object_or_404(related, pk=pk)


def _unknown(request: HttpRequest) -> str:
    """A sentence about query parameters nobody knows here, or ""."""
    known = {*ArticleFilter.base_filters, *OTHER_PARAMETERS}
    for name in request.GET:
        if name not in known:
            return f"There is no filter called “{name[:60]}”. Known are {', '.join(sorted(known))}."
    sort = request.GET.get("sort")
    if sort and sort not in SORTS:
        return f"Articles cannot be ordered by “{sort[:60]}”. Known are {', '.join(SORTS)}."
    return ""


def _dress(rows: Iterable[Any]) -> None:
    """Give each row of a page its counts, in two queries whatever the number of rows."""
    by_id = {row.pk: row for row in rows}
    counts = Paragraph.objects.filter(article__in=by_id).order_by().values_list("article").annotate(Count("pk"))
    paragraphs = dict(counts)
    states = Article.objects.filter(pk__in=by_id, upstream_derivations__upstream__isnull=False)
    standing = Counter(states.order_by().values_list("pk", "upstream_derivations__status"))
    for pk, row in by_id.items():
        row.paragraph_count = paragraphs.get(pk, 0)
        row.original = next((s for s in ("confirmed", "proposed") if standing[pk, s]), "")


def _addresses(stored: Article) -> list[tuple[str, str]]:
    """Label and address, each address once."""
    labelled = [
        ("Address", stored.url),
        ("Canonical address", stored.canonical_url),
        ("Archived at", stored.archive_url),
        ("Saved from", stored.capture.url),
    ]
    seen: dict[str, str] = {}
    for label, url in labelled:
        if url.startswith(("http://", "https://")):
            seen.setdefault(url, label)
    return [(label, url) for url, label in seen.items()]
