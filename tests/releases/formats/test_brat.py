"""brat standoff, as pybrat reads it."""

import re
from collections import Counter

import pytest
from pybrat.parser import BratParser

from annotator.releases.formats.brat import CONF
from annotator.releases.formats.left_out import HEAD
from tests.releases.formats.conftest import written

LEFT_OUT = "brat/left-out.tsv"


def unpacked(files, folder):
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder / "brat"


@pytest.fixture(scope="module")
def parsed(file_of, tmp_path_factory):
    """What pybrat finds, by coder and version. It complains of two annotations of the same words, so it may not."""
    folder = unpacked(file_of("brat"), tmp_path_factory.mktemp("brat"))
    parser = BratParser(error="ignore")
    return {
        (coder.name, int(example.id.rpartition("/")[2])): example
        for coder in sorted(folder.iterdir())
        if coder.is_dir()
        for example in parser.parse(coder)
    }


def one_line(words):
    return re.sub(r"[\t\r\n]", " ", words)


def test_every_span_gives_its_words_in_code_points(parsed, articles):
    texts = {one.version_id: one.text for one in articles.documents()}
    found = 0
    for (_, version), example in parsed.items():
        for entity in example.entities:
            words = " ".join(texts[version][span.start : span.end] for span in entity.spans)
            assert one_line(words) == entity.mention
            found += 1
    assert found > 3000


def test_every_annotation_is_there_or_listed(parsed, articles, file_of):
    wanted, points = Counter(), 0
    for one in articles.table("annotations"):
        if one["start"] == one["end"]:
            points += 1
        else:
            wanted[one["coder_pseudonym"], one["version_id"]] += 1
    roles = ("Source", "Cue", "Content")
    found = {key: sum(one.type not in roles for one in example.entities) for key, example in parsed.items()}
    assert Counter({key: n for key, n in found.items() if n}) == wanted
    assert file_of("brat")[LEFT_OUT].decode().count("\n") == points + 1 > 10


def test_parts_of_attributions_are_related_to_them(parsed, articles):
    wanted = sum(len(one["role_spans"]) for one in articles.table("annotations"))
    related = [one for example in parsed.values() for one in example.relations]
    assert len(related) == wanted > 1000
    assert all(one.arg1.type == one.type.removesuffix("_of") for one in related)


def test_every_version_is_there(parsed, articles):
    assert {version for _, version in parsed} == {one["version_id"] for one in articles.table("documents")}


def test_a_coders_file_is_as_stated(small):
    files = written(small, "brat")
    assert files["brat/C-00000001/102.ann"].decode().splitlines()[:19] == [
        "T1\tClaim_event 43 54\tأُغلق الجسر",
        "A1\tAttribution_status T1 attributed",
        "A2\tSource_naming T1 named-person",
        "A3\tQuote_form T1 direct",
        "A4\tStance T1 neutral",
        "A5\tConfidence T1 likely",
        "A6\tDenied T1",
        "#1\tAnnotationId T1\t00000000-0000-7000-8000-000000000001",
        "#2\tAnnotatorNotes T1\ta note of <two> lines",
        "T2\tCue 30 33\tقال",
        "R1\tCue_of Arg1:T2 Arg2:T1",
        "T3\tSource 34 40\tالوزير",
        "R2\tSource_of Arg1:T3 Arg2:T1",
        "T4\tContent 136 144\tshe said",
        "R3\tContent_of Arg1:T4 Arg2:T1",
        "T5\tInsertion 87 106;107 119\t[supported covertly by the port]",
        "A7\tMarking T5 square-brackets",
        "A8\tOperation T5 addition",
        "A9\tHost T5 running-text",
    ]
    assert "R4\tInside Arg1:T6 Arg2:T1\n" in files["brat/C-00000001/102.ann"].decode()
    assert "A5\tStatus T3 withdrawn\n" in files["brat/C-00000002/102.ann"].decode()
    assert files["brat/unannotated/103.ann"] == b""
    assert files["brat/unannotated/103.txt"] == b"Read, and nothing found."


def test_omissions_are_listed(small):
    assert written(small, "brat")[LEFT_OUT].decode() == (
        HEAD + "00000000-0000-7000-8000-000000000007\t102\tC-00000001\tomission: a point without words\n"
    )


def test_every_type_and_attribute_is_configured(file_of):
    files = file_of("brat")
    conf = files[CONF].decode()
    known = set(re.findall(r"^(\w+)", conf, re.MULTILINE))
    used = set()
    for path, content in files.items():
        if path.endswith(".ann"):
            used |= set(re.findall(r"^[TRA]\d+\t(\S+)", content.decode(), re.MULTILINE))
    assert used <= known
    assert all(re.fullmatch(r"[A-Za-z0-9_]+", name) for name in known)
