"""Freeze a study into a folder: every table as JSON Lines, with no more of the articles' words than may be given away.

What is read here is all that a release ever holds: its formats read the folder, never the database. Annotations are
fixed in one moment (see `snapshot`); the other tables follow in short reads.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from annotator import __version__
from annotator.annotations.models import AnnotationQuerySet, Reading
from annotator.releases import (
    adjudicated,
    compared,
    coverage,
    decisions,
    documents,
    drifting,
    family,
    insertions,
    reading_events,
)
from annotator.releases.agreement_table import figures
from annotator.releases.attributions import attributions
from annotator.releases.codebook_table import codebook_lines
from annotator.releases.coders import coders
from annotator.releases.formats import jsonl
from annotator.releases.formats.base import by_column, instant
from annotator.releases.formats.beside import Beside
from annotator.releases.formats.release_base import values_of
from annotator.releases.frozen.choices import Choices
from annotator.releases.frozen.covering import Covering, in_one_order
from annotator.releases.frozen.reading import ABOUT, COLUMNS, Frozen, Record
from annotator.releases.frozen.withholding import Shown, share_shown
from annotator.releases.manifest import OFFSETS, PRODUCT
from annotator.releases.package import codebook
from annotator.releases.paragraphs import paragraphs
from annotator.releases.quoted import Quoted, Texts
from annotator.releases.rows import rows
from annotator.releases.sight import Sight
from annotator.releases.snapshot import Snapshot, take
from annotator.releases.tables import TABLES, explained
from annotator.releases.tally import Tally
from annotator.review.adjudication.queries import current
from annotator.review.measured.models import Agreement
from annotator.studies.codebook_history import facets_off
from annotator.studies.models import Study

FORMAT = "annotator-release/1"

type Told = Callable[[int], None]


def freeze(
    study: Study,
    folder: Path,
    *,
    annotations: AnnotationQuerySet,
    by: Any,
    choices: Choices,
    told: Told = lambda done: None,
    zipped_next: bool = True,
) -> Frozen:
    """Write the tables of `study`, with these of its annotations, into an empty folder. `by` sees no more in it than
    on the pages of the study; `told` hears how many annotations are done. Unless it is to be zipped next, files that
    only formats need are left out."""
    snapshot = take(study, annotations, items=current(study).visible_to(by))
    beside = choices.formats if zipped_next else ()
    _Freezing(study, folder, snapshot, by=by, choices=choices, beside=beside).write(told)
    return Frozen(folder)


class _Freezing:
    """One pass over each table. `tally` and `coded` are known when the annotations have passed by."""

    def __init__(
        self, study: Study, folder: Path, snapshot: Snapshot, *, by: Any, choices: Choices, beside: Collection[str]
    ) -> None:
        self.study, self.folder, self.snapshot, self.choices = study, folder, snapshot, choices
        self.by, self.sight = by, Sight.of(by, study)
        self.beside = beside
        self.agreement = Agreement.objects.visible_to(by).filter(study=study).first()
        self.sample = sorted(study.study_articles.values_list("article_id", flat=True))
        self.texts = Texts(choices.policy, self._quoted(), self.sample)
        self.tally, self.coded = Tally(), Counter[str]()
        self.tables: dict[str, int] = {}
        self.largest_share = 0.0

    def write(self, told: Told) -> None:
        self._write_annotations(told)
        for name, records in self._others().items():
            covering = Covering(name, TABLES[name], self.choices.policy, self.texts)
            self._store(name, map(covering, records))
        self._store("paragraphs", self._paragraphs())
        tables = explained(facets_off(self.study.revision))
        self._json(COLUMNS, {name: [asdict(one) for one in columns] for name, columns in tables.items()})
        self._json("codebook.json", in_one_order(codebook(self.study)))
        self._json(ABOUT, self._about())

    def _quoted(self) -> Quoted:
        """Nothing needs to be known of what people quoted where everything or nothing is shown."""
        quoted = Quoted()
        if self.choices.policy.shown is Shown.QUOTES:
            for ids in self.snapshot.batches():
                quoted.add_annotations(ids)
            for item in adjudicated.adjudicated(self.snapshot):
                quoted.add(item.version_id, item.start, item.end)
            for made in self._decisions():
                quoted.add(made.version_id, made.start, made.end)
                if made.evidence_version_id and made.evidence_start is not None and made.evidence_end is not None:
                    quoted.add(made.evidence_version_id, made.evidence_start, made.evidence_end)
        return quoted

    # -- annotations, with the spans of their attributions ------------------------------------------------------

    def _write_annotations(self, told: Told) -> None:
        covering = Covering("annotations", TABLES["annotations"], self.choices.policy, self.texts)
        looked_at = self.tally.looked_at(rows(self.snapshot, names=self.choices.names))
        with self._file("attributions").open("wb") as beside:
            spans = self._spans(map(covering, looked_at), told=told)
            beside.writelines(_lines("attributions", self.tally.counted("attributions", spans)))
        self.tables |= {"annotations": self.tally.annotations, "attributions": self.tally.rows["attributions"]}

    def _spans(self, records: Iterable[Record], *, told: Told) -> Iterator[Record]:
        """Write the annotations, and yield the spans of their attributions on the way."""
        waiting: list[Record] = []

        def passed() -> Iterator[Record]:
            for row in records:
                self.coded[row["coder_pseudonym"]] += 1
                if row["role_spans"]:
                    waiting.extend(attributions(row))
                yield row

        columns = TABLES["annotations"]
        page = jsonl.paged(columns)
        with self._file("annotations").open("wb") as file, Beside(self.folder, columns, self.beside) as others:
            for some in by_column(columns, passed(), values_of=values_of):
                file.write(page(some))
                others.add(some)
                told(self.tally.annotations)
                yield from waiting
                waiting.clear()

    # -- the tables around them ---------------------------------------------------------------------------------

    def _others(self) -> dict[str, Iterable[Any]]:
        study, names, sight = self.study, self.choices.names, self.sight
        made = compared.compared(study)
        seen = Reading.objects.filter(study=study).visible_to(self.by)
        return {
            "adjudicated": adjudicated.adjudicated(self.snapshot, names=names),
            "decisions": self._decisions(),
            "documents": documents.documents(study),
            "coverage": (
                one for one in coverage.coverage(study, names=names) if sight.sees(one.version_id, one.coder_pseudonym)
            ),
            "versions": family.versions(study),
            "derivations": family.derivations(study, names=names),
            "alignments": compared.alignments(made, study, names=names),
            "changes": self._changes(made),
            "insertions": (
                one for one in insertions.insertions(self.snapshot, made, names=names) if sight.sees(one.version_id)
            ),
            "attribution_pairs": drifting.drifted(study, seen),
            "coders": coders(study, self.coded, names=names),
            "codebook": codebook_lines(study),
            "agreement": figures(self.agreement),
            "reading_events": (
                one
                for one in reading_events.reading_events(study, names=names)
                if sight.sees(one.version_id, one.coder_pseudonym)
            ),
        }

    def _decisions(self) -> Iterator[decisions.Decided]:
        made = decisions.decisions(self.snapshot, names=self.choices.names)
        return (one for one in made if self.sight.sees(one.version_id))

    def _changes(self, made: list[int]) -> Iterator[compared.Changed]:
        """Without the coders' annotations of them where the coding is not open yet."""
        for one in compared.changes(made, self.study):
            yield one if self.sight.sees(one.right_version_id or 0) else replace(one, tagged_by="")

    def _paragraphs(self) -> Iterator[Record]:
        """The sample's texts as they are released; how much of each is shown is told on the way."""
        names = [one.name for one in TABLES["paragraphs"]]
        version = 0
        for one in paragraphs(self.sample):
            text = self.texts(one.version_id)
            if one.version_id != version:
                version = one.version_id
                self.largest_share = max(self.largest_share, share_shown(text))
            yield {name: getattr(one, name) for name in names} | {"text": text[one.start : one.end]}

    # -- files --------------------------------------------------------------------------------------------------

    def _store(self, name: str, records: Iterable[Record]) -> None:
        with self._file(name).open("wb") as file:
            file.writelines(_lines(name, self.tally.counted(name, records)))
        self.tables[name] = self.tally.rows[name]

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.jsonl"

    def _json(self, name: str, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
        (self.folder / name).write_text(text, encoding="utf-8", newline="\n")

    def _about(self) -> dict[str, Any]:
        study, choices, tally = self.study, self.choices, self.tally
        revision = study.revision
        return {
            "format": FORMAT,
            "title": choices.title,
            "study": {"project": study.slug, "title": study.title, "is_sample": study.is_sample},
            "number": choices.number,
            "released_at": instant(choices.at),
            "page": f"{settings.SITE_URL}{reverse('release', args=[study.slug, choices.number])}",
            "site": settings.SITE_URL,
            "product": {"name": PRODUCT, "version": __version__},
            "codebook": {"name": revision.codebook, "revision": revision.number},
            "filters": dict(sorted(choices.filters.items())),
            "formats": list(choices.formats),
            "text": {
                "shown": choices.policy.shown.value,
                "words": choices.policy.words,
                "permission": choices.permission,
                "largest_share": round(self.largest_share, 4),
            },
            "coders": "names and pseudonyms" if choices.names else "pseudonyms",
            "citation": {"creators": list(choices.creators), "license": choices.license},
            "agreement": self.agreement
            and {
                "measurement": self.agreement.number,
                "as_of": instant(self.agreement.as_of),
            },
            "data_as_of": instant(tally.newest) if tally.newest else None,
            "counts": tally.counts,
            "tables": {name: self.tables[name] for name in TABLES},
            "offsets": OFFSETS,
        }


def _lines(name: str, records: Iterable[Record]) -> Iterator[bytes]:
    return jsonl.write(TABLES[name], records, values_of=values_of)
