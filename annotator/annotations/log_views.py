"""What happened to one reading, and what may be done about it: open it again, give it to somebody else."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from annotator.annotations.forms import MoveForm, ReasonForm
from annotator.annotations.giving import coders_of, move, untouched
from annotator.annotations.handing import ReadingEvent
from annotator.annotations.models import Reading
from annotator.annotations.opening import Conflict
from annotator.annotations.reopening import can_reopen, reopen
from annotator.studies.models import Membership, Role, Study
from annotator.studies.paging import check_names, page_of
from annotator.studies.reveals import Reveal

_OWNERS = "Only an owner of the study sees a reading’s log and gives it to somebody else."


@require_safe
def reading_log(request: HttpRequest, pk: int) -> HttpResponse:
    check_names(request)
    return _page(request, _owned(request, pk))


@require_POST
def reading_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """By its coder, who comes back to the article; or by an owner, who comes back to the log."""
    reading = _own_or_owned(request, pk)
    own = reading.coder_id == request.user.pk
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _asked_why(request, reading, form, status=422)
    try:
        reopen(reading, by=request.user, reason=form.cleaned_data["reason"])
    except Conflict as refused:
        return _asked_why(request, reading, form, problem=str(refused), status=409)
    messages.success(request, "The reading is open again. That it was opened, when and why is in its log.")
    return redirect("reading" if own else "reading_log", pk)


@require_POST
def reading_move(request: HttpRequest, pk: int) -> HttpResponse:
    reading = _owned(request, pk)
    form = MoveForm(request.POST, people=_candidates(reading))
    if not form.is_valid():
        return _page(request, reading, move_form=form, status=422)
    to = form.cleaned_data["to"].user
    try:
        move(reading, to, by=request.user, reason=form.cleaned_data["reason"])
    except Conflict as begun:
        return _page(request, reading, problem=str(begun), status=409)
    except ValidationError as refused:
        return _page(request, reading, problem=refused.messages[0], status=422)
    messages.success(request, f"{to.get_full_name()} has the article now.")
    return redirect("reading_log", pk)


def _owned(request: HttpRequest, pk: int) -> Reading:
    """A reading of a study that this person owns; a member of the study who may see it is told why not."""
    reading = _reading(pk)
    role = reading.study.role_of(request.user)
    if role == Role.OWNER:
        return reading
    if Reading.objects.visible_to(request.user).filter(pk=pk).exists():
        raise PermissionDenied(_OWNERS)
    raise Http404


def _own_or_owned(request: HttpRequest, pk: int) -> Reading:
    own = Reading.objects.of(request.user).select_related("study", "article", "coder").filter(pk=pk).first()
    return own or _owned(request, pk)


def _reading(pk: int) -> Reading:
    found = Reading.objects.select_related("study", "article", "coder").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _candidates(reading: Reading) -> Any:
    """Who may be given the article: those who code here and do not have it."""
    have = Reading.objects.filter(study_id=reading.study_id, article_id=reading.article_id).values("coder_id")
    return coders_of(reading.study).exclude(user_id__in=have)


def _asked_why(
    request: HttpRequest, reading: Reading, form: ReasonForm, *, problem: str = "", status: int
) -> HttpResponse:
    """The reason again: on the log for owners, on a page of its own for coders."""
    if reading.study.role_of(request.user) == Role.OWNER:
        return _page(request, reading, reason_form=form, problem=problem, status=status)
    context = {"reading": reading, "study": reading.study, "reason_form": form, "problem": problem}
    return render(request, "annotations/reopen.html", context, status=status)


def _page(
    request: HttpRequest,
    reading: Reading,
    *,
    reason_form: ReasonForm | None = None,
    move_form: MoveForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    study: Study = reading.study
    events = ReadingEvent.objects.of(reading) | ReadingEvent.objects.filter(
        study=study, article_id=reading.article_id, to_coder_id=reading.coder_id
    )
    candidates: list[Membership] = list(_candidates(reading))
    begun = not untouched(study).filter(pk=reading.pk).exists()
    context = {
        "study": study,
        "reading": reading,
        "visible": Reading.objects.visible_to(request.user).filter(pk=reading.pk).exists(),
        "revealed": Reveal.objects.of(study.pk, reading.article_id).select_related("by").order_by("at", "pk"),
        "page": page_of(request, events.select_related("by", "coder", "to_coder").order_by("at", "pk")),
        "may_reopen": reading.finished_at is not None and can_reopen(reading, request.user),
        "begun": begun,
        "candidates": candidates,
        "reason_form": reason_form or ReasonForm(),
        "move_form": move_form or MoveForm(people=_candidates(reading)),
        "problem": problem,
    }
    return render(request, "annotations/reading_log.html", context, status=status)
