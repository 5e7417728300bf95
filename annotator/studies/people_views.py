from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from annotator.studies.forms import PersonForm, RoleForm
from annotator.studies.members import add_member, change_role, remove_member
from annotator.studies.models import Role, Study
from annotator.studies.paging import check_names
from annotator.studies.queries import former_members, get_study, members


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_study(request.user, slug, Role.OWNER)
    check_names(request, ())
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person, role = form.cleaned_data["username"], form.cleaned_data["role"]
        try:
            add_member(study, person, role, by=request.user)
        except ValidationError as refused:
            form.add_error("username", refused.messages)
        else:
            messages.success(request, f"{person.get_full_name()} is now {_a(role)} of this study.")
            return redirect("study_people", slug=slug)
    return _page(request, study, form, status=422 if request.method == "POST" else 200)


@require_POST
def person_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study = get_study(request.user, slug, Role.OWNER)
    membership = get_object_or_404(study.memberships.select_related("user"), pk=pk)
    form = RoleForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError("This role is not known. Pick one from the list.")
        change_role(membership, form.cleaned_data["role"], by=request.user)
    except ValidationError as refused:
        return _page(request, study, PersonForm(), refused=refused.messages, status=422)
    messages.success(request, f"{membership.user.get_full_name()} is now {_a(membership.role)} of this study.")
    return _after(request, slug)


@require_POST
def person_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study = get_study(request.user, slug, Role.OWNER)
    membership = get_object_or_404(study.memberships.select_related("user"), pk=pk)
    name = membership.user.get_full_name()
    try:
        remove_member(membership, by=request.user)
    except ValidationError as refused:
        return _page(request, study, PersonForm(), refused=refused.messages, status=422)
    messages.success(
        request,
        f"{name} no longer has access to “{study.title}”. Their work is kept; add them again to give access back.",
    )
    return _after(request, slug)


def _after(request: HttpRequest, slug: str) -> HttpResponse:
    """Back to the people, or to one's studies for an owner who has just stepped down."""
    mine = Study.objects.with_role(request.user, Role.OWNER).filter(slug=slug)
    return redirect("study_people", slug=slug) if mine.exists() else redirect("studies")


def _a(role: str) -> str:
    label = Role(role).label.lower()
    return f"an {label}" if label == "owner" else f"a {label}"


def _page(
    request: HttpRequest, study: Study, form: PersonForm, *, refused: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "study": study,
        "form": form,
        "members": members(study),
        "former": former_members(study),
        "roles": list(Role),
        "refused": refused or [],
    }
    return render(request, "studies/study_people.html", context, status=status)
