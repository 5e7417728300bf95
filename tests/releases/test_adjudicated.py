"""The merged set in an export, and what it says of each annotation."""

import csv
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotator.annotations.models import Reading, RoleSpan
from annotator.releases.adjudicated import adjudicated
from annotator.releases.package import package
from annotator.releases.rows import rows
from annotator.releases.snapshot import all_of, take
from annotator.review.adjudication.decide import Edit
from annotator.review.adjudication.matching import match
from annotator.review.adjudication.take_back import take_back
from annotator.review.cases import gather
from annotator.studies.models import Role
from tests.factories.annotations import INSERTION, make_annotation
from tests.factories.review import make_decision
from tests.review.adjudication.conftest import SECOND, TEXT, differing, many, rule, world  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def taken(study):
    gather(study)
    match(study)
    return take(study, all_of(study))


def table(study, **options):
    return list(adjudicated(taken(study), **options))


def only(study):
    (one,) = table(study)
    return one


def outcomes(study):
    return {row.annotation_id: (row.adjudication, row.resolution) for row in rows(taken(study))}


def test_a_unanimous_item_is_one_record_with_its_place_in_the_text(world):  # noqa: F811
    for reading in (world.a, world.b):
        made = make_annotation(reading, "Repairs start", claim_type=world.event, attribution="attributed")
        RoleSpan.objects.create(annotation=made, role="source", paragraph=made.paragraph, start=0, quote="Repairs")
    one = only(world.study)
    assert (one.adjudication, one.resolution, one.holds, one.differences) == ("unanimous", "", True, "")
    assert (one.coders, one.coders_with_words, one.code_path) == (2, 2, "claim-type/event")
    assert f"{TEXT}\n\n{SECOND}"[one.start : one.end] == one.quote == "Repairs start"
    assert (one.source_name, one.adjudicator, one.decided_at) == ("Repairs", "", None)
    assert set(outcomes(world.study).values()) == {("unanimous", "")}


def test_what_nobody_decided_is_unresolved_and_holds_nothing(world):  # noqa: F811
    _, ana, ben = differing(world)
    one = only(world.study)
    assert (one.adjudication, one.resolution, one.holds, one.label) == ("unresolved", "", False, "")
    assert one.differences == "claim"
    assert outcomes(world.study) == {str(pk): ("unresolved", "") for pk in (ana.pk, ben.pk)}


def test_a_version_that_was_taken_says_by_whom_and_why(world):  # noqa: F811
    item, ana, ben = differing(world)
    made = rule(item, world.reviewer, annotation=ben.pk, error_type="guideline-gap", reason="It counts.")
    one = only(world.study)
    assert (one.adjudication, one.resolution, one.holds) == ("adjudicated", "picked", True)
    assert (one.label_id, one.annotation_id) == (world.quantity.pk, str(ben.pk))
    assert (one.error_type, one.reason, one.decided_at) == ("guideline-gap", "It counts.", made.at)
    assert one.adjudicator == world.study.pseudonym(world.reviewer.pk)
    assert outcomes(world.study) == {
        str(ana.pk): ("adjudicated", "not-picked"),
        str(ben.pk): ("adjudicated", "picked"),
    }
    row = next(row for row in rows(taken(world.study)) if row.annotation_id == str(ben.pk))
    assert (row.item_id, row.adjudicator, row.decided_at) == (item.pk, one.adjudicator, made.at)
    assert table(world.study, names=True)[0].adjudicator == world.reviewer.get_full_name()


def test_an_edit_a_refusal_and_a_decision_taken_back(world):  # noqa: F811
    item, ana, ben = differing(world)
    both = {str(ana.pk), str(ben.pk)}
    edit = Edit(start=4, quote="plant lost power", claim_type=world.other.pk)
    rule(item, world.reviewer, "edited", annotation=ana.pk, edit=edit)
    one = only(world.study)
    assert (one.quote, one.label_id, one.start) == ("plant lost power", world.other.pk, 4)
    assert outcomes(world.study) == dict.fromkeys(both, ("adjudicated", "edited"))
    last = rule(item, world.reviewer, "nothing-here")
    assert (only(world.study).holds, only(world.study).resolution) == (False, "nothing-here")
    assert outcomes(world.study) == dict.fromkeys(both, ("adjudicated", "nothing-here"))
    take_back(last, by=world.reviewer)
    assert outcomes(world.study) == dict.fromkeys(both, ("unresolved", ""))


def test_an_insertion_is_settled_by_its_case_and_told_so(world):  # noqa: F811
    made = make_annotation(world.a, "[so they say]", **INSERTION)
    gather(world.study)
    make_decision(world.study.cases.get(), world.reviewer, "original-not-available", function="comment")
    one = only(world.study)
    assert (one.adjudication, one.resolution, one.holds, one.function) == ("adjudicated", "case", True, "comment")
    assert outcomes(world.study) == {str(made.pk): ("adjudicated", "case")}


def test_what_came_after_the_snapshot_is_not_in_it(world):  # noqa: F811
    item, ana, _ = differing(world)
    snapshot = taken(world.study)
    rule(item, world.reviewer, annotation=ana.pk)
    assert [one.adjudication for one in adjudicated(snapshot)] == ["unresolved"]


def test_only_one_coder_is_no_item(world):  # noqa: F811
    Reading.objects.filter(pk=world.b.pk).update(finished_at=None)
    made = make_annotation(world.a, "lost power", claim_type=world.event)
    assert table(world.study) == []
    assert outcomes(world.study) == {str(made.pk): ("", "")}


def test_the_package_has_the_table_and_says_the_same_twice(world):  # noqa: F811
    item, ana, _ = differing(world)
    rule(item, world.reviewer, annotation=ana.pk)
    content = b"".join(package(taken(world.study)))
    assert content == b"".join(package(taken(world.study)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (row,) = csv.DictReader(io.StringIO(archive.read("adjudicated.csv").decode()))
        dictionary = archive.read("columns.csv").decode()
    assert (row["adjudication"], row["resolution"], row["quote"]) == ("adjudicated", "picked", "lost power")
    assert "adjudicated,error_type" in dictionary


def test_a_reviewer_who_still_reads_an_article_takes_out_none_of_its_items(client, world):  # noqa: F811
    differing(world)
    world.study.memberships.filter(user=world.reviewer).update(role=Role.OWNER)
    own = Reading.objects.create(
        study=world.study, article=world.article, coder=world.reviewer, started_at=timezone.now()
    )
    client.force_login(world.reviewer)

    def lines():
        answer = client.post(f"/studies/{world.study.slug}/export/package")
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
            return len(archive.read("adjudicated.csv").decode().splitlines()) - 1

    assert lines() == 0
    Reading.objects.filter(pk=own.pk).update(finished_at=timezone.now())
    assert lines() == 1


def test_the_questions_do_not_grow_with_the_items(world):  # noqa: F811
    counts = []
    for n in (3, 30):
        many(world, n)
        snapshot = taken(world.study)
        with CaptureQueriesContext(connection) as asked:
            assert len(list(adjudicated(snapshot))) >= n
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
