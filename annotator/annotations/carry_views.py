"""The carry-over page: what the coder annotated in an older version, and a decision about each."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from annotator.annotations import carry
from annotator.annotations.carried import CarriedOver
from annotator.annotations.carry_page import page_context, query_of, with_page_of
from annotator.annotations.carry_sheet import Sheet, earlier_readings, sheet_of
from annotator.annotations.carrying import State
from annotator.annotations.drafts import LONGEST_NOTE, DraftError, read_place
from annotator.annotations.models import Annotation, Reading
from annotator.annotations.opening import AlreadyFinished, Conflict
from annotator.annotations.views import mine
from annotator.errors import wants_json
from annotator.studies.paging import check_names
from articles.models import Paragraph

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def answers_faults[**P](view: View[P]) -> View[P]:
    """Turn what a verb refused into 404, 409 or 422 with its sentence: JSON for a fetch, the page for a form."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Reading.DoesNotExist, Annotation.DoesNotExist):
            raise Http404 from None
        except (AlreadyFinished, Conflict) as fault:
            return _refused(request, 409, str(fault), kwargs)
        except DraftError as fault:
            return _refused(request, 422, str(fault), kwargs, fault.errors)
        except ValidationError as fault:
            return _refused(request, 422, fault.messages[0], kwargs, {"quote": fault.messages[0]})

    return answer


@require_GET
def carry_over(request: HttpRequest, pk: int, earlier: int) -> HttpResponse:
    check_names(request, State)
    context = page_context(_sheet(request, pk, earlier), pages=request.GET.dict())
    return render(request, "annotations/carry_over.html", context)


@require_POST
@answers_faults
def carry_all(request: HttpRequest, pk: int, earlier: int) -> HttpResponse:
    """Carry over everything that stands unchanged, as the page showed it, on all pages of its list."""
    check_names(request, State)
    made = carry.carry_all(pk, earlier, batch=_id(request, "id"), seen=request.POST.get("seen", ""), by=request.user)
    if wants_json(request):
        return JsonResponse({"carried": made})
    messages.success(request, f"Carried over: {made} annotation{'' if made == 1 else 's'}.")
    return redirect(reverse("carry_over", args=[pk, earlier]))


@require_POST
@answers_faults
def carry_one(request: HttpRequest, pk: int, earlier: int, annotation: uuid.UUID) -> HttpResponse:
    """Carry one over to the words that were sent, or leave it out."""
    check_names(request, State)
    sent = _read(request, mine(request, pk))
    row = carry.decide(pk, earlier, annotation, sent, by=request.user)
    if wants_json(request):
        to = str(row.to_annotation_id) if row.to_annotation_id else None
        return JsonResponse({"id": str(row.pk), "decided": row.decided, "to": to}, status=201)
    messages.success(request, _told(row))
    return redirect(
        reverse("carry_over", args=[pk, earlier]) + _next(request, _sheet(request, pk, earlier), annotation)
    )


def _sheet(request: HttpRequest, pk: int, earlier: int) -> Sheet:
    reading = mine(request, pk)
    found = next((one for one in earlier_readings(reading, request.user) if one.pk == earlier), None)
    if found is None:
        raise Http404
    return sheet_of(reading, found)


def _next(request: HttpRequest, sheet: Sheet, after: uuid.UUID) -> str:
    """The pages, and the part of them, to go on with: the next one that waits for a person, round the end to the
    first."""
    pages = request.GET.dict()
    pks = [item.pk for item in sheet.items]
    at = pks.index(after) + 1 if after in pks else 0
    waiting = [item for item in (*sheet.items[at:], *sheet.items[:at]) if item.decision is None and not item.is_ready]
    if not waiting:
        return f"{query_of(pages)}#done"
    return f"{query_of(with_page_of(sheet, waiting[0].pk, pages))}#i-{waiting[0].pk}"


def _told(row: CarriedOver) -> str:
    if row.to_annotation is None:
        return format_html("Left out: {}.", row.from_annotation.told)
    roles = row.from_annotation.role_spans.count() - row.to_annotation.role_spans.count()
    lost = f" Without {roles} of its source, cue or content spans." if roles else ""
    return format_html("Carried over: {}.{}", row.to_annotation.told, lost)


def _read(request: HttpRequest, reading: Reading) -> carry.Decision:
    sent = request.POST.copy()
    seen = sent.get("seen", "") or "0"
    if not (seen.isascii() and seen.isdigit() and len(seen) < 9):
        raise DraftError({"seen": "The form could not be read. Reload the page."})
    note, said = (_text(sent, name) for name in ("note", "said"))
    if sent.get("what") == "drop":
        why, note = carry.read_why(sent.get("why", ""), note)
        return carry.Decision(_id(request, "id"), int(seen), why=why, note=note)
    if sent.get("what") != "carry":
        raise DraftError({"what": "Say whether to carry it over or to leave it out."})
    if "number" in sent:
        sent["paragraph"] = str(_numbered(reading, request.POST.get("number", "")))
    claim = sent.get("claim_type", "")
    if claim and not (claim.isascii() and claim.isdigit() and len(claim) < 16):
        raise DraftError({"claim_type": "This is not one of the claim types."})
    return carry.Decision(
        _id(request, "id"),
        int(seen),
        place=read_place(sent),
        claim_type=int(claim) if claim else None,
        said=said if "said" in sent else None,
    )


def _text(sent: QueryDict, name: str) -> str:
    words = str(sent.get(name, "")).replace("\r\n", "\n")
    if len(words) > LONGEST_NOTE or "\0" in words:
        raise DraftError({name: f"At most {LONGEST_NOTE:,} characters fit here, and they must be characters."})
    return words


def _numbered(reading: Reading, number: str) -> int:
    """The paragraph that people know by this number."""
    position = int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 9 else -1
    found = Paragraph.objects.filter(article_id=reading.article_id, position=position) if position >= 0 else None
    pk = found.values_list("pk", flat=True).first() if found is not None else None
    if pk is None:
        raise DraftError({"number": "There is no paragraph with this number."})
    return pk


def _id(request: HttpRequest, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        raise DraftError({name: "The form could not be read. Reload the page."}) from None


def _refused(
    request: HttpRequest, status: int, sentence: str, kwargs: Any, errors: dict[str, str] | None = None
) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": sentence, "errors": errors or {}}, status=status)
    sheet = _sheet(request, kwargs["pk"], kwargs["earlier"])
    typed = {name: request.POST.get(name, "") for name in request.POST}
    context = page_context(sheet, pages=request.GET.dict(), at=kwargs.get("annotation"), typed=typed, errors=errors)
    return render(request, "annotations/carry_over.html", context | {"refused": sentence}, status=status)
