"""The page on which an owner gives articles to coders, box by box."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotator.annotations.allotting import rule_of
from annotator.annotations.giving import coders_of, give_out, take_back
from annotator.annotations.lots import Pair
from annotator.studies.models import Membership, Role, Study, StudyArticle
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import get_study, sample

#: boxes on one page: each may come back twice, and a form of more than 2,000 fields is refused
_BOXES = 800


@dataclass(frozen=True, slots=True)
class Box:
    """One article for one coder. `state`: "" (not given), "given", "started" or "finished"."""

    value: str
    person: str
    state: str
    ticked: bool

    @property
    def fixed(self) -> bool:
        return self.state in ("started", "finished")


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    article: Any
    boxes: list[Box]


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, slug: str) -> HttpResponse:
    """Owners give out the sample box by box; drawing by lot has a page of its own."""
    study = get_study(request.user, slug, Role.OWNER)
    check_names(request)
    people: list[Membership] = list(coders_of(study))
    problem = ""
    if request.method == "POST":
        try:
            said = _ticked(request, study)
        except ValidationError as refused:
            problem = refused.messages[0]
        else:
            messages.success(request, said)
            return HttpResponseRedirect(request.get_full_path())
    page = page_of(request, sample(study), size=max(1, min(50, _BOXES // max(1, len(people)))))
    context = {
        "study": study,
        "people": people,
        "coders": sum(one.role == Role.CODER for one in people),
        "page": page,
        "lines": _lines(study, people, page, set(request.POST.getlist("pair")) if problem else None),
        "rule": rule_of(study),
        "problem": problem,
    }
    return render(request, "annotations/assign.html", context, status=422 if request.method == "POST" else 200)


def _ticked(request: HttpRequest, study: Study) -> str:
    """Give out what was ticked and take back what the page showed as given and is ticked no more."""
    ticked, shown = (_pairs(request.POST.getlist(name)) for name in ("pair", "was"))
    with transaction.atomic():
        made = give_out(study, ticked - shown, by=request.user)
        gone = take_back(study, shown - ticked, by=request.user)
    parts = [_count(made, "given out")] * bool(made) + [_count(gone, "taken back")] * bool(gone)
    return " ".join(parts) or "Nothing was changed."


def _pairs(values: Iterable[str]) -> set[Pair]:
    """ "12:7" is article 12 for coder 7. Raises ValidationError for anything else."""
    pairs = set()
    for value in values:
        article, _, coder = value.partition(":")
        if not all(one.isascii() and one.isdigit() and len(one) < 18 for one in (article, coder)):
            raise ValidationError("The form could not be read. Reload the page and tick again.")
        pairs.add((int(article), int(coder)))
    return pairs


def _count(number: int, what: str) -> str:
    return f"{number} reading{'' if number == 1 else 's'} {what}."


def _lines(study: Study, people: list[Membership], page: "Page[StudyArticle]", typed: set[str] | None) -> list[Line]:
    """One page of the table; `typed` are the boxes ticked in a form that was refused."""
    rows = list(page)
    readings = study.readings.filter(article_id__in=[row.article_id for row in rows])
    states = {
        (article, coder): "finished" if finished else "started" if started else "given"
        for article, coder, started, finished in readings.values_list(
            "article_id", "coder_id", "started_at", "finished_at"
        )
    }

    def box(article: int, one: Membership) -> Box:
        value, state = f"{article}:{one.user_id}", states.get((article, one.user_id), "")
        return Box(value, one.user.get_full_name(), state, bool(state) if typed is None else value in typed)

    return [
        Line(number, row.article, [box(row.article_id, one) for one in people])
        for number, row in enumerate(rows, page.start_index())
    ]
