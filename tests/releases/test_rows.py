"""What was marked is what leaves the house."""

from dataclasses import asdict, fields
from hashlib import sha256

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.utils import timezone

from annotator.annotations import editor
from annotator.annotations.models import Annotation
from annotator.releases.batch import Batch
from annotator.releases.decisions import decisions
from annotator.releases.package import TABLES
from annotator.releases.row import COLUMNS, Row
from annotator.releases.rows import rows
from annotator.releases.snapshot import all_of, take
from annotator.review.cases import gather
from articles.extend import Choice, extend
from articles.lineage.models import Derivation
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.releases import make_decision
from tests.factories.review import make_batch, make_suggestion
from tests.factories.studies import MembershipFactory, StudyFactory
from tests.releases.conftest import ARABIC, BRACKET, HEADLINE

TEXT = "\n\n".join([HEADLINE, ARABIC, BRACKET])

FLAT = """
annotation_id project work_id version_id version_role slot paragraph_id paragraph_index start end
start_utf16 end_utf16 quote prefix suffix label label_id code_path attribution_status stance
anonymity_reason_given denied marking operation host function inserter effect source_name
source_naming quote_form cue coder coder_pseudonym round status confidence comment created_at
updated_at codebook_revision adjudication adjudicator decided_at text_sha256 url archive_url
decision_url
"""


def test_the_flat_names_come_first_and_in_their_order():
    assert [column.name for column in COLUMNS][: len(FLAT.split())] == FLAT.split()


def test_every_column_says_what_it_is():
    assert all(column.description and column.type for column in COLUMNS)
    assert len(COLUMNS) == len(fields(Row))


def test_every_column_has_a_name_of_its_own_on_the_screen():
    for name, columns in TABLES.items():
        labels = [column.label for column in columns]
        assert all(labels), name
        assert len({*labels}) == len(labels), name


def test_a_facet_is_called_what_the_editor_calls_it():
    labels = {column.name: column.label for column in COLUMNS}
    renamed = {"attribution": "attribution_status", "source_kind": "source_naming", "mode": "quote_form"}
    for choice in (*editor.ATTRIBUTION, *editor.INSERTION):
        assert labels[renamed.get(choice.name, choice.name)] == choice.label


def test_decisions_share_their_words_with_annotations():
    annotations = {column.name: column for column in COLUMNS}
    shared = [column for column in TABLES["decisions"] if column.name in annotations]
    assert len(shared) > 15
    for column in shared:
        other = annotations[column.name]
        assert (column.type, column.unit, column.values) == (other.type, other.unit, other.values)


def test_a_claim_leaves_as_it_was_made(scene):
    row = next(one for one in rows(scene.taken()) if one.annotation_id == str(scene.claim.pk))
    claim, article = scene.claim, scene.reading.article
    start = len(HEADLINE) + 2 + claim.start
    said = asdict(row)
    assert said.pop("role_spans") == (
        {
            "role": "cue",
            "paragraph_id": claim.paragraph_id,
            "start": TEXT.index("قال"),
            "end": TEXT.index("قال") + 3,
            "quote": "قال",
        },
        {
            "role": "source",
            "paragraph_id": claim.paragraph_id,
            "start": TEXT.index("الوزير"),
            "end": TEXT.index("الوزير") + 6,
            "quote": "الوزير",
        },
    )
    original = Derivation.objects.get().upstream_id
    expected = {
        "project": "floods",
        "work_id": original,
        "version_id": article.pk,
        "version_role": "republication",
        "slot": "body",
        "paragraph_id": claim.paragraph_id,
        "paragraph_index": 1,
        "start": start,
        "end": start + len(claim.quote),
        "quote": "أُغلق الجسر",
        "label": "Event",
        "label_id": claim.claim_type_id,
        "code_path": "claim-type/event",
        "attribution_status": "attributed",
        "stance": "neutral",
        "anonymity_reason_given": False,
        "denied": True,
        "marking": "",
        "source_name": "الوزير",
        "source_naming": "named-person",
        "quote_form": "direct",
        "cue": "قال",
        "coder": "",
        "coder_pseudonym": scene.study.pseudonym(scene.coder.pk),
        "status": "standing",
        "confidence": "likely",
        "comment": claim.note,
        "codebook_revision": 1,
        "adjudication": "",
        "adjudicator": "",
        "decided_at": None,
        "text_sha256": sha256(TEXT.encode()).hexdigest(),
        "url": "https://repost.example/a",
        "archive_url": "https://archive.example/a",
        "decision_url": "",
        "case_id": None,
        "paragraph_start": claim.start,
        "paragraph_end": claim.start + len(claim.quote),
        "outlet": article.outlet.name,
        "title": article.title,
    }
    assert {name: said[name] for name in expected} == expected


def test_what_came_from_a_suggestion_names_it_whether_a_machine_made_it_or_it_was_brought_in(scene):
    brought = make_batch(scene.study, scene.reading.article, "الجسر", by=scene.owner, note="canary of the file")
    noticed = make_suggestion(scene.reading.article, "الوزير")
    made = [make_annotation(scene.reading, one.quote, suggestion=one) for one in (brought, noticed)]
    found = {row.annotation_id: row for row in rows(scene.taken())}
    assert [found[str(one.pk)].suggestion_id for one in made] == [brought.pk, noticed.pk]
    assert "canary" not in str(found), "a file's words leave only with the annotation that took them over"


def test_a_decided_flag_carries_the_decision_that_stands(scene, settings):
    row = next(one for one in rows(scene.taken()) if one.annotation_id == str(scene.flag.pk))
    assert (row.label, row.label_id, row.code_path) == ("", None, "")
    assert (row.marking, row.operation, row.function) == ("square-brackets", "addition", "adds-claim")
    assert (row.verdict, row.verdict_reason) == ("confirmed-absent-in-original", "Not a word of it there.")
    assert (row.inserter, row.decided_inserter) == ("unknown", "republisher")
    assert row.adjudication == "adjudicated"
    assert row.adjudicator == scene.study.pseudonym(scene.decision.reviewer_id)
    assert row.decided_at is not None
    assert row.evidence_version_id == scene.decision.upstream_id
    assert row.evidence_text_sha256 == scene.decision.upstream.text_sha256
    assert (row.evidence_start, row.evidence_end, row.evidence_quote) == (4, 15, "rebels took")
    assert row.best_match_score == 87.5
    assert row.decision_url == f"{settings.SITE_URL}/studies/floods/cases/{scene.case.pk}/"


def test_every_quote_is_the_slice_in_both_units(scene):
    make_annotation(scene.reading, "👩‍👩‍👧‍👦 Family")
    make_annotation(scene.reading, "🇺🇦")
    make_annotation(scene.reading, "Cafe\u0301")
    units = TEXT.encode("utf-16-le")
    taken = list(rows(scene.taken()))
    assert len(taken) == 5
    for row in taken:
        assert TEXT[row.start : row.end] == row.quote
        assert units[2 * row.start_utf16 : 2 * row.end_utf16].decode("utf-16-le") == row.quote
        assert TEXT[: row.start].endswith(row.prefix)
        assert TEXT[row.end :].startswith(row.suffix)
    assert any(row.start != row.start_utf16 for row in taken)


def test_rows_go_by_article_then_down_the_page(scene):
    second = make_annotation(scene.reading, "ferry")
    first = make_annotation(scene.reading, "Family ferry")
    elsewhere = make_annotation(make_reading(study=scene.study), "bridge")
    found = [row.annotation_id for row in rows(scene.taken())]
    assert found == [str(one.pk) for one in (first, second, scene.claim, scene.flag, elsewhere)]


def test_ended_annotations_are_taken_only_when_asked_for(scene):
    old = make_annotation(scene.reading, "Family")
    Annotation.objects.filter(pk=old.pk).end(by=scene.coder, how="replaced")
    new = make_annotation(scene.reading, "Family ferry", replaces=old)
    gone = make_annotation(scene.reading, "late")
    Annotation.objects.filter(pk=gone.pk).end(by=scene.coder, how="withdrawn")
    standing = {row.annotation_id: row for row in rows(scene.taken())}
    assert standing.keys() == {str(one.pk) for one in (new, scene.claim, scene.flag)}
    assert standing[str(new.pk)].replaces == str(old.pk)
    everything = {row.annotation_id: row for row in rows(scene.taken(all_of(scene.study)))}
    assert everything[str(old.pk)].status == "replaced"
    assert everything[str(gone.pk)].status == "withdrawn"
    gone.refresh_from_db()
    assert everything[str(gone.pk)].updated_at == gone.ended_at


def test_a_snapshot_holds_what_stood_when_it_was_taken(scene):
    snapshot = scene.taken()
    Annotation.objects.filter(pk=scene.claim.pk).end(by=scene.coder, how="withdrawn")
    make_annotation(scene.reading, "late")
    make_decision(scene.case, reviewer=scene.owner, verdict="original-not-available")
    taken = {row.annotation_id: row for row in rows(snapshot)}
    assert taken.keys() == {str(scene.claim.pk), str(scene.flag.pk)}
    claim = taken[str(scene.claim.pk)]
    assert (claim.status, claim.updated_at) == ("standing", claim.created_at)
    assert taken[str(scene.flag.pk)].verdict == "confirmed-absent-in-original"


def edited(row, **said):
    row.__class__.objects.filter(pk=row.pk).end(by=row.reading.coder, how="replaced")
    return make_annotation(row.reading, row.quote, replaces=row, attribution="attributed", claim_type=None, **said)


def test_what_lies_in_an_attribution_names_its_newest_version_as_it_was_when_the_snapshot_was_taken(scene):
    reading = make_reading("A mayor said late boats.", study=scene.study)
    around = make_annotation(reading, "mayor", attribution="attributed", claim_type=None)
    inner = make_annotation(reading, "late", outer=around)
    newest = edited(edited(around, note="once"), note="twice")
    snapshot = scene.taken()
    edited(newest, note="after the snapshot")
    said = {row.annotation_id: row.outer_annotation_id for row in rows(snapshot)}
    assert said[str(inner.pk)] == str(newest.pk)
    assert str(newest.pk) in said
    Annotation.objects.filter(replaces=newest).end(by=scene.coder, how="withdrawn")
    [last] = [row for row in rows(take(scene.study, all_of(scene.study))) if row.annotation_id == str(inner.pk)]
    assert last.outer_annotation_id == str(Annotation.objects.get(replaces=newest).pk), "withdrawn, and said so there"


def test_the_lines_of_edits_are_one_question_however_many(scene, django_assert_num_queries):
    for _ in range(3):
        reading = make_reading("A mayor said late boats.", study=scene.study)
        around = make_annotation(reading, "mayor", attribution="attributed", claim_type=None)
        make_annotation(reading, "late", outer=around)
        edited(edited(around))
    with django_assert_num_queries(4):
        assert len(take(scene.study, all_of(scene.study)).replaced) == 6


def test_other_studies_stay_out(scene):
    make_annotation(make_reading(article=scene.reading.article), "late")
    assert len(take(scene.study, Annotation.objects.all())) == 2


def test_people_are_named_only_when_asked_for(scene):
    plain = list(rows(scene.taken()))
    assert {row.coder for row in plain} == {""}
    named = list(rows(scene.taken(), names=True))
    assert {row.coder for row in named} == {scene.coder.get_full_name()}
    assert {row.adjudicator for row in named} == {"", scene.decision.reviewer.get_full_name()}
    assert [row.coder_pseudonym for row in named] == [row.coder_pseudonym for row in plain]


def test_one_coder_has_other_pseudonyms_in_other_studies(scene):
    other = make_reading(coder=scene.coder)
    MembershipFactory(study=other.study, user=scene.coder)
    make_annotation(other, "bridge")
    here = {row.coder_pseudonym for row in rows(scene.taken())}
    there = {row.coder_pseudonym for row in rows(take(other.study, all_of(other.study)))}
    assert here.isdisjoint(there)


def test_an_unfinished_and_a_finished_reading_are_told_apart(scene):
    done = timezone.now()
    make_annotation(make_reading(study=scene.study, finished_at=done), "bridge")
    assert {row.reading_finished_at for row in rows(scene.taken())} == {None, done}


@pytest.mark.parametrize("names", [False, True], ids=["pseudonyms", "names"])
def test_a_batch_asks_the_same_number_of_questions_whatever_its_size(scene, names, django_assert_num_queries):
    fixed, by_batch = 6, 8
    few = scene.taken()
    with django_assert_num_queries(fixed + by_batch):
        list(rows(few, names=names))
    for _ in range(10):
        reading = make_reading(study=scene.study)
        make_annotation(reading, "bridge")
        make_annotation(reading, "mayor", marking="parentheses")
    many = scene.taken()
    with django_assert_num_queries(fixed + by_batch):
        assert len(list(rows(many, names=names))) == 22


def test_a_second_batch_goes_on_where_the_first_ended(scene, django_assert_max_num_queries, monkeypatch):
    whole = list(rows(scene.taken()))
    snapshot = scene.taken()
    monkeypatch.setattr("annotator.releases.snapshot.BATCH", 1)
    with django_assert_max_num_queries(6 + 2 * 8):
        assert list(rows(snapshot)) == whole


def test_a_forgotten_join_raises(scene):
    batch = Batch([scene.claim.pk], decided={}, items={}, names=False)
    with pytest.raises(FieldFetchBlocked):
        _ = batch.readings[scene.reading.pk].coder


def test_a_version_knows_the_oldest_of_its_work(db):
    study = StudyFactory()
    oldest, middle, newest, rewritten = (make_article() for _ in range(4))
    DerivationFactory(derived=middle, upstream=oldest, relation="update")
    DerivationFactory(derived=newest, upstream=middle, relation="republication")
    DerivationFactory(derived=rewritten, upstream=newest, relation="rewrite")
    for article in (oldest, middle, newest, rewritten):
        make_annotation(make_reading(study=study, article=article), "bridge")
    found = [(row.work_id, row.version_role) for row in rows(take(study, all_of(study)))]
    assert found == [
        (oldest.pk, "original"),
        (oldest.pk, "update"),
        (oldest.pk, "republication"),
        (rewritten.pk, "rewrite"),
    ]


def test_a_fuller_version_is_of_the_same_work(db):
    study = StudyFactory()
    original, read = make_article(), make_article(left_out=["More.", "And more."])
    fuller = extend(read, [Choice(0, "body", 0)], by=None).article
    fullest = extend(fuller, [Choice(0, "body", 0)], by=None).article
    DerivationFactory(derived=read, upstream=original)
    for article in (read, fuller, fullest):
        make_annotation(make_reading(study=study, article=article), "bridge")
    found = [(row.version_id, row.work_id, row.version_role) for row in rows(take(study, all_of(study)))]
    assert found == [
        (read.pk, original.pk, "republication"),
        (fuller.pk, original.pk, ""),
        (fullest.pk, original.pk, ""),
    ]


def test_an_unconfirmed_derivation_says_nothing(db):
    study = StudyFactory()
    upstream, derived = make_article(), make_article()
    DerivationFactory(derived=derived, upstream=upstream, status="proposed", settled_at=None, settled_by=None)
    make_annotation(make_reading(study=study, article=derived), "bridge")
    row = next(rows(take(study, all_of(study))))
    assert (row.work_id, row.version_role) == (derived.pk, "")


def test_a_circle_of_derivations_ends(db):
    study = StudyFactory()
    one, two = make_article(), make_article()
    DerivationFactory(derived=one, upstream=two)
    DerivationFactory(derived=two, upstream=one)
    make_annotation(make_reading(study=study, article=one), "bridge")
    assert next(rows(take(study, all_of(study)))).work_id == two.pk


def row_of(scene, annotation, snapshot=None):
    return next(row for row in rows(snapshot or scene.taken()) if row.annotation_id == str(annotation.pk))


def flag_again(scene, quote):
    later = make_annotation(make_reading(study=scene.study, article=scene.reading.article), quote, **INSERTION)
    gather(scene.study)
    return later


def test_a_flag_that_joined_after_the_decision_has_no_verdict(scene):
    later = flag_again(scene, "[supported covertly by the port]")
    assert later.flag.case == scene.case
    before, after = row_of(scene, scene.flag), row_of(scene, later)
    assert (before.verdict, before.decided_inserter) == ("confirmed-absent-in-original", "republisher")
    assert (after.verdict, after.decided_inserter, after.adjudication) == ("", "", "")
    assert after.case_id == before.case_id


def test_a_new_decision_speaks_of_the_flag_that_joined_and_an_older_snapshot_does_not(scene):
    later = flag_again(scene, "[supported covertly by the port]")
    snapshot = scene.taken()
    make_decision(scene.case, reviewer=scene.owner, verdict="original-not-available")
    assert row_of(scene, later).verdict == "original-not-available"
    assert row_of(scene, later, snapshot).verdict == ""


def test_words_that_only_touch_a_decided_case_have_no_verdict(scene):
    later = flag_again(scene, BRACKET[BRACKET.index("]") :])
    row = row_of(scene, later)
    assert row.case_id != scene.case.pk
    assert (row.verdict, row.decided_inserter, row.adjudication) == ("", "", "")


def test_the_cases_own_words_stand_beside_the_verdict(scene):
    later = flag_again(scene, "supported covertly by the port")
    for annotation in (scene.flag, later):
        row = row_of(scene, annotation)
        assert TEXT[row.case_start : row.case_end] == row.case_quote == scene.case.quote
    claim = row_of(scene, scene.claim)
    assert (claim.case_start, claim.case_end, claim.case_quote) == (None, None, "")


@pytest.mark.parametrize("status", ["confirmed", "proposed", "rejected"])
def test_what_became_of_the_evidence_is_said_beside_it(scene, status):
    Derivation.objects.update(status=status)
    assert row_of(scene, scene.flag).evidence_link_status == status
    assert row_of(scene, scene.claim).evidence_link_status == ""
    first, second = decisions(scene.taken())
    assert (first.evidence_link_status, second.evidence_link_status) == ("", status)


def test_evidence_that_was_never_linked_is_named_as_such(scene):
    Derivation.objects.all().delete()
    assert row_of(scene, scene.flag).evidence_link_status == "none"
