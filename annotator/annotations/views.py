"""The workbench's pages: a reading, one paragraph of it, one annotation to change."""

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from annotator.annotations.answers import refused
from annotator.annotations.editor import editor_context, values_of
from annotator.annotations.keys import KEYS
from annotator.annotations.lines import versions_of
from annotator.annotations.models import Annotation, Reading
from annotator.annotations.queries import page_of
from annotator.annotations.workbench import annotations_at, claim_types_of, off_in, whole, workbench


def mine(request: HttpRequest, pk: int) -> Reading:
    """The signed-in person's own reading, or 404."""
    return get_object_or_404(whole().of(request.user), pk=pk)


@require_GET
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbench of one's own reading; another's, where it may be seen, without any way to change it."""
    # one's own is what nearly everybody asks for, and the quicker question
    own = next(iter(whole().of(request.user).filter(pk=pk)), None)
    reading = own or get_object_or_404(whole().visible_to(request.user), pk=pk)
    return render(request, "annotations/reading.html", workbench(request, reading))


@require_GET
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh CSRF token and the counts: what a page needs after its session was renewed elsewhere."""
    reading = mine(request, pk)
    return JsonResponse({"csrf": get_token(request), "finished": reading.finished_at is not None})


@require_GET
def paragraph(request: HttpRequest, pk: int, paragraph: int) -> HttpResponse:
    """One paragraph drawn anew, with its cards and the article's counts (JSON of HTML pieces)."""
    reading = mine(request, pk)
    page = page_of(reading, base=annotations_at(pk), only=paragraph)
    if not page.blocks:
        return refused(request, 404, "This paragraph is not part of the article.", {"pk": pk})
    block = page.blocks[0]
    steps = [{"id": s.id, "did": s.did, "quote": s.quote[:80], "undo": s.undo} for s in page.recent]
    return JsonResponse(
        {
            "id": block.id,
            "html": block.html,
            "cards": block.cards,
            "state": block.state,
            "count": block.count,
            "done": page.done,
            "total": page.total,
            "annotations": page.annotations,
            "recent": steps,
            "codebook": reading.revision_number,  # type: ignore[attr-defined]  # see `whole`
        }
    )


@require_GET
def annotation(request: HttpRequest, pk: int, annotation: uuid.UUID) -> HttpResponse:
    """The editor filled in for changing an annotation, with its history. A fetch gets the editor alone."""
    reading = mine(request, pk)
    found = get_object_or_404(
        Annotation.objects.select_related("paragraph", "claim_type", "codebook_revision"),
        pk=annotation,
        reading=reading,
    )
    editor = {"reading": reading, "new_id": uuid.uuid4(), "history": versions_of(found)}
    editor["revision"] = reading.revision_number  # type: ignore[attr-defined]  # see `whole`
    values = values_of(found)
    editor["claim_types"] = claim_types_of(reading, values)
    if request.headers.get("X-Partial") == "editor":
        context = editor | {"chosen": None} | editor_context(values, off=off_in(reading))
        response = render(request, "annotations/_editor.html", context)
    else:
        context = workbench(request, reading, values=values) | editor
        response = render(request, "annotations/reading.html", context)
    response.headers["Vary"] = "X-Partial"
    return response


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    return render(request, "annotations/keys.html", {"keys": KEYS})
