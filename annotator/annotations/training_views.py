"""The training round: for who runs it, a list of its articles; for who takes part, their reading beside the gold."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from annotator.annotations.feedback import counts
from annotator.annotations.forms import GoldForm, TrainingForm
from annotator.annotations.gold import Gold
from annotator.annotations.models import Reading
from annotator.annotations.training import (
    code_as_gold,
    feedback_of,
    mark_as_gold,
    set_training,
    training_articles,
)
from annotator.annotations.workbench import whole
from annotator.studies.models import OVERSEERS, Role, Study, StudyArticle
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import get_study, membership_of

#: articles that the list to choose from offers
OFFERED = 300


@require_safe
def training(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_study(request.user, slug, *OVERSEERS)
    check_names(request)
    return _page(request, study)


@require_POST
def training_add(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_study(request.user, slug, Role.OWNER)
    form = TrainingForm(request.POST, articles=_eligible(study))
    if not form.is_valid():
        return _page(request, study, form=form, status=422)
    return _tried(request, study, lambda: set_training(form.cleaned_data["article"], training=True), "It is in now.")


@require_POST
def training_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study = get_study(request.user, slug, Role.OWNER)
    article = get_object_or_404(training_articles(study), pk=pk)
    return _tried(request, study, lambda: set_training(article, training=False), "It is an article like any other now.")


@require_POST
def training_code(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """To one's own reading of a training article, which is made when there is none."""
    study = get_study(request.user, slug, *OVERSEERS)
    article = get_object_or_404(training_articles(study).select_related("study"), pk=pk)
    return redirect("reading", code_as_gold(article, by=request.user).pk)


@require_POST
def training_gold(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study = get_study(request.user, slug, *OVERSEERS)
    article = get_object_or_404(training_articles(study).select_related("study"), pk=pk)
    form = GoldForm(request.POST)
    if not form.is_valid():
        return _page(request, study, problem=" ".join(map(str, form.errors["notes"])), status=422)
    notes = form.cleaned_data["notes"]
    said = "Your reading is the gold reading now. Coders see it beside theirs when they have finished."
    return _tried(request, study, lambda: mark_as_gold(article, by=request.user, notes=notes), said)


@require_safe
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """A finished training reading beside the gold: one's own, or one that may be seen."""
    check_names(request, ())
    seen = Reading.objects.of(request.user) | Reading.objects.visible_to(request.user)
    if not seen.training().filter(pk=pk).exists():
        raise Http404
    reading = get_object_or_404(whole(), pk=pk)
    found = feedback_of(reading)
    own = reading.coder_id == request.user.pk
    owner = membership_of(request.user, reading.study.slug).role == Role.OWNER
    context = {
        "study": reading.study,
        "reading": reading,
        "feedback": found,
        "counts": counts(found.lines or []),
        "is_gold": Gold.objects.standing().filter(reading=reading).exists(),
        "whose": "" if own else _called(reading, owner=owner),
    }
    return render(request, "annotations/feedback.html", context)


def _called(reading: Reading, *, owner: bool) -> str:
    return str(reading.coder.get_full_name()) if owner else reading.study.pseudonym(reading.coder_id)


def _tried(request: HttpRequest, study: Study, act: Any, said: str) -> HttpResponse:
    try:
        act()
    except ValidationError as refused:
        return _page(request, study, problem=refused.messages[0], status=422)
    messages.success(request, said)
    return redirect("training", slug=study.slug)


def _eligible(study: Study) -> QuerySet[StudyArticle]:
    """Articles of the sample that nobody was given and that are not in the round yet."""
    readings = Reading.objects.filter(study_id=study.pk, article_id=OuterRef("article_id"))
    rows = study.study_articles.filter(~Exists(readings), is_training=False).select_related("article")
    return rows.order_by("position", "id")


def _page(
    request: HttpRequest,
    study: Study,
    *,
    form: TrainingForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    page = page_of(request, training_articles(study), size=20)
    eligible = list(_eligible(study).values_list("pk", flat=True)[:OFFERED])
    owner = study.role_of(request.user) == Role.OWNER
    context = {
        "study": study,
        "owner": owner,
        "page": page,
        "lines": _lines(study, list(page), request.user, owner=owner),
        "eligible": eligible,
        "form": form or TrainingForm(articles=StudyArticle.objects.filter(pk__in=eligible).select_related("article")),
        "problem": problem,
    }
    return render(request, "annotations/training.html", context, status=status)


def _lines(study: Study, rows: list[StudyArticle], user: Any, *, owner: bool) -> list[dict[str, Any]]:
    """Each training article with its gold, the person's own reading, and the trainees'. Two queries."""
    gold = {one.study_article_id: one for one in Gold.objects.filter(study_article__in=rows, ended_at__isnull=True)}
    readings = Reading.objects.filter(study=study, article_id__in=[row.article_id for row in rows])
    found = list(readings.select_related("coder", "study").order_by("coder__username", "pk"))
    golden = {one.reading_id for one in gold.values()}
    return [
        {
            "row": row,
            "gold": gold.get(row.pk),
            "own": next((r for r in found if r.article_id == row.article_id and r.coder_id == user.pk), None),
            "trainees": [
                (reading, _called(reading, owner=owner))
                for reading in found
                if reading.article_id == row.article_id and reading.pk not in golden and reading.coder_id != user.pk
            ],
        }
        for row in rows
    ]
