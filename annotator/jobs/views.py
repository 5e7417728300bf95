from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from annotator.jobs.models import Job
from annotator.jobs.stopping import stop

PER_PAGE = 50


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """What this person asked for and what goes on in studies they own, newest first."""
    if unknown := sorted(set(request.GET) - {"page"}):
        raise BadRequest(f"This page has no filter named “{unknown[0]}”.")
    rows = Job.objects.visible_to(request.user).select_related("by")
    if not rows.totally_ordered:
        raise AssertionError("a paginated list must be totally ordered")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/jobs.html", {"page": page})


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "jobs/job.html", {"job": _job(request, pk)})


@require_safe
def job_state(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is: the piece of the job's page that changes, for the script that asks every second."""
    return render(request, "jobs/_state.html", {"job": _job(request, pk)})


@require_POST
def job_stop(request: HttpRequest, pk: int) -> HttpResponse:
    one = _job(request, pk)
    if stop(one, by=request.user):
        messages.success(request, "Stopped. Nothing of it was stored.")
    else:
        messages.warning(request, "It had ended before it could be stopped.")
    return redirect("job", pk=pk)


def _job(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user).select_related("by"), pk=pk)
