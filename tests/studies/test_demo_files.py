"""The demo study as files: whole, invented, and in the vocabulary of the codebook."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

STUDIES = Path(__file__).parents[2] / "annotator/studies"
DEMO = STUDIES / "demo"
MANIFEST: dict[str, Any] = tomllib.loads((DEMO / "manifest.toml").read_text(encoding="utf-8"))
CODEBOOK = tomllib.loads((STUDIES / "codebooks/default.toml").read_text(encoding="utf-8"))
FILES: list[str] = [article["file"] for article in MANIFEST["article"]]
ANNOTATIONS: list[dict[str, Any]] = MANIFEST["annotation"]
READINGS: list[dict[str, Any]] = MANIFEST["reading"]
DECISIONS: list[dict[str, Any]] = MANIFEST["decision"]

VOCABULARY = {
    "role": "owner reviewer coder reader",
    "outlet_kind": "news-outlet agency government ngo party person platform other",
    "relation": "republication update excerpt translation rewrite quotes",
    "derivation_status": "proposed confirmed rejected",
    "status": "attributed unattributed own-observation inherited",
    "source_kind": "named-person named-organisation unnamed-described collective document-or-data news-medium"
    " image-or-video none",
    "mode": "direct mixed indirect scare-quote",
    "stance": "neutral endorsing distancing evaluative no-cue",
    "function": "identity grammar context translation correction sic omission-mark redaction emphasis-note"
    " transcript-note citation adds-claim loaded-label comment other",
    "inserter": "original-author original-publisher republisher translator unknown",
    "effect": "none adds-claim strengthens weakens changes-actor changes-attribution removes-claim",
    "verdict": "confirmed-absent-in-original present-in-original differs-in-original original-not-available"
    " not-an-insertion",
    "certainty": "sure likely unsure",
    "claim": " ".join(claim_type["code"] for claim_type in CODEBOOK["claim_type"]),
}
REAL_NAMES = (
    "reuters", "associated press", "agence france", "bbc", "cnn", "new york times", "washington post", "the guardian",
    "al jazeera", "fox news", "der spiegel", "le monde", "bloomberg", "global research", "south front", "rt.com",
    "pentagon", "nato", "united nations", "european union", "syria", "ukraine", "russia", "israel", "gaza", "iran",
)  # fmt: skip
_BLOCKS = {"p", "h1", "h2", "h3", "li", "blockquote", "figcaption", "title"}


class _Blocks(HTMLParser):
    """Collects the text of each block element; markup inside a block leaves no trace."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._open = tag != "title"
            if self._open:
                self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.blocks[-1] += data


def paragraphs(file: str) -> list[str]:
    """The paragraphs of one demo file, tags stripped and white space folded."""
    text = (DEMO / file).read_text(encoding="utf-8")
    if file.endswith(".html"):
        parser = _Blocks()
        parser.feed(text)
        blocks = parser.blocks
    else:
        if file.endswith(".md"):
            text = re.sub(r"(?m)^#+ |^\*(?=\S)|(?<=\S)\*$|\]\([^)\s]*\)", "", text)
        blocks = re.split(r"\n\s*\n", text)
    return [folded for block in blocks if (folded := re.sub(r"[ \t\r\n]+", " ", block).strip())]


TEXTS = {file: paragraphs(file) for file in FILES}


def paragraph_of(article: str, quote: str, occurrence: int = 1) -> int:
    """The paragraph in which the given occurrence of the quote stands; -1 when there is none."""
    places = [n for n, text in enumerate(TEXTS[article]) for _ in range(text.count(quote))]
    return places[occurrence - 1] if len(places) >= occurrence else -1


def test_every_file_is_listed_and_every_listed_file_is_there() -> None:
    assert sorted(FILES) == sorted(
        p.name for p in DEMO.iterdir() if p.suffix in (".html", ".md", ".txt") and p.stem != "README"
    )
    assert len(FILES) >= 8
    assert len(set(FILES)) == len(FILES)
    assert {Path(file).suffix for file in FILES} == {".html", ".md", ".txt"}


@pytest.mark.parametrize("file", FILES)
def test_an_article_is_of_the_length_of_news(file: str) -> None:
    assert 7 <= sum(len(text) > 90 for text in TEXTS[file]) <= 16


@pytest.mark.parametrize("file", FILES)
def test_hosts_and_mail_addresses_are_reserved(file: str) -> None:
    text = (DEMO / file).read_text(encoding="utf-8")
    hosts = re.findall(r"https?://([^/\s\"')<>]+)", text) + re.findall(r"@([\w-]+\.[\w.-]+\w)", text)
    assert hosts
    assert all(host.endswith(".example") for host in hosts)


def test_addresses_in_the_manifest_are_reserved() -> None:
    urls = [a["url"] for a in MANIFEST["article"]] + [d.get("upstream_url", "") for d in MANIFEST["derivation"]]
    assert all((urlsplit(url).hostname or "").endswith(".example") for url in urls if url)


@pytest.mark.parametrize("file", [*FILES, "manifest.toml"])
def test_nobody_real_is_named(file: str) -> None:
    text = (DEMO / file).read_text(encoding="utf-8").casefold()
    assert [name for name in REAL_NAMES if re.search(rf"\b{re.escape(name)}\b", text)] == []


def test_the_people_are_an_owner_a_reviewer_and_two_coders() -> None:
    people = {person["username"]: person["role"] for person in MANIFEST["person"]}
    assert people == {
        "demo-owner": "owner",
        "demo-reviewer": "reviewer",
        "demo-coder-1": "coder",
        "demo-coder-2": "coder",
    }
    assert all(person["name"] for person in MANIFEST["person"])


def test_every_word_of_a_vocabulary_is_one_of_the_field() -> None:
    used: list[tuple[str, str]] = [("outlet_kind", a["outlet_kind"]) for a in MANIFEST["article"]]
    for derivation in MANIFEST["derivation"]:
        used += [("relation", derivation["relation"]), ("derivation_status", derivation["status"])]
    for row in [*ANNOTATIONS, *DECISIONS]:
        tables = (row, row.get("attribution", {}), row.get("insertion", {}))
        used += [(name, t[name]) for t in tables for name in VOCABULARY if t.get(name)]
    assert [(name, value) for name, value in used if value not in VOCABULARY[name].split()] == []


def test_there_are_enough_annotations_and_every_claim_type_occurs() -> None:
    assert len(ANNOTATIONS) >= 40
    assert {a["claim"] for a in ANNOTATIONS if a["claim"]} == set(VOCABULARY["claim"].split())
    assert len({a["key"] for a in ANNOTATIONS}) == len(ANNOTATIONS)


@pytest.mark.parametrize("annotation", ANNOTATIONS, ids=lambda a: a["key"])
def test_an_annotation_stands_on_words_of_one_paragraph(annotation: dict[str, Any]) -> None:
    quote, article = annotation["quote"], annotation["article"]
    place = paragraph_of(article, quote, annotation.get("occurrence", 1))
    assert place >= 0
    if "occurrence" not in annotation:
        assert sum(text.count(quote) for text in TEXTS[article]) == 1
    attribution = annotation.get("attribution", {})
    words = [attribution.get("source", ""), attribution.get("cue", ""), *attribution.get("more_content", [])]
    assert [w for w in words if w not in TEXTS[article][place]] == []


@pytest.mark.parametrize("annotation", ANNOTATIONS, ids=lambda a: a["key"])
def test_an_annotation_says_something_and_explains_what_needs_a_note(annotation: dict[str, Any]) -> None:
    assert annotation["claim"] or "attribution" in annotation or "insertion" in annotation
    if annotation["claim"] in ("other", "unclear") or annotation["certainty"] == "unsure":
        assert annotation.get("note") or annotation["claim"] not in ("other", "unclear")
    attribution = annotation.get("attribution", {})
    if attribution.get("status") in ("attributed", "inherited"):
        assert attribution["source"]
        assert attribution["mode"]


def test_nested_attributions_name_an_annotation_of_the_same_reading() -> None:
    by_key = {a["key"]: a for a in ANNOTATIONS}
    nested = [(a, by_key[a["attribution"]["outer"]]) for a in ANNOTATIONS if a.get("attribution", {}).get("outer")]
    assert nested
    assert all((i["coder"], i["article"]) == (o["coder"], o["article"]) and i["quote"] in o["quote"] for i, o in nested)


def test_readings_cover_the_annotations_and_what_was_left_untagged_is_untagged() -> None:
    readings = {(r["coder"], r["article"]): r for r in READINGS}
    assert len(readings) == len(READINGS)
    tagged = {
        (a["coder"], a["article"], paragraph_of(a["article"], a["quote"], a.get("occurrence", 1))) for a in ANNOTATIONS
    }
    assert {(coder, article) for coder, article, _ in tagged} <= set(readings)
    for (coder, article), reading in readings.items():
        places = [paragraph_of(article, quote) for quote in reading["nothing_to_tag"]]
        assert min(places, default=0) >= 0
        assert not {(coder, article, place) for place in places} & tagged
    both = Counter(r["article"] for r in READINGS if r["finished"])
    assert sum(n == 2 for n in both.values()) >= 4
    assert any(not r["finished"] for r in READINGS)


def test_the_coders_disagree_about_types_and_borders() -> None:
    by_coder = {
        coder: {(a["article"], a["quote"]): a["claim"] for a in ANNOTATIONS if a["coder"] == coder}
        for coder in ("demo-coder-1", "demo-coder-2")
    }
    one, two = by_coder.values()
    assert sum(one[span] != two[span] for span in one.keys() & two.keys()) >= 3
    assert len(one.keys() & two.keys()) >= 8
    assert len(one.keys() ^ two.keys()) >= 20


def test_two_flags_are_decided_on_a_stored_original_and_three_stand_open() -> None:
    derivations = {(d["derived"], d.get("upstream")) for d in MANIFEST["derivation"]}
    for decision in DECISIONS:
        assert paragraph_of(decision["article"], decision["quote"]) >= 0
        assert (decision["article"], decision["upstream"]) in derivations
        assert paragraph_of(decision["upstream"], decision["upstream_quote"]) >= 0
        absent = paragraph_of(decision["upstream"], decision["quote"]) < 0
        assert absent == (decision["verdict"] == "confirmed-absent-in-original")
    assert {d["verdict"] for d in DECISIONS} == {"confirmed-absent-in-original", "present-in-original"}
    flagged = {(a["article"], a["quote"]) for a in ANNOTATIONS if "insertion" in a}
    decided = {(d["article"], d["quote"]) for d in DECISIONS}
    assert decided <= flagged
    assert len([f for f in flagged - decided if not any(f[0] == d[0] and f[1] in d[1] for d in decided)]) >= 3


def test_the_copies_differ_from_the_originals_as_the_readme_says() -> None:
    def both(story: str, *outlets: str) -> list[str]:
        return [" ".join(TEXTS[f"{story}-{outlet}.html"]) for outlet in outlets]

    courier, meridian = both("waterworks", "courier", "meridian")
    assert "armed through" not in courier
    assert "The original source of this article is The Kelderby Courier" in meridian
    coastline, vantage = both("ferry", "coastline", "vantage")
    assert [words in vantage and words not in coastline for words in ("as we had in the autumn", "put off two")] == [
        True
    ] * 2
    gazette, copy = both("landfill", "gazette", "meridian")
    assert "denied" in gazette
    assert "denied" not in copy
    assert "Marrin" not in copy
    sentinel, faithful = both("museum", "sentinel", "vantage")
    assert "[the trustees]" in sentinel
    assert "[the trustees]" in faithful


def test_the_set_holds_the_letters_that_break_offsets_and_the_brackets_that_are_not_insertions() -> None:
    fair = " ".join(TEXTS["fair-courier.html"])
    assert "\u200d" in fair
    assert max(fair) > "\uffff"
    assert any(unicodedata.combining(c) for c in fair)
    assert any("\u0600" <= c <= "\u06ff" for c in fair)
    assert any("\u0590" <= c <= "\u05ff" for c in fair)
    assert sum("\U0001f1e6" <= c <= "\U0001f1ff" for c in fair) == 4
    everything = " ".join(text for file in FILES for text in TEXTS[file])
    assert [
        mark for mark in ("[1]", "[sic]", "[...]", "[W]e", "[Photo:", "[Editor’s note:") if mark not in everything
    ] == []
