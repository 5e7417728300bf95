"""What changes a reading: saving, withdrawing, restoring, reading, finishing. Each answers a form and a fetch alike."""

import uuid
from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from annotator.annotations import closing, undo
from annotator.annotations.answers import answers_faults, sent_omitted, sent_spans
from annotator.annotations.drafts import DraftError, place_in, read_draft, read_place
from annotator.annotations.opening import AlreadyFinished
from annotator.annotations.progress import coverage
from annotator.annotations.queries import is_hidden, summary_of
from annotator.annotations.save import save
from annotator.annotations.training import gold_of
from annotator.annotations.views import mine
from annotator.annotations.workbench import off_in, workbench
from annotator.errors import wants_json
from articles.models import Paragraph


@require_POST
@answers_faults
def annotations(request: HttpRequest, pk: int) -> HttpResponse:
    """Save one annotation. The answer goes out after the commit; the same id may be sent again."""
    if "preview" in request.POST:
        return _preview(request, pk)
    saved = save(pk, read_draft(request.POST), by=request.user)
    annotation = saved.annotation
    if wants_json(request):
        body = {"id": str(annotation.pk), "paragraph": annotation.paragraph_id, "created": saved.created}
        return JsonResponse(body, status=201 if saved.created else 200)
    label = annotation.claim_type.label if annotation.claim_type else "Passage"
    messages.success(request, format_html("Saved. {}: {}", label, annotation.told))
    return redirect(f"{reverse('reading', args=[pk])}#p-{annotation.paragraph_id}")


def _preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which words a choice stands for, before anything is saved."""
    reading = mine(request, pk)
    place = read_place(request.POST)
    found = get_object_or_404(Paragraph, pk=place.paragraph, article_id=reading.article_id)
    if is_hidden(reading, found.slot):
        raise DraftError({"paragraph": "This paragraph is hidden while coding."})
    start, quote = place_in(found.text, place, reading.article.language)
    values = {name: request.POST.get(name, "") for name in request.POST}
    context = workbench(
        request, reading, values={**values, "spans": sent_spans(request), "omitted": sent_omitted(request)}
    )
    preview = (found.text[:start], quote, found.text[start + len(quote) :])
    return render(request, "annotations/reading.html", {**context, "preview": preview})


@require_POST
@answers_faults
def withdraw(request: HttpRequest, pk: int, annotation: uuid.UUID) -> HttpResponse:
    ended = undo.withdraw(pk, annotation, by=request.user)
    if wants_json(request):
        return JsonResponse({"id": str(ended.pk), "paragraph": ended.paragraph_id})
    messages.success(request, f"Withdrawn: {ended.told}. Restore it from “Recent actions”.")
    return redirect(f"{reverse('reading', args=[pk])}#p-{ended.paragraph_id}")


@require_POST
@answers_faults
def restore(request: HttpRequest, pk: int, annotation: uuid.UUID) -> HttpResponse:
    """Bring an earlier version back: `id` is the new row's, `expects` the line's last one as the page knew it."""
    new_id = _sent_id(request, "id") or uuid.uuid4()
    expects = _sent_id(request, "expects") or _sent_id(request, "replaces")
    saved = undo.restore(pk, annotation, new_id=new_id, by=request.user, expects=expects)
    if wants_json(request):
        body = {
            "id": str(saved.annotation.pk),
            "paragraph": saved.annotation.paragraph_id,
            "created": saved.created,
        }
        return JsonResponse(body, status=201 if saved.created else 200)
    messages.success(request, f"Restored: {saved.annotation.told}.")
    return redirect(f"{reverse('reading', args=[pk])}#p-{saved.annotation.paragraph_id}")


def _sent_id(request: HttpRequest, name: str) -> uuid.UUID | None:
    sent = request.POST.get(name, "")
    try:
        return uuid.UUID(sent) if sent else None
    except ValueError:
        raise DraftError({name: "This is not an id."}) from None


@require_POST
@answers_faults
def read(request: HttpRequest, pk: int, paragraph: int) -> HttpResponse:
    """ "Read, nothing to tag" for one paragraph; `read=0` takes it back."""
    wanted = request.POST.get("read", "1")
    if wanted not in ("0", "1"):
        raise DraftError({"read": "Send 1 for read or 0 to take it back."})
    closing.mark_read(pk, paragraph, read=wanted == "1", by=request.user)
    if wants_json(request):
        return JsonResponse({"paragraph": paragraph, "read": wanted == "1"})
    return redirect(f"{reverse('reading', args=[pk])}#p-{paragraph}")


@require_POST
@answers_faults
def dismiss(request: HttpRequest, pk: int, suggestion: int) -> HttpResponse:
    closing.dismiss(pk, suggestion, by=request.user)
    if wants_json(request):
        return JsonResponse({"suggestion": suggestion})
    return redirect(f"{reverse('reading', args=[pk])}#suggestions")


@require_POST
@answers_faults
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, with what would be closed on the page; `confirm=1` finishes."""
    reading = mine(request, pk)
    if reading.finished_at is None and (left := coverage(reading).unread):
        context = workbench(request, reading) | {"left": left}
        return render(request, "annotations/reading.html", context, status=422)
    if reading.finished_at is None and "confirm" not in request.POST:
        context = {"reading": reading, "summary": summary_of(reading), "off": off_in(reading)}
        return render(request, "annotations/finish.html", context)
    with suppress(AlreadyFinished):  # sent twice: it is finished, which is what was wanted
        closing.finish(pk, by=request.user)
    messages.success(request, "Finished. Thank you: every paragraph of this article is read.")
    return redirect("feedback", pk) if gold_of(reading) else redirect("desk")
