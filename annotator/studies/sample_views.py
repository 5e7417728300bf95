from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotator.studies.filters import LibraryFilter
from annotator.studies.models import Role, Study, StudyArticle
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import get_study
from annotator.studies.sample import add_articles
from articles.models import Article

_SHOWN = ["title", "byline", "outlet__name", "published_on", "published_precision", "language", "extends_id"]


@require_http_methods(["GET", "HEAD", "POST"])
def articles(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose articles of the library for the sample: those ticked, or all that the filter finds."""
    study = get_study(request.user, slug, Role.OWNER)
    check_names(request, {*LibraryFilter.base_filters, "page"})
    library = _library(study, request.user)
    chosen = LibraryFilter(request.GET, queryset=library)
    found = chosen.qs if chosen.is_valid() else library.none()
    problem = ""
    if request.method == "POST":
        try:
            added = add_articles(study, _asked_for(request, library, found), by=request.user)
        except ValidationError as refused:
            problem = refused.messages[0]
        else:
            messages.success(request, _said(added))
            return HttpResponseRedirect(request.get_full_path())
    context = {"study": study, "filter": chosen, "page": page_of(request, found), "problem": problem}
    status = 422 if problem or not chosen.is_valid() else 200
    return render(request, "studies/study_articles.html", context, status=status)


def _library(study: Study, user: Any) -> QuerySet[Any]:
    held = StudyArticle.objects.filter(study_id=study.pk, article_id=OuterRef("pk"))
    library = Article.objects.visible_to(user).select_related("outlet").only(*_SHOWN)
    return library.annotate(is_in=Exists(held)).order_by("-pk")


def _asked_for(request: HttpRequest, library: QuerySet[Article], found: QuerySet[Any]) -> list[Article]:
    """Raises ValidationError when nothing is ticked or something ticked is not in the library."""
    if "all" in request.POST:
        return list(found.filter(is_in=False).order_by("pk"))
    ids = list(dict.fromkeys(request.POST.getlist("article")))
    if not ids:
        raise ValidationError("Tick at least one article.")
    known = [int(pk) for pk in ids if pk.isascii() and pk.isdigit() and len(pk) < 18]
    articles = library.in_bulk(known)
    if len(articles) < len(ids):
        raise ValidationError("One of these articles is not in the library. Reload the page and tick again.")
    return [articles[pk] for pk in known]


def _said(added: int) -> str:
    if not added:
        return "These articles were in the study already."
    return f"{added} article{'' if added == 1 else 's'} added to the study."
