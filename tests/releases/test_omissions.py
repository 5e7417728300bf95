"""An omission leaves the house with both its places: a point in the version, words in the original."""

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from annotator.releases.package import package
from annotator.releases.rows import rows
from annotator.releases.snapshot import all_of, take
from annotator.review.cases import gather
from articles.lineage.compare import compare
from articles.lineage.models import Derivation
from tests.factories.annotations import LEFT_OUT, make_annotation, make_left_out, make_omission
from tests.factories.releases import make_decision
from tests.factories.review import make_reviewer
from tests.factories.studies import StudyFactory

pytestmark = pytest.mark.django_db

FAMILY = "👩‍👩‍👧‍👦 Family ferry late"
ORIGINAL = (FAMILY, f"The clinic closed on Monday. {LEFT_OUT} Nobody was hurt.", "Repairs 🇺🇦 start in May.")
COPY = (FAMILY, "The clinic closed on Monday. Nobody was hurt.")


@pytest.fixture
def left():
    original, copy = make_left_out(ORIGINAL, COPY, study=StudyFactory(slug="clinics"))
    copy.original = original
    copy.flag = make_omission(copy, original.article, effect="removes-claim")
    copy.whole = make_omission(
        copy, original.article, after="Nobody was hurt.", words=["Repairs 🇺🇦 start", "in May"],
        claim_type=copy.study.claim_types.first(),
    )  # fmt: skip
    return copy


def text_of(article):
    return "\n\n".join(article.paragraphs.order_by("position").values_list("text", flat=True))


def row_of(reading, annotation):
    found = rows(take(reading.study, all_of(reading.study)))
    return next(row for row in found if row.annotation_id == str(annotation.pk))


def tables(study):
    archive = ZipFile(BytesIO(b"".join(package(take(study, all_of(study))))))
    names = ("annotations", "changes", "insertions", "decisions")
    read = {
        name: list(csv.DictReader(StringIO(archive.read(f"{name}.csv").decode(), newline=""), strict=True))
        for name in names
    }
    return read | {"manifest": json.loads(archive.read("manifest.json")), "readme": archive.read("README.txt").decode()}


def test_both_places_re_slice_their_texts(left):
    here, there = text_of(left.article), text_of(left.original.article)
    for annotation in (left.flag, left.whole):
        row = row_of(left, annotation)
        assert row.start == row.end
        assert row.start_utf16 == row.end_utf16 == row.start + 4
        assert (row.quote, here[row.start : row.end]) == ("", "")
        assert here[: row.start].endswith(row.prefix)
        assert here[row.end :].startswith(row.suffix)
        assert row.prefix
        assert there[row.omitted_start : row.omitted_end] == row.omitted_quote != ""
        assert row.omitted_version_id == left.original.article.pk
        assert row.omitted_text_sha256 == left.original.article.text_sha256
        for part in row.omitted_spans:
            assert there[part["start"] : part["end"]] == part["quote"]
        assert row.omitted_spans[0]["quote"] == row.omitted_quote


def test_the_point_lies_between_its_prefix_and_suffix(left):
    row = row_of(left, left.flag)
    assert row.prefix.endswith("on Monday.")
    assert row.suffix.startswith(" Nobody")
    assert (row.marking, row.operation, row.effect, row.label) == ("unmarked", "omission", "removes-claim", "")
    assert row.omitted_quote == LEFT_OUT
    assert row_of(left, left.whole).label == "Event"


def test_every_passage_is_there_where_several_were_left_out(left):
    row = row_of(left, left.whole)
    assert [part["quote"] for part in row.omitted_spans] == ["Repairs 🇺🇦 start", "in May"]
    assert {part["version_id"] for part in row.omitted_spans} == {left.original.article.pk}


def test_other_annotations_leave_nothing_out(left):
    row = row_of(left, make_annotation(left, "Nobody was hurt"))
    assert (row.omitted_version_id, row.omitted_start, row.omitted_quote, row.omitted_spans) == (None, None, "", ())


def test_the_package_holds_them_with_their_verdict_and_the_change_they_tag(left):
    compare(Derivation.objects.get())
    gather(left.study)
    case = left.flag.flag.case
    there = left.original.article.paragraphs.get(position=1)
    make_decision(
        case, reviewer=make_reviewer(left.study), verdict="present-in-original", upstream=left.original.article,
        upstream_sha256="0" * 64, evidence_paragraph=there, evidence_start=there.text.index(LEFT_OUT),
        evidence_quote=LEFT_OUT,
    ).flags_seen.set([left.flag.flag])  # fmt: skip
    made = tables(left.study)
    [row] = [one for one in made["annotations"] if one["annotation_id"] == str(left.flag.pk)]
    assert (row["start"], row["quote"], row["omitted_quote"]) == (row["end"], "", LEFT_OUT)
    assert (row["verdict"], row["evidence_quote"]) == ("present-in-original", LEFT_OUT)
    assert (row["case_start"], row["case_quote"]) == (row["case_end"], "")
    assert (row["evidence_start"], row["evidence_end"]) == (row["omitted_start"], row["omitted_end"])
    assert json.loads(row["omitted_spans"])[0]["start"] == int(row["omitted_start"])
    [decision] = made["decisions"]
    assert (decision["start"], decision["quote"]) == (decision["end"], "")
    [change] = [one for one in made["changes"] if one["left_quote"] == LEFT_OUT]
    assert (change["operation"], change["tagged_by"]) == ("omission", str(left.flag.pk))
    assert (change["left_start"], change["left_end"]) == (row["omitted_start"], row["omitted_end"])
    assert (change["right_start"], change["right_quote"]) == (change["right_end"], "")
    assert made["insertions"] == []
    assert made["manifest"]["counts"]["omissions_flagged"] == 2
    assert made["manifest"]["counts"]["omissions_decided"] == 1
    assert made["manifest"]["counts"]["insertions_flagged"] == 0
    assert "omitted_start, omitted_end" in made["manifest"]["offsets"]
    assert "omission" in made["readme"]
