"""Each annotation that is not carried with all others is decided by its coder."""

import pytest

from annotator.annotations.carried import CarriedOver
from annotator.studies.models import CodebookRevision
from tests.annotations.carry_over.versions import carry_all, drop, page, send, words
from tests.factories.annotations import INSERTION
from tests.factories.articles import make_article

pytestmark = pytest.mark.django_db


def test_the_proposed_words_are_confirmed(client, versions):
    form, answer = send(client, versions, versions.cost)
    assert answer.status_code == 302
    row = CarriedOver.objects.get()
    assert (str(row.pk), row.decided, row.status) == (form["id"], "accepted", "check")
    assert 0.5 < row.score < 1
    new = row.to_annotation
    assert (new.quote, new.note, new.certainty) == ("Repairs will cost 600 million crowns", "how much?", "likely")
    assert new.claim_type == versions.cost.claim_type
    assert answer.url.endswith(f"#i-{versions.strike.pk}")


def test_every_facet_comes_along(client, versions):
    facets = {"source_kind": "collective", "mode": "mixed", "stance": "distancing"}
    old = versions.annotate(
        "Nobody was hurt", attribution="attributed", anonymity_reason_given=True, denied=True, **facets
    )
    flagged = versions.annotate("Monday", **INSERTION | {"marking": "footnote"})
    carry_all(client, versions)
    new = CarriedOver.objects.get(from_annotation=old).to_annotation
    assert {name: getattr(new, name) for name in facets} == facets
    assert (new.attribution, new.anonymity_reason_given, new.denied) == ("attributed", True, True)
    new = CarriedOver.objects.get(from_annotation=flagged).to_annotation
    assert (new.marking, new.function, new.effect) == ("footnote", "adds-claim", "adds-claim")


def test_the_codebook_revision_is_the_one_in_force(client, versions):
    newest = CodebookRevision.objects.create(study=versions.study, number=2, content=[])
    carry_all(client, versions)
    send(client, versions, versions.cost)
    assert {row.to_annotation.codebook_revision for row in CarriedOver.objects.all()} == {newest}


def test_other_words_may_be_chosen(client, versions):
    paragraph = versions.reading.article.paragraphs.get(position=1)
    send(client, versions, versions.cost, paragraph=paragraph.pk, start=18, quote="600 million crowns")
    row = CarriedOver.objects.get()
    assert (row.decided, row.to_annotation.quote) == ("placed", "600 million crowns")


def test_without_script_the_words_are_typed(client, versions):
    form = {"how": "exact", "number": "3", "exact": "Nobody was hurt", "occurrence": "1"}
    _, answer = send(client, versions, versions.strike, **form)
    assert answer.status_code == 302
    row = CarriedOver.objects.get()
    assert (row.status, row.decided, row.to_annotation.quote) == ("lost", "placed", "Nobody was hurt")


def test_a_source_that_stands_beside_the_chosen_words_comes_along(client, versions):
    lost = versions.annotate("for the whole of May", attribution="attributed", source="Nobody")
    form = {"how": "exact", "number": "3", "exact": "hurt", "occurrence": "1"}
    send(client, versions, lost, **form)
    new = CarriedOver.objects.get().to_annotation
    assert [span.quote for span in new.role_spans.all()] == ["Nobody"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"quote": "600 million crowns"}, "do not stand at position"),
        ({"start": "-1"}, "not a whole number"),
        ({"paragraph": "99999999999999999999"}, "not a whole number"),
        ({"how": "exact", "number": "99", "exact": "x"}, "no paragraph with this number"),
        ({"how": "exact", "number": "9" * 30, "exact": "x"}, "no paragraph with this number"),
        ({"how": "exact", "number": "1", "exact": "not in it"}, "do not stand in the paragraph"),
        ({"what": "burn"}, "carry it over or to leave it out"),
        ({"id": "no"}, "could not be read"),
        ({"seen": "x"}, "could not be read"),
        ({"what": "drop", "why": ""}, "Say why"),
        ({"what": "drop", "why": "because"}, "Say why"),
        ({"what": "drop", "why": "other", "note": " "}, "other reason"),
        ({"what": "drop", "why": "gone", "note": "\0"}, "must be characters"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(client, versions, changed, sentence):
    _, answer = send(client, versions, versions.cost, **changed)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not CarriedOver.objects.exists()


def test_a_refused_form_keeps_what_was_typed(client, versions):
    _, answer = send(client, versions, versions.strike, how="exact", number="2", exact="the ferry strike")
    assert answer.status_code == 422
    assert 'value="the ferry strike"' in answer.text


def test_words_of_another_article_are_refused(client, versions):
    elsewhere = make_article("is closed").paragraphs.get()
    _, answer = send(client, versions, versions.closed, paragraph=elsewhere.pk, start=0, quote="is closed")
    assert answer.status_code == 422
    assert not CarriedOver.objects.exists()


def test_one_that_is_left_out_says_why_and_makes_nothing(client, versions):
    drop(client, versions, versions.strike, note="cut by the desk")
    row = CarriedOver.objects.get()
    assert (row.decided, row.why, row.note, row.to_annotation, row.status) == (
        "dropped", "gone", "cut by the desk", None, "lost",
    )  # fmt: skip
    assert not versions.reading.annotations.exists()
    said = words(page(client, versions))
    assert "3 = 1 carried + 1 to check + 1 lost" in said
    assert "Left out" in said


def test_one_left_out_may_be_carried_over_after_all(client, versions):
    drop(client, versions, versions.cost, why="changed")
    send(client, versions, versions.cost)
    rows = CarriedOver.objects.order_by("number")
    assert [(row.number, row.decided) for row in rows] == [(1, "dropped"), (2, "accepted")]


def test_when_all_are_decided_it_says_so(client, versions):
    carry_all(client, versions)
    send(client, versions, versions.cost)
    _, answer = drop(client, versions, versions.strike)
    assert answer.url.endswith("#done")
    assert "All 3 are decided: 2 carried over, 1 left out." in words(page(client, versions))
