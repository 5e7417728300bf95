from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from annotator.facets import (
    AttributionStatus,
    Effect,
    Function,
    Host,
    Inserter,
    Marking,
    Mode,
    Operation,
    SourceKind,
    Stance,
    Verdict,
)
from annotator.studies.paging import check_names
from annotator.studies.queries import get_study
from annotator.studies.stylesheet import stylesheet

ATTRIBUTION = [
    ("Status", list(AttributionStatus)),
    ("Source", list(SourceKind)),
    ("Mode", list(Mode)),
    ("Stance of the cue", list(Stance)),
]
INSERTION = [
    ("Marking", list(Marking)),
    ("Operation", list(Operation)),
    ("Host", list(Host)),
    ("Function", list(Function)),
    ("Inserter", list(Inserter)),
    ("Effect", list(Effect)),
    ("Verdict of the reviewer", list(Verdict)),
]


@require_safe
def codebook(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_study(request.user, slug)
    check_names(request, ())
    revision = study.revisions.order_by("-number").first()
    types = list(study.claim_types.filter(retired_at__isnull=True))
    guidance = revision.guidance if revision else {}
    labels = {one.code: one.label for one in types}
    doubt = [labels[code] for code in guidance.get("priority_on_doubt", []) if code in labels]
    facets = {"attribution": ATTRIBUTION, "insertion": INSERTION}
    context = {"study": study, "revision": revision, "types": types, "guidance": guidance, "doubt": doubt}
    return render(request, "studies/study_codebook.html", context | facets)


@require_safe
def codebook_css(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The colours of one revision. A revision never changes, so a browser may keep the answer for a year."""
    study = get_study(request.user, slug)
    revision = get_object_or_404(study.revisions, number=number)
    body = stylesheet(revision.content).encode()
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    fresh = HttpResponse(body, content_type="text/css; charset=utf-8", headers={"ETag": etag})
    response = get_conditional_response(request, etag=etag, response=fresh) or fresh
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
