from contextlib import suppress

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from annotator.review.card.facts import card
from annotator.review.cases import gather
from annotator.studies.models import OVERSEERS, Study
from annotator.studies.paging import check_names


@require_safe
def case_card(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One case with all that its verdict rests on; on the terms of the case page."""
    study = get_object_or_404(Study.objects.with_role(request.user, *OVERSEERS), slug=slug)
    check_names(request, ())
    with suppress(OperationalError):
        gather(study)
    found = card(study, pk, reader=request.user)
    if found is None:
        raise Http404
    return render(request, "review/card.html", {"study": study, "card": found, "shown": found.shown})
