from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from annotator.studies.codebook_use import to_recode
from annotator.studies.forms import SettingsForm, StudyForm
from annotator.studies.models import OVERSEERS, Role
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import get_study, membership_of, my_readings, my_studies, sample, sample_rows
from annotator.studies.reveals import Reveal, has_begun
from annotator.studies.start import start_study

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_safe
def studies(request: HttpRequest) -> HttpResponse:
    check_names(request, ())
    return render(request, "studies/studies.html", {"lines": my_studies(request.user)})


@require_http_methods(GET_AND_POST)
@permission_required("studies.add_study", raise_exception=True)
def study_add(request: HttpRequest) -> HttpResponse:
    form = StudyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        study = start_study(form.save(commit=False), by=request.user)
        messages.success(request, "The study is started, and you own it. Its articles, codebook and people come next.")
        return redirect("study_articles", slug=study.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "studies/study_add.html", {"form": form}, status=status)


@require_safe
def study(request: HttpRequest, slug: str) -> HttpResponse:
    """The study as this person's role lets them see it: all of it, one's own work, or what it is about."""
    mine = membership_of(request.user, slug)
    study, role = mine.study, Role(mine.role)
    check_names(request)
    context = {"study": study, "role": role, "owner": role == Role.OWNER}
    if role in OVERSEERS:
        page = page_of(request, sample(study))
        context |= {"page": page, "rows": sample_rows(study, page)}
        context["to_recode"] = to_recode(study, request.user, role)
        return render(request, "studies/study_overseen.html", context)
    if role == Role.CODER:
        context["page"] = page_of(request, my_readings(study, request.user))
        context["to_recode"] = to_recode(study, request.user, role)
        return render(request, "studies/study_coder.html", context)
    return render(request, "studies/study_reader.html", context)


@require_http_methods(GET_AND_POST)
def study_settings(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_study(request.user, slug, Role.OWNER)
    title = study.title  # the form writes into the study before it knows whether it may
    form = SettingsForm(request.POST or None, instance=study, begun=has_begun(study))
    if request.method == "POST" and form.is_valid():
        _save(form, by=request.user)
        messages.success(request, "The settings are saved.")
        return redirect("study", slug=slug)
    status = 422 if request.method == "POST" else 200
    context = {"study": study, "title": title, "form": form}
    return render(request, "studies/study_settings.html", context, status=status)


@transaction.atomic
def _save(form: SettingsForm, *, by: Any) -> None:
    study = form.save()
    if form.opens:
        Reveal.objects.create(study=study, by=by, reason=form.cleaned_data["why_open"])
