"""The compare page: a derivation's two texts side by side, and people's word on which paragraphs belong together."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.lineage.compare import Compared, CorrectedMeanwhile, compare, correct, look, stored_for
from articles.lineage.compare_page.change_list import change_list
from articles.lineage.compare_page.corrected import Said, corrections_of
from articles.lineage.compare_page.forms import CorrectionForm, WaysForm, read_ways
from articles.lineage.compare_page.keys import KEYS
from articles.lineage.compare_page.side_by_side import Row, only_changed, rows
from articles.lineage.comparison import Block
from articles.lineage.models import Derivation
from articles.models import Paragraph

_MOST_LISTED = 100
_WHO = "Correcting which paragraphs belong together is for people who run or review studies."


@require_safe
def compare_page(request: HttpRequest, pk: int, derivation: int) -> HttpResponse:
    """The two texts as today's rules and the corrections in force have them. Nothing is stored by looking."""
    stored = _derivation(request, pk, derivation)
    ways = read_ways(request.GET)
    if stored.upstream is None:
        return render(request, "lineage/compare_gap.html", {"article": stored.derived, "derivation": stored})
    return _page(request, look(stored), ways)


@require_POST
def compare_store(request: HttpRequest, pk: int, derivation: int) -> HttpResponse:
    """Store the comparison of a link confirmed before there were comparisons, or before today's rules."""
    stored = _derivation(request, pk, derivation)
    _may_correct(request)
    ways = read_ways(request.GET)
    if stored.upstream is None:
        return _gap(request, stored)
    if stored.status != Derivation.Status.CONFIRMED:
        refused = ["Confirm the original first: only then is the comparison stored."]
        return _page(request, look(stored), ways, refused=refused, status=422)
    compare(stored)
    messages.success(request, "The comparison is stored.")
    return redirect(_address(stored, ways))


@require_POST
def compare_correct(request: HttpRequest, pk: int, derivation: int) -> HttpResponse:
    """One person's word on two paragraphs; the comparison is made anew around it."""
    stored = _derivation(request, pk, derivation)
    _may_correct(request)
    ways = read_ways(request.GET)
    if stored.upstream is None:
        return _gap(request, stored)
    seen = look(stored)
    form = CorrectionForm(request.POST, left=seen.left, right=seen.right)
    if not form.is_valid():
        return _page(request, seen, ways, form=form, refused=form.sentences, status=422)
    if stored.status != Derivation.Status.CONFIRMED:
        refused = ["Confirm the original first. While it is only proposed, nobody’s word on its paragraphs is kept."]
        return _page(request, seen, ways, form=form, refused=refused, status=422)
    said = form.cleaned_data
    left, right = seen.left[said["left"] - 1], seen.right[said["right"] - 1]
    try:
        correct(
            stored, kind=said["kind"], left=left, right=right, by=request.user, seen=said["seen"], note=said["note"]
        )
    except CorrectedMeanwhile:
        return _page(request, look(stored), ways, form=form, since=said["seen"], status=409)
    except ValidationError as error:
        return _page(request, seen, ways, form=form, refused=error.messages, status=422)
    messages.success(request, _told(form))
    return redirect(f"{_address(stored, ways)}#right-{said['right']}")


def _derivation(request: HttpRequest, pk: int, derivation: int) -> Derivation:
    links = Derivation.objects.visible_to(request.user).select_related(
        "derived__outlet", "derived__capture", "upstream__outlet", "upstream__capture", "settled_by"
    )
    stored: Derivation = get_object_or_404(links, pk=derivation)
    if stored.derived_id != pk:
        raise Http404
    return stored


def _may_correct(request: HttpRequest) -> None:
    if not request.user.has_perm("lineage.change_derivation"):
        raise PermissionDenied(_WHO)


def _address(stored: Derivation, ways: WaysForm) -> str:
    query = ways.query.rstrip("&")
    return reverse("compare", args=[stored.derived_id, stored.pk]) + (f"?{query}" if query else "")


def _told(form: CorrectionForm) -> str:
    said = dict(form.fields["kind"].choices)[form.cleaned_data["kind"]]  # type: ignore[attr-defined]
    left, right = form.cleaned_data["left"], form.cleaned_data["right"]
    return f"Noted: ¶{left} of the original and ¶{right} of the republication {said}."


def _gap(request: HttpRequest, stored: Derivation) -> HttpResponse:
    context = {"article": stored.derived, "derivation": stored}
    return render(request, "lineage/compare_gap.html", context, status=422)


def _page(
    request: HttpRequest,
    seen: Compared,
    ways: WaysForm,
    *,
    form: CorrectionForm | None = None,
    refused: Sequence[str] = (),
    since: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """`form` is what a person said that was not kept: `refused` says why, or others spoke after number `since`."""
    derivation, way = seen.derivation, ways.cleaned_data
    left, right = _blocks(seen.left), _blocks(seen.right)
    shows_form = bool(way["form"])
    shown = rows(left, right, seen.result, form=shows_form, announced=not way["announce"])
    kept, gap = only_changed(shown) if way["only"] else (shown, 0)
    filters = {name: way[name] for name in ("operation", "marking", "host")}
    changes = change_list(left, right, seen.result, form=shows_form, as_read=way["order"] == "text", **filters)
    confirmed = derivation.status == Derivation.Status.CONFIRMED
    may_correct = request.user.has_perm("lineage.change_derivation")
    said = corrections_of(seen, left, right)
    context = {
        "article": derivation.derived,
        "derivation": derivation,
        "here": reverse("compare", args=[derivation.derived_id, derivation.pk]),
        "sides": [
            ("left", "Original", derivation.upstream, _words(seen.left)),
            ("right", "Republication", derivation.derived, _words(seen.right)),
        ],
        "left_language": derivation.upstream.language if derivation.upstream else "",
        "lines": _lines(kept, said, way["correct"]),
        "gap": gap,
        "changes": changes,
        "listed": Paginator(changes.entries, _MOST_LISTED).get_page(way["page"]),
        "numbers": " ".join(str(entry.number) for entry in changes.entries),
        "ways": ways,
        "way": way,
        "said": said,
        "seen": seen.number,
        "may_correct": may_correct and confirmed,
        "may_settle": may_correct,
        "to_store": may_correct and confirmed and stored_for(seen) is None,
        "algorithm": seen.result.algorithm,
        "correction": form or _opened(seen, kept, way["correct"]),
        "refused": refused,
        "form_refused": form is not None,
        "meanwhile": [one for one in said if since is not None and one.correction.number > since],
        "overtaken": since is not None,
        "keys": KEYS,
    }
    return render(request, "lineage/compare.html", context, status=status)


def _blocks(paragraphs: Sequence[Paragraph]) -> list[Block]:
    return [Block(one.slot, one.text, one.marks) for one in paragraphs]


def _words(paragraphs: Sequence[Paragraph]) -> int:
    return sum(len(one.text.split()) for one in paragraphs)


def _lines(shown: Sequence[Row], said: Sequence[Said], opened: int | None) -> list[tuple[Row, list[Said], bool]]:
    """Each row, what people said of its paragraphs, and whether it is the one to be corrected."""
    in_force = [one for one in said if one.in_force]
    lines = []
    for row in shown:
        lefts, rights = {one.number for one in row.left}, {one.number for one in row.right}
        about = [one for one in in_force if one.left in lefts or one.right in rights]
        lines.append((row, about, row.number == opened))
    return lines


def _opened(seen: Compared, shown: Sequence[Row], opened: int | None) -> CorrectionForm | None:
    """The empty form for the row that the address asks for."""
    row = next((row for row in shown if row.number == opened), None)
    if row is None:
        return None
    other = row.elsewhere[0] if row.elsewhere else None
    initial: dict[str, Any] = {
        "left": row.left[0].number if row.left else other,
        "right": row.right[0].number if row.right else other,
        "seen": seen.number,
    }
    return CorrectionForm(initial=initial, left=seen.left, right=seen.right)
