"""Where an owner changes the codebook: each page shows one form, and each form makes one revision."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from annotator.studies import revise
from annotator.studies.codebook_forms import (
    FacetsForm,
    MergeForm,
    OrderForm,
    RestoreForm,
    RevisionForm,
    TypeFields,
    TypeForm,
)
from annotator.studies.codebooks import Codebook, Type
from annotator.studies.codebooks.facets import FACETS
from annotator.studies.codebooks.looks import close_pairs, how_it_reads
from annotator.studies.codebooks.rules import CodebookRefused, free_keys
from annotator.studies.models import ClaimType, CodebookRevision, Role, Study
from annotator.studies.paging import check_names
from annotator.studies.queries import get_study
from annotator.studies.revising import StaleCodebook, as_it_stands, type_of

GET_AND_POST = ["GET", "HEAD", "POST"]
#: into how many a type can be split at once
FEWEST_PARTS, MOST_PARTS = 2, 6


def opened(request: HttpRequest, slug: str, names: tuple[str, ...] = ()) -> tuple[Study, int, Codebook]:
    """The study, for its owner only, with the revision in force and the codebook as it stands."""
    study = get_study(request.user, slug, Role.OWNER)
    check_names(request, names)
    revision = study.revision
    return study, revision.number, as_it_stands(study, revision)


def acted(request: HttpRequest, form: RevisionForm, act: Callable[..., CodebookRevision]) -> CodebookRevision | None:
    """The revision that the valid form makes; None when it cannot, which the form then explains."""
    said = form.cleaned_data
    try:
        return act(seen=said["seen"], note=said["note"], by=request.user)
    except CodebookRefused as refused:
        form.refuse(refused)
    except StaleCodebook as stale:
        form.outrun(stale.since)
    return None


def shown(
    request: HttpRequest, template: str, study: Study, form: RevisionForm, context: dict[str, Any]
) -> HttpResponse:
    """The page of a form: as it is first seen, or with what stood in the way."""
    status = 200 if request.method != "POST" else 409 if form.since else 422
    return render(request, template, {"study": study, "form": form, **context}, status=status)


def done(request: HttpRequest, study: Study, revision: CodebookRevision, sentence: str) -> HttpResponse:
    messages.success(request, f"{sentence} This is revision {revision.number} of the codebook.")
    return redirect("study_codebook", slug=study.slug)


def _tell_look(request: HttpRequest, study: Study, one: Type) -> None:
    """How the colours of a new or redrawn type read, and whom they may confuse."""
    now = [type_of(row) for row in study.claim_types.filter(retired_at__isnull=True)]
    messages.info(request, f"“{one.label}”: {how_it_reads(one)}")
    if alike := close_pairs(now, [one.code]):
        messages.warning(request, " ".join(alike))


@require_http_methods(GET_AND_POST)
def codebook_add(request: HttpRequest, slug: str) -> HttpResponse:
    study, number, now = opened(request, slug)
    form = TypeForm(request.POST or None, codebook=now, initial={"seen": number})
    if request.method == "POST" and form.is_valid():
        one = form.as_type()
        if revision := acted(request, form, partial(revise.add_type, study, one)):
            _tell_look(request, study, one)
            return done(request, study, revision, f"“{one.label}” is added.")
    context = {"title": "Add a claim type", "verb": "Add it", "full": not free_keys(now.active)}
    return shown(request, "studies/codebook_type.html", study, form, context)


def _type(study: Study, pk: int, now: Codebook) -> tuple[ClaimType, Type]:
    row = get_object_or_404(study.claim_types, pk=pk)
    return row, now.get(row.code) or type_of(row)


@require_http_methods(GET_AND_POST)
def codebook_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study, number, now = opened(request, slug)
    row, one = _type(study, pk, now)
    form = TypeForm(request.POST or None, codebook=now, one=one, initial={"seen": number})
    if request.method == "POST" and form.is_valid():
        wanted = form.as_type()
        if revision := acted(request, form, partial(revise.edit_type, study, wanted)):
            _tell_look(request, study, wanted)
            return done(request, study, revision, f"“{wanted.label}” is changed.")
    context = {"title": f"Change “{one.label}”", "verb": "Save the change", "one": one, "row": row}
    return shown(request, "studies/codebook_type.html", study, form, context)


@require_http_methods(GET_AND_POST)
def codebook_retire(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study, number, now = opened(request, slug)
    _, one = _type(study, pk, now)
    form = RevisionForm(request.POST or None, initial={"seen": number})
    act = partial(revise.retire_type, study, one.code)
    if request.method == "POST" and form.is_valid() and (revision := acted(request, form, act)):
        return done(request, study, revision, f"“{one.label}” is retired.")
    context = {
        "title": f"Retire “{one.label}”",
        "lead": "Nobody can code with it any more. What was coded with it keeps it, and you can bring it back.",
        "verb": "Retire it",
    }
    return shown(request, "studies/codebook_change.html", study, form, context)


@require_http_methods(GET_AND_POST)
def codebook_restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study, number, now = opened(request, slug)
    _, one = _type(study, pk, now)
    form = RestoreForm(request.POST or None, codebook=now, initial={"seen": number})
    if request.method == "POST" and form.is_valid():
        act = partial(revise.restore_type, study, one.code, key=form.cleaned_data["key"])
        if revision := acted(request, form, act):
            return done(request, study, revision, f"“{one.label}” is back.")
    context = {
        "title": f"Bring “{one.label}” back",
        "lead": "It can be coded with again. If it was merged, what was coded with it counts as itself again.",
        "verb": "Bring it back",
        "full": not free_keys(now.active),
    }
    return shown(request, "studies/codebook_change.html", study, form, context)


@require_http_methods(GET_AND_POST)
def codebook_merge(request: HttpRequest, slug: str) -> HttpResponse:
    study, number, now = opened(request, slug)
    form = MergeForm(request.POST or None, codebook=now, initial={"seen": number})
    if request.method == "POST" and form.is_valid():
        codes, into = form.cleaned_data["merged"], form.cleaned_data["into"]
        if revision := acted(request, form, partial(revise.merge_types, study, codes, into=into)):
            names = " and ".join(f"“{one.label}”" for one in now.active if one.code in codes)
            return done(request, study, revision, f"Merged {names}.")
    context = {
        "title": "Merge claim types",
        "lead": "Those that you tick are retired and go on as the one you choose: exports show it as the claim type, "
        "and the one that was coded beside it. No annotation is changed.",
        "verb": "Merge them",
    }
    return shown(request, "studies/codebook_change.html", study, form, context)


@require_http_methods(GET_AND_POST)
def codebook_split(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study, number, now = opened(request, slug, ("parts",))
    _, one = _type(study, pk, now)
    parts = _parts(request, now, one)
    form = RevisionForm(request.POST or None, initial={"seen": number})
    if request.method == "POST" and all([form.is_valid(), *(part.is_valid() for part in parts)]):
        into = [part.as_type() for part in parts]
        if revision := acted(request, form, partial(revise.split_type, study, one.code, into=into)):
            return done(request, study, revision, f"“{one.label}” is split.")
    more = len(parts) + 1 if len(parts) < MOST_PARTS else 0
    return shown(request, "studies/codebook_split.html", study, form, {"one": one, "parts": parts, "more": more})


def _parts(request: HttpRequest, now: Codebook, one: Type) -> list[TypeFields]:
    """A form for each new type, each with another look and key to begin with; all may take what the old one had."""
    asked = request.GET.get("parts", "")
    count = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else FEWEST_PARTS
    rest = replace(now, types=tuple(other for other in now.types if other.code != one.code))
    parts: list[TypeFields] = []
    for at in range(min(max(count, FEWEST_PARTS), MOST_PARTS)):
        begun = [part.as_begun(f"part {number}") for number, part in enumerate(parts)]
        parts.append(TypeFields(request.POST or None, codebook=rest, besides=begun, prefix=f"part-{at}"))
    return parts


@require_http_methods(GET_AND_POST)
def codebook_order(request: HttpRequest, slug: str) -> HttpResponse:
    study, number, now = opened(request, slug)
    form = OrderForm(request.POST or None, codebook=now, initial={"seen": number})
    if request.method == "POST" and form.is_valid():
        act = partial(revise.reorder_types, study, form.places("place"), doubt=form.places("doubt"))
        if revision := acted(request, form, act):
            return done(request, study, revision, "The order is changed.")
    return shown(request, "studies/codebook_order.html", study, form, {})


@require_http_methods(GET_AND_POST)
def codebook_facets(request: HttpRequest, slug: str) -> HttpResponse:
    study, number, now = opened(request, slug)
    on = [one.name for one in FACETS if one.name not in now.facets_off]
    form = FacetsForm(request.POST or None, initial={"seen": number, "on": on})
    if not form.is_valid():
        return shown(request, "studies/codebook_facets.html", study, form, {})
    if revision := acted(request, form, partial(revise.switch_facets, study, form.off)):
        return done(request, study, revision, "The facets are switched.")
    return shown(request, "studies/codebook_facets.html", study, form, {})
