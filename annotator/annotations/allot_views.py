"""The page on which an owner looks at a draw by the study's rule, and gives it out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from annotator.annotations.allotting import allot, check_plan, plan
from annotator.annotations.opening import Conflict
from annotator.studies.models import Role, Study
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import get_study


@require_http_methods(["GET", "HEAD", "POST"])
def assign_draw(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_study(request.user, slug, Role.OWNER)
    check_names(request)
    if request.method != "POST":
        return _page(request, study)
    try:
        draw = allot(study, expects=request.POST.get("expects", ""), by=request.user)
    except ValidationError:
        return _page(request, study, status=422)
    except Conflict as stale:
        return _page(request, study, problem=str(stale), status=409)
    made = draw.result["readings"]
    messages.success(request, f"{made} reading{'' if made == 1 else 's'} given out by lot.")
    return redirect("assign_draw", slug=slug)


def _page(request: HttpRequest, study: Study, *, problem: str = "", status: int = 200) -> HttpResponse:
    now = plan(study)
    context: dict[str, Any] = {
        "study": study,
        "plan": now,
        "problem": problem,
        "in_the_way": _in_the_way(now),
        "page": page_of(request, study.draws.select_related("by").order_by("-number", "pk"), size=20),
    }
    return render(request, "annotations/assign_draw.html", context, status=status)


def _in_the_way(now: Any) -> str:
    try:
        check_plan(now)
    except ValidationError as refused:
        return str(refused.messages[0])
    return ""
