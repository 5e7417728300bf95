"""Freezing: every table in a folder, with no more of the articles' words than the policy shows."""

from dataclasses import asdict
from hashlib import sha256

import pytest
from django.utils import timezone

from annotator.annotations.models import Annotation
from annotator.releases.frozen.covering import PLACES
from annotator.releases.frozen.withholding import COVER, WIDE_COVER, share_shown
from annotator.releases.rows import rows
from annotator.releases.snapshot import all_of
from annotator.releases.tables import TABLES
from annotator.studies.models import Role
from articles.lineage.compare import compare
from tests.factories.agreement import make_world, measured
from tests.factories.annotations import INSERTION, make_annotation, make_omission, make_reading
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.people import UserFactory
from tests.factories.review import make_case, make_decision
from tests.factories.studies import MembershipFactory, add_to_study
from tests.releases.conftest import ARABIC, BRACKET, HEADLINE

TEXT = f"{HEADLINE}\n\n{ARABIC}\n\n{BRACKET}"
LONG = " ".join(f"word{n}" for n in range(60))


def only(frozen, name):
    (record,) = frozen.table(name)
    return record


def texts(frozen):
    return {one.version_id: one.text for one in frozen.documents()}


def test_every_table_is_there_with_the_columns_that_it_says(frozen):
    found = frozen()
    assert list(found.columns) == list(TABLES) == list(found.about["tables"])
    for name, columns in found.columns.items():
        records = list(found.table(name))
        assert len(records) == found.about["tables"][name]
        for record in records:
            assert list(record) == [one.name for one in columns], name


def test_with_full_texts_the_rows_are_those_of_an_export(frozen, scene):
    found = frozen("full", permission="Ours.")
    exported = [asdict(one) for one in rows(scene.taken())]
    for row, exact in zip(found.table("annotations"), exported, strict=True):
        for name, value in row.items():
            kept = exact[name]
            assert value == (list(kept) if isinstance(kept, tuple) else kept) or "_at" in name, name
    assert texts(found) == {scene.reading.article_id: TEXT}
    assert found.about["text"] == {"shown": "full", "words": 25, "permission": "Ours.", "largest_share": 1.0}


@pytest.mark.parametrize("shown", ["full", "quotes", "none"])
@pytest.mark.parametrize("words", [1, 25])
def test_every_place_in_the_released_text_is_the_released_quote(frozen, scene, shown, words):
    original = make_article("The rebels took “the dam”, she said.", "Nobody saw the captain.")
    add_to_study(scene.study, original)
    link = DerivationFactory(derived=scene.reading.article, upstream=original, settled_by=scene.owner)
    compare(link)
    make_omission(scene.reading, original, after="she said.", words="the captain")
    found = frozen(shown, words, permission="Ours.")
    released, checked = texts(found), 0
    for name, places in PLACES.items():
        for record in found.table(name):
            for place in places:
                quote, text = record[place.words], released.get(record[place.version])
                if quote and text is not None:
                    assert text[record[place.start] : record[place.end]] == quote, (name, place)
                    checked += 1
    for row in found.table("annotations"):
        text = released[row["version_id"]]
        assert text[row["start"] - len(row["prefix"]) : row["start"]] == row["prefix"]
        assert text[row["end"] : row["end"] + len(row["suffix"])] == row["suffix"]
        for part in row["role_spans"]:
            assert text[part["start"] : part["end"]] == part["quote"]
        for part in row["omitted_spans"]:
            assert released[part["version_id"]][part["start"] : part["end"]] == part["quote"]
    for one in found.table("paragraphs"):
        assert released[one["version_id"]][one["start"] : one["end"]] == one["text"]
    assert checked >= 8


def test_quotes_and_nothing_else_are_shown_by_default(frozen, scene):
    found = frozen()
    text = texts(found)[scene.reading.article_id]
    assert len(text) == len(TEXT)
    assert scene.claim.quote in text
    assert "[supported covertly by the port]" in text
    for hidden in ("Family", "Cafe", "rebels", "took", "she said", "late"):
        assert hidden not in text
    assert found.about["text"]["largest_share"] == round(share_shown(text), 4)
    claim, flag = found.table("annotations")
    assert (claim["quote"], claim["source_name"], claim["cue"]) == ("أُغلق الجسر", "الوزير", "قال")
    assert flag["evidence_quote"] == "rebels took", "a reviewer quoted it"
    assert {*flag["suffix"]} <= {COVER, " "}


def test_a_long_quote_is_shown_from_its_start_only(frozen, scene):
    article = make_article(LONG)
    reading = make_reading(study=scene.study, article=article)
    marked = make_annotation(reading, LONG)
    row = next(one for one in frozen(words=25).table("annotations") if one["annotation_id"] == str(marked.pk))
    assert row["quote"].startswith(" ".join(f"word{n}" for n in range(25)) + " ░")
    assert "word25" not in row["quote"]
    assert len(row["quote"]) == len(LONG)
    assert row["quote_sha256"] == sha256(LONG.encode()).hexdigest()


def test_no_words_at_all_when_none_may_be_shown(frozen, scene, tmp_path):
    found = frozen("none")
    assert found.about["text"]["largest_share"] == 0
    shown = {"░", "🮐", " ", "\n", " … "}
    for name, columns in found.columns.items():
        for record in found.table(name):
            for column in columns:
                if column.words and isinstance(record[column.name], str):
                    assert {*record[column.name].replace(" … ", "")} <= shown, (name, column.name)
    for word in ("supported", "الجسر", "rebels", "ferry"):
        for path in found.folder.iterdir():
            assert word not in path.read_text().replace(scene.reading.article.title, ""), path.name


def test_what_only_a_machine_found_is_no_quote(frozen, scene):
    original = make_article("The port was closed on Monday.")
    copy = make_article("The port was closed by order of the crown on Monday.")
    add_to_study(scene.study, copy)
    compare(DerivationFactory(derived=copy, upstream=original, settled_by=scene.owner))
    [change] = [one for one in frozen().table("changes") if one["right_quote"]]
    assert {*change["right_quote"]} == {COVER, " "}
    [insertion] = frozen().table("insertions")
    assert insertion["quote"] == change["right_quote"]
    reading = make_reading(study=scene.study, article=copy)
    make_annotation(reading, "by order of the crown", **INSERTION)
    [insertion] = frozen().table("insertions")
    assert "by order of the crown" in insertion["quote"]
    [change] = [one for one in frozen("full", permission="Ours.").table("changes") if one["right_quote"]]
    assert "crown" in change["right_quote"]


def test_a_passage_that_a_reviewer_decided_about_is_a_quote(frozen, scene):
    article = make_article("The mayor (a former pilot) resigned.")
    add_to_study(scene.study, article)
    make_decision(make_case(scene.study, article, "(a former pilot)"), scene.owner, "original-not-available")
    found = frozen()
    assert any(one["quote"] == "(a former pilot)" for one in found.table("decisions"))
    assert texts(found)[article.pk] == "░░░ ░░░░░ (a former pilot) ░░░░░░░░░"


def test_characters_beyond_the_basic_plane_keep_their_utf16_length(frozen, scene):
    text = texts(frozen("none"))[scene.reading.article_id]
    assert len(text.encode("utf-16-le")) == len(TEXT.encode("utf-16-le"))
    assert WIDE_COVER in text


def test_paragraphs_say_where_they_stand_and_their_hash(frozen, scene):
    found = list(frozen().table("paragraphs"))
    assert [one["paragraph_index"] for one in found] == [0, 1, 2]
    for one, text in zip(found, (HEADLINE, ARABIC, BRACKET), strict=True):
        assert TEXT[one["start"] : one["end"]] == text
        assert one["text_sha256"] == sha256(text.encode()).hexdigest()


def test_attributions_are_the_role_spans_one_a_line(frozen, scene):
    found = frozen()
    lines = list(found.table("attributions"))
    spans = [(row["annotation_id"], part) for row in found.table("annotations") for part in row["role_spans"]]
    assert [(one["annotation_id"], one["role"], one["start"], one["quote"]) for one in lines] == [
        (pk, part["role"], part["start"], part["quote"]) for pk, part in spans
    ]
    assert [one["role"] for one in lines] == ["cue", "source"]


def test_coders_are_pseudonyms_with_what_they_did(frozen, scene):
    people = {one["coder_pseudonym"]: one for one in frozen().table("coders")}
    coder = people[scene.study.pseudonym(scene.coder.pk)]
    assert (coder["readings_given"], coder["readings_finished"], coder["annotations"]) == (1, 0, 2)
    assert people[scene.study.pseudonym(scene.owner.pk)]["roles"] == "owner"
    assert {one["coder"] for one in people.values()} == {""}
    named = {one["coder"] for one in frozen(names=True).table("coders")}
    assert scene.coder.get_full_name() in named


def test_the_codebook_is_a_line_for_each_type_of_each_revision(frozen, scene):
    lines = list(frozen().table("codebook"))
    assert {one["revision"] for one in lines} == {1}
    event = next(one for one in lines if one["code"] == "event")
    assert event["label_id"] == scene.study.claim_types.get(code="event").pk
    assert event["definition"]
    assert event["state"] == "offered"


def test_a_filter_takes_annotations_and_leaves_the_tables_around_them(frozen, scene):
    found = frozen(annotations=all_of(scene.study).filter(pk=scene.claim.pk), filters={"insertion": "no"})
    assert only(found, "annotations")["annotation_id"] == str(scene.claim.pk)
    assert found.about["filters"] == {"insertion": "no"}
    assert found.about["tables"]["decisions"] == 2
    assert "supported" in texts(found)[scene.reading.article_id], "a reviewer decided about it"


def test_whoever_still_reads_an_article_freezes_nothing_of_others_on_it(frozen, scene):
    owner = scene.owner
    make_reading(study=scene.study, article=scene.reading.article, coder=owner)
    seen = Annotation.objects.visible_to(owner).filter(reading__study=scene.study)
    found = frozen(annotations=seen)
    coder = scene.study.pseudonym(scene.coder.pk)
    for name in ("annotations", "decisions", "reading_events"):
        assert not list(found.table(name)), name
    assert {one["coder_pseudonym"] for one in found.table("coverage")} == {scene.study.pseudonym(owner.pk)}
    assert next(one for one in found.table("coders") if one["coder_pseudonym"] == coder)["annotations"] == 0
    assert {*texts(found)[scene.reading.article_id]} <= {COVER, WIDE_COVER, " ", "\n"}


def test_the_figures_of_agreement_are_those_measured_last(frozen):
    world = make_world()
    measured(world)
    lines = list(frozen(study=world.study, by=world.owner).table("agreement"))
    assert {one["measurement"] for one in lines} == {1}
    assert all(one["units"] for one in lines)


def test_nobody_is_named_unless_names_are_asked_for(frozen, scene):
    people = [scene.owner, scene.coder, scene.decision.reviewer, UserFactory()]
    people += [one.reviewer for one in scene.case.decisions.all()]
    MembershipFactory(study=scene.study, user=people[3], role=Role.REVIEWER)
    for number, person in enumerate(people):
        person.username, person.display_name = f"canary-user-{number}", f"Canary Name {number}"
        person.first_name, person.last_name = "Canaryfirst", "Canarylast"
        person.email = f"canary{number}@mail.example"
        person.last_login = timezone.now()
        person.save()
    for path in frozen().folder.iterdir():
        assert "canary" not in path.read_text().lower(), path.name
        assert scene.study.pseudonym_key not in path.read_text()
    assert "Canary Name" in (frozen(names=True).folder / "annotations.jsonl").read_text()
