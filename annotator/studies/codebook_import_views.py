"""Bringing a codebook in from a file: look at what it would change, then bring it in or not."""

import base64
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotator.studies import revise
from annotator.studies.codebook_change_views import GET_AND_POST, acted, done, opened, shown
from annotator.studies.codebook_forms import BringInForm, UploadForm
from annotator.studies.codebook_use import uses
from annotator.studies.codebooks import Codebook, CodebookError
from annotator.studies.codebooks.comparing import Plan, planned
from annotator.studies.codebooks.files import FORMS, LARGEST, read_file
from annotator.studies.models import Role, Study


@require_http_methods(GET_AND_POST)
def codebook_import(request: HttpRequest, slug: str) -> HttpResponse:
    study, number, now = opened(request, slug)
    if "content" in request.POST:
        return _bring_in(request, study, now)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, retire = form.cleaned_data["file"], form.cleaned_data["retire_missing"]
        data = file.read(LARGEST + 1)
        try:
            wanted = read_file(file.name, data, now)
        except CodebookError as fault:
            form.add_error("file", f"{file.name}: {fault}")
        else:
            held = {
                "seen": number,
                "name": file.name,
                "content": base64.b64encode(data).decode(),
                "retire_missing": retire,
            }
            plan = planned(now, wanted, retire_missing=retire)
            return shown_plan(request, study, BringInForm(initial=held), plan, status=422 if plan.faults else 200)
    status = 422 if request.method == "POST" else 200
    context = {"study": study, "form": form, "forms": FORMS.values()}
    return render(request, "studies/codebook_import.html", context, status=status)


def _bring_in(request: HttpRequest, study: Study, now: Codebook) -> HttpResponse:
    """The second step: the page sends the file back as it was looked at."""
    form = BringInForm(request.POST)
    plan = None
    form.is_valid()
    said: dict[str, Any] = form.cleaned_data
    if "content" in said and "name" in said:
        try:
            wanted = read_file(said["name"], said["content"], now)
        except CodebookError as fault:
            form.add_error(None, str(fault))
        else:
            plan = planned(now, wanted, retire_missing=said["retire_missing"])
            act = partial(revise.bring_in, study, wanted, name=said["name"], retire_missing=said["retire_missing"])
            if form.is_valid() and (revision := acted(request, form, act)):
                return done(request, study, revision, f"{said['name']} is brought in.")
    if plan is None:
        return shown(
            request, "studies/codebook_change.html", study, form, {"title": "Bring in a codebook", "lost": True}
        )
    return shown_plan(request, study, form, plan, status=409 if form.since else 422)


def shown_plan(request: HttpRequest, study: Study, form: BringInForm, plan: Plan, *, status: int) -> HttpResponse:
    """What the file would change; `used` tells how much was coded with what it would retire."""
    used = uses(study, request.user, Role.OWNER) or {}
    ids = dict(study.claim_types.values_list("code", "pk"))
    retired = [(one, used.get(ids[one.code], 0)) for one in plan.differences.retired]
    context = {"study": study, "form": form, "plan": plan, "found": plan.differences, "retired": retired}
    return render(request, "studies/codebook_import_plan.html", context, status=status)
