"""Linking an article to its original, judging a proposed link, and the family that the links make."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.lineage.candidates.evidence import evidence
from articles.lineage.candidates.find import Candidate, candidates
from articles.lineage.family import family
from articles.lineage.forms import LinkForm, MissingForm, SettleForm
from articles.lineage.link import SettledMeanwhile, link, name_missing, settle, turn
from articles.lineage.models import Derivation
from articles.lineage.picture import picture
from articles.models import Article

_LONGEST_SEARCH = 200


@require_http_methods(["GET", "HEAD", "POST"])
def article_original(request: HttpRequest, pk: int) -> HttpResponse:
    article = _article(request, pk)
    _may_link(request)
    if request.method != "POST":
        return _page(request, article)
    form = LinkForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            link(derived=article, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("note" if error.code == "younger" else "upstream", error)
        else:
            messages.success(request, f"“{form.cleaned_data['upstream']}” is now the original of this article.")
            return redirect("article", pk)
    return _page(request, article, form=form, status=422)


@require_POST
def missing_original(request: HttpRequest, pk: int) -> HttpResponse:
    article = _article(request, pk)
    _may_link(request)
    form = MissingForm(request.POST)
    if form.is_valid():
        try:
            name_missing(derived=article, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            fields = {"younger": "note", "stored": "url"}
            form.add_error(fields.get(error.code or "", "outlet"), error)
        else:
            messages.success(request, "The missing original is named.")
            return redirect("article", pk)
    return _page(request, article, missing=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def settle_original(request: HttpRequest, pk: int, derivation: int) -> HttpResponse:
    """The evidence for one link; POST confirms or rejects it, or turns it round."""
    article = _article(request, pk)
    rows = Derivation.objects.visible_to(request.user).filter(derived=article)
    stored = get_object_or_404(rows.select_related("upstream__outlet", "derived__outlet", "settled_by"), pk=derivation)
    if request.method != "POST":
        return _derivation(request, stored, SettleForm(initial={"relation": stored.relation}))
    if not request.user.has_perm("lineage.change_derivation"):
        raise PermissionDenied("Confirming originals is for people who run or review studies.")
    form = SettleForm(request.POST)
    if not form.is_valid():
        # The page that asks has buttons; whoever gets here sent something else.
        return _derivation(request, stored, form, status=422, refused=_refusals(form))
    try:
        said = _act(stored, request.user, **form.cleaned_data)
    except ValidationError as error:
        return _derivation(request, stored, form, status=422, refused=error.messages)
    except SettledMeanwhile as overtaken:
        # The page as it is now, with what was typed: whoever still disagrees says so, having seen the other's word.
        return _derivation(request, overtaken.derivation, form, status=409, overtaken=True)
    messages.success(request, said)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("article", pk)


@require_safe
def article_family(request: HttpRequest, pk: int) -> HttpResponse:
    article = _article(request, pk)
    kin = family(article, user=request.user)
    return render(request, "lineage/family.html", {"article": article, "family": kin, "picture": picture(kin, pk)})


def _act(stored: Derivation, by: Any, *, status: str, **said: str) -> str:
    """Do it; return the sentence that says so."""
    if status == "turned":
        turned = turn(stored, by=by, **said)
        return f"Turned round: “{turned.derived}” comes from “{turned.upstream}”."
    settled = settle(stored, status=status, by=by, **said)
    if settled.settled_by != by:
        return f"The original was already {status} by {settled.settled_by}."
    return f"The original is {status}."


def _refusals(form: SettleForm) -> list[str]:
    if "status" in form.errors:
        return ["Say whether you confirm or reject the original."]
    return [f"{form.fields[name].label}: {error}" for name, errors in form.errors.items() for error in errors]


def _article(request: HttpRequest, pk: int) -> Article:
    return get_object_or_404(Article.objects.visible_to(request.user).select_related("outlet"), pk=pk)


def _may_link(request: HttpRequest) -> None:
    if not request.user.has_perm("lineage.add_derivation"):
        raise PermissionDenied("Linking originals is for people who run or review studies.")


def _page(
    request: HttpRequest,
    article: Article,
    *,
    form: LinkForm | None = None,
    missing: MissingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    form = form or LinkForm(user=request.user)
    words = request.GET.get("q", "").replace("\x00", "")[:_LONGEST_SEARCH]
    offered = candidates(article, user=request.user, words=words)
    chosen = _chosen(request, form, article)
    if chosen and chosen not in [one.article for one in offered]:
        offered.insert(0, Candidate(chosen, None))
    context = {
        "article": article,
        "form": form,
        "missing": missing or MissingForm(initial=_as_stated(article)),
        "words": words,
        "candidates": offered,
        "chosen": chosen,
        "evidence": evidence(article, chosen) if chosen else None,
    }
    return render(request, "articles/article_original.html", context, status=status)


def _chosen(request: HttpRequest, form: LinkForm, article: Article) -> Article | None:
    """The article that was sent, or that somebody wants to look at (`?upstream=`) before linking it."""
    if form.is_bound:
        chosen = form.cleaned_data.get("upstream")
    else:
        number = request.GET.get("upstream", "")
        library = Article.objects.visible_to(request.user).select_related("outlet")
        small = number.isascii() and number.isdigit() and len(number) < 19
        chosen = library.filter(pk=int(number)).first() if small else None
    return chosen if chosen != article else None


def _as_stated(article: Article) -> dict[str, Any]:
    """What the text itself says of its original, to be taken over or corrected."""
    precise = article.origin_precision in ("", "day")
    return {
        "outlet": article.origin_outlet,
        "url": article.origin_url,
        "published_on": article.origin_published_on if precise else None,
    }


def _derivation(
    request: HttpRequest, stored: Derivation, form: SettleForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "article": stored.derived,
        "derivation": stored,
        "form": form,
        "evidence": evidence(stored.derived, stored.upstream) if stored.upstream else None,
        "rulings": stored.rulings.select_related("by"),
        **more,
    }
    return render(request, "lineage/derivation.html", context, status=status)
