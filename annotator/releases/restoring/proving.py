"""The proof that a release was restored: frozen once more, it has the same bytes."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import QueryDict

from annotator import __version__
from annotator.annotations.models import Annotation, AnnotationQuerySet
from annotator.releases.filters import read_filters
from annotator.releases.freeze import freeze
from annotator.releases.frozen.choices import Choices
from annotator.releases.frozen.reading import Frozen
from annotator.releases.frozen.withholding import Shown, TextPolicy
from annotator.releases.restoring.source import NotRestored, Source
from annotator.releases.tables import TABLES
from annotator.releases.verifying.tables import FOLDER, Record
from annotator.studies.models import Study

ABOUT = "release.json"
#: what stands beside the tables in the progress
PROOF = "frozen once more"
#: the one column, and three facts of release.json, that are the site's and not the study's
_ADDRESS = b'"decision_url":"'
_OF_THE_SITE = ("page", "site", "product")


@dataclass(frozen=True, slots=True)
class Different:
    """The first line of a file that is not the same when the restored study is frozen again."""

    file: str
    line: int = 0
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line:,}" if self.line else self.file
        return f"{where} ({', '.join(self.columns)})" if self.columns else where


def different(source: Source, study: Study, *, by: Any) -> list[Different]:
    """Freeze the restored study as the release was, and compare. Addresses count as the same when they differ in the
    site alone, and so does the product's version."""
    annotations, choices = _annotations(source, study, by=by), choices_of(source.about)
    with tempfile.TemporaryDirectory() as scratch:
        done = 0

        def told(so_far: int) -> None:
            nonlocal done
            source.told(PROOF, so_far - done)
            done = so_far

        frozen = freeze(
            study, Path(scratch), annotations=annotations, by=by, choices=choices, told=told, zipped_next=False
        )
        return list(_compared(source, frozen))


def check_choices(about: Record) -> None:
    """Raises NotRestored unless release.json says all that freezing once more has to know."""
    try:
        choices_of(about)
        texts = [about["site"], about["product"]["version"], about["study"]["project"], about["study"]["title"]]
        if not all(isinstance(said, str) for said in texts) or not isinstance(about["study"]["is_sample"], bool):
            raise TypeError("it has a number where words should be")
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise NotRestored(f"release.json cannot be followed: {type(error).__name__}: {error}.") from None


def choices_of(about: Record) -> Choices:
    text, citation = about["text"], about["citation"]
    return Choices(
        number=about["number"],
        at=datetime.fromisoformat(about["released_at"]),
        title=about["title"],
        filters=about["filters"],
        formats=tuple(about["formats"]),
        policy=TextPolicy(Shown(text["shown"]), text["words"]),
        permission=text["permission"],
        names=about["coders"] != "pseudonyms",
        creators=tuple(citation["creators"]),
        license=citation["license"],
    )


def _annotations(source: Source, study: Study, *, by: Any) -> AnnotationQuerySet:
    address = QueryDict(mutable=True)
    address.update(source.about["filters"])
    try:
        found = read_filters(address, study=study, annotations=Annotation.objects.visible_to(by))
    except BadRequest as error:
        raise NotRestored(f"The filters of the release are not those of this product: {error}") from None
    if found.errors:
        raise NotRestored("A filter of the release asks for something that the release does not hold.")
    return found.annotations


def _compared(source: Source, frozen: Frozen) -> Iterator[Different]:
    for name in TABLES:
        path = f"{FOLDER}/{name}.jsonl"
        with source.archive.open(path) as before, frozen.path(name).open("rb") as now:
            for number, (one, other) in enumerate(zip_longest(before, now), 1):
                if one != other and _at(one, source.about["site"]) != _at(other, settings.SITE_URL):
                    yield Different(path, number, _columns(one, other))
                    break
    before_, now_ = (json.dumps({**about, **dict.fromkeys(_OF_THE_SITE)}) for about in (source.about, frozen.about))
    if before_ != now_:
        yield Different(ABOUT, columns=_columns(before_.encode(), now_.encode()))


def _columns(one: bytes | None, other: bytes | None) -> tuple[str, ...]:
    """The columns in which two lines differ; none where only one is there."""
    if one is None or other is None:
        return ()
    said, now = json.loads(one), json.loads(other)
    return tuple(name for name in said if said[name] != now.get(name))


def _at(line: bytes | None, site: str) -> bytes | None:
    """The line, its address without the site."""
    return line and line.replace(_ADDRESS + site.encode() + b"/", _ADDRESS + b"/")


def elsewhere(source: Source) -> Iterator[str]:
    """Sentences about what is another site's or version's."""
    site, version = source.about["site"], source.about["product"]["version"]
    if site != settings.SITE_URL:
        yield f"Addresses in it begin with {site}; here they begin with {settings.SITE_URL}. Set SITE_URL for the same."
    if version != __version__:
        yield f"It was made with version {version}; release.json of a release made here says {__version__}."
