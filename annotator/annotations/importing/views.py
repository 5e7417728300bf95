from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotator.annotations.importing.bring_in import bring_in
from annotator.annotations.importing.formats import FORMATS
from annotator.annotations.importing.forms import ChooseForm, ConfirmForm, packed
from annotator.annotations.importing.found import NotReadable
from annotator.annotations.importing.models import BroughtIn
from annotator.annotations.importing.plan import Plan, planned
from annotator.annotations.importing.suggest import suggest, take_back
from annotator.studies.models import Role, Study
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import get_study
from articles.words import file_name_of

#: lines of what stays outside that one page shows
SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def brought_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Owners choose a file, look at what it would bring, and bring it in."""
    study = get_study(request.user, slug, Role.OWNER)
    check_names(request)
    if "content" in request.POST:
        return _second_step(request, study)
    form = ChooseForm(request.POST or None, request.FILES or None, study=study)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        content = said["file"].read()
        try:
            plan = planned(study, said["coder"], FORMATS[said["format"]], content)
        except NotReadable as why:
            form.add_error("file", str(why))
        else:
            held = {"name": file_name_of(said["file"].name), "content": packed(content), **_told(said)}
            return _plan_page(request, study, ConfirmForm(study=study, initial=held), plan, said["coder"])
    files = page_of(request, study.brought_in.select_related("by", "coder", "batch"))
    context = {"study": study, "form": form, "formats": FORMATS.values(), "page": files}
    return render(request, "annotations/bring_in.html", context, status=422 if request.method == "POST" else 200)


def _second_step(request: HttpRequest, study: Study) -> HttpResponse:
    """The page sends the file back as it was looked at; the plan is made anew, for the study may have changed."""
    form = ConfirmForm(request.POST, study=study)
    if not form.is_valid():
        messages.warning(request, "Nothing was brought in: the file or the choice was lost on the way. Choose again.")
        return redirect("bring_in", study.slug)
    said = form.cleaned_data
    held = {"name": said["name"], "who": said["who"], **_told(said)}
    try:
        plan = planned(study, said["coder"], FORMATS[said["format"]], said["content"], who=said["who"])
    except NotReadable:
        messages.warning(request, "Nothing was brought in: the file cannot be read. Choose it again.")
        return redirect("bring_in", study.slug)
    again = ConfirmForm(study=study, initial={**held, "content": request.POST["content"]})
    if request.POST.get("step") != "bring-in" or not plan.taken:
        return _plan_page(request, study, again, plan, said["coder"], who=said["who"])
    try:
        row = _stored(request, study, plan, said)
    except ValidationError as refused:
        messages.warning(request, f"Nothing was brought in. {refused.messages[0]}")
        return redirect("bring_in", study.slug)
    what = "suggestions" if row.batch else "annotations"
    messages.success(request, f"{row.taken:,} {what} brought in, {len(row.left):,} left outside.")
    return redirect("bring_in_file", study.slug, row.pk)


def _told(said: dict[str, Any]) -> dict[str, Any]:
    """What the owner chose, for the second form."""
    return {"format": said["format"], "way": said["way"], "coder": said["coder"].pk if said["coder"] else None}


def _stored(request: HttpRequest, study: Study, plan: Plan, said: dict[str, Any]) -> BroughtIn:
    facts = {"format": said["format"], "file_name": said["name"], "content": said["content"], "by": request.user}
    if said["coder"] is None:
        return suggest(study, plan, **facts)
    return bring_in(study, said["coder"], plan, **facts)


def _plan_page(
    request: HttpRequest, study: Study, form: ConfirmForm, plan: Plan, coder: Any, *, who: str = ""
) -> HttpResponse:
    context = {
        "study": study,
        "form": form,
        "plan": plan,
        "coder": coder,
        "who": who,
        "left": plan.left[:SHOWN],
        "more": max(0, len(plan.left) - SHOWN),
        "people": plan.people.most_common() if len(plan.people) > 1 else (),
        "unknown": plan.unknown.most_common(),
    }
    return render(request, "annotations/bring_in_plan.html", context)


@require_safe
def bring_in_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What one file brought, and every line that stayed outside."""
    study = get_study(request.user, slug, Role.OWNER)
    check_names(request)
    row = get_object_or_404(study.brought_in.select_related("by", "coder", "batch__taken_back_by"), pk=pk)
    page = Paginator(row.left, SHOWN).get_page(request.GET.get("page"))
    context = {"study": study, "row": row, "format": FORMATS.get(row.format), "page": page}
    return render(request, "annotations/bring_in_file.html", context)


@require_POST
def bring_in_take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Suggestions of a wrong file disappear; what coders decided about them stays."""
    study = get_study(request.user, slug, Role.OWNER)
    row = get_object_or_404(study.brought_in.filter(batch__isnull=False).select_related("batch"), pk=pk)
    if row.batch and take_back(row.batch, by=request.user):
        messages.success(request, "Taken back: coders are no longer shown these suggestions. What they decided stays.")
    else:
        messages.warning(request, "These suggestions were taken back already.")
    return redirect("bring_in_file", study.slug, row.pk)
