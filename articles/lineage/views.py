"""Linking an article to its original."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from articles.lineage.candidates import candidates
from articles.lineage.forms import LinkForm, SettleForm
from articles.lineage.link import link, settle
from articles.lineage.models import Derivation
from articles.models import Article

_LONGEST_SEARCH = 200


@require_http_methods(["GET", "HEAD", "POST"])
def article_original(request: HttpRequest, pk: int) -> HttpResponse:
    article = _article(request, pk)
    if not request.user.has_perm("lineage.add_derivation"):
        raise PermissionDenied("Linking originals is for people who run or review studies.")
    if request.method != "POST":
        return _page(request, article, LinkForm(user=request.user))
    form = LinkForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            link(derived=article, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("note" if error.code == "younger" else "upstream", error)
        else:
            messages.success(request, f"“{form.cleaned_data['upstream']}” is now the original of this article.")
            return redirect("article", pk)
    return _page(request, article, form, status=422)


@require_POST
def settle_original(request: HttpRequest, pk: int, derivation: int) -> HttpResponse:
    article = _article(request, pk)
    rows = Derivation.objects.visible_to(request.user).filter(derived=article)
    stored = get_object_or_404(rows.select_related("upstream", "derived"), pk=derivation)
    if not request.user.has_perm("lineage.change_derivation"):
        raise PermissionDenied("Confirming originals is for people who run or review studies.")
    form = SettleForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError("Say whether you confirm or reject the original.")
        settle(stored, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        context = {"settling": stored, "refused": error.messages, "typed_note": request.POST.get("note", "")}
        return _page(request, article, LinkForm(user=request.user), status=422, **context)
    messages.success(request, f"The original is {form.cleaned_data['status']}.")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("article", pk)


def _article(request: HttpRequest, pk: int) -> Article:
    return get_object_or_404(Article.objects.visible_to(request.user).select_related("outlet"), pk=pk)


def _page(request: HttpRequest, article: Article, form: LinkForm, *, status: int = 200, **more: Any) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "")[:_LONGEST_SEARCH]
    offered = candidates(article, user=request.user, words=words)
    chosen = form.cleaned_data.get("upstream") if form.is_bound else None
    if chosen and chosen not in offered:
        offered.insert(0, chosen)
    context = {
        "article": article,
        "form": form,
        "words": words,
        "candidates": offered,
        "chosen": chosen,
        **more,
    }
    return render(request, "articles/article_original.html", context, status=status)
