from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from annotator.accounts.models import Pseudonymised, User
from annotator.studies.forms import NameForm
from annotator.studies.models import Membership
from annotator.studies.paging import check_names
from annotator.studies.parting import part


@require_http_methods(["GET", "HEAD", "POST"])
def person_pseudonymise(request: HttpRequest, pk: int) -> HttpResponse:
    """For administrators, on the person's request. The user name has to be typed: it cannot be undone."""
    if not request.user.has_perm("accounts.change_user"):
        raise PermissionDenied("Only an administrator of this site takes a person’s name out of it. Ask one.")
    check_names(request, ())
    person = get_object_or_404(User, pk=pk)
    form = NameForm(request.POST or None, name=person.username)
    if request.method == "POST" and form.is_valid():
        try:
            done = part(person, by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, f"Done. Whoever this was is {done.pseudonym} now, and all their work is kept.")
            return redirect("person_pseudonymise", pk=pk)
    context = {
        "person": person,
        "form": form,
        "done": Pseudonymised.objects.filter(user=person).select_related("by").first(),
        "studies": [one.study for one in Membership.objects.filter(user=person).select_related("study")],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "studies/person_pseudonymise.html", context, status=status)
