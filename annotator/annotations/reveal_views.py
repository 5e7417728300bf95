"""Where an owner reveals an article's coding early, and where everybody who oversees the study reads that it was."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from annotator.annotations.forms import RevealForm
from annotator.annotations.models import Reading
from annotator.annotations.opening import Conflict
from annotator.annotations.revealing import check_reveal, reveal
from annotator.studies.models import OVERSEERS, Role, StudyArticle
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import membership_of
from articles.models import Article


@require_http_methods(["GET", "HEAD", "POST"])
def article_reveal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What it does, and the form that asks for a reason and for a tick. `pk` is the article's."""
    mine = membership_of(request.user, slug, Role.OWNER)
    check_names(request, ())
    found = StudyArticle.objects.select_related("study", "article").filter(study=mine.study)
    place = get_object_or_404(found, article__in=Article.objects.filter(pk=pk))
    form = RevealForm(request.POST or None)
    status, problem = (422 if request.method == "POST" else 200), ""
    try:
        check_reveal(place, request.user)
        if request.method == "POST" and form.is_valid():
            reveal(place, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, f"“{place.article}” is revealed. That it was, when and why is in the log.")
            return redirect("reveals", slug=slug)
    except Conflict as refused:
        status, problem = (409 if request.method == "POST" else 200), str(refused)
    readings = Reading.objects.filter(study=mine.study, article=place.article)
    context = {
        "study": mine.study,
        "article": place.article,
        "form": form,
        "problem": problem,
        "of": readings.count(),
        "finished": readings.finished().count(),
    }
    return render(request, "annotations/article_reveal.html", context, status=status)


@require_safe
def reveals(request: HttpRequest, slug: str) -> HttpResponse:
    """The study's log of reveals, the newest first."""
    mine = membership_of(request.user, slug, *OVERSEERS)
    check_names(request)
    rows = mine.study.reveals.select_related("by", "article").order_by("-at", "-pk")
    context = {"study": mine.study, "owner": mine.role == Role.OWNER, "page": page_of(request, rows)}
    return render(request, "annotations/reveals.html", context)
