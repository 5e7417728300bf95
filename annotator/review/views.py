from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import OperationalError
from django.db.models import Exists, OuterRef, Value
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from annotator.facets import Verdict
from annotator.review import queries
from annotator.review.cases import gather
from annotator.review.decide import OutOfDate, check_may_decide, decide
from annotator.review.dossier import Dossier, dossier
from annotator.review.filters import CaseFilter, read_filters
from annotator.review.forms import DecisionForm, TakeBackForm
from annotator.review.keys import KEYS
from annotator.review.listing import Place, changes_of_form, next_to_decide, place_of, rows, walk
from annotator.review.models import Case, Decision
from annotator.review.take_back import take_back
from annotator.studies.models import OVERSEERS, Study

PER_PAGE = 50
#: the session's word for the decision that the next page tells about
JUST_DECIDED = "review-just-decided"


@require_GET
def cases(request: HttpRequest, slug: str) -> HttpResponse:
    study = _study(request, slug)
    _catch_up(study)
    filters = read_filters(request.GET, study=study, beside=("page", "item"))
    pks = list(filters.cases.values_list("pk", flat=True))
    numbered = list(filters.numbered.values_list("pk", flat=True)) if filters.by_decisions else pks
    if request.GET.get("item"):
        return _jump(request, study, filters, numbered)
    page = Paginator(pks, PER_PAGE).get_page(request.GET.get("page"))
    everything = Case.objects.filter(study=study)
    total = queries.queued(everything).count()
    shown_of_queue = 0 if filters.asked.get("status") == "withdrawn" else len(pks)
    context = {
        "study": study,
        "filters": filters,
        "page": page,
        "rows": rows(study, list(page.object_list), {pk: at for at, pk in enumerate(numbered, start=1)}),
        "total": total,
        "decided": queries.settled(everything).count(),
        "just_decided": _just_decided(request, study),
        "hidden": total - shown_of_queue,
        "recent": queries.recent_decisions(study, request.user),
        "of_form": changes_of_form(study, request.user),
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
    _catch_up(study)
    filters = read_filters(request.GET, study=study)
    original_id, opened_with = (_whole_number(request.POST.get(name)) for name in ("original", "seen_flag"))
    shown = _dossier(request, study, pk, original_id, opened_with)
    check_may_decide(shown.case, request.user)
    form = DecisionForm(request.POST, original=shown.original)
    if not form.is_valid():
        form.now_shows(shown.original, newest_flag=shown.newest_flag)
        return _case_page(request, study, filters, shown, form, status=422)
    here = place_of(filters, shown.case.pk)
    try:
        decision = decide(
            shown.case,
            id=form.cleaned_data["id"],
            reviewer=request.user,
            seen_number=form.cleaned_data["seen_number"],
            seen_flag=form.cleaned_data["seen_flag"],
            said=form.judgement(),
        )
    except OutOfDate as late:
        return _conflict_page(request, study, filters, shown, form, late)
    except ValidationError as refused:
        form.add_error(None, refused)
        form.now_shows(shown.original, newest_flag=shown.newest_flag)
        return _case_page(request, study, filters, shown, form, status=422)
    return _after(request, study, filters, decision, here, stay=form.cleaned_data["stay"])


@require_POST
def case_take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study = _study(request, slug)
    _catch_up(study)
    filters = read_filters(request.GET, study=study)
    asked = TakeBackForm(request.POST)
    asked.full_clean()
    decision = get_object_or_404(Decision, pk=asked.cleaned_data.get("decision"), case=pk, case__study=study)
    if asked.errors:
        return _not_taken_back(request, study, filters, pk, "The reason cannot be read or is too long.", 422)
    try:
        take_back(decision, by=request.user, reason=asked.cleaned_data["reason"])
    except OutOfDate:
        return _not_taken_back(request, study, filters, pk, "Somebody has decided this case again since.", 409)
    messages.success(request, "Taken back. The case awaits a decision again; what was decided stays in its history.")
    return HttpResponseRedirect(_address("case", study, filters, pk), status=303)


def _not_taken_back(
    request: HttpRequest, study: Study, filters: CaseFilter, pk: int, why: str, status: int
) -> HttpResponse:
    shown = _dossier(request, study, pk, None)
    form = DecisionForm(original=shown.original, initial={**shown.first_answers(), "id": uuid4()})
    messages.warning(request, f"Nothing was taken back. {why}")
    return _case_page(request, study, filters, shown, form, status=status)


def _study(request: HttpRequest, slug: str) -> Study:
    return get_object_or_404(Study.objects.with_role(request.user, *OVERSEERS), slug=slug)


def _catch_up(study: Study) -> None:
    """Join new flags; on a database that cannot be written now, show what was gathered before."""
    try:
        gather(study)
    except OperationalError:
        return


def _dossier(
    request: HttpRequest, study: Study, pk: int, original_id: int | None, opened_with: int | None = None
) -> Dossier:
    shown = dossier(study, pk, reviewer=request.user, original_id=original_id, opened_with=opened_with)
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
    request: HttpRequest, study: Study, filters: CaseFilter, shown: Dossier, form: DecisionForm, *, status: int = 200
) -> HttpResponse:
    if shown.case.is_omission:
        form.speaks_of_an_omission()
    context = {
        "study": study,
        "filters": filters,
        "shown": shown,
        "case": shown.case,
        "form": form,
        "walk": walk(filters, shown.case.pk, request.user),
        "just_decided": _just_decided(request, study),
        "recent": queries.recent_decisions(study, request.user),
        "keys": KEYS,
        "back": _address("cases", study, filters),
    }
    return render(request, "review/case.html", context, status=status)


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
        "late_flags": shown.late_flags,
        "theirs": late.newest,
        "yours_verdict": Verdict(form.cleaned_data["verdict"]),
        "compared": _compared(late.newest, form),
        "form": again,
    }
    return render(request, "review/conflict.html", context, status=409)


def _compared(theirs: Any, form: DecisionForm) -> list[tuple[str, str, str]]:
    """(question, theirs, yours) in words."""
    said = form.cleaned_data
    stands = "Taken back" if theirs.takes_back_id else ""
    answers: list[tuple[str, str, str]] = []
    for name in ("verdict", "function", "inserter", "effect", "marking"):
        choices = dict(form.fields[name].choices)  # type: ignore[attr-defined]
        words = [str(choices.get(value, "")) for value in (getattr(theirs, name), said[name])]
        answers.append((name.capitalize(), (stands if name == "verdict" else "") or words[0], words[1]))
    answers.append(("Words in the original", theirs.evidence_quote, said["evidence_quote"]))
    return [*answers, ("Reason", theirs.reason, said["reason"])]


def _after(
    request: HttpRequest, study: Study, filters: CaseFilter, decision: Decision, here: Place, *, stay: bool
) -> HttpResponse:
    """`here` is where the case stood before it was decided."""
    told = request.session[JUST_DECIDED] = {"decision": str(decision.pk), "was_last": False}
    pk = decision.case_id
    same = _address("case", study, filters, pk)
    if stay:
        return HttpResponseRedirect(same, status=303)
    also_decided = filters.asked.get("status") in ("decided", "disputed", "withdrawn")
    following = next_to_decide(filters, here, request.user, also_decided=also_decided)
    if following is None and queries.awaiting(Case.objects.filter(pk=pk)).exists():
        return HttpResponseRedirect(same, status=303)
    if following is None:
        told["was_last"] = True
        return HttpResponseRedirect(_address("cases", study, filters), status=303)
    return HttpResponseRedirect(_address("case", study, filters, following), status=303)


def _just_decided(request: HttpRequest, study: Study) -> Decision | None:
    """What this person has decided a moment ago, told on the page that opens next and on no other. `is_awaiting`
    says that the case has a flag of which the decision does not speak, `was_last` that no case is left to decide."""
    told = request.session.pop(JUST_DECIDED, None)
    if told is None:
        return None
    mine = queries.standing_decisions().filter(pk=told["decision"], case__study=study, reviewer_id=request.user.pk)
    awaits = Exists(queries.awaiting(Case.objects.filter(pk=OuterRef("case"))))
    was_last = Value(told["was_last"])
    return (
        mine.annotate(is_awaiting=awaits, was_last=was_last, left_out=queries.first_left_out("case"))
        .select_related("case")
        .first()
    )
