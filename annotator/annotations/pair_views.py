"""An original and its copy side by side for the person who codes both, and a study's list of what drifted."""

from collections.abc import Sequence

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotator.annotations.models import Reading
from annotator.annotations.pair_page import CHANGES, Coded, called, lines_of, rows_of
from annotator.annotations.pairs import BothSides, both_sides, compared, pairs_of_study
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
    """Both texts row by row with one's own annotations, the original left, and what drifted between them."""
    check_names(request, ("change",))
    here, there = mine(request, pk), mine(request, other)
    if here.study.mask_outlet:
        raise Http404
    own = Reading.objects.of(request.user).filter(pk__in=[pk, other], study_id=here.study_id)
    found = both_sides(own)
    if not found:
        raise Http404
    sides = {here.pk: here, there.pk: there}
    one = BothSides(found[0].derivation, sides[found[0].left.pk], sides[found[0].right.pk])
    form = DriftForm(request.GET)
    change = form.cleaned_data["change"] if form.is_valid() else ""
    [both] = compared([one])
    context = {
        "study": here.study,
        "here": here,
        "pair": one,
        "sides": (one.left, one.right),
        "other": there,
        "form": form,
        "change": change,
        "rows": rows_of(both),
        "lines": lines_of(both, change),
        "drifted": len(both.drifted),
        "of": len(both.rows),
    }
    return render(request, "annotations/pair.html", context, status=422 if form.errors else 200)


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
