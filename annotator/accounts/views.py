"""The pages about oneself, and the one that monitors ask. Signing in and out is allauth's."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from annotator.accounts import health
from annotator.accounts.forms import ProfileForm
from annotator.accounts.models import User


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """200 and "ok", or 503 and "trouble". Details are for staff only."""
    trouble = health.trouble()
    answer = {"status": "trouble" if trouble else "ok", "boot": health.BOOT}
    if not trouble and request.user.is_staff:
        answer |= health.details()
    return JsonResponse(answer, status=503 if trouble else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponseBase:
    person = cast(User, request.user)
    # A row of its own: a refused name must not show in the page's header.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your profile is saved.")
        return redirect("profile")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/profile.html", {"form": form}, status=status)
