"""What was coded with a claim type that was split since, for those who have to see to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotator.annotations.recode import recode_rows, to_recode
from annotator.studies.codebook_history import split_types
from annotator.studies.models import Role
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import membership_of


@require_safe
def recode(request: HttpRequest, slug: str) -> HttpResponse:
    mine = membership_of(request.user, slug, Role.OWNER, Role.REVIEWER, Role.CODER)
    check_names(request)
    page = page_of(request, to_recode(mine.study, request.user, mine.role, split_types(mine.study)))
    context = {"study": mine.study, "page": page, "rows": recode_rows(mine.study, page, request.user, mine.role)}
    return render(request, "annotations/recode.html", context | {"role": mine.role})
