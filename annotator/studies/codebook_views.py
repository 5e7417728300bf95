"""The codebook as everybody in the study reads it: as it stands, as it stood, and as files."""

from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from annotator.studies.codebook_history import compared, history, stated, stated_for_a_file
from annotator.studies.codebook_page import doubt_labels, look_alikes, off_labels, type_rows, vocabularies
from annotator.studies.codebook_use import to_recode, uses
from annotator.studies.codebooks.files import FORMS, write_file
from annotator.studies.models import Role
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import get_study, membership_of
from annotator.studies.revising import as_it_stands
from annotator.studies.stylesheet import stylesheet


@require_safe
def codebook(request: HttpRequest, slug: str) -> HttpResponse:
    mine = membership_of(request.user, slug)
    study = mine.study
    check_names(request, ())
    revision = study.revisions.order_by("-number").first()
    now = as_it_stands(study, revision) if revision else None
    used = uses(study, request.user, mine.role)
    owner = mine.role == Role.OWNER
    context: dict[str, Any] = {"study": study, "revision": revision, "owner": owner, "role": mine.role}
    if now is not None:
        ids = dict(study.claim_types.values_list("code", "pk"))
        rows = type_rows(now, ids, used)
        context |= {
            "codebook": now,
            "types": [row for row in rows if not row.type.retired],
            "retired": [row for row in rows if row.type.retired],
            "doubt": doubt_labels(now),
            "off": off_labels(now),
            "alike": look_alikes(now) if owner else [],
            "forms": FORMS.values(),
            "to_recode": to_recode(study, request.user, mine.role),
            **vocabularies(now),
        }
    return render(request, "studies/study_codebook.html", context)


@require_safe
def codebook_history(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_study(request.user, slug)
    check_names(request)
    page = page_of(request, history(study), size=20)
    return render(request, "studies/codebook_history.html", {"study": study, "page": page, "forms": FORMS.values()})


@require_safe
def codebook_revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One revision as it stood, and what it changed."""
    study = get_study(request.user, slug)
    check_names(request, ())
    revision = get_object_or_404(history(study), number=number)
    then = stated(revision)
    context = {
        "study": study,
        "revision": revision,
        "codebook": then,
        "types": type_rows(then, {one["code"]: one["id"] for one in revision.content}, None),
        "doubt": doubt_labels(then),
        "off": off_labels(then),
        "differences": compared(study, revision),
        "forms": FORMS.values(),
    }
    return render(request, "studies/codebook_revision.html", context)


@require_safe
def codebook_file(request: HttpRequest, slug: str, number: int, suffix: str) -> HttpResponse:
    """A revision as a file. It never changes, so the same address gives the same bytes."""
    study = get_study(request.user, slug)
    if suffix not in FORMS:
        raise Http404
    revision = get_object_or_404(study.revisions, number=number)
    response = HttpResponse(
        write_file(suffix, stated_for_a_file(study, revision), number=number), content_type=FORMS[suffix].media_type
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{study.slug}-codebook-r{number}.{suffix}"'
    return response


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
