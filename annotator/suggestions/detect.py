"""Running the detectors over a stored article; each engine version reads an article once."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from annotator.facets import Host, Marking
from annotator.suggestions.detectors import Found, brackets
from annotator.suggestions.models import Run, Suggestion
from articles.models import Article, Paragraph

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Detector:
    engine: str
    version: str
    find: Callable[..., list[Found]]


#: Adding a detector is one new file and one line here.
DETECTORS: tuple[Detector, ...] = (Detector(brackets.ENGINE, brackets.VERSION, brackets.find),)


class BadFinding(ValueError):
    """A detector answered with something that does not stand in the text or has no name in the vocabularies."""


def detect(article: Article, *, detectors: Iterable[Detector] = DETECTORS) -> list[Run]:
    """Run the detectors that have not read this article in their present version; return their runs.

    A detector that breaks is logged and leaves no run, so that `manage.py detect` tries it again: a machine's
    fault never costs somebody their import. A fault of the database is raised as it is.
    """
    done = set(Run.objects.filter(article=article).values_list("engine", "version"))
    waiting = [d for d in detectors if (d.engine, d.version) not in done]
    paragraphs = list(article.paragraphs.all()) if waiting else []
    runs = [_run(detector, article, paragraphs) for detector in waiting]
    return [run for run in runs if run]


def unread_by(article: Article) -> list[Detector]:
    """The detectors that have not read this article in their present version."""
    done = set(Run.objects.filter(article=article).values_list("engine", "version"))
    return [detector for detector in DETECTORS if (detector.engine, detector.version) not in done]


def _run(detector: Detector, article: Article, paragraphs: list[Paragraph]) -> Run | None:
    try:
        suggestions = [s for paragraph in paragraphs for s in _suggestions(detector, paragraph)]
    except Exception:
        # Whatever a detector raises, the text is worth more than the suggestions.
        log.exception("detector %s %s broke on article %s", detector.engine, detector.version, article.pk)
        return None
    with transaction.atomic():
        run, created = Run.objects.get_or_create(article=article, engine=detector.engine, version=detector.version)
        if not created:
            return None
        for suggestion in suggestions:
            suggestion.run = run
        Suggestion.objects.bulk_create(suggestions)
    return run


def _suggestions(detector: Detector, paragraph: Paragraph) -> list[Suggestion]:
    found: dict[tuple[int, str], Found] = {}
    for finding in detector.find(paragraph.text, slot=paragraph.slot):
        _check(finding, paragraph.text)
        found.setdefault((finding.start, finding.quote), finding)
    return [_suggestion(paragraph, finding) for finding in found.values()]


def _suggestion(paragraph: Paragraph, finding: Found) -> Suggestion:
    values: dict[str, Any] = {
        name: getattr(finding, name) for name in ("start", "quote", "kind", "marking", "host", "editorial", "reason")
    }
    return Suggestion(paragraph=paragraph, **values)


def _check(finding: Found, text: str) -> None:
    if not finding.quote or finding.start < 0 or text[finding.start : finding.end] != finding.quote:
        raise BadFinding(f"{finding.quote!r} does not stand at {finding.start}")
    if finding.marking not in Marking.values or finding.host not in Host.values:
        raise BadFinding(f"unknown marking {finding.marking!r} or host {finding.host!r}")
    if not 0 < len(finding.kind) <= 30:
        raise BadFinding(f"kind {finding.kind!r} has no place in its column")
