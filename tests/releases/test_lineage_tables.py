"""Versions, derivations, alignments, changes and insertions of a study, as tables."""

import csv
from io import BytesIO, StringIO
from uuid import uuid4
from zipfile import ZipFile

import pytest

from annotator.releases.compared import compared
from annotator.releases.package import package
from annotator.releases.snapshot import all_of, take
from annotator.review.cases import gather
from annotator.review.models import Case, Decision
from articles.lineage.compare import compare, correct
from articles.lineage.models import Derivation
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.people import UserFactory
from tests.factories.releases import make_decision
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

pytestmark = pytest.mark.django_db

FIRST = "The harbour council met on Tuesday evening 👩‍👩‍👧 and talked about the new ferry for three hours."
SECOND = "“The ferry will sail from the old pier before the summer holidays begin,” the mayor said."
THIRD = "Nobody from the shipyard was in the room when the vote was taken late at night."


@pytest.fixture
def study():
    study = StudyFactory(slug="ferries")
    upstream = make_article(FIRST, SECOND, THIRD)
    derived = make_article(
        FIRST.replace("evening", "evening [behind closed doors]"),
        SECOND.replace("will sail", "will, thanks to foreign donors, sail"),
    )
    add_to_study(study, derived)
    compare(DerivationFactory(derived=derived, upstream=upstream))
    return study


def tables(study, **options):
    content = b"".join(package(take(study, all_of(study)), **options))
    archive = ZipFile(BytesIO(content))
    assert archive.testzip() is None
    names = ("versions", "derivations", "alignments", "changes", "insertions")
    return {
        name: list(csv.DictReader(StringIO(archive.read(f"{name}.csv").decode(), newline=""), strict=True))
        for name in names
    }


def text_of(article):
    return "\n\n".join(article.paragraphs.values_list("text", flat=True))


def test_versions_name_the_original_that_is_outside_the_sample(study):
    derivation = Derivation.objects.get()
    derived, upstream = tables(study)["versions"]
    assert derived["parent_version_id"] == upstream["version_id"] == str(derivation.upstream_id)
    assert (derived["relation"], derived["relation_status"], derived["in_sample"]) == (
        "republication",
        "confirmed",
        "true",
    )
    assert (upstream["relation"], upstream["in_sample"]) == ("original", "false")


def test_derivations_say_who_settled_them_under_a_pseudonym(study):
    (row,) = tables(study)["derivations"]
    settled_by = Derivation.objects.get().settled_by
    assert row["settled_by"] == study.pseudonym(settled_by.pk)
    (named,) = tables(study, names=True)["derivations"]
    assert named["settled_by"] == settled_by.get_full_name()


def test_every_paragraph_of_both_texts_stands_in_the_alignments(study):
    derivation = Derivation.objects.get()
    rows = tables(study)["alignments"]
    for side, article in (("left", derivation.upstream), ("right", derivation.derived)):
        listed = {row[f"{side}_paragraph_id"] for row in rows if row[f"{side}_paragraph_id"]}
        assert listed == {str(pk) for pk in article.paragraphs.values_list("pk", flat=True)}
    assert [row["status"] for row in rows] == ["edited", "edited", "omitted"]
    assert {row["made_by"] for row in rows} == {"machine:lineage-compare 2"}


def test_a_persons_link_is_told_as_theirs(study):
    derivation, person = Derivation.objects.get(), UserFactory()
    left, right = derivation.upstream.paragraphs.get(position=2), derivation.derived.paragraphs.get(position=1)
    correct(derivation, kind="link", left=left, right=right, by=person, seen=0)
    linked = [row for row in tables(study)["alignments"] if row["left_paragraph_id"] == str(left.pk)]
    assert [row["made_by"] for row in linked] == [study.pseudonym(person.pk)]
    assert linked[0]["confirmed_at"]


def test_each_change_is_the_slice_of_its_version(study):
    derivation = Derivation.objects.get()
    rows = tables(study)["changes"]
    texts = {str(article.pk): text_of(article) for article in (derivation.upstream, derivation.derived)}
    for row in rows:
        for side in ("left", "right"):
            if version := row[f"{side}_version_id"]:
                start, end = int(row[f"{side}_start"]), int(row[f"{side}_end"])
                whole = row["whole"] == "true"
                assert ("" if whole else texts[version][start:end]) == row[f"{side}_quote"]
    assert [row["operation"] for row in rows] == ["addition", "addition", "omission"]


def test_an_omission_has_words_in_the_original_and_a_point_in_the_version(study):
    omission = tables(study)["changes"][-1]
    upstream = text_of(Derivation.objects.get().upstream)
    assert upstream[int(omission["left_start"]) : int(omission["left_end"])] == THIRD
    assert omission["left_quote"] == ""  # no whole paragraph is given away: its place says which it is
    assert omission["right_start"] == omission["right_end"] != ""


def test_insertions_say_how_they_are_marked_and_where_they_stand(study):
    marked, silent = tables(study)["insertions"]
    assert (marked["quote"], marked["marked"], marked["rank_score"]) == ("[behind closed doors]", "square", "4")
    assert silent["quote"].strip(", ") == "thanks to foreign donors"
    assert (silent["marked"], silent["inside_quotation"], silent["rank_score"]) == ("none", "true", "1")
    assert (silent["verdict"], silent["case_id"]) == ("", "")


def test_insertions_carry_the_standing_verdict_with_its_evidence(study):
    derivation = Derivation.objects.get()
    gather(study)
    case = Case.objects.get(quote__contains="foreign donors")
    first, second = (MembershipFactory(study=study, role="reviewer").user for _ in range(2))
    for reviewer in (first, second):
        make_decision(
            case,
            reviewer=reviewer,
            verdict="confirmed-absent-in-original",
            upstream=derivation.upstream,
            function="adds-claim",
        )
    _, row = tables(study)["insertions"]
    assert (row["verdict"], row["case_id"]) == ("confirmed-absent-in-original", str(case.pk))
    assert (row["reviewer_id"], row["second_reviewer_id"]) == (
        study.pseudonym(second.pk),
        study.pseudonym(first.pk),
    )
    assert row["evidence_version_id"] == str(derivation.upstream_id)
    assert row["search_method"]


def test_a_verdict_that_was_taken_back_is_nobodys_second_opinion(study):
    gather(study)
    case = Case.objects.get(quote__contains="foreign donors")
    first, second = (MembershipFactory(study=study, role="reviewer").user for _ in range(2))
    taken = make_decision(case, reviewer=first, verdict="not-an-insertion")
    Decision.objects.create(id=uuid4(), case=case, number=2, reviewer=first, takes_back=taken)
    make_decision(case, reviewer=second, verdict="not-an-insertion", number=3)
    _, row = tables(study)["insertions"]
    assert (row["reviewer_id"], row["second_reviewer_id"]) == (study.pseudonym(second.pk), "")


def test_a_comparison_of_an_unconfirmed_original_is_in_no_table(study):
    Derivation.objects.update(status="proposed", settled_at=None, settled_by=None)
    found = tables(study)
    assert (found["alignments"], found["changes"], found["insertions"]) == ([], [], [])
    assert found["derivations"][0]["status"] == "proposed"


def test_only_the_newest_comparison_of_a_derivation_counts(study):
    derivation = Derivation.objects.get()
    left, right = derivation.upstream.paragraphs.get(position=1), derivation.derived.paragraphs.get(position=1)
    newest = correct(derivation, kind="unlink", left=left, right=right, by=UserFactory(), seen=0)
    assert compared(study) == [newest.pk]


def test_the_same_data_gives_the_same_bytes(study):
    assert b"".join(package(take(study, all_of(study)))) == b"".join(package(take(study, all_of(study))))


def test_the_questions_asked_do_not_grow_with_the_changes(study, django_assert_max_num_queries):
    made = compared(study)
    from annotator.releases.compared import alignments, changes
    from annotator.releases.insertions import insertions

    with django_assert_max_num_queries(13):
        list(alignments(made, study))
        list(changes(made, study))
        list(insertions(take(study, all_of(study)), made))
