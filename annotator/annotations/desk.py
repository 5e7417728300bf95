"""The first page after signing in: what is mine to read, and what I run."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotator.annotations.progress import first_of, piles
from annotator.annotations.recode import own_to_recode
from annotator.studies.models import Role
from annotator.studies.paging import check_names
from annotator.studies.queries import my_studies
from articles.models import Article


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    check_names(request, ())
    lines = my_studies(request.user)
    own = piles(request.user)
    overseen = [line for line in lines if line.oversees]
    reads = {pile.study.pk for pile in own}
    adds = request.user.has_perm("articles.add_article")
    context = {
        "piles": own,
        "first": first_of(own),
        "to_recode": own_to_recode([line.study for line in lines if line.role != Role.READER], request.user),
        "overseen": overseen,
        "overseen_ids": {line.study.pk for line in overseen},
        "waiting_for_work": [line.study for line in lines if line.role == Role.CODER and line.study.pk not in reads],
        "reads_only": [line.study for line in lines if line.role == Role.READER],
        "library_is_empty": adds and not Article.objects.exists(),
    }
    return render(request, "annotations/desk.html", context)
