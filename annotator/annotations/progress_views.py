"""How far a study has come, for those who oversee it."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotator.annotations.progress_tables import (
    Stage,
    article_lines,
    articles_at,
    coder_lines,
    hidden,
    paragraph_lines,
    readings_seen,
)
from annotator.annotations.time_spent import PAUSE
from annotator.studies.forms import PlainForm
from annotator.studies.models import OVERSEERS
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import get_study


class StageForm(PlainForm):
    stage = forms.ChoiceField(label="Articles", required=False, choices=[("", "All of them"), *Stage.choices])


@require_safe
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """By coder, and by article of the sample."""
    study = get_study(request.user, slug, *OVERSEERS)
    check_names(request, ("page", "stage"))
    form = StageForm(request.GET)
    articles = articles_at(study, form.cleaned_data["stage"]) if form.is_valid() else study.study_articles.none()
    page = page_of(request, articles.order_by("position", "pk"))
    context = {
        "study": study,
        "form": form,
        "coders": coder_lines(study, request.user),
        "page": page,
        "lines": article_lines(study, request.user, page),
        "hidden": hidden(study, request.user),
        "pause": int(PAUSE.total_seconds() // 60),
    }
    return render(request, "annotations/progress.html", context, status=200 if form.is_valid() else 422)


@require_safe
def article_progress(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Paragraph by paragraph, what each coder has done with it."""
    study = get_study(request.user, slug, *OVERSEERS)
    check_names(request)
    held = study.study_articles.filter(article_id=pk).select_related("article__outlet").first()
    if held is None:
        raise Http404
    readings = list(
        readings_seen(study, request.user)
        .filter(article_id=pk)
        .select_related("coder")
        .order_by("coder__username", "pk")
    )
    context = {
        "study": study,
        "article": held.article,
        "readings": readings,
        "hidden": study.readings.filter(article_id=pk).count() - len(readings),
        "lines": paragraph_lines(held.article, readings) if readings else [],
    }
    return render(request, "annotations/progress_article.html", context)
