"""The steps of setting a study up that have no page of their own elsewhere: uploading articles, choosing a codebook."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from annotator.studies.choosing import check_choice, choose_codebook, codebook_of
from annotator.studies.codebooks import Codebook, CodebookError, load_codebook, parse
from annotator.studies.forms import CodebookForm
from annotator.studies.models import Role, Study
from annotator.studies.paging import check_names
from annotator.studies.queries import get_study
from annotator.studies.sample import add_articles
from articles.adding import Door, take_in
from articles.models import Article

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
def articles_upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Files into the library and, those that were there already included, into this study."""
    study = get_study(request.user, slug, Role.OWNER)
    check_names(request, ())

    def stored(articles: list[Article]) -> None:
        add_articles(study, articles, by=request.user)

    door = Door("studies/study_upload.html", "studies/study_uploaded.html", {"study": study}, stored)
    return take_in(request, door)


@require_http_methods(GET_AND_POST)
def codebook_choose(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_study(request.user, slug, Role.OWNER)
    check_names(request, ())
    others = Study.objects.with_role(request.user, Role.OWNER).exclude(pk=study.pk).filter(revisions__isnull=False)
    form = CodebookForm(request.POST or None, request.FILES or None, others=others.distinct())
    if request.method == "POST" and form.is_valid():
        try:
            revision = choose_codebook(study, _content(form.cleaned_data), by=request.user)
        except CodebookError as fault:
            form.add_error("file", str(fault))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"The study’s codebook is now {revision}.")
            return redirect("study_people", slug=slug)
    context = {
        "study": study,
        "form": form,
        "revision": study.revisions.order_by("-number").first(),
        "standard": load_codebook(),
        "begun": _begun(study),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "studies/study_codebook_choose.html", context, status=status)


def _content(chosen: dict[str, Any]) -> Codebook | None:
    """What was chosen; None for the shipped codebook. Raises CodebookError for a file that is none."""
    match chosen["source"]:
        case "copy":
            return codebook_of(chosen["study"])
        case "file":
            try:
                return parse(chosen["file"].read().decode("utf-8"))
            except UnicodeDecodeError as error:
                raise CodebookError("The file is not UTF-8 text.") from error
    return None


def _begun(study: Study) -> str:
    try:
        check_choice(study)
    except ValidationError as refused:
        return str(refused.messages[0])
    return ""
