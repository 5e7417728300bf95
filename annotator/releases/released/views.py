"""A study's releases: frozen by an owner, there for good."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotator.annotations.models import Annotation
from annotator.jobs.asking import TooManyJobs
from annotator.releases.filters import read_filters
from annotator.releases.formats.releases import RELEASE_FORMATS
from annotator.releases.frozen.citing import citation_cff, reference
from annotator.releases.frozen.describing import TABLES
from annotator.releases.models import ExportEvent, Release
from annotator.releases.package import MEDIA_TYPE
from annotator.releases.released.forms import FIRST_FORMATS, ReleaseForm
from annotator.releases.released.opening import READERS, STILL_READING, still_reads
from annotator.releases.released.task import BeingMade, ask_for_release, last
from annotator.releases.summary import summary
from annotator.review.measured.models import Agreement
from annotator.review.measured.pages import summary as summary_of
from annotator.review.measured.pages import words_of
from annotator.studies.models import OVERSEERS, Role, Study
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import get_study
from articles.answers import refusal

SIZE = 20
#: what the form may send
FIELDS = {"csrfmiddlewaretoken", *ReleaseForm.base_fields}


@require_safe
def releases(request: HttpRequest, slug: str) -> HttpResponse:
    """Every release of the study, newest first, and what becomes of the next."""
    study = get_study(request.user, slug, *READERS)
    check_names(request)
    owner = study.role_of(request.user) == Role.OWNER
    job = last(study) if owner else None
    rows = Release.objects.visible_to(request.user).filter(study=study).defer("about").select_related("by")
    context = {
        "study": study,
        "owner": owner,
        # What became of a job is news until there is a release of it.
        "job": job if job and (not job.ended or job.state == "failed") else None,
        "page": page_of(request, rows, size=SIZE),
    }
    return render(request, "releases/releases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def release_new(request: HttpRequest, slug: str) -> HttpResponse:
    """What the filters take, and the choices; POST asks for the release."""
    study = get_study(request.user, slug, Role.OWNER)
    chosen = read_filters(request.GET, study=study, annotations=Annotation.objects.visible_to(request.user))
    if request.method != "POST":
        first = {"title": study.title, "formats": FIRST_FORMATS}
        return _form(request, study, chosen, ReleaseForm(initial=first), status=422 if chosen.errors else 200)
    if unknown := sorted(set(request.POST) - FIELDS):
        raise BadRequest(f"This form has no field named “{unknown[0]}”.")
    form = ReleaseForm(request.POST)
    if chosen.errors or not form.is_valid():
        return _form(request, study, chosen, form, status=422)
    try:
        ask_for_release(study, by=request.user, filters=chosen.asked, choices=form.cleaned_data)
    except BeingMade as refused:
        return refusal(request, 409, "A release is being made", str(refused), typed=_typed(request))
    except TooManyJobs as refused:
        return refusal(request, 429, "Too much at once", str(refused), typed=_typed(request))
    messages.success(request, "The release is being made. You can leave this page; it goes on without you.")
    return redirect("releases", slug=slug)


def _form(request: HttpRequest, study: Study, chosen: Any, form: ReleaseForm, *, status: int) -> HttpResponse:
    context = {
        "study": study,
        "filter": chosen,
        "summary": summary(study, chosen.annotations),
        "form": form,
        "hidden": still_reads(request.user, study),
    }
    return render(request, "releases/new.html", context, status=status)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, str(request.POST[name])) for name in ("title", "creators", "permission") if request.POST.get(name)]


@require_safe
def release(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The permanent page: what is in it, its sums, how to cite it."""
    one = _release(request, slug, number)
    check_names(request, ())
    about = one.about
    context = {
        "study": one.study,
        "release": one,
        "about": about,
        "newest": about["data_as_of"] and datetime.fromisoformat(about["data_as_of"]),
        "tables": [(name, TABLES[name], rows) for name, rows in about["tables"].items()],
        "formats": [RELEASE_FORMATS[name] for name in one.formats if name in RELEASE_FORMATS],
        "reference": reference(about),
        "cff": citation_cff(about).decode(),
        "share": round(100 * about["text"]["largest_share"]),
        **_agreement(one, request.user),
        "overseer": one.study.role_of(request.user) in OVERSEERS,
    }
    return render(request, "releases/release.html", context)


def _agreement(one: Release, person: Any) -> dict[str, Any]:
    """The figures that are in the release: who may open it may read them, without names."""
    said = one.about.get("agreement")
    measured = said and Agreement.objects.filter(study=one.study, number=said["measurement"]).first()
    if not measured:
        return {"agreement": None}
    return {"agreement": measured, "figures": summary_of(measured.report, words_of(one.study, person))}


@require_POST
def release_file(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """The zip, streamed from disk. That it was taken is written down first."""
    person: Any = request.user
    get_study(person, slug, *OVERSEERS)
    one = _release(request, slug, number)
    if unknown := sorted(set(request.POST) - {"csrfmiddlewaretoken"}):
        raise BadRequest(f"This form has no field named “{unknown[0]}”.")
    try:
        file = one.path.open("rb")
    except FileNotFoundError:
        said = "The file of this release is not where it was put. Tell the person who runs this site."
        return refusal(request, 404, "The file is gone", said)
    ExportEvent.objects.create(
        study=one.study, by=person, format=f"release {one.number}", filters=one.filters, names_shown=one.names_shown
    )
    # A slug is letters, digits, hyphens and underscores, so it needs no quoting rules.
    name = f"{one.study.slug}-release-{one.number}.zip"
    headers = {"X-Content-Type-Options": "nosniff"}
    return FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA_TYPE, headers=headers)


def _release(request: HttpRequest, slug: str, number: int) -> Release:
    study = get_study(request.user, slug, *READERS)
    rows = Release.objects.visible_to(request.user).filter(study=study).select_related("study", "by")
    one = get_object_or_404(rows.select_related("codebook_revision"), number=number)
    if one.by_id != request.user.pk and still_reads(request.user, study):
        raise PermissionDenied(STILL_READING)
    return one
