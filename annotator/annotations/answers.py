"""What a verb refused, told to a fetch as JSON and to a form as the page again with everything that was typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from annotator.annotations.drafts import DraftError
from annotator.annotations.models import Annotation, Reading
from annotator.annotations.opening import AlreadyFinished, Conflict
from annotator.annotations.workbench import whole, workbench
from annotator.errors import wants_json

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def answers_faults[**P](view: View[P]) -> View[P]:
    """Turn what a verb refused into 404, 409 or 422 with its sentence, as JSON for a fetch and a page for a form."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Reading.DoesNotExist, Annotation.DoesNotExist):
            return refused(request, 404, "This reading is not yours, or the annotation is not part of it.", kwargs)
        except AlreadyFinished as fault:
            return refused(request, 409, str(fault), kwargs)
        except Conflict as fault:
            return refused(request, 409, str(fault), kwargs, theirs=fault.theirs)
        except DraftError as fault:
            return refused(request, 422, str(fault), kwargs, errors=fault.errors)
        except ValidationError as fault:
            return refused(request, 422, fault.messages[0], kwargs, errors={"quote": fault.messages[0]})

    return answer


def refused(
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
            body["theirs"] = _told(theirs)
        return JsonResponse(body, status=status)
    reading = whole().of(request.user).filter(pk=kwargs["pk"]).first()
    if reading is None:
        return render(request, "error.html", {"title": "Nothing here", "sentence": sentence}, status=404)
    values: dict[str, Any] = {name: request.POST.get(name, "") for name in request.POST}
    if theirs is not None:
        values["replaces"] = str(theirs.pk)
    values |= {"spans": sent_spans(request), "omitted": sent_omitted(request)}
    context = workbench(request, reading, values=values, errors=errors)
    return render(
        request, "annotations/reading.html", {**context, "refused": sentence, "theirs": theirs}, status=status
    )


def sent_spans(request: HttpRequest) -> list[dict[str, str]]:
    return _rows(request, "span", ("role", "paragraph", "start", "quote"))


def sent_omitted(request: HttpRequest) -> list[dict[str, str]]:
    return _rows(request, "omitted", ("paragraph", "start", "quote"))


def _rows(request: HttpRequest, of: str, parts: tuple[str, ...]) -> list[dict[str, str]]:
    columns = [request.POST.getlist(f"{of}_{part}") for part in parts]
    return [dict(zip(parts, row, strict=True)) for row in zip(*columns, strict=False)]


def _told(annotation: Annotation) -> dict[str, Any]:
    return {
        "id": str(annotation.pk),
        "quote": annotation.words,
        "label": annotation.claim_type.label if annotation.claim_type else "",
        "attribution": annotation.get_attribution_display(),
        "insertion": annotation.get_marking_display(),
        "note": annotation.note,
        "at": annotation.created_at.strftime("%H:%M:%S UTC"),
    }
