"""Frozen folders made by hand: every table with every column, the text policy applied, no database."""

import json
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import get_args, get_type_hints
from uuid import UUID

from annotator.releases.adjudicated import Adjudicated
from annotator.releases.codebook_table import Coded
from annotator.releases.coders import Person
from annotator.releases.decisions import Decided
from annotator.releases.documents import Document
from annotator.releases.family import Derived, Version
from annotator.releases.formats.base import instant
from annotator.releases.frozen.reading import ABOUT, BREAK, COLUMNS, Frozen
from annotator.releases.frozen.withholding import TextPolicy
from annotator.releases.insertions import Insertion
from annotator.releases.row import Row
from annotator.releases.spans import VersionText
from annotator.releases.tables import TABLES as RELEASED
from annotator.studies.codebooks import load_codebook
from annotator.studies.codebooks.stored import guidance_of, stored_type

TABLES = (
    "annotations", "adjudicated", "decisions", "documents", "paragraphs", "coverage", "versions", "derivations",
    "alignments", "changes", "insertions", "attributions", "attribution_pairs", "coders", "codebook", "agreement",
    "reading_events",
)  # fmt: skip
EARLY = datetime(2026, 3, 8, 9, 30, tzinfo=UTC)
GAP = " … "
_EMPTY = {str: "", int: 0, float: 0.0, bool: False, datetime: EARLY}


@cache
def _silent(record):
    """The value that says nothing, for every column of a record."""
    hints = get_type_hints(record)
    lists = {"role_spans", "omitted_spans"}
    return {
        one.name: [] if one.name in lists else None if get_args(hints[one.name]) else _EMPTY.get(hints[one.name])
        for one in fields(record)
    }


def filled(record, **given):
    """A line of a table: what is given, and what says nothing in every other column."""
    silent = _silent(record)
    assert not given.keys() - silent.keys()
    return {name: list(value) if value == [] else value for name, value in silent.items()} | given


def hashed(words):
    return sha256(words.encode()).hexdigest()


class Building:
    """A release being made. Versions, paragraphs and annotations are numbered as they come."""

    def __init__(self, folder, *, policy=None, project="floods", site="https://annotator.example", number=1):
        self.folder = folder
        self.policy = policy or TextPolicy()
        self.tables = {name: [] for name in TABLES}
        self.texts, self.sample, self.places = {}, {}, {}
        self.about = {
            "format": "annotator-release/1",
            "title": "Floods & <ferries>",
            "page": f"{site}/studies/{project}/releases/{number}/",
            "citation": {"creators": ["A. Author"], "license": "CC-BY-4.0"},
            "study": {"project": project, "title": "Floods & <ferries>"},
            "number": number,
            "released_at": "2026-11-23T12:00:00.000000Z",
            "product": {"name": "Annotator", "version": "0.1.0"},
            "codebook": {"name": "NPCA-1", "revision": 1},
            "filters": {},
            "formats": [],
            "text": {"shown": self.policy.shown, "words": self.policy.words, "permission": "", "largest_share": 0.5},
            "coders": "pseudonyms",
            "data_as_of": "2026-03-08T09:30:00.000000Z",
            "site": site,
        }
        self.types = {}
        self.codebook = load_codebook()
        self.stored = []
        for number_, one in enumerate(self.codebook.types, 1):
            self.types[one.code] = number_
            self.stored.append(stored_type(replace(one, guid=str(UUID(int=number_))), pk=number_))
            self.tables["codebook"].append(
                filled(
                    Coded, revision=1, codebook="NPCA-1", label_id=number_, code=one.code, label=one.label,
                    state="offered", key=one.key, color=one.colour_light, color_dark=one.colour_dark,
                    definition=one.definition, example=one.example, not_when=one.not_when,
                )
            )  # fmt: skip

    def document(self, *paragraphs, slots=(), **given):
        """Returns the version_id. A paragraph is its text; all are `body` unless `slots` says otherwise."""
        version = len(self.texts) + 101
        text = BREAK.join(paragraphs)
        self.texts[version] = VersionText(text)
        at = 0
        for index, words in enumerate(paragraphs):
            self.tables["paragraphs"].append(
                {
                    "paragraph_id": version * 100 + index, "version_id": version, "paragraph_index": index,
                    "slot": slots[index] if index < len(slots) else "body", "start": at, "end": at + len(words),
                    "text": words, "text_sha256": hashed(words),
                }
            )  # fmt: skip
            at += len(words) + len(BREAK)
        common = {
            "version_id": version, "work_id": version, "url": f"https://outlet.example/{version}",
            "archive_url": f"https://archive.example/{version}", "captured_at": EARLY, "language": "en",
            "text_sha256": hashed(text),
        } | given  # fmt: skip
        names = {one.name for one in fields(Version)}
        shared = {key: value for key, value in common.items() if key in names}
        self.tables["documents"].append(
            filled(
                Document,
                **{"outlet": "The Outlet", "title": f"Story {version}", "published_on": "2026-03-07"} | common,
                sample_position=len(self.texts) - 1,
                paragraphs=len(paragraphs),
                characters=len(text),
            )
        )
        self.sample[version] = self.tables["documents"][-1]
        self.places[version] = self.tables["paragraphs"][len(self.tables["paragraphs"]) - len(paragraphs) :]
        self.tables["versions"].append(
            filled(Version, **shared, in_sample=True, publisher="The Outlet", published_at="2026-03-07")
        )
        return version

    def comes_from(self, derived, upstream, relation="republication"):
        """A confirmed derivation."""
        number = len(self.tables["derivations"]) + 1
        self.tables["derivations"].append(
            filled(
                Derived, derivation_id=number, derived_version_id=derived, upstream_version_id=upstream,
                relation=relation, status="confirmed", settled_by="C-owner000", settled_at=EARLY,
            )
        )  # fmt: skip
        for table, role in (("documents", "version_role"), ("versions", "relation")):
            line = next(one for one in self.tables[table] if one["version_id"] == derived)
            line |= {"parent_version_id": upstream, role: relation, "work_id": upstream}
            if table == "versions":
                line["relation_status"] = "confirmed"

    def paragraphs_of(self, version):
        return self.places[version]

    def span(self, version, start, end):
        """paragraph, start, end, full words of a place in a version's text."""
        paragraph = next(one for one in self.paragraphs_of(version) if one["start"] <= start <= end <= one["end"])
        return paragraph, start, end, self.texts[version].text[start:end]

    def place(self, version, words):
        """The first place of these words."""
        at = self.texts[version].text.index(words)
        return at, at + len(words)

    def annotate(self, version, place, coder="C-00000001", *, claim="", roles=(), omitted=(), **given):
        """`roles` are (role, (start, end)), `omitted` (version, (start, end)). Returns the annotation_id."""
        number = len(self.tables["annotations"]) + 1
        paragraph, start, end, words = self.span(version, *place)
        text = self.texts[version]
        parts = [
            {"role": role, "paragraph_id": (found := self.span(version, *at))[0]["paragraph_id"], "start": at[0],
             "end": at[1], "quote": found[3]}
            for role, at in sorted(roles, key=lambda one: (one[1], one[0]))
        ]  # fmt: skip
        left_out = [
            {"version_id": other, "text_sha256": hashed(self.texts[other].text),
             "paragraph_id": (found := self.span(other, *at))[0]["paragraph_id"], "start": at[0], "end": at[1],
             "quote": found[3]}
            for other, at in omitted
        ]  # fmt: skip
        document = self.sample[version]
        first = {f"omitted_{key}": left_out[0][key] for key in left_out[0]} if left_out else {}
        shared = ("work_id", "version_role", "url", "archive_url", "outlet", "title", "published_on", "text_sha256")
        code = {"label": claim.capitalize(), "label_id": self.types.get(claim), "code_path": f"claim-type/{claim}"}
        line = filled(
            Row,
            **dict(
                annotation_id=str(UUID(int=(7 << 76) | (8 << 60) | number)), project="floods", version_id=version,
                slot=paragraph["slot"], paragraph_id=paragraph["paragraph_id"],
                paragraph_index=paragraph["paragraph_index"], start=start, end=end, start_utf16=text.utf16(start),
                end_utf16=text.utf16(end), quote=words, coder_pseudonym=coder, round=1, status="standing",
                confidence="sure", codebook_revision=1, paragraph_start=start - paragraph["start"],
                paragraph_end=end - paragraph["start"], role_spans=parts, omitted_spans=left_out,
                **{key: document[key] for key in shared}, **{"label_as_coded": code["label"], **code} if claim else {},
                **{name: GAP.join(one["quote"] for one in parts if one["role"] == role)
                   for name, role in (("source_name", "source"), ("cue", "cue"))},
                **first,
            ) | given,
        )  # fmt: skip
        self.tables["annotations"].append(line)
        return line["annotation_id"]

    def decide(self, version, place, verdict, **given):
        """A standing decision about the words at a place."""
        paragraph, start, end, words = self.span(version, *place)
        case = len(self.tables["decisions"]) + 1
        self.tables["decisions"].append(
            filled(
                Decided,
                **{
                    "case_id": case, "number": 1, "stands": True, "version_id": version, "start": start, "end": end,
                    "paragraph_id": paragraph["paragraph_id"], "quote": words, "verdict": verdict,
                    "adjudicator": "C-reviewer", "decided_at": EARLY, "verdict_reason": "Not there.",
                    "decision_url": f"https://annotator.example/cases/{case}",
                } | given,
            )
        )  # fmt: skip

    def insertion(self, version, place, **given):
        paragraph, start, end, words = self.span(version, *place)
        self.tables["insertions"].append(
            filled(
                Insertion,
                **{"insertion_id": len(self.tables["insertions"]) + 1, "version_id": version, "start": start,
                   "paragraph_id": paragraph["paragraph_id"], "end": end, "quote": words, "operation": "addition",
                   "marked": "none", "host": "running-text", "rank_score": 1} | given,
            )
        )  # fmt: skip

    def adjudicated(self, version, place, **given):
        paragraph, start, end, words = self.span(version, *place)
        self.tables["adjudicated"].append(
            filled(
                Adjudicated,
                **{"item_id": len(self.tables["adjudicated"]) + 1, "version_id": version, "start": start, "end": end,
                   "paragraph_id": paragraph["paragraph_id"], "quote": words, "adjudication": "unanimous",
                   "holds": True, "coders": 2, "coders_with_words": 2} | given,
            )
        )  # fmt: skip

    def write(self):
        """The folder, as formats read it."""
        released = self._released()
        for name, records in self._withheld(released).items():
            lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":"), default=instant) for one in records)
            (self.folder / f"{name}.jsonl").write_text("".join(f"{one}\n" for one in lines), "utf-8", newline="\n")
        counts = {name: len(records) for name, records in self.tables.items()}
        about = {**self.about, "counts": {"annotations": counts["annotations"]}, "tables": counts}
        (self.folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=2), "utf-8")
        dictionary = {name: [asdict(one) for one in columns] for name, columns in RELEASED.items()}
        (self.folder / COLUMNS).write_text(json.dumps(dictionary), "utf-8")
        revision = {
            "codebook": "NPCA-1", "number": 1, "note": "", "guidance": guidance_of(self.codebook),
            "claim_types": self.stored, "changes": [],
        }  # fmt: skip
        (self.folder / "codebook.json").write_text(json.dumps({"revisions": [revision]}), "utf-8")
        return Frozen(self.folder)

    def _released(self):
        shown = {version: [] for version in self.texts}
        for one in self.tables["annotations"]:
            shown[one["version_id"]].append((one["start"], one["end"]))
            for part in one["role_spans"]:
                shown[one["version_id"]].append((part["start"], part["end"]))
            for part in one["omitted_spans"]:
                shown[part["version_id"]].append((part["start"], part["end"]))
        return {
            version: VersionText(self.policy.text(text.text, shown[version])) for version, text in self.texts.items()
        }

    def _withheld(self, released):
        tables = {name: [dict(one) for one in records] for name, records in self.tables.items()}
        for one in tables["paragraphs"]:
            one["text"] = released[one["version_id"]].text[one["start"] : one["end"]]
        for one in tables["annotations"]:
            text, full = released[one["version_id"]], one["quote"]
            one |= {
                "quote": text.text[one["start"] : one["end"]],
                "quote_sha256": hashed(full),
                "prefix": text.prefix(one["start"]),
                "suffix": text.suffix(one["end"]),
            }
            for name in ("role_spans", "omitted_spans"):
                one[name] = [
                    part
                    | {"quote": released[part.get("version_id", one["version_id"])].text[part["start"] : part["end"]]}
                    for part in one[name]
                ]
            if one["omitted_spans"]:
                one["omitted_quote"] = one["omitted_spans"][0]["quote"]
            for name, role in (("source_name", "source"), ("cue", "cue")):
                one[name] = GAP.join(part["quote"] for part in one["role_spans"] if part["role"] == role)
        for name in ("decisions", "insertions", "adjudicated"):
            for one in tables[name]:
                one["quote"] = released[one["version_id"]].text[one["start"] : one["end"]]
        order = ("version_id", "paragraph_index", "start", "annotation_id")
        tables["annotations"].sort(key=lambda one: tuple(one[key] for key in order))
        tables["paragraphs"].sort(key=lambda one: (one["version_id"], one["paragraph_index"]))
        tables["coders"] = [
            filled(Person, coder_pseudonym=coder, roles="coder")
            for coder in sorted({one["coder_pseudonym"] for one in tables["annotations"]})
        ]
        self.tables["coders"] = tables["coders"]
        return tables
