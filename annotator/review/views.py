from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from annotator.facets import Verdict
from annotator.review import queries
from annotator.review.cases import gather
from annotator.review.decide import OutOfDate, check_may_decide, decide
from annotator.review.dossier import Dossier, dossier
from annotator.review.filters import CaseFilter, read_filters
from annotator.review.forms import DecisionForm
from annotator.review.keys import KEYS
from annotator.review.listing import next_to_decide, rows, walk
from annotator.review.models import Case
from annotator.studies.models import OVERSEERS, Study

PER_PAGE = 50


@require_GET
def cases(request: HttpRequest, slug: str) -> HttpResponse:
    study = _study(request, slug)
    _catch_up(study)
    filters = read_filters(request.GET, study=study, beside=("page", "item"))
    pks = list(filters.cases.values_list("pk", flat=True))
    if request.GET.get("item"):
        return _jump(request, study, filters, pks)
    page = Paginator(pks, PER_PAGE).get_page(request.GET.get("page"))
    everything = Case.objects.filter(study=study)
    total = queries.queued(everything).count()
    shown_of_queue = 0 if filters.asked.get("status") == "withdrawn" else len(pks)
    context = {
        "study": study,
        "filters": filters,
        "page": page,
        "rows": rows(study, list(page.object_list), page.start_index()),
        "total": total,
        "decided": queries.settled(everything).count(),
        "hidden": total - shown_of_queue,
        "recent": queries.recent_decisions(study, request.user),
    }
    return render(request, "review/cases.html", context, status=422 if filters.errors else 200)


@require_GET
def case(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study = _study(request, slug)
    _catch_up(study)
    filters = read_filters(request.GET, study=study, beside=("original",))
    shown = _dossier(request, study, pk, _whole_number(request.GET.get("original")))
    form = DecisionForm(original=shown.original, initial={**shown.first_answers(), "id": uuid4()})
    return _case_page(request, study, filters, shown, form)


@require_POST
def case_decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study = _study(request, slug)
    filters = read_filters(request.GET, study=study)
    shown = _dossier(request, study, pk, _whole_number(request.POST.get("original")))
    check_may_decide(shown.case, request.user)
    form = DecisionForm(request.POST, original=shown.original)
    if not form.is_valid():
        form.now_shows(shown.original)
        return _case_page(request, study, filters, shown, form)
    try:
        decision = decide(
            shown.case,
            id=form.cleaned_data["id"],
            reviewer=request.user,
            seen_number=form.cleaned_data["seen_number"],
            said=form.judgement(),
        )
    except OutOfDate as late:
        return _conflict_page(request, study, filters, shown, form, late)
    except ValidationError as refused:
        form.add_error(None, refused)
        form.now_shows(shown.original)
        return _case_page(request, study, filters, shown, form)
    return _after(request, study, filters, shown.case, decision.verdict, stay=form.cleaned_data["stay"])


def _study(request: HttpRequest, slug: str) -> Study:
    return get_object_or_404(Study.objects.with_role(request.user, *OVERSEERS), slug=slug)


def _catch_up(study: Study) -> None:
    """Join new flags; on a database that cannot be written now, show what was gathered before."""
    try:
        gather(study)
    except OperationalError:
        return


def _dossier(request: HttpRequest, study: Study, pk: int, original_id: int | None) -> Dossier:
    shown = dossier(study, pk, reviewer=request.user, original_id=original_id)
    if shown is None:
        raise Http404
    return shown


def _whole_number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _jump(request: HttpRequest, study: Study, filters: CaseFilter, pks: list[int]) -> HttpResponse:
    number = _whole_number(request.GET.get("item"))
    if number is None or not 1 <= number <= len(pks):
        messages.warning(request, f"There is no item with that number. This list has {len(pks)}.")
        return redirect(_address("cases", study, filters))
    return redirect(_address("case", study, filters, pks[number - 1]))


def _address(name: str, study: Study, filters: CaseFilter, pk: int | None = None) -> str:
    path = reverse(name, args=[study.slug] if pk is None else [study.slug, pk])
    return f"{path}?{filters.query}" if filters.query else path


def _case_page(
    request: HttpRequest, study: Study, filters: CaseFilter, shown: Dossier, form: DecisionForm
) -> HttpResponse:
    context = {
        "study": study,
        "filters": filters,
        "shown": shown,
        "case": shown.case,
        "form": form,
        "walk": walk(filters.cases, shown.case.pk),
        "recent": queries.recent_decisions(study, request.user),
        "keys": KEYS,
        "back": _address("cases", study, filters),
    }
    return render(request, "review/case.html", context, status=422 if form.is_bound else 200)


def _conflict_page(
    request: HttpRequest,
    study: Study,
    filters: CaseFilter,
    shown: Dossier,
    form: DecisionForm,
    late: OutOfDate,
) -> HttpResponse:
    again = DecisionForm(
        original=shown.original,
        initial={**form.cleaned_data, "id": uuid4(), "seen_number": late.newest.number},
    )
    context = {
        "study": study,
        "filters": filters,
        "case": shown.case,
        "theirs": late.newest,
        "yours_verdict": Verdict(form.cleaned_data["verdict"]),
        "compared": _compared(late.newest, form),
        "form": again,
    }
    return render(request, "review/conflict.html", context, status=409)


def _compared(theirs: Any, form: DecisionForm) -> list[tuple[str, str, str]]:
    """(question, theirs, yours) in words."""
    said = form.cleaned_data
    answers: list[tuple[str, str, str]] = []
    for name in ("verdict", "function", "inserter", "effect", "marking"):
        choices = dict(form.fields[name].choices)  # type: ignore[attr-defined]
        words = [str(choices.get(value, "")) for value in (getattr(theirs, name), said[name])]
        answers.append((name.capitalize(), words[0], words[1]))
    answers.append(("Words in the original", theirs.evidence_quote, said["evidence_quote"]))
    return [*answers, ("Reason", theirs.reason, said["reason"])]


def _after(
    request: HttpRequest, study: Study, filters: CaseFilter, case: Case, verdict: str, *, stay: bool
) -> HttpResponse:
    here = _address("case", study, filters, case.pk)
    also_decided = filters.asked.get("status") in ("decided", "disputed", "withdrawn")
    following = None if stay else next_to_decide(filters.cases, case.pk, request.user, also_decided=also_decided)
    label = Verdict(verdict).label
    if stay:
        messages.success(request, f"Decided: {label}. You may decide again: the newest decision stands.")
        return HttpResponseRedirect(here, status=303)
    messages.success(request, format_html('Decided: {}. <a href="{}">Undo: open that case again</a>', label, here))
    if following is None:
        messages.success(request, "That was the last one in this list: nothing here awaits your decision.")
        return HttpResponseRedirect(_address("cases", study, filters), status=303)
    return HttpResponseRedirect(_address("case", study, filters, following), status=303)
