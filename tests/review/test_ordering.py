"""The order of the queue, and cases that only a comparison had opened."""

from itertools import product

import pytest

from annotator.accounts.groups import make_researcher
from annotator.facets import Function, Host, Marking
from annotator.review import queries
from annotator.review.cases import gather
from annotator.review.models import Case
from annotator.review.ordering import in_order, with_rank
from annotator.suggestions.ranking import RANKS, rank
from articles.lineage.compare import compare, correct
from articles.lineage.models import Derivation
from articles.models import FRAME_SLOTS
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.people import UserFactory
from tests.factories.review import make_decision, make_reviewer, make_suggestion
from tests.factories.studies import StudyFactory, add_to_study

pytestmark = pytest.mark.django_db

FIRST = "The harbour council met on Tuesday evening and talked about the new ferry for three hours."
SECOND = "The mayor said the ferry would sail from the old pier before the summer holidays begin."
SILENT = "paid for by foreign donors"


@pytest.fixture
def pair():
    upstream = make_article(FIRST, SECOND)
    derived = make_article(FIRST, SECOND.replace("the ferry would", f"the ferry, {SILENT}, would"))
    link = DerivationFactory(derived=derived, upstream=upstream)
    compare(link)
    return link


@pytest.fixture
def study(pair):
    study = StudyFactory()
    add_to_study(study, pair.derived)
    gather(study)
    return study


def ranks(study):
    return [case.rank for case in with_rank(study.cases.order_by("pk"))]


def test_a_case_has_the_rank_that_the_export_says():
    hosts = [Host.INSIDE_QUOTATION, Host.RUNNING_TEXT]
    words = list(product([Marking.UNMARKED, Marking.DASHES], hosts, [*Function, ""]))
    reading = make_reading(*(f"w{i}." for i in range(len(words))))
    for i, (marking, host, function) in enumerate(words):
        said = {**INSERTION, "marking": marking, "host": host, "function": function}
        make_annotation(reading, f"w{i}.", **said)
    gather(reading.study)
    assert ranks(reading.study) == [rank(marking=m, host=h, function=f) for m, h, f in words]


def test_a_machines_marking_and_host_count_too():
    study = StudyFactory()
    article = make_article("Say [a] now.", "Say b now.")
    add_to_study(study, article)
    make_suggestion(article, "[a]")
    make_suggestion(article, "b", engine="comparison", marking="unmarked", host="inside-quotation")
    gather(study)
    assert [case.quote for case in in_order(study.cases.all())] == ["b", "[a]"]
    assert [case.quote for case in in_order(study.cases.all(), "text")] == ["[a]", "b"]


@pytest.mark.parametrize("frame", FRAME_SLOTS)
def test_of_one_rank_what_stands_in_the_frame_of_an_article_comes_last(frame):
    study = StudyFactory()
    for notice, body in (("n1", "b1"), ("n2", "b2")):
        article = make_article(blocks=[(frame, f"Copyright {notice}"), ("body", f"Say {body} now.")])
        add_to_study(study, article)
        for quote in (notice, body):
            make_suggestion(article, quote, engine="comparison", marking="unmarked")
    gather(study)
    assert [case.quote for case in in_order(study.cases.all())] == ["b1", "b2", "n1", "n2"]
    assert [case.quote for case in in_order(study.cases.all(), "text")] == ["n1", "b1", "n2", "b2"]


def test_of_one_rank_words_that_took_the_place_of_others_come_after_words_put_in_and_before_notices():
    study = StudyFactory()
    article = make_article(
        blocks=[
            ("headline", "Ferry slashed by half"),
            ("body", "The mayor, paid by donors, said “no late boats” to all."),
            ("notice", "Reprinted by kind leave"),
            ("body", "Say [a] for [b] now."),
        ]
    )
    add_to_study(study, article)
    silent = {"engine": "comparison", "marking": "unmarked"}
    make_suggestion(article, "slashed", kind="changed", host="headline", **silent)
    make_suggestion(article, "paid by donors", kind="put-in", **silent)
    make_suggestion(article, "late", kind="changed", **silent | {"host": "inside-quotation"})
    make_suggestion(article, "kind leave", kind="put-in", **silent)
    make_suggestion(article, "[a]", engine="comparison", kind="changed")
    make_suggestion(article, "[b]", engine="comparison", kind="changed")
    make_suggestion(article, "[b]")
    gather(study)
    told = [(case.quote, case.rank, case.replaced) for case in in_order(study.cases.all())]
    assert told == [
        ("late", 1, 1),
        ("paid by donors", 2, 0),
        ("slashed", 2, 1),
        ("kind leave", 2, 0),
        ("[b]", 4, 0),
        ("[a]", 4, 1),
    ], "what a second flag calls put in is put in"


def test_a_coders_substitution_is_one_too():
    reading = make_reading("Say a now.", "Say b now.")
    make_annotation(reading, "a", **{**INSERTION, "operation": "substitution"})
    make_annotation(reading, "b", **INSERTION)
    gather(reading.study)
    assert [case.quote for case in in_order(reading.study.cases.all())] == ["b", "a"]


def test_a_verdict_that_says_it_adds_a_claim_moves_a_marked_case_up():
    study = StudyFactory()
    article = make_article("Say [a] now.")
    add_to_study(study, article)
    make_suggestion(article, "[a]")
    gather(study)
    assert ranks(study) == [4]
    make_decision(study.cases.get(), make_reviewer(study), "original-not-available", function="adds-claim")
    assert ranks(study) == [3]
    assert set(RANKS) == {1, 2, 3, 4}


def test_a_silent_insertion_opens_a_case(study):
    case = queries.awaiting(study.cases.all()).get()
    assert case.quote.strip(", ") == SILENT
    assert ranks(study) == [2]


def test_a_case_whose_comparison_was_corrected_is_withdrawn_and_comes_back(study, pair):
    left, right = pair.upstream.paragraphs.get(position=1), pair.derived.paragraphs.get(position=1)
    by = UserFactory()
    correct(pair, kind="unlink", left=left, right=right, by=by, seen=0)
    gone = study.cases.get(pk=study.cases.order_by("pk").first().pk)
    assert gone in queries.withdrawn(study.cases.all())
    assert gone not in queries.queued(study.cases.all())
    correct(pair, kind="machine", left=left, right=right, by=by, seen=1)
    assert gone in queries.awaiting(study.cases.all())


def test_a_case_whose_original_was_rejected_is_withdrawn(study, client):
    Derivation.objects.update(status="rejected")
    case = queries.withdrawn(study.cases.all()).get()
    assert not queries.queued(Case.objects.all()).exists()
    client.force_login(make_reviewer(study))
    page = " ".join(client.get(f"/studies/{study.slug}/cases/{case.pk}/").content.decode().split())
    assert "No longer found" in page
    assert "or its original was rejected, so this case is out of the queue." in page
    listed = client.get(f"/studies/{study.slug}/cases/?status=withdrawn")
    assert [row.case for row in listed.context["rows"]] == [case]


def test_a_coders_flag_keeps_a_case_that_no_comparison_shows_any_more(study, pair):
    reading = make_reading(study=study, article=pair.derived)
    make_annotation(reading, SILENT, **{**INSERTION, "marking": "unmarked"})
    gather(study)
    Derivation.objects.update(status="rejected")
    assert queries.awaiting(study.cases.all()).count() == 1


def test_changes_of_form_open_no_case_but_the_queue_leads_to_them(client, django_assert_max_num_queries):
    study = StudyFactory()
    upstream = make_article('The mayor said "the ferry sails tomorrow" and left the room.')
    derived = make_article("The mayor said “the ferry sails tomorrow” and left the room.")
    link = DerivationFactory(derived=derived, upstream=upstream)
    compare(link)
    add_to_study(study, derived)
    reviewer = make_reviewer(study)
    client.force_login(reviewer)
    page = client.get(f"/studies/{study.slug}/cases/").content.decode()
    assert "Changes of form too" not in page, "the reviewer may not open the library"
    make_researcher(reviewer)
    with django_assert_max_num_queries(30):
        page = client.get(f"/studies/{study.slug}/cases/").content.decode()
    n = link.comparisons.get().changes.exclude(trivial="").count()
    assert n
    assert f'href="/articles/{derived.pk}/compare/{link.pk}/?form=1"' in page
    assert f": {n} change" in page
    assert not study.cases.exists()
