"""Invitations as their owner sees them, and the page on which somebody joins.

The link is opened once: what it names is noted in the session, and the address with the token is left at once, so that
it stands in no history entry's referrer and no form's address.
"""

import math
from typing import Any

from allauth.account.internal.flows.signup import complete_signup
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotator.accounts.forms import InvitedForm
from annotator.studies.forms import InvitationForm
from annotator.studies.invitations import Invitation, State
from annotator.studies.inviting import Over, accept, invite, revoke
from annotator.studies.models import Role, Study
from annotator.studies.paging import check_names, page_of
from annotator.studies.queries import get_study
from articles import throttle
from articles.answers import refusal

GET_AND_POST = ["GET", "HEAD", "POST"]
HELD = "invitation"
_COST = 2.0


# -- for owners --------------------------------------------------------------------


@require_http_methods(GET_AND_POST)
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """The list; a new invitation's link is on the page that answers, once: a reload cannot show it again."""
    study = get_study(request.user, slug, Role.OWNER)
    check_names(request)
    form = InvitationForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _list(request, study, form, status=422 if request.method == "POST" else 200)
    _, token = invite(study, form.cleaned_data["role"], by=request.user, lasts=form.cleaned_data["lasts"])
    link = f"{settings.SITE_URL}{reverse('invitation', args=[token])}"
    return _list(request, study, InvitationForm(), link=link, status=201)


def _list(
    request: HttpRequest, study: Study, form: InvitationForm, *, link: str = "", status: int = 200
) -> HttpResponse:
    people = study.invitations.select_related("made_by", "accepted_by", "revoked_by")
    context = {
        "study": study,
        "form": form,
        "link": link,
        "page": page_of(request, people.order_by("-made_at", "-pk")),
    }
    return render(request, "studies/study_invitations.html", context, status=status)


@require_POST
def invitation_revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study = get_study(request.user, slug, Role.OWNER)
    if revoke(get_object_or_404(study.invitations, pk=pk), by=request.user):
        messages.success(request, "The invitation is taken back: its link no longer works.")
    else:
        messages.warning(request, "The invitation was over already, so there was nothing to take back.")
    return redirect("study_invitations", slug=slug)


# -- for the invited ---------------------------------------------------------------


@require_safe
@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads: note which invitation it is and leave the address with the token."""
    if too_many := _throttled(request):
        return too_many
    found = Invitation.objects.with_token(token).select_related("study", "made_by").first()
    if found is None:
        return _unknown(request)
    if found.state() != State.STANDING:
        return _over(request, found)
    request.session[HELD] = found.pk
    response = redirect("invitation_accept")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(GET_AND_POST)
@login_not_required
def invitation_accept(request: HttpRequest) -> HttpResponse:
    check_names(request, ())
    found = _held(request)
    if found is None:
        return _unknown(request)
    if found.state() != State.STANDING:
        return _over(request, found)
    if request.method != "POST":
        return render(request, "studies/invitation.html", {"invitation": found, "sign_in": _sign_in()})
    if not request.user.is_authenticated:
        return redirect(_sign_in())
    try:
        accept(found, by=request.user)
    except Over as over:
        return _over(request, over.invitation)
    except ValidationError:
        messages.info(request, "You have a role in this study already; the link is still good for somebody else.")
    else:
        messages.success(request, f"Welcome to “{found.study.title}”.")
    del request.session[HELD]
    return redirect("study", slug=found.study.slug)


@require_http_methods(GET_AND_POST)
@login_not_required
def invitation_sign_up(request: HttpRequest) -> HttpResponse:
    """A new account for whoever holds a standing invitation, and for nobody else; it joins the study at once."""
    check_names(request, ())
    found = _held(request)
    if found is None:
        return _unknown(request)
    if found.state() != State.STANDING:
        return _over(request, found)
    if request.user.is_authenticated:
        return redirect("invitation_accept")
    if request.method == "POST" and (too_many := _throttled(request)):
        return too_many
    form = InvitedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _signed_up(request, found, form)
        except Over as over:
            return _over(request, over.invitation)
        except IntegrityError:
            form.add_error("username", "Somebody has just taken this user name. Choose another one.")
    status = 422 if request.method == "POST" else 200
    return render(request, "studies/invitation_sign_up.html", {"invitation": found, "form": form}, status=status)


def _signed_up(request: HttpRequest, found: Invitation, form: InvitedForm) -> HttpResponse:
    """The account and the membership, both or neither."""
    request.invitation = found  # type: ignore[attr-defined]  # what the adapter asks for
    with transaction.atomic():
        person = form.save(request)
        accept(found, by=person)
    del request.session[HELD]
    messages.success(request, f"Welcome to “{found.study.title}”. Your work will be on this desk.")
    response: HttpResponse = complete_signup(request, user=person, redirect_url=reverse("desk"))
    return response


def _held(request: HttpRequest) -> Invitation | None:
    """The invitation whose link was opened in this session."""
    pk: Any = request.session.get(HELD)
    return Invitation.objects.filter(pk=pk).select_related("study", "made_by").first()


def _sign_in() -> str:
    return f"{reverse('account_login')}?{urlencode({'next': reverse('invitation_accept')})}"


def _throttled(request: HttpRequest) -> HttpResponse | None:
    wait = throttle.take(f"invitation:{get_ip(request)}", _COST)
    if not wait:
        return None
    sentence = "Many invitations were opened from where you are. Wait a moment, then open the link again."
    response = refusal(request, 429, "Please wait a moment", sentence)
    response.headers["Retry-After"] = str(math.ceil(wait))
    return response


def _unknown(request: HttpRequest) -> HttpResponse:
    sentence = "No invitation is known by this link. Open the whole link that you were sent once more."
    return refusal(request, 404, "Which invitation?", sentence)


def _over(request: HttpRequest, found: Invitation) -> HttpResponse:
    if found.accepted_by_id is not None and found.accepted_by_id == request.user.pk:
        return redirect("study", slug=found.study.slug)
    who, until = found.made_by.get_full_name(), date_format(found.expires_at, "j F Y")
    sentence = {
        State.ACCEPTED: f"A link is good for one person, and this one was used. Ask {who} for one of your own; "
        "if it was you, sign in.",
        State.REVOKED: f"This invitation was taken back. Ask {who} if you think that is a mistake.",
        State.EXPIRED: f"This invitation was good until {until}. Ask {who} for a new one.",
    }
    return refusal(request, 410, "This invitation is over", sentence.get(found.state(), ""))
