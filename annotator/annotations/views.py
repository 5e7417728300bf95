"""The workbench: reading, annotating, finishing. Each view answers a plain form and a fetch alike."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cache, lru_cache, wraps
from typing import Any, Concatenate

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotator.annotations import save as verbs
from annotator.annotations.drafts import DraftError, place_in, read_draft, read_place
from annotator.annotations.editor import editor_context, values_of
from annotator.annotations.keys import KEYS
from annotator.annotations.models import Annotation, Reading
from annotator.annotations.progress import coverage
from annotator.annotations.queries import is_hidden, page_of, summary_of, waiting_suggestions
from annotator.annotations.sentences import sentences, words
from annotator.errors import wants_json
from annotator.studies.models import ClaimType, Role, Study
from articles.models import Paragraph

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def _base(pk: int) -> str:
    return reverse("annotations", args=[pk])


def _paragraphs_at(pk: int) -> str:
    return f"{reverse('reading', args=[pk])}paragraphs/"


def _mine(request: HttpRequest, pk: int) -> Reading:
    """The signed-in person's own reading, or 404."""
    return get_object_or_404(Reading.objects.of(request.user).select_related("study", "article__outlet"), pk=pk)


def answers_faults[**P](view: View[P]) -> View[P]:
    """Turn what a verb refused into 404, 409 or 422 with its sentence, as JSON for a fetch and a page for a form."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Reading.DoesNotExist, Annotation.DoesNotExist):
            return _refused(request, 404, "This reading is not yours, or the annotation is not part of it.", kwargs)
        except verbs.AlreadyFinished as fault:
            return _refused(request, 409, str(fault), kwargs)
        except verbs.Conflict as fault:
            return _refused(request, 409, str(fault), kwargs, theirs=fault.theirs)
        except DraftError as fault:
            return _refused(request, 422, str(fault), kwargs, errors=fault.errors)
        except ValidationError as fault:
            return _refused(request, 422, fault.messages[0], kwargs, errors={"quote": fault.messages[0]})

    return answer


def _refused(
    request: HttpRequest,
    status: int,
    sentence: str,
    kwargs: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    theirs: Annotation | None = None,
) -> HttpResponse:
    if wants_json(request):
        body: dict[str, Any] = {"error": sentence, "errors": errors or {}}
        if theirs is not None:
            body["theirs"] = _shown(theirs)
        return JsonResponse(body, status=status)
    reading = (
        Reading.objects.of(request.user).select_related("study", "article__outlet").filter(pk=kwargs["pk"]).first()
    )
    if reading is None:
        return render(request, "error.html", {"title": "Nothing here", "sentence": sentence}, status=404)
    values: dict[str, Any] = {name: request.POST.get(name, "") for name in request.POST}
    if theirs is not None:
        values["replaces"] = str(theirs.pk)
    values["spans"] = _sent_spans(request)
    context = _workbench(request, reading, values=values, errors=errors)
    return render(
        request, "annotations/reading.html", {**context, "refused": sentence, "theirs": theirs}, status=status
    )


def _sent_spans(request: HttpRequest) -> list[dict[str, str]]:
    parts = ("role", "paragraph", "start", "quote")
    columns = [request.POST.getlist(f"span_{part}") for part in parts]
    return [dict(zip(parts, row, strict=True)) for row in zip(*columns, strict=False)]


def _shown(annotation: Annotation) -> dict[str, Any]:
    return {
        "id": str(annotation.pk),
        "quote": annotation.quote,
        "label": annotation.claim_type.label if annotation.claim_type else "",
        "attribution": annotation.get_attribution_display(),
        "insertion": annotation.get_marking_display(),
        "note": annotation.note,
        "at": annotation.created_at.strftime("%H:%M:%S UTC"),
    }


def _workbench(
    request: HttpRequest,
    reading: Reading,
    *,
    values: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> dict[str, Any]:
    own = reading.coder_id == request.user.pk
    readonly = not own or reading.finished_at is not None
    base = _base(reading.pk)
    page = (
        page_of(reading, base=base, paragraphs_at=_paragraphs_at(reading.pk))
        if not readonly
        else page_of(reading, base="")
    )
    revision = reading.study.revisions.order_by("-number").values_list("number", "created_at").first() or (0, None)
    chosen = _chosen_paragraph(request, reading, values)
    values = {**(values or {}), "paragraph": chosen["paragraph"].pk} if chosen else values
    return {
        "reading": reading,
        "study": reading.study,
        "article": reading.article,
        "masked": reading.study.mask_outlet,
        "readonly": readonly,
        "whose": "" if own else _whose(reading, request.user),
        "page": page,
        "recent": page.recent if own else [],
        "suggestions": [] if readonly else waiting_suggestions(reading),
        "claim_types": _claim_types(reading, values),
        "revision": revision[0],
        "codebook": _codebook(reading.study, *revision),
        "base": base,
        "keys_table": _keys_table(),
        "new_id": uuid.uuid4(),
        "chosen": chosen,
        **editor_context(values or {}, errors),
    }


def _chosen_paragraph(request: HttpRequest, reading: Reading, values: dict[str, Any] | None) -> dict[str, Any] | None:
    """The paragraph whose sentences and words are listed for choosing without a mouse, if one was asked for."""
    asked = str((values or {}).get("paragraph") or request.GET.get("select", ""))
    if not asked.isdecimal() or len(asked) > 15:
        return None
    paragraph = Paragraph.objects.filter(pk=int(asked), article_id=reading.article_id).first()
    if paragraph is None or is_hidden(reading, paragraph.slot):
        return None
    text = paragraph.text
    return {
        "paragraph": paragraph,
        "sentences": [text[a:b] for a, b in sentences(text, reading.article.language)],
        "words": [text[a:b] for a, b in words(text)],
    }


def _whose(reading: Reading, user: Any) -> str:
    """The owner knows the coders by name; everybody else by the pseudonym that exports use."""
    if reading.study.role_of(user) == Role.OWNER:
        return str(reading.coder.get_full_name())
    return reading.study.pseudonym(reading.coder_id)


@require_GET
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbench of one's own reading; another's, where it may be seen, without any way to change it."""
    whole = Reading.objects.select_related("study", "article__outlet", "coder")
    own = whole.of(request.user).filter(pk=pk).first()  # what nearly everybody asks for, and the quicker question
    reading = own or get_object_or_404(whole.visible_to(request.user), pk=pk)
    return render(request, "annotations/reading.html", _workbench(request, reading))


@require_GET
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh CSRF token and the counts: what a page needs after its session was renewed elsewhere."""
    reading = _mine(request, pk)
    return JsonResponse({"csrf": get_token(request), "finished": reading.finished_at is not None})


@require_GET
def paragraph(request: HttpRequest, pk: int, paragraph: int) -> HttpResponse:
    """One paragraph drawn anew, with its cards and the article's counts (JSON of HTML pieces)."""
    reading = _mine(request, pk)
    page = page_of(reading, base=_base(pk), only=paragraph)
    if not page.blocks:
        return _refused(request, 404, "This paragraph is not part of the article.", {"pk": pk})
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
        }
    )


@require_POST
@answers_faults
def annotations(request: HttpRequest, pk: int) -> HttpResponse:
    """Save one annotation. The answer goes out after the commit; the same id may be sent again."""
    if "preview" in request.POST:
        return _preview(request, pk)
    saved = verbs.save(pk, read_draft(request.POST), by=request.user)
    annotation = saved.annotation
    if wants_json(request):
        body = {"id": str(annotation.pk), "paragraph": annotation.paragraph_id, "created": saved.created}
        return JsonResponse(body, status=201 if saved.created else 200)
    label = annotation.claim_type.label if annotation.claim_type else "Passage"
    messages.success(request, format_html("Saved. {}: “{}”", label, annotation.quote[:80]))
    return redirect(f"{reverse('reading', args=[pk])}#p-{annotation.paragraph_id}")


def _preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which words a choice stands for, before anything is saved."""
    reading = _mine(request, pk)
    place = read_place(request.POST)
    found = get_object_or_404(Paragraph, pk=place.paragraph, article_id=reading.article_id)
    if is_hidden(reading, found.slot):
        raise DraftError({"paragraph": "This paragraph is hidden while coding."})
    start, quote = place_in(found.text, place, reading.article.language)
    values = {name: request.POST.get(name, "") for name in request.POST}
    context = _workbench(request, reading, values={**values, "spans": _sent_spans(request)})
    preview = (found.text[:start], quote, found.text[start + len(quote) :])
    return render(request, "annotations/reading.html", {**context, "preview": preview})


@require_GET
def annotation(request: HttpRequest, pk: int, annotation: uuid.UUID) -> HttpResponse:
    """The editor filled in for changing an annotation, with its history. A fetch gets the editor alone."""
    reading = _mine(request, pk)
    found = get_object_or_404(
        Annotation.objects.select_related("paragraph", "claim_type", "codebook_revision"),
        pk=annotation,
        reading=reading,
    )
    editor = {"reading": reading, "new_id": uuid.uuid4(), "history": verbs.versions_of(found)}
    values = values_of(found)
    editor["claim_types"] = _claim_types(reading, values)
    if request.headers.get("X-Partial") == "editor":
        context = editor | {"chosen": None} | editor_context(values)
        response = render(request, "annotations/_editor.html", context)
    else:
        context = _workbench(request, reading, values=values) | editor
        response = render(request, "annotations/reading.html", context)
    response.headers["Vary"] = "X-Partial"
    return response


def _claim_types(reading: Reading, values: dict[str, Any] | None) -> list[ClaimType]:
    """The codes on offer, and the retired one that the annotation being edited still has; `is_chosen` marks one."""
    chosen = str((values or {}).get("claim_type", ""))
    offered = Q(retired_at__isnull=True)
    if chosen.isdecimal() and len(chosen) < 16:
        offered |= Q(pk=int(chosen))
    types = list(reading.study.claim_types.filter(offered))
    for claim_type in types:
        claim_type.is_chosen = str(claim_type.pk) == chosen  # type: ignore[attr-defined]
    return types


@lru_cache(maxsize=200)
def _codebook(study: Study, number: int, made: datetime | None) -> SafeString:
    """A revision never changes, so its words are drawn once."""
    types = study.claim_types.filter(retired_at__isnull=True)
    return render_to_string("annotations/_codes.html", {"claim_types": types})


@cache
def _keys_table() -> SafeString:
    """The same on every page, so it is drawn once."""
    return render_to_string("annotations/_keys.html", {"keys": KEYS})


@require_POST
@answers_faults
def withdraw(request: HttpRequest, pk: int, annotation: uuid.UUID) -> HttpResponse:
    ended = verbs.withdraw(pk, annotation, by=request.user)
    if wants_json(request):
        return JsonResponse({"id": str(ended.pk), "paragraph": ended.paragraph_id})
    messages.success(request, f"Withdrawn: “{ended.quote[:80]}”. Restore it from “Recent actions”.")
    return redirect(f"{reverse('reading', args=[pk])}#p-{ended.paragraph_id}")


@require_POST
@answers_faults
def restore(request: HttpRequest, pk: int, annotation: uuid.UUID) -> HttpResponse:
    """Bring an earlier version back: `id` is the new row's, `expects` the line's last one as the page knew it."""
    new_id = _sent_id(request, "id") or uuid.uuid4()
    expects = _sent_id(request, "expects") or _sent_id(request, "replaces")
    saved = verbs.restore(pk, annotation, new_id=new_id, by=request.user, expects=expects)
    if wants_json(request):
        body = {
            "id": str(saved.annotation.pk),
            "paragraph": saved.annotation.paragraph_id,
            "created": saved.created,
        }
        return JsonResponse(body, status=201 if saved.created else 200)
    messages.success(request, f"Restored: “{saved.annotation.quote[:80]}”.")
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
    verbs.mark_read(pk, paragraph, read=wanted == "1", by=request.user)
    if wants_json(request):
        return JsonResponse({"paragraph": paragraph, "read": wanted == "1"})
    return redirect(f"{reverse('reading', args=[pk])}#p-{paragraph}")


@require_POST
@answers_faults
def dismiss(request: HttpRequest, pk: int, suggestion: int) -> HttpResponse:
    verbs.dismiss(pk, suggestion, by=request.user)
    if wants_json(request):
        return JsonResponse({"suggestion": suggestion})
    return redirect(f"{reverse('reading', args=[pk])}#suggestions")


@require_POST
@answers_faults
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, with what would be closed on the page; `confirm=1` finishes."""
    reading = _mine(request, pk)
    if reading.finished_at is None and (left := coverage(reading).unread):
        context = _workbench(request, reading) | {"left": left}
        return render(request, "annotations/reading.html", context, status=422)
    if reading.finished_at is None and "confirm" not in request.POST:
        return render(request, "annotations/finish.html", {"reading": reading, "summary": summary_of(reading)})
    with suppress(verbs.AlreadyFinished):  # sent twice: it is finished, which is what was wanted
        verbs.finish(pk, by=request.user)
    messages.success(request, "Finished. Thank you: every paragraph of this article is read.")
    return redirect("desk")


@require_http_methods(["GET"])
def keys(request: HttpRequest) -> HttpResponse:
    return render(request, "annotations/keys.html", {"keys": KEYS})
