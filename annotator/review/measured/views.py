"""How far a study's coders agree: asked for, measured by a job, shown with what each figure counts and leaves out."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from annotator.jobs.asking import TooManyJobs
from annotator.review.agreement import Confusion
from annotator.review.measured import pages
from annotator.review.measured.addresses import Unknown, asked_from, one_of
from annotator.review.measured.articles import article_table
from annotator.review.measured.charts import heat
from annotator.review.measured.counting import count_readings, overlap
from annotator.review.measured.files import as_csv, as_json
from annotator.review.measured.forms import MeasureForm
from annotator.review.measured.models import Agreement
from annotator.review.measured.task import ask_for_figures, last
from annotator.review.measured.units import ARTICLES, MOST, SHOW, articles_of, rows
from annotator.review.measured.words import FACETS
from annotator.studies.models import OVERSEERS, Role, Study
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import get_study
from articles.answers import refusal


@require_safe
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest figures, how far the study is from some, and the form that asks for new ones."""
    study = get_study(request.user, slug, *OVERSEERS)
    check_names(request, ())
    return _front(request, study, MeasureForm(initial=_last_plan(study)))


@require_POST
def agreement_measure(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_study(request.user, slug, *OVERSEERS)
    form = MeasureForm(request.POST)
    if not form.is_valid():
        return _front(request, study, form, status=422)
    try:
        ask_for_figures(study, by=request.user, **form.cleaned_data)
    except TooManyJobs as refused:
        return refusal(request, 429, "Too much at once", str(refused))
    return redirect("agreement", slug=slug)


def _front(request: HttpRequest, study: Study, form: MeasureForm, status: int = 200) -> HttpResponse:
    counted = count_readings(study, at=timezone.now())
    newest = Agreement.objects.filter(study=study).select_related("revision", "by").first()
    job = last(study)
    now = overlap(study, counted)
    context: dict[str, Any] = {
        "study": study,
        "owner": study.role_of(request.user) == Role.OWNER,
        "form": form,
        "overlap": now,
        # What became of a job is news until there are figures of it, or newer ones.
        "job": job if job and (not job.ended or job.state == "failed") else None,
        "agreement": newest,
        "is_newest": True,
    }
    if newest:
        words = pages.words_of(study, request.user)
        context |= {"tables": pages.summary(newest.report, words), "news": pages.news(newest, readings=now.readings)}
    return render(request, "review/agreement/agreement.html", context, status=status)


def _last_plan(study: Study) -> dict[str, Any]:
    newest = Agreement.objects.filter(study=study).first()
    return {"seed": newest.seed, "least_overlap": newest.plan["least_overlap"]} if newest else {}


@require_safe
def agreement_earlier(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_study(request.user, slug, *OVERSEERS)
    check_names(request)
    rows = Agreement.objects.filter(study=study).defer("figures").select_related("by", "revision")
    context = {"study": study, "page": page_of(request, rows)}
    return render(request, "review/agreement/earlier.html", context)


@require_safe
def agreement_one(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    one = _agreement(request, slug, number)
    check_names(request, ())
    context = _context(one, "summary") | {"tables": pages.summary(one.report, pages.words_of(one.study, request.user))}
    return render(request, "review/agreement/one.html", context)


@require_safe
def agreement_codes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    one = _agreement(request, slug, number)
    check_names(request, ("question", "facet"))
    choices, table, chart = _known(pages.codes, one, request)
    context = _context(one, "codes") | {"choices": choices, "tables": [table], "chart": chart}
    return render(request, "review/agreement/codes.html", context)


@require_safe
def agreement_pairs(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    one = _agreement(request, slug, number)
    check_names(request, ("question", "facet"))
    choices, table = _known(pages.pairs, one, request)
    context = _context(one, "pairs") | {"choices": choices, "tables": [table]}
    return render(request, "review/agreement/pairs.html", context)


@require_safe
def agreement_weeks(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    one = _agreement(request, slug, number)
    check_names(request, ("question", "facet"))
    choices, table, chart = _known(pages.weeks, one, request)
    context = _context(one, "weeks") | {"choices": choices, "tables": [table], "chart": chart}
    return render(request, "review/agreement/weeks.html", context)


@require_safe
def agreement_articles(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Article by article, measured anew for those of the page."""
    one = _agreement(request, slug, number)
    check_names(request, ("page",))
    page, tables = article_table(one, request.user, request.GET.get("page"))
    context = _context(one, "articles") | {"page": page, "tables": tables}
    return render(request, "review/agreement/articles.html", context)


@require_safe
def agreement_confusion(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Which value was taken for which."""
    one = _agreement(request, slug, number)
    check_names(request, ("facet", "pair"))
    report, words = one.report, pages.words_of(one.study, request.user)
    there = {(found.facet, ".".join(found.coders)): found for found in report.confusions}
    try:
        facet = one_of(request.GET.get("facet", ""), report.plan.facets, "facet")
        pairs = tuple(dict.fromkeys(pair for of, pair in there if of == facet))
        pair = one_of(request.GET.get("pair", ""), pairs, "pair of coders")
    except Unknown as unknown:
        raise BadRequest(str(unknown)) from unknown
    found: Confusion = there[facet, pair]
    names = {value: words.value(facet, value) for value in (*found.values, None)}
    context = _context(one, "confusion") | {
        "heat": heat(found, names) if found.values else None,
        "rows": words.coder(found.coders[0]) if found.coders else "",
        "columns": words.coder(found.coders[1]) if found.coders else "",
        "facet": FACETS[facet],
        "choices": {
            "facet": [(name, FACETS[name], name == facet) for name in report.plan.facets],
            "pair": [(name, words.pair(tuple(filter(None, name.split(".")))), name == pair) for name in pairs],
        },
    }
    return render(request, "review/agreement/confusion.html", context)


@require_safe
def agreement_units(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What a figure was made of."""
    one = _agreement(request, slug, number)
    check_names(request, ("question", "facet", "code", "pair", "week", "article", "show", "page"))
    words = pages.words_of(one.study, request.user)
    show = request.GET.get("show", "")
    try:
        asked = asked_from(request.GET, one.report)
        show = one_of(show, tuple(SHOW), "choice") if show else ""
    except Unknown as unknown:
        raise BadRequest(str(unknown)) from unknown
    articles, hidden = articles_of(one, asked, request.user)
    page = Paginator(articles, ARTICLES).get_page(request.GET.get("page"))
    found, more = rows(one, asked, list(page.object_list), user=request.user, words=words, show=show)
    context = _context(one, "units") | {
        "asked": words.asked(asked),
        "figures": [figure for figure in one.report.figures if figure.asked == replace(asked, article=None)],
        "page": page,
        "rows": found,
        "more": MOST if more else 0,
        "hidden": hidden,
        "show": [(value, label, value == show) for value, label in SHOW.items()],
    }
    return render(request, "review/agreement/units.html", context)


@require_safe
def agreement_file(request: HttpRequest, slug: str, number: int, format: str) -> HttpResponse | StreamingHttpResponse:
    one = _agreement(request, slug, number)
    check_names(request, ())
    name = f"{one.study.slug}-agreement-{one.number}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    if format == "csv":
        return StreamingHttpResponse(as_csv(one), content_type="text/csv; charset=utf-8", headers=headers)
    return HttpResponse(as_json(one), content_type="application/json", headers=headers)


def _agreement(request: HttpRequest, slug: str, number: int) -> Agreement:
    study = get_study(request.user, slug, *OVERSEERS)
    rows = Agreement.objects.visible_to(request.user).filter(study=study).select_related("study", "revision", "by")
    return get_object_or_404(rows, number=number)


def _context(one: Agreement, here: str) -> dict[str, Any]:
    return {"study": one.study, "agreement": one, "here": here}


def _known(prepare: Any, one: Agreement, request: HttpRequest) -> Any:
    try:
        return prepare(one.report, pages.words_of(one.study, request.user), request.GET)
    except Unknown as unknown:
        raise BadRequest(str(unknown)) from unknown
