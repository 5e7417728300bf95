"""CoNLL-U Plus with BIO tags, as NLTK reads the columns."""

from collections import defaultdict

import nltk
import pytest
from nltk.corpus.reader import ConllCorpusReader

from annotator.releases.formats.conll import FACETS, HEAD
from annotator.releases.frozen.withholding import Shown, TextPolicy
from articles.graphemes import is_boundary
from tests.releases.formats.conftest import written
from tests.releases.frozen.building import Building

LEFT_OUT = "conll/left-out.tsv"


def blocks(content):
    """(version, coder, lines) of each document; a line is its columns."""
    found, version = [], 0
    assert content.startswith(HEAD.encode())
    for line in content.decode().split("\n")[1:]:
        name, _, value = line.removeprefix("# ").partition(" = ")
        if name == "newdoc id":
            version = int(value)
        elif name == "coder":
            found.append((version, value, []))
        elif line and not line.startswith("# newpar"):
            found[-1][2].append(line.split("\t"))
    return found


def spans(lines):
    """(start, end, value) by the rules of BIO."""
    found = []
    for _, _, start, end, tag in lines:
        if tag[0] == "B":
            found.append([int(start), int(end), tag[2:]])
        elif tag[0] == "I":
            assert found[-1][2] == tag[2:]
            found[-1][1] = int(end)
    return {tuple(one) for one in found}


@pytest.mark.parametrize("facet", FACETS)
def test_what_is_there_is_exact_and_the_rest_is_listed(facet, file_of, articles):
    column = {"source-kind": "source_naming", "mode": "quote_form", "attribution": "attribution_status"}.get(
        facet, facet
    )
    wanted, texts = defaultdict(set), {}
    for document in articles.documents():
        texts[document.version_id] = document.text
        for one in document.annotations:
            if one["start"] == one["end"]:
                continue
            here = wanted[document.version_id, one["coder_pseudonym"]]
            if facet == "role":
                here |= {(part["start"], part["end"], part["role"]) for part in one["role_spans"]}
            elif said := one["code_path"].partition("/")[2] if facet == "claim-type" else one[column]:
                here.add((one["start"], one["end"], said))
    found, tokens = defaultdict(set), 0
    for version, coder, lines in blocks(file_of("conll")[f"conll/{facet}.conll"]):
        for _, form, start, end, _ in lines:
            assert texts[version][int(start) : int(end)] == form
            assert is_boundary(texts[version], int(start))
            tokens += 1
        found[version, coder] = spans(lines)
    missing = sum(len(wanted[key] - found[key]) for key in wanted)
    listed = file_of("conll")[LEFT_OUT].decode().count(f"\t{facet}: ")
    assert all(found[key] <= wanted[key] for key in found)
    assert 0 <= listed - missing <= missing, "each span that is missing is listed, some twice"
    assert tokens > 1000


def test_nltk_reads_the_columns(file_of, tmp_path, monkeypatch):
    monkeypatch.setattr(nltk.data, "path", [str(tmp_path)])
    lines = file_of("conll")["conll/claim-type.conll"].decode().split("\n")
    (tmp_path / "claim.conll").write_text("\n".join(one for one in lines if not one.startswith("# ")), "utf-8")
    columns = ("ignore", "words", "ignore", "ignore", "chunk")
    reader = ConllCorpusReader(str(tmp_path), "claim.conll", columns, chunk_types=("event",), separator="\t")
    grid = [row for row in reader._grids() for row in row]
    expected = [one.split("\t") for one in lines if one and not one.startswith("# ")]
    assert grid == expected
    assert sum(row[4].startswith("B-") for row in grid) > 300


def test_every_word_of_a_document_is_a_token(file_of, articles):
    texts = {one.version_id: one.text for one in articles.documents()}
    for version, _, lines in blocks(file_of("conll")["conll/marking.conll"]):
        assert "".join(form for _, form, *_ in lines) == "".join(texts[version].split())


def test_a_token_is_cut_where_a_span_begins(tmp_path):
    made = Building(tmp_path, policy=TextPolicy(Shown.FULL))
    version = made.document("The re-opening, he said.")
    made.annotate(version, (7, 12), claim="event")
    ((_, _, lines),) = blocks(written(made.write(), "conll")["conll/claim-type.conll"])
    assert [(form, tag) for _, form, _, _, tag in lines] == [
        ("The", "O"), ("re-", "O"), ("openi", "B-event"), ("ng", "O"), (",", "O"), ("he", "O"),
        ("said", "O"), (".", "O"),
    ]  # fmt: skip


def test_of_overlapping_spans_the_longest_is_kept_and_the_others_listed(tmp_path):
    made = Building(tmp_path)
    version = made.document("One two three four.")
    made.annotate(version, (0, 7), claim="event")
    made.annotate(version, (4, 18), claim="rule")
    made.annotate(version, (0, 3), claim="state")
    files = written(made.write(), "conll")
    ((_, _, lines),) = blocks(files["conll/claim-type.conll"])
    assert spans(lines) == {(0, 3, "state"), (4, 18, "rule")}
    assert files[LEFT_OUT].decode().endswith("1\t101\tC-00000001\tclaim-type: event at 0 overlaps another\n")


def test_ended_annotations_and_omissions_are_listed(small):
    listed = written(small, "conll")[LEFT_OUT].decode()
    assert "omission: a point without words" in listed
    assert "status: withdrawn" in listed
