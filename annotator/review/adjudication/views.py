from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from annotator.facets import ErrorType, Resolution
from annotator.review.adjudication import own, queries
from annotator.review.adjudication.decide import CODED_IT, OutOfDate, adjudicate, can_adjudicate, check_may_adjudicate
from annotator.review.adjudication.filters import ItemFilter, read_filters
from annotator.review.adjudication.forms import RulingForm, TakeBackForm
from annotator.review.adjudication.keys import KEYS
from annotator.review.adjudication.listing import next_awaiting, rows, walk
from annotator.review.adjudication.matching import MOST, match
from annotator.review.adjudication.models import Adjudication, Item
from annotator.review.adjudication.queries import State
from annotator.review.adjudication.shown import ShownItem, items_with_all, shown
from annotator.review.adjudication.take_back import take_back
from annotator.review.cases import gather
from annotator.studies.models import OVERSEERS, Role, Study
from annotator.studies.paging import check_names
from annotator.studies.queries import get_study

PER_PAGE = 50
#: the session's word for the adjudication that the next page tells about
JUST_DECIDED = "adjudication-just-decided"


@require_GET
def adjudication(request: HttpRequest, slug: str) -> HttpResponse:
    study = _study(request, slug)
    left = _catch_up(study)
    filters = read_filters(request.GET, study=study, user=request.user, beside=("page",))
    pks = list(filters.items.values_list("pk", flat=True))
    page = Paginator(pks, PER_PAGE).get_page(request.GET.get("page"))
    numbers = queries.counted(filters.everything)
    context = {
        "study": study,
        "filters": filters,
        "page": page,
        "rows": rows(list(page.object_list), page.start_index()),
        "numbers": [(state, numbers[state]) for state in State],
        "total": sum(numbers.values()),
        "awaiting": numbers[State.AWAITING],
        "left": left,
        "just_decided": _just_decided(request, study),
    }
    return render(request, "review/adjudication.html", context, status=422 if filters.errors else 200)


@require_GET
def adjudication_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study = _study(request, slug)
    _catch_up(study)
    filters = read_filters(request.GET, study=study, user=request.user)
    item = _item(request, study, pk)
    return _item_page(request, study, filters, item, _form(item))


@require_POST
def adjudication_decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study = _study(request, slug)
    _catch_up(study)
    filters = read_filters(request.GET, study=study, user=request.user)
    item = _item(request, study, pk)
    check_may_adjudicate(item.item, request.user)
    form = RulingForm(request.POST, item=item.item, versions=item.choices)
    if not form.is_valid():
        return _item_page(request, study, filters, item, form, status=422)
    said = form.cleaned_data
    try:
        made = adjudicate(
            item.item, id=said["id"], reviewer=request.user, seen_number=said["seen_number"], said=form.ruling()
        )
    except OutOfDate as late:
        return _conflict_page(request, study, filters, item, form, late)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _item_page(request, study, filters, item, form, status=422)
    return _after(request, study, filters, made)


@require_POST
def adjudication_take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study = _study(request, slug)
    _catch_up(study)
    filters = read_filters(request.GET, study=study, user=request.user)
    item = _item(request, study, pk)
    asked = TakeBackForm(request.POST)
    asked.full_clean()
    row = get_object_or_404(Adjudication, pk=asked.cleaned_data.get("adjudication"), item=item.item)
    if asked.errors:
        messages.warning(request, "Nothing was taken back. The reason cannot be read or is too long.")
        return _item_page(request, study, filters, item, _form(item), status=422)
    try:
        take_back(row, by=request.user, reason=asked.cleaned_data["reason"])
    except OutOfDate:
        messages.warning(request, "Nothing was taken back. Somebody has decided this item again since.")
        return _item_page(request, study, filters, item, _form(item), status=409)
    messages.success(request, "Taken back. The item awaits a decision again; what was decided stays in its history.")
    return HttpResponseRedirect(_address("adjudication_item", study, filters, pk), status=303)


@require_GET
def adjudication_own(request: HttpRequest, slug: str) -> HttpResponse:
    """What was decided about this person's own work, of articles that everybody has finished."""
    study = get_study(request.user, slug, Role.CODER, *OVERSEERS)
    check_names(request, ("page", "show"))
    _catch_up(study)
    asked = request.GET.get("show", "decided")
    told = own.told(study, request.user)
    listed = own.decided(told) if asked != "all" else told
    pks = list(listed.values_list("pk", flat=True))
    page = Paginator(pks, PER_PAGE).get_page(request.GET.get("page"))
    numbers = queries.counted(told)
    context = {
        "study": study,
        "page": page,
        "outcomes": own.outcomes(study, request.user, list(page.object_list)),
        "numbers": [(state, numbers[state]) for state in State],
        "total": sum(numbers.values()),
        "all": asked == "all",
    }
    return render(request, "review/adjudication_own.html", context)


def _study(request: HttpRequest, slug: str) -> Study:
    return get_object_or_404(Study.objects.with_role(request.user, *OVERSEERS), slug=slug)


def _catch_up(study: Study) -> int:
    """Find new items, of some articles at once; on a database that cannot be written now, show what was found before.
    Returns how many articles are left for another look."""
    try:
        gather(study)
        return match(study, most=MOST)
    except OperationalError:
        return 0


def _item(request: HttpRequest, study: Study, pk: int) -> ShownItem:
    """An item of this study that this person may see, current or not: its history is kept."""
    found = items_with_all(Item.objects.visible_to(request.user).filter(study=study, pk=pk)).first()
    if found is None:
        raise Http404
    return shown(found, study)


def _form(item: ShownItem) -> RulingForm:
    return RulingForm(item=item.item, versions=item.choices, initial={**item.first_answers(), "id": uuid4()})


def _address(name: str, study: Study, filters: ItemFilter, pk: int | None = None) -> str:
    return reverse(name, args=[study.slug] if pk is None else [study.slug, pk]) + filters.suffix


def _item_page(
    request: HttpRequest, study: Study, filters: ItemFilter, item: ShownItem, form: RulingForm, *, status: int = 200
) -> HttpResponse:
    is_current = queries.current(study).filter(pk=item.item.pk).exists()
    may = can_adjudicate(item.item, request.user)
    context = {
        "study": study,
        "filters": filters,
        "shown": item,
        "item": item.item,
        "form": form,
        "walk": walk(filters, item.item.pk, request.user),
        "is_current": is_current,
        "may": may and is_current and not item.is_for_its_case,
        "why_not": "" if may else CODED_IT,
        "editing": form.is_bound and form.data.get("resolution") == Resolution.EDITED,
        "just_decided": _just_decided(request, study),
        "keys": KEYS,
        "back": _address("adjudication", study, filters),
    }
    return render(request, "review/adjudication_item.html", context, status=status)


def _conflict_page(
    request: HttpRequest, study: Study, filters: ItemFilter, item: ShownItem, form: RulingForm, late: OutOfDate
) -> HttpResponse:
    said = form.cleaned_data
    yours = next((one.who for one in item.versions if one.pk and one.pk == said["pick"]), "")
    theirs = item.history[0] if item.history else None
    again = {**{name: form.data[name] for name in form.data if name in form.fields}, "id": str(uuid4())}
    if late.newest:
        again["seen_number"] = str(late.newest.number)
    context = {
        "study": study,
        "filters": filters,
        "item": item.item,
        "theirs": theirs if late.newest else None,
        "yours": Resolution(said["resolution"]).label,
        "yours_who": yours,
        "yours_reason": said["reason"],
        "yours_error_type": ErrorType(said["error_type"]).label if said["error_type"] else "",
        "yours_words": said["quote"] if said["resolution"] == Resolution.EDITED else "",
        "again": again,
    }
    return render(request, "review/adjudication_conflict.html", context, status=409)


def _after(request: HttpRequest, study: Study, filters: ItemFilter, made: Adjudication) -> HttpResponse:
    following = next_awaiting(filters, made.item_id, request.user)
    request.session[JUST_DECIDED] = {"row": str(made.pk), "was_last": following is None}
    if following is None:
        return HttpResponseRedirect(_address("adjudication", study, filters), status=303)
    return HttpResponseRedirect(_address("adjudication_item", study, filters, following), status=303)


def _just_decided(request: HttpRequest, study: Study) -> dict[str, Any] | None:
    """What this person has decided a moment ago, told on the page that opens next and on no other."""
    told = request.session.pop(JUST_DECIDED, None)
    if told is None:
        return None
    mine = queries.standing_adjudications().filter(pk=told["row"], item__study=study, reviewer_id=request.user.pk)
    row = mine.select_related("item").first()
    return {"row": row, "was_last": told["was_last"]} if row else None
