"""The versions of the sample: outlets, captures, articles and paragraphs, under their own numbers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import batched
from typing import Any

from annotator.releases.restoring.source import SIZE, Source, moment
from annotator.releases.restoring.texts import check_words
from annotator.releases.restoring.trusting import check_addresses
from annotator.releases.verifying.tables import Record
from annotator.studies.models import Study, StudyArticle
from articles.models import Article, Capture, Outlet, Paragraph, Precision

#: of bytes that a release does not hold
UNKNOWN = "application/octet-stream"
_PRECISION = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
_SAME = (
    "byline", "title", "language", "url", "canonical_url", "archive_url", "origin_outlet", "origin_url", "rights",
    "text_sha256",
)  # fmt: skip


@dataclass
class Outlets:
    """Outlets by name, made when they are met."""

    _known: dict[str, int] = field(default_factory=dict)

    def named(self, name: str) -> int | None:
        if name and name not in self._known:
            self._known[name] = Outlet.objects.get_or_create(name=name)[0].pk
        return self._known.get(name)


def restore_articles(
    source: Source, study: Study, outlets: Outlets, texts: Mapping[int, str], training: set[int], *, by: Any
) -> set[int]:
    """Store the sample, with the texts of the release or else one's own; returns the ids of its versions."""
    fuller: dict[int, list[list[str]]] = {
        one["version_id"]: [] for one in source.look("documents") if one["extends_version_id"]
    }
    for some in batched(_paragraphs(source, texts, fuller), SIZE):
        Paragraph.objects.bulk_create(some)
    captures: dict[str, int] = {}
    sample: set[int] = set()
    for batch in batched(source.table("documents"), SIZE):
        _store_captures(batch, captures, by=by)
        Article.objects.bulk_create(_article(one, captures, outlets, fuller, by=by) for one in batch)
        StudyArticle.objects.bulk_create(
            StudyArticle(
                study=study,
                article_id=one["version_id"],
                position=one["sample_position"],
                is_training=one["version_id"] in training,
                added_at=source.at,
                added_by=by,
            )
            for one in batch
        )
        sample.update(one["version_id"] for one in batch)
    return sample


def _paragraphs(source: Source, texts: Mapping[int, str], fuller: dict[int, list[list[str]]]) -> Iterator[Paragraph]:
    for one in source.table("paragraphs"):
        whole = texts.get(one["version_id"])
        text = one["text"] if whole is None else whole[one["start"] : one["end"]]
        check_words(text, one["text_sha256"], f"Paragraph {one['paragraph_id']} of version {one['version_id']}")
        if one["version_id"] in fuller:
            fuller[one["version_id"]].append([one["slot"], text])
        yield Paragraph(
            pk=one["paragraph_id"],
            article_id=one["version_id"],
            position=one["paragraph_index"],
            slot=one["slot"],
            text=text,
            offset=one["start"],
        )


def _store_captures(batch: tuple[Record, ...], known: dict[str, int], *, by: Any) -> None:
    new = {one["capture_sha256"]: one for one in batch if one["capture_sha256"] not in known}
    made = Capture.objects.bulk_create(
        Capture(
            sha256=digest,
            size=0,
            media_type=UNKNOWN,
            url=one["url"],
            captured_at=moment(one["captured_at"]),
            received_by=by,
        )
        for digest, one in new.items()
    )
    known.update({one.sha256: one.pk for one in made})


def _article(
    one: Record, captures: Mapping[str, int], outlets: Outlets, fuller: Mapping[int, list[list[str]]], *, by: Any
) -> Article:
    check_addresses(one)
    published, origin = dated(one["published_on"]), dated(one["origin_published_on"])
    chosen = fuller.get(one["version_id"])
    return Article(
        pk=one["version_id"],
        capture_id=captures[one["capture_sha256"]],
        reader=one["extractor"],
        reader_version=one["extractor_version"],
        outlet_id=outlets.named(one["outlet"]),
        published_on=published[0],
        published_precision=published[1],
        origin_published_on=origin[0],
        origin_precision=origin[1],
        extends_id=one["extends_version_id"],
        chosen_sha256="" if chosen is None else sha256(json.dumps(chosen).encode()).hexdigest(),
        created_by=by,
        **{name: one[name] for name in _SAME},
    )


def dated(said: str) -> tuple[date | None, str]:
    """A day, and how precisely it is known, from 2026, 2026-03 or 2026-03-08."""
    if not said:
        return None, ""
    return date.fromisoformat(said + "0000-01-01"[len(said) :]), _PRECISION[len(said)]
