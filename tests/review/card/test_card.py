"""The decision card says what a verdict rests on, to whoever may see the case and to nobody else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.annotations.models import Annotation
from annotator.facets import Verdict
from annotator.review.card.facts import revision_at
from annotator.review.cases import gather
from annotator.review.take_back import take_back
from annotator.studies.models import CodebookRevision
from articles.lineage.models import Derivation
from tests.factories.annotations import INSERTION, LEFT_OUT, make_annotation, make_left_out, make_omission, make_reading
from tests.factories.people import UserFactory
from tests.factories.review import QUOTE, make_decision, make_reviewer, make_suggestion
from tests.factories.studies import MembershipFactory, StudyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, queue):
    gather(queue.study)
    client.force_login(queue.reviewer)

    def get(query="", pk=None):
        return client.get(f"/studies/{queue.study.slug}/cases/{pk or queue.case.pk}/card/{query}")

    return get


def words(response):
    """The page's text, tags aside."""
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def decided(queue, **fields):
    original = queue.with_original("The rebels took the villages, she said.", archive_url="https://archive.example/o")
    said = {
        "upstream": original,
        "upstream_sha256": original.capture.sha256,
        "function": "adds-claim",
        "inserter": "republisher",
        "reason": "Not a word of it there.",
        "best_match": "The rebels took the villages, she said.",
        "best_match_score": 87.5,
        "evidence_paragraph": original.paragraphs.get(),
        "evidence_start": 4,
        "evidence_quote": "rebels took",
        **fields,
    }
    verdict = said.pop("verdict", Verdict.CONFIRMED_ABSENT_IN_ORIGINAL)
    return make_decision(queue.case, queue.reviewer, verdict, **said)


def test_it_says_verdict_reason_person_and_both_texts(ask, queue):
    decision = decided(queue)
    page = words(ask())
    article, original = queue.article, decision.upstream
    assert "Confirmed absent in original" in page
    assert "Not a word of it there." in page
    assert f"{queue.reviewer.get_full_name()} ({queue.study.pseudonym(queue.reviewer.pk)})" in page
    for one in (article, original):
        assert one.text_sha256 in page
        assert one.capture.sha256 in page
    assert "https://archive.example/o" in page
    assert "“rebels took” ¶1, characters 5 to 15" in page
    assert "88 % alike" in page
    assert "the words are not in the stored original" in page
    assert "Every paragraph of" in page


def test_both_passages_stand_with_their_neighbours_and_the_words_are_marked(ask, queue):
    decided(queue)
    page = ask().content.decode()
    assert f'<mark class="flagged">{QUOTE}</mark>' in page
    assert "Army says two villages lost." in page
    assert "Rain fell." in page


def test_its_citation_holds_without_the_page(ask, queue, settings):
    settings.SITE_URL = "https://annotator.example"
    decision = decided(queue)
    page = words(ask())
    address = f"https://annotator.example/studies/{queue.study.slug}/cases/{queue.case.pk}/card/"
    assert (
        f"case {queue.case.pk}, “{QUOTE}”. Decision 1 of {decision.at:%Y-%m-%d}: confirmed absent in original." in page
    )
    assert f"Text SHA-256 {queue.article.text_sha256}; compared with an original of SHA-256" in page
    assert f"revision 1. {address}" in page


def test_the_wording_is_that_of_the_revision_in_force_when_it_was_decided(ask, queue):
    make_annotation(
        make_reading(study=queue.study, article=queue.article), QUOTE, **INSERTION, claim_type=_event(queue.study)
    )
    gather(queue.study)
    _revise(queue.study, 2, "event", "something happened", created_at=queue.study.revision.created_at)
    decision = decided(queue)
    _revise(queue.study, 3, "happening", "changed since", created_at=decision.at + timedelta(seconds=5))
    page = words(ask())
    assert "revision 2 , in force when the decision was made." in page
    assert "Claim type: Event something happened" in page
    assert "changed since" not in page
    take_back(decision, by=queue.reviewer, reason="")
    page = words(ask())
    assert "revision 3 , in force now." in page
    assert "Claim type: Happening changed since" in page


def _revise(study, number, label, definition, *, created_at):
    content = [{"id": _event(study).pk, "code": "event", "label": label.capitalize(), "definition": definition}]
    CodebookRevision.objects.create(study=study, number=number, content=content, created_at=created_at)


def _event(study):
    return study.claim_types.get(code="event")


def test_before_the_first_revision_there_was_none(queue):
    assert revision_at(queue.study, datetime(2000, 1, 1, tzinfo=UTC)) is None
    assert revision_at(StudyFactory(codebook=False), None) is None


def test_every_decision_is_in_the_history_superseded_and_taken_back_ones_too(ask, queue):
    make_decision(queue.case, UserFactory(display_name="Earlier Eve"), Verdict.NOT_AN_INSERTION, reason="A footnote.")
    decision = decided(queue)
    take_back(decision, by=queue.reviewer, reason="Wrong original.")
    page = words(ask())
    assert "No verdict stands. The last one was taken back on" in page
    assert "3. Took back “Confirmed absent in original”" in page
    assert "2. Confirmed absent in original taken back since" in page
    assert "1. Not an insertion" in page
    assert "A footnote." in page
    assert "Wrong original." in page


def test_without_decision_or_original_it_says_so(ask, queue):
    page = words(ask())
    assert "Nobody has decided this case yet." in page
    assert "No original of this article is stored, so nobody can say what stands in it." in page
    assert "Decide it on the case’s page." in page
    assert "No verdict stands on it." in page


def test_what_weakens_a_verdict_is_on_the_card(ask, queue):
    decided(queue)
    Derivation.objects.filter(derived=queue.article).update(status=Derivation.Status.REJECTED)
    page = words(ask())
    assert "which is no longer confirmed as the original of this article. The case counts as disputed." in page
    assert "No longer linked as an original" in page
    make_annotation(make_reading(study=queue.study, article=queue.article), QUOTE, **INSERTION, note="Again.")
    assert "These words were flagged again since the decision." in words(ask())
    for one in Annotation.objects.standing():
        Annotation.objects.filter(pk=one.pk).end(by=one.reading.coder, how="withdrawn")
    assert "Every flag on these words has been taken back since." in words(ask())


def test_coders_appear_under_pseudonyms(ask, queue):
    page = words(ask())
    assert queue.study.pseudonym(queue.coder.pk) in page
    assert queue.coder.username not in page
    assert queue.coder.get_full_name() not in page


def test_it_opens_for_owners_and_reviewers_alone(client, ask, queue):
    address = f"/studies/{queue.study.slug}/cases/{queue.case.pk}/card/"
    for role, status in (("owner", 200), ("reviewer", 200), ("coder", 404), ("reader", 404)):
        client.force_login(MembershipFactory(study=queue.study, role=role).user)
        assert client.get(address).status_code == status, role
    client.force_login(queue.coder)
    assert client.get(address).status_code == 404
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302
    client.force_login(queue.reviewer)
    assert client.post(address).status_code == 405


def test_a_case_of_another_study_is_not_there(ask, queue):
    other = MembershipFactory(user=queue.reviewer, role="reviewer").study
    assert ask(pk=queue.case.pk + 1).status_code == 404
    assert ask(pk=10**30).status_code == 404
    assert ask("?nonsense=1").status_code == 400
    assert queue.case.study != other


def test_the_case_page_leads_to_it(client, ask, queue):
    page = client.get(f"/studies/{queue.study.slug}/cases/{queue.case.pk}/").content.decode()
    assert f'href="/studies/{queue.study.slug}/cases/{queue.case.pk}/card/"' in page


def test_more_flags_and_decisions_ask_no_more_questions(ask, queue):
    decided(queue)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert ask().status_code == 200
        return len(asked)

    few = questions()
    for number in range(4):
        make_annotation(make_reading(study=queue.study, article=queue.article), QUOTE, **INSERTION, note=str(number))
    make_suggestion(queue.article, QUOTE)
    gather(queue.study)
    for _ in range(3):
        make_decision(queue.case, UserFactory(), Verdict.NOT_AN_INSERTION)
    decision = queue.case.decisions.get(number=1)
    make_decision(
        queue.case,
        queue.reviewer,
        Verdict.CONFIRMED_ABSENT_IN_ORIGINAL,
        upstream=decision.upstream,
        upstream_sha256=decision.upstream_sha256,
    )
    questions()
    assert questions() <= few


def test_left_out_words_have_a_card_too(client):
    original, copy = make_left_out()
    make_omission(copy, original.article, effect="removes-claim")
    gather(copy.study)
    case = copy.study.cases.get()
    reviewer = make_reviewer(copy.study)
    make_decision(
        case,
        reviewer,
        Verdict.PRESENT_IN_ORIGINAL,
        upstream=original.article,
        upstream_sha256=original.article.capture.sha256,
    )
    client.force_login(reviewer)
    page = words(client.get(f"/studies/{copy.study.slug}/cases/{case.pk}/card/"))
    assert "Left out: present in original" in page
    assert LEFT_OUT in page
