"""The page where somebody takes page text into an article that its reader left out.

What belongs to it is ticked on the article's own page, so that only the ticked pieces travel; here each gets its
place.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from articles.answers import refusal
from articles.extend import Choice, check_pieces, extend
from articles.forms import PlaceForm
from articles.models import Article


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of left-out text with the form that places it."""

    number: int
    text: str
    form: PlaceForm


@require_http_methods(["GET", "HEAD", "POST"])
def article_extend(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("articles.add_article"):
        raise PermissionDenied("Adding page text is for people who run studies.")
    data = request.POST if request.method == "POST" else None
    try:
        numbers = _numbers(request.GET if data is None else data)
        check_pieces(article, numbers)
    except ValidationError as error:
        return refusal(request, 400, "This page text cannot be added", error.messages[0])
    paragraphs = list(article.paragraphs.all())
    pieces = [
        Piece(n, article.left_out[n], PlaceForm(data, prefix=f"piece-{n}", paragraphs=len(paragraphs))) for n in numbers
    ]
    if data is not None and all([piece.form.is_valid() for piece in pieces]):  # noqa: C419 - each one says its faults
        done = extend(article, [Choice(piece.number, **piece.form.cleaned_data) for piece in pieces], by=request.user)
        messages.success(request, _said(created=done.created))
        return redirect("article", done.article.pk)
    context = {"article": article, "paragraphs": paragraphs, "pieces": pieces}
    return render(request, "articles/article_extend.html", context, status=200 if data is None else 422)


def _numbers(data: QueryDict) -> list[int]:
    """The pieces that were ticked, in the order of the page. Raises ValidationError."""
    asked = set(data.getlist("piece"))
    if not all(number.isascii() and number.isdigit() and len(number) < 8 for number in asked):
        raise ValidationError("This article has no such piece of left-out text.")
    return sorted(map(int, asked))


def _said(*, created: bool) -> str:
    if not created:
        return "This fuller version was stored before; here it is."
    return "This fuller version is stored. The one it was made from stays as it is, in the studies that hold it too."
