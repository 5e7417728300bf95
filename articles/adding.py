"""The page where articles are added: several files in one request, or one file a request from the script."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from articles import throttle
from articles.answers import varied, wants_json
from articles.batch import Outcome, counted, read_in, too_large
from articles.forms import AddForm
from articles.hints import Hint, hints
from articles.models import Article
from articles.sandboxes import borrowed
from articles.words import file_name_of

PASTED = "Pasted text"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One text on its way in; `file` is None when it was pasted, and then it has no name."""

    name: str
    media_type: str
    file: UploadedFile | None = None
    pasted: str = ""

    @property
    def size(self) -> int:
        return (self.file.size or 0) if self.file else 0

    def content(self) -> bytes:
        # Browsers send pasted line ends as CRLF; the same text should be the same bytes from every browser.
        return self.file.read() if self.file else self.pasted.replace("\r\n", "\n").encode()


def _nothing_more(articles: list[Article]) -> None:
    """The library is where they are wanted."""


@dataclass(frozen=True, slots=True)
class Door:
    """A page through which articles come in: the templates of its form and of its results, what else they show, and
    what is done with those that are stored now."""

    form: str = "articles/articles_add.html"
    results: str = "articles/added.html"
    context: Mapping[str, Any] = field(default_factory=dict)
    stored: Callable[[list[Article]], None] = _nothing_more


@require_http_methods(["GET", "HEAD", "POST"])
def articles_add(request: HttpRequest) -> HttpResponse:
    return take_in(request, Door())


def take_in(request: HttpRequest, door: Door) -> HttpResponse:
    """Show the form of this door, or read what was sent through it."""
    if not request.user.has_perm("articles.add_article"):
        raise PermissionDenied("Adding articles is for people who run studies. Ask an owner of your study to add it.")
    if request.method != "POST":
        return _page(request, door, AddForm())
    form = AddForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, door, form, status=422)
    arrivals = list(_arrivals(form))
    with throttle.place(f"import:{request.user.pk}") as granted:
        wait = throttle.take(f"import:{request.user.pk}", len(arrivals)) if granted else 2.0
        if wait:
            return _too_many(request, door, form, math.ceil(wait))
        outcomes = list(_read_all(request, arrivals, form.cleaned_data.get("url", "")))
    door.stored([outcome.article for outcome in outcomes if outcome.article])
    return _results(request, door, form, outcomes)


def _arrivals(form: AddForm) -> Iterator[Arrival]:
    data = form.cleaned_data
    for file in data["uploads"]:
        yield Arrival(file_name_of(file.name or ""), _media_type(file), file)
    if data["pasted"].strip():
        yield Arrival("", data["pasted_type"] or "text/plain", pasted=data["pasted"])


def _media_type(file: UploadedFile) -> str:
    charset = f"; charset={file.charset}" if file.charset else ""
    return f"{file.content_type or ''}{charset}"


def _read_all(request: HttpRequest, arrivals: list[Arrival], url: str) -> Iterator[Outcome]:
    with borrowed() as sandbox:
        for arrival in arrivals:
            if sentence := too_large(arrival.size):
                yield Outcome(arrival.name, "refused", sentence)
                continue
            yield read_in(
                arrival.content(),
                name=arrival.name,
                media_type=arrival.media_type,
                read=sandbox.read,
                url=url,
                by=request.user,
                **({} if arrival.file else {"nameless": PASTED}),
            )


def _results(request: HttpRequest, door: Door, form: AddForm, outcomes: list[Outcome]) -> HttpResponse:
    refused = [outcome for outcome in outcomes if outcome.status == "refused"]
    status = 422 if len(refused) == len(outcomes) else 200
    found = hints([o.article for o in outcomes if o.article], user=request.user)
    if wants_json(request):
        results = [_as_json(o, found.get(o.article, [])) for o in outcomes]
        return varied(JsonResponse({"results": results}, status=status))
    if refused and form.cleaned_data["pasted"].strip():
        form.add_error("pasted", refused[0].sentence)
        return _page(request, door, form, status=422)
    counts = [(name, sum(1 for o in outcomes if o.status == name)) for name in ("added", "known", "refused")]
    context = {
        **door.context,
        "outcomes": [(outcome, found.get(outcome.article, [])) for outcome in outcomes],
        "counts": [(name, number) for name, number in counts if number],
    }
    return varied(render(request, door.results, context, status=status))


def _as_json(outcome: Outcome, found: list[Hint]) -> dict[str, Any]:
    article = outcome.article
    return {
        "name": outcome.name,
        "status": outcome.status,
        "sentence": outcome.sentence or said(outcome),
        "title": str(article) if article else "",
        "address": reverse("article", args=[article.pk]) if article else "",
        "hints": [{"sentence": hint.sentence, "address": hint.address} for hint in found],
    }


def said(outcome: Outcome) -> str:
    if outcome.status == "added":
        return f"{counted(outcome.paragraphs, 'paragraph')}."
    return "The same bytes are stored already; nothing was added."


def _too_many(request: HttpRequest, door: Door, form: AddForm, seconds: int) -> HttpResponse:
    sentence = (
        f"You have sent many texts in a short time. Nothing of this was read; "
        f"please send it again in {counted(seconds, 'second')}."
    )
    form.add_error(None, sentence)
    response = _page(request, door, form, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _page(request: HttpRequest, door: Door, form: AddForm, *, status: int = 200) -> HttpResponse:
    if status != 200 and wants_json(request):
        sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
        return varied(JsonResponse({"error": " ".join(sentences)}, status=status))
    return varied(render(request, door.form, {**door.context, "form": form}, status=status))
