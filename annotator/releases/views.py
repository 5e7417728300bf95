"""Taking data out: what would be in it, and the files."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from annotator.annotations.models import Annotation
from annotator.releases import package as packages
from annotator.releases.filters import AnnotationFilter, read_filters
from annotator.releases.formats import FORMATS
from annotator.releases.models import ExportEvent
from annotator.releases.row import COLUMNS
from annotator.releases.rows import rows
from annotator.releases.snapshot import Snapshot, take
from annotator.releases.summary import preview, summary
from annotator.review.adjudication.matching import match
from annotator.review.adjudication.queries import current
from annotator.review.cases import gather
from annotator.studies.models import OVERSEERS, Role, Study
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import get_study

EARLIER = 20
#: what a download's form may send beside the filters in its address
FIELDS = {"csrfmiddlewaretoken", "names"}


def _filter(request: HttpRequest, study: Study) -> AnnotationFilter:
    return read_filters(request.GET, study=study, annotations=Annotation.objects.visible_to(request.user))


@require_GET
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """What the filters take, with the first rows as the file will have them."""
    study = get_study(request.user, slug, *OVERSEERS)
    chosen = _filter(request, study)
    annotations = chosen.annotations
    context = {
        "study": study,
        "filter": chosen,
        "summary": summary(study, annotations),
        "preview": preview(study, annotations),
        "formats": FORMATS.values(),
        "may_name": study.role_of(request.user) == Role.OWNER,
        "earlier": study.exports.select_related("by")[:EARLIER],
    }
    return render(request, "releases/export.html", context, status=422 if chosen.errors else 200)


@require_GET
def export_earlier(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that was taken out of this study, newest first."""
    study = get_study(request.user, slug, *OVERSEERS)
    check_names(request)
    context = {"study": study, "page": page_of(request, study.exports.select_related("by"))}
    return render(request, "releases/earlier.html", context)


@require_POST
def export_file(request: HttpRequest, slug: str, format: str) -> StreamingHttpResponse:
    """The file, streamed. That it was taken is written down first, in whose name and with which filters."""
    person: Any = request.user
    study = get_study(person, slug, *OVERSEERS)
    if format != packages.NAME and format not in FORMATS:
        raise Http404
    names = _names(request, study)
    chosen = _filter(request, study)
    if chosen.errors:
        raise BadRequest("A filter of this export has a value that does not exist here.")
    gather(study)
    match(study)
    snapshot = take(study, chosen.annotations, items=current(study).visible_to(person))
    ExportEvent.objects.create(study=study, by=person, format=format, filters=chosen.asked, names_shown=names)
    return _download(snapshot, format, filters=chosen.asked, names=names)


def _names(request: HttpRequest, study: Study) -> bool:
    """Whether names were asked for, by somebody who may."""
    unknown = sorted(set(request.POST) - FIELDS)
    if unknown or request.POST.get("names", "1") != "1":
        raise BadRequest("This form has a field that an export does not know.")
    if "names" not in request.POST:
        return False
    if study.role_of(request.user) != Role.OWNER:
        raise PermissionDenied("Only an owner of the study can take out coders' names.")
    return True


def _download(snapshot: Snapshot, format: str, *, filters: Mapping[str, str], names: bool) -> StreamingHttpResponse:
    if format == packages.NAME:
        pieces: Iterator[bytes] = packages.package(snapshot, filters=filters, names=names)
        media_type, ending = packages.MEDIA_TYPE, ".zip"
    else:
        chosen = FORMATS[format]
        pieces = chosen.write(COLUMNS, rows(snapshot, names=names))
        media_type, ending = chosen.media_type, f"-annotations{chosen.suffix}"
    today = datetime.now(UTC).date().isoformat()
    headers: dict[str, Any] = {
        # A slug is letters, digits, hyphens and underscores, so it needs no quoting rules.
        "Content-Disposition": f'attachment; filename="{snapshot.study.slug}-{today}{ending}"',
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingHttpResponse(pieces, content_type=media_type, headers=headers)
