"""An original and its copy side by side for the person who codes both, and a study's list of what drifted."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from annotator.annotations.drafts import DraftError, read_draft
from annotator.annotations.models import Reading
from annotator.annotations.opening import AlreadyFinished, Conflict
from annotator.annotations.pair_page import CHANGES, Coded, called, left_out_of, lines_of, rows_of
from annotator.annotations.pairs import BothSides, both_sides, compared, pairs_of_study
from annotator.annotations.save import save
from annotator.annotations.views import mine
from annotator.studies.forms import PlainForm
from annotator.studies.models import OVERSEERS
from annotator.studies.paging import check_names
from annotator.studies.queries import membership_of

#: pairs on one page of a study's list: each is compared when it is shown
PER_PAGE = 10


class DriftForm(PlainForm):
    """What to list: one kind of change, one coder's pairs."""

    change = forms.ChoiceField(
        label="Change", required=False, choices=[("", "Whatever changed"), *((c.value, w) for c, w in CHANGES.items())]
    )


class StudyDriftForm(DriftForm):
    coder = forms.ChoiceField(label="Coder", required=False)

    def __init__(self, *args: object, coders: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["coder"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [("", "Every coder"), *((name, name) for name in coders)]


@require_GET
def pair(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Both texts row by row with one's own annotations, the original left, what drifted and what was left out."""
    check_names(request, ("change",))
    return _page(request, _pair(request, pk, other))


@require_POST
def pair_omission(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Tag what the copy leaves out: saved in the reading of the copy, like any annotation of it."""
    one = _pair(request, pk, other)
    try:
        annotation = save(one.right.pk, read_draft(request.POST), by=request.user).annotation
    except (AlreadyFinished, Conflict) as fault:
        return _page(request, one, refused=str(fault), status=409)
    except DraftError as fault:
        return _page(request, one, refused=str(fault), errors=fault.errors, status=422)
    except ValidationError as fault:
        return _page(request, one, refused=fault.messages[0], errors={"omitted": fault.messages[0]}, status=422)
    messages.success(request, format_html("Tagged: {}", annotation.told))
    return redirect(f"{reverse('pair', args=[pk, other])}#a-{annotation.pk}")


def _pair(request: HttpRequest, pk: int, other: int) -> BothSides:
    """The person's own pair of these two readings, from either side; else 404."""
    here, there = mine(request, pk), mine(request, other)
    if here.study.mask_outlet:
        raise Http404
    own = Reading.objects.of(request.user).filter(pk__in=[pk, other], study_id=here.study_id)
    found = both_sides(own)
    if not found:
        raise Http404
    sides = {here.pk: here, there.pk: there}
    return BothSides(found[0].derivation, sides[found[0].left.pk], sides[found[0].right.pk])


def _page(
    request: HttpRequest,
    one: BothSides,
    *,
    refused: str = "",
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    form = DriftForm(request.GET)
    change = form.cleaned_data["change"] if form.is_valid() else ""
    [both] = compared([one])
    typed = {name: request.POST.get(name, "") for name in request.POST}
    context = {
        "study": one.left.study,
        "here": one.left,
        "pair": one,
        "sides": (one.left, one.right),
        "other": one.right,
        "form": form,
        "change": change,
        "rows": rows_of(both),
        "lines": lines_of(both, change),
        "drifted": len(both.drifted),
        "of": len(both.rows),
        "left_out": left_out_of(both, typed=typed, errors=errors),
        "refused": refused,
    }
    return render(request, "annotations/pair.html", context, status=422 if form.errors else status)


@require_GET
def study_drift(request: HttpRequest, slug: str) -> HttpResponse:
    """What drifted in every pair whose two sides one coder has read, pair by pair."""
    check_names(request, ("change", "coder", "page"))
    membership = membership_of(request.user, slug, *OVERSEERS)
    pairs = pairs_of_study(membership.study, request.user)
    names = {one.left.coder_id: called(one.left, membership.role) for one in pairs}
    form = StudyDriftForm(request.GET, coders=sorted(set(names.values())))
    asked = form.cleaned_data if form.is_valid() else {"change": "", "coder": ""}
    wanted = [one for one in pairs if not asked["coder"] or names[one.left.coder_id] == asked["coder"]]
    page = Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))
    coded = [
        Coded(one.pair, names[one.pair.left.coder_id], lines_of(one, asked["change"]), len(one.rows))
        for one in compared(page.object_list)
    ]
    context = {
        "study": membership.study,
        "form": form,
        "change": asked["change"],
        "page": page,
        "coded": coded,
        "total": len(pairs),
    }
    return render(request, "annotations/drift.html", context, status=422 if form.errors else 200)
