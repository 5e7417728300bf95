import uuid

import pytest

from annotator.accounts.groups import make_researcher
from annotator.annotations.models import Annotation
from annotator.facets import Verdict
from annotator.review import queries
from annotator.review.cases import gather
from annotator.review.models import Decision
from annotator.review.originals import linked_originals
from articles.lineage.models import Derivation
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.review import QUOTE, make_decision, make_original, make_reviewer, newest_flag
from tests.factories.studies import MembershipFactory, StudyFactory

pytestmark = pytest.mark.django_db

PROPOSED = {"status": "proposed", "settled_at": None, "settled_by": None}
NOT_ONE = "not-an-insertion"
NOT_AVAILABLE = "original-not-available"


@pytest.fixture
def many(queue):
    """The queue's own case and three more of another article, in that order."""
    reading = make_reading("Say [a] and [b] and [c].", study=queue.study)
    for quote in ("[a]", "[b]", "[c]"):
        make_annotation(reading, quote, **INSERTION)
    gather(queue.study)
    queue.cases = {case.quote: case for case in queue.study.cases.all()}
    return queue


@pytest.fixture
def post(client, queue):
    gather(queue.study)
    client.force_login(queue.reviewer)

    def send(case=None, query="", **said):
        case = case or queue.case
        shown = linked_originals(queue.article)
        original = shown[0].upstream_id if shown else ""
        fields = {
            "id": str(uuid.uuid4()),
            "seen_number": 0,
            "seen_flag": newest_flag(case),
            "original": original,
            "verdict": NOT_ONE,
            "inserter": "unknown",
            **said,
        }
        address = f"/studies/{queue.study.slug}/cases/{case.pk}/decide/{query}"
        return client.post(address, {k: v for k, v in fields.items() if v is not None})

    return send


def address(queue, case=None, query=""):
    return f"/studies/{queue.study.slug}/cases/{f'{case.pk}/' if case else ''}{query}"


def text(response):
    return " ".join(response.content.decode().split())


def test_a_decision_is_stored_and_the_next_awaiting_case_opens(client, many, post):
    response = post(many.cases["[a]"], reason="Mistaken.\r\nSee above.")
    assert (response.status_code, response.url) == (303, address(many, many.cases["[b]"]))
    decision = Decision.objects.get()
    assert (decision.reviewer, decision.verdict, decision.number) == (many.reviewer, NOT_ONE, 1)
    assert decision.reason == "Mistaken.\nSee above."
    page = text(client.get(response.url))
    assert f'Decided “<a href="{address(many, many.cases["[a]"])}" dir="auto">[a]</a>”: Not an insertion.' in page
    assert f'action="{address(many, many.cases["[a]"])}take-back/"' in page
    assert f'name="decision" value="{decision.pk}"' in page
    assert "Decided “" not in text(client.get(response.url)), "told once"
    assert "Your recent decisions" in page


def test_it_keeps_the_filter_and_begins_again_at_the_top(many, post):
    query = f"?status=awaiting&article={many.cases['[a]'].paragraph.article_id}"
    assert post(many.cases["[c]"], query).url == address(many, many.cases["[a]"], query)
    assert post(many.cases["[a]"], query).url == address(many, many.cases["[b]"], query)
    assert post(many.cases["[b]"], query).url == address(many, None, query)


def test_it_skips_cases_the_reviewer_flagged(many, post):
    reading = make_reading(study=many.study, article=many.cases["[b]"].paragraph.article, coder=many.reviewer)
    make_annotation(reading, "[b]", **INSERTION)
    gather(many.study)
    assert post(many.cases["[a]"]).url == address(many, many.cases["[c]"])


def test_after_the_last_one_the_queue_says_so(client, queue, post):
    response = post()
    assert response.url == address(queue)
    assert "nothing here awaits your decision" in text(client.get(response.url))


def test_staying_stays(client, many, post):
    response = post(many.cases["[a]"], stay="on")
    assert response.url == address(many, many.cases["[a]"])
    assert "”: Not an insertion." in text(client.get(response.url))


def test_among_decided_ones_it_walks_on(many, post):
    for quote in ("[a]", "[b]"):
        make_decision(many.cases[quote], many.reviewer)
    response = post(many.cases["[a]"], "?status=decided", seen_number=1, verdict=NOT_AVAILABLE)
    assert response.url == address(many, many.cases["[b]"], "?status=decided")


def test_sending_the_same_form_twice_decides_once_and_goes_the_same_way(many, post):
    id = str(uuid.uuid4())
    first, second = post(many.cases["[a]"], id=id), post(many.cases["[a]"], id=id)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Decision.objects.count() == 1


def test_a_decision_in_between_shows_both_and_keeps_what_was_typed(client, queue, post):
    other = make_reviewer(queue.study, user__display_name="Ada Theirs")
    make_decision(queue.case, other, reason="Their reason")
    response = post(verdict=NOT_AVAILABLE, reason="My <long> reason", function="comment")
    page = text(response)
    assert response.status_code == 409
    for words in ("Ada Theirs", "Their reason", "My &lt;long&gt; reason", "Decide anyway: Original not available"):
        assert words in page
    assert Decision.objects.count() == 1
    form = response.context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
    assert post(**again).status_code == 303
    newest = queue.case.decisions.order_by("-number").first()
    assert (newest.number, newest.verdict, newest.function, newest.reason) == (
        2, NOT_AVAILABLE, "comment", "My <long> reason"
    )  # fmt: skip


def test_a_refused_form_comes_back_with_what_was_typed(queue, post):
    response = post(verdict="confirmed-absent-in-original", reason="Half a page of thought", effect="weakens")
    page = text(response)
    assert response.status_code == 422
    assert "No original is stored for this article" in page
    assert "Half a page of thought" in page
    assert '<option value="weakens" selected>' in page
    assert not Decision.objects.exists()


def test_words_of_the_original_are_asked_for_and_kept(queue, post):
    upstream = queue.with_original()
    response = post(verdict="present-in-original", evidence_quote="seven towns", original=upstream.pk)
    assert response.status_code == 422
    assert ">\nseven towns</textarea>" in response.content.decode()
    assert post(verdict="present-in-original", evidence_quote="two villages").status_code == 303
    assert Decision.objects.get().evidence_quote == "two villages"


def test_a_literal_occurrence_asks_to_check_and_the_box_then_passes(queue, post):
    queue.with_original("Supported covertly by outsiders, they fled.")
    response = post(verdict="confirmed-absent-in-original")
    page = text(response)
    assert response.status_code == 422
    assert "The same words stand in ¶1" in page
    assert 'name="checked_elsewhere"' in page
    assert post(verdict="confirmed-absent-in-original", checked_elsewhere="on").status_code == 303


def test_an_accusation_without_evidence_offers_unknown(queue, post):
    response = post(verdict=NOT_AVAILABLE, inserter="republisher")
    assert response.status_code == 422
    assert "Choose “Unknown” as the inserter" in text(response)


def test_ones_own_flag_is_refused_whatever_is_sent(client, queue, post):
    queue.coder.memberships.update(role="reviewer")
    client.force_login(queue.coder)
    response = post(reason="Mine")
    assert response.status_code == 403
    assert "You flagged these words yourself" in text(response)
    Annotation.objects.filter(pk=queue.annotation.pk).end(by=queue.coder, how="withdrawn")
    assert post().status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("owner", 303), ("reviewer", 303), ("coder", 404), ("reader", 404)])
def test_deciding_is_for_owners_and_reviewers(client, queue, post, role, status):
    client.force_login(MembershipFactory(study=queue.study, role=role).user)
    assert post().status_code == status


def test_a_case_of_another_study_cannot_be_decided_through_ones_own(client, queue):
    gather(queue.study)
    elsewhere = StudyFactory()
    client.force_login(make_reviewer(elsewhere))
    assert client.post(f"/studies/{elsewhere.slug}/cases/{queue.case.pk}/decide/").status_code == 404


def test_deciding_is_a_post(client, queue, post):
    assert client.get(f"/studies/{queue.study.slug}/cases/{queue.case.pk}/decide/").status_code == 405


HOSTILE = ["\x00", "99999999999999999999", "\ud83d"]
MORE_HOSTILE = ["", "-1", "x", "🏴", "a" * 25_000, "1e400"]


@pytest.mark.parametrize("values", [HOSTILE, pytest.param(MORE_HOSTILE, marks=pytest.mark.slow)], ids=["few", "more"])
@pytest.mark.parametrize(
    "name",
    ["id", "seen_number", "seen_flag", "original", "verdict", "evidence_quote", "evidence_paragraph", "evidence_start",
     "checked_elsewhere", "function", "inserter", "effect", "marking", "reason", "stay"],
)  # fmt: skip
def test_no_field_breaks_the_page(queue, post, name, values):
    queue.with_original()
    for value in values:
        sent = value.encode("utf-8", "surrogatepass") if "\ud83d" in value else value
        said = {"verdict": Verdict.DIFFERS_IN_ORIGINAL, "evidence_quote": "two villages", name: sent}
        response = post(**{"seen_number": queue.case.decisions.count(), **said})
        assert response.status_code in (303, 422), value


@pytest.mark.parametrize("name", ["id", "seen_number", "seen_flag", "verdict"])
def test_what_every_decision_needs_is_asked_for(queue, post, name):
    assert post(**{name: None}).status_code == 422
    assert not Decision.objects.exists()


def test_an_edited_flag_of_the_reviewers_own_is_caught_before_anybody_gathers_it(queue, post):
    reading = make_reading(study=queue.study, article=queue.article, coder=queue.reviewer)
    make_annotation(reading, QUOTE, **INSERTION)
    assert post().status_code == 403


@pytest.mark.parametrize("verdict", ["confirmed-absent-in-original", "present-in-original", "differs-in-original"])
def test_nothing_is_said_about_an_original_that_only_a_machine_proposed(client, queue, post, verdict):
    make_original(queue.article, "The sluice runs.", link=PROPOSED)
    answer = post(verdict=verdict, reason="kept words")
    assert answer.status_code == 422
    assert "nobody has confirmed it yet" in text(answer)
    assert "kept words" in text(answer)
    assert not Decision.objects.exists()
    make_researcher(queue.reviewer)
    derivation = Derivation.objects.get()
    here = address(queue, queue.case)
    confirmed = client.post(
        f"/articles/{queue.article.pk}/original/{derivation.pk}/", {"status": "confirmed", "next": here}
    )
    assert (confirmed.status_code, confirmed.url) == (302, here)
    assert post(verdict="confirmed-absent-in-original").status_code == 303


@pytest.mark.parametrize("back", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example"])
def test_confirming_an_original_never_leads_to_another_host(client, queue, back):
    make_original(queue.article, "The sluice runs.", link=PROPOSED)
    make_researcher(queue.reviewer)
    client.force_login(queue.reviewer)
    address = f"/articles/{queue.article.pk}/original/{Derivation.objects.get().pk}/"
    answer = client.post(address, {"status": "confirmed", "next": back})
    assert answer.url == f"/articles/{queue.article.pk}/"


def test_an_original_that_was_linked_meanwhile_is_shown_before_anything_is_said_of_it(queue, post):
    upstream = queue.with_original()
    response = post(verdict="confirmed-absent-in-original", original="", reason="kept words")
    page = text(response)
    assert response.status_code == 422
    assert "linked to this article after you opened the case" in page
    assert "kept words" in page
    assert not Decision.objects.exists()
    assert response.context["form"]["original"].value() == str(upstream.pk)
    assert post(verdict="confirmed-absent-in-original", original=upstream.pk).status_code == 303


def test_an_original_that_was_rejected_meanwhile_gives_way_to_the_one_shown(queue, post):
    first, second = queue.with_original(), queue.with_original("Another text of the day.")
    Derivation.objects.filter(upstream=first).update(status="rejected")
    response = post(verdict="confirmed-absent-in-original", original=first.pk)
    assert response.status_code == 422
    assert "no longer linked" in text(response)
    assert response.context["form"]["original"].value() == str(second.pk)


def test_after_a_decision_the_case_that_was_flagged_again_opens(many, post):
    make_decision(many.cases["[b]"], many.reviewer)
    other = make_reading(study=many.study, article=many.cases["[b]"].paragraph.article)
    make_annotation(other, "[b]", **INSERTION)
    gather(many.study)
    assert post(many.cases["[a]"]).url == address(many, many.cases["[b]"])


def flag_meanwhile(queue, **fields):
    """Somebody flags the words again while the reviewer has the case open."""
    other = make_reading(study=queue.study, article=queue.article)
    return make_annotation(other, QUOTE, **{**INSERTION, **fields})


def test_a_flag_that_came_meanwhile_is_not_signed_for_and_the_reviewer_is_told(client, queue, post):
    flag_meanwhile(queue)
    response = post(reason="Typed for a while", seen_flag=newest_flag(queue.case))
    assert response.status_code == 303
    decision = Decision.objects.get()
    assert (decision.reason, decision.flags_seen.count()) == ("Typed for a while", 1)
    assert queries.awaiting(queue.study.cases.all()).exists()
    assert response.url == address(queue, queue.case), "nothing else awaits, so this one opens again"
    page = text(client.get(response.url))
    assert "A flag came in that you had not been shown, so that case awaits you again." in page
    assert page.count("new since the decision</span>") == 1


def test_a_note_that_was_changed_meanwhile_asks_for_nothing(client, queue, post):
    seen = newest_flag(queue.case)
    Annotation.objects.filter(pk=queue.annotation.pk).end(by=queue.coder, how="replaced")
    make_annotation(queue.reading, QUOTE, replaces=queue.annotation, note="A word more", **INSERTION)
    response = post(seen_flag=seen)
    assert not queries.awaiting(queue.study.cases.all()).exists()
    assert "awaits you again" not in text(client.get(response.url))
    page = text(client.get(address(queue, queue.case)))
    assert "edited since, in nothing that was decided" in page
    assert "new since the decision" not in page


def test_a_page_that_comes_back_shows_what_came_meanwhile_before_it_is_signed(queue, post):
    flag_meanwhile(queue, note="Look at this")
    response = post(verdict="present-in-original", reason="kept words", seen_flag=newest_flag(queue.case))
    page = text(response)
    assert response.status_code == 422
    assert "A flag came in after you had opened this case." in page
    assert page.count("new: came after you opened this case</span>") == 1
    for words in ("Look at this", "kept words"):
        assert words in page
    assert response.context["form"]["seen_flag"].value() == str(newest_flag(queue.case))


def test_a_decision_made_from_the_page_of_two_speaks_of_what_was_shown_before(queue, post):
    seen = newest_flag(queue.case)
    flag_meanwhile(queue)
    gather(queue.study)
    make_decision(queue.case, make_reviewer(queue.study))
    response = post(seen_flag=seen)
    assert response.status_code == 409
    assert "A flag came in after you had opened the case" in text(response)
    assert response.context["form"]["seen_flag"].value() == seen
