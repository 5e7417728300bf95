"""What the workbench's page is made of: the reading's page and everything that stands around it."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from annotator.annotations.editor import editor_context
from annotator.annotations.found_omissions import FoundOmission, found_for
from annotator.annotations.in_force import off_by
from annotator.annotations.keys import KEYS
from annotator.annotations.models import Reading, ReadingQuerySet
from annotator.annotations.offering import Offers, offers_for
from annotator.annotations.queries import is_hidden, page_of
from annotator.annotations.reopening import can_reopen
from annotator.annotations.sentences import sentences, words
from annotator.studies.models import ClaimType, CodebookRevision, Role, Study
from annotator.studies.reveals import Reveal
from articles.lineage.models import Derivation
from articles.models import Paragraph

#: what the page says of the study and the article; their other columns are long and cost time to read
_SAID = (
    "study_id", "article_id", "coder_id", "started_at", "finished_at",
    "study__slug", "study__title", "study__blind", "study__mask_outlet", "study__suggestions_shown",
    "study__pseudonym_key", "study__kept_pseudonyms",
    "article__title", "article__language", "article__byline", "article__published_on", "article__published_precision",
    "article__outlet__name",
)  # fmt: skip


@cache
def whole() -> ReadingQuerySet:
    """Readings with all that the page needs of them. Built once: putting it together costs more than asking it."""
    kin = Derivation.objects.confirmed().filter(
        Q(derived=OuterRef("article")) | Q(upstream=OuterRef("article")), upstream__isnull=False
    )
    newest = CodebookRevision.objects.filter(study_id=OuterRef("study_id")).order_by("-number")
    return (
        Reading.objects.select_related("study", "article__outlet")
        .annotate(
            revision_number=Subquery(newest.values("number")[:1]),
            revision_made=Subquery(newest.values("created_at")[:1]),
            revision_guidance=Subquery(newest.values("guidance")[:1]),
            revealed=Exists(Reveal.objects.filter(study=OuterRef("study"), article=OuterRef("article")).order_by()),
            has_kin=Exists(kin) | Q(article__extends__isnull=False),
        )
        .only(*_SAID)
        .order_by()
    )


def annotations_at(pk: int) -> str:
    return reverse("annotations", args=[pk])


def _paragraphs_at(pk: int) -> str:
    return f"{reverse('reading', args=[pk])}paragraphs/"


def workbench(
    request: HttpRequest,
    reading: Reading,
    *,
    values: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> dict[str, Any]:
    own = reading.coder_id == request.user.pk
    readonly = not own or reading.finished_at is not None
    base = annotations_at(reading.pk)
    page = (
        page_of(reading, base=base, paragraphs_at=_paragraphs_at(reading.pk))
        if not readonly
        else page_of(reading, base="")
    )
    revision = (reading.revision_number or 0, reading.revision_made)  # type: ignore[attr-defined]  # see `whole`
    off = off_in(reading)
    offers = Offers([], more=False) if readonly else offers_for(reading, request.user, off=off)
    if values is None and (asked := request.GET.get("suggestion")):
        values = offers.fields_of(asked)
    chosen = _chosen_paragraph(request, reading, values)
    values = {**(values or {}), "paragraph": chosen["paragraph"].pk} if chosen else values
    blank = not values and not errors  # what most pages are: then the editor is the same for everybody
    return {
        "reading": reading,
        "study": reading.study,
        "article": reading.article,
        "masked": reading.study.mask_outlet,
        "readonly": readonly,
        "may_reopen": own and reading.finished_at is not None and can_reopen(reading, request.user),
        "whose": "" if own else _whose(reading, request.user),
        "revealed": _revealed(reading, request.user) if reading.revealed else None,  # type: ignore[attr-defined]  # see `whole`
        "page": page,
        "recent": page.recent if own else [],
        "offers": offers,
        "found_omissions": _found_omissions(reading) if not readonly and "insertion" not in off else (),
        "claim_types": None if blank else claim_types_of(reading, values),
        "types": _blank_types(reading.study, *revision) if blank else None,
        "revision": revision[0],
        "codebook": _codebook(reading.study, *revision),
        "base": base,
        "keys_table": _keys_table(),
        "new_id": uuid.uuid4(),
        "chosen": chosen,
        "facets": _blank_facets(off) if blank else None,
        **editor_context(values or {}, errors, off=off),
    }


def _found_omissions(reading: Reading) -> Sequence[FoundOmission]:
    return found_for(reading) if reading.has_kin else ()  # type: ignore[attr-defined]  # see `whole`


def off_in(reading: Reading) -> frozenset[str]:
    """The facets that the codebook in force does not code, of a reading that `whole` has fetched."""
    return off_by(reading.revision_guidance)  # type: ignore[attr-defined]


def _chosen_paragraph(request: HttpRequest, reading: Reading, values: dict[str, Any] | None) -> dict[str, Any] | None:
    """The paragraph whose sentences and words are listed for choosing without a mouse, if one was asked for."""
    if (values or {}).get("how") in ("point", "after"):
        return None  # an omission stays at its point
    asked = str((values or {}).get("paragraph") or request.GET.get("select", ""))
    if not asked.isdecimal() or len(asked) > 15:
        return None
    paragraph = Paragraph.objects.filter(pk=int(asked), article_id=reading.article_id).first()
    if paragraph is None or is_hidden(reading, paragraph.slot):
        return None
    text = paragraph.text
    return {
        "paragraph": paragraph,
        "sentences": [text[a:b] for a, b in sentences(text, reading.article.language)],
        "words": [text[a:b] for a, b in words(text)],
    }


def _whose(reading: Reading, user: Any) -> str:
    """The owner knows the coders by name; everybody else by the pseudonym that exports use."""
    if reading.study.role_of(user) == Role.OWNER:
        return str(reading.coder.get_full_name())
    return reading.study.pseudonym(reading.coder_id)


def _revealed(reading: Reading, user: Any) -> list[tuple[int, str, bool]]:
    """The other readings of an article that was revealed, as (id, whose, finished), for somebody who may see them."""
    others = Reading.objects.visible_to(user).filter(study_id=reading.study_id, article_id=reading.article_id)
    named = reading.study.role_of(user) == Role.OWNER
    return [
        (
            one.pk,
            str(one.coder.get_full_name()) if named else reading.study.pseudonym(one.coder_id),
            bool(one.finished_at),
        )
        for one in others.exclude(pk=reading.pk).exclude(coder_id=user.pk).select_related("coder").order_by("pk")
    ]


def claim_types_of(reading: Reading, values: dict[str, Any] | None) -> list[ClaimType]:
    """The codes on offer, and the retired one that the annotation being edited still has; `is_chosen` marks one."""
    chosen = str((values or {}).get("claim_type", ""))
    offered = Q(retired_at__isnull=True)
    if chosen.isdecimal() and len(chosen) < 16:
        offered |= Q(pk=int(chosen))
    types = list(reading.study.claim_types.filter(offered))
    for claim_type in types:
        claim_type.is_chosen = str(claim_type.pk) == chosen  # type: ignore[attr-defined]
    return types


@lru_cache(maxsize=200)
def _codebook(study: Study, number: int, made: datetime | None) -> SafeString:
    """A revision never changes, so its words are drawn once."""
    types = study.claim_types.filter(retired_at__isnull=True)
    return render_to_string("annotations/_codes.html", {"claim_types": types})


@lru_cache(maxsize=200)
def _blank_types(study: Study, number: int, made: datetime | None) -> SafeString:
    """The codes on offer with none chosen, drawn once for each revision."""
    types = study.claim_types.filter(retired_at__isnull=True)
    return render_to_string("annotations/_types.html", {"claim_types": types})


@lru_cache(maxsize=200)
def _blank_facets(off: frozenset[str]) -> SafeString:
    """Attribution and insertion as long as nothing is said of either: the same on every page, so drawn once."""
    return render_to_string("annotations/_facets.html", editor_context({}, off=off))


@cache
def _keys_table() -> SafeString:
    """The same on every page, so it is drawn once."""
    return render_to_string("annotations/_keys.html", {"keys": KEYS})
