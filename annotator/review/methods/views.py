from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from annotator.review.methods.facts import facts
from annotator.review.methods.sentences import as_text, open_ends, sections
from annotator.studies.models import OVERSEERS
from annotator.studies.paging import check_names
from annotator.studies.queries import get_study


@require_safe
def methods(request: HttpRequest, slug: str) -> HttpResponse:
    """The methods section of a paper about this study, as the study stands."""
    study = get_study(request.user, slug, *OVERSEERS)
    check_names(request, ())
    found = facts(study, request.user, now=timezone.now())
    context = {"study": study, "sections": sections(found), "open_ends": open_ends(found)}
    return render(request, "review/methods.html", context)


@require_safe
def methods_file(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_study(request.user, slug, *OVERSEERS)
    check_names(request, ())
    return HttpResponse(
        as_text(facts(study, request.user, now=timezone.now())),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{study.slug}-methods.txt"'},
    )
