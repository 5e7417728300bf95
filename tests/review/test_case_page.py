import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.accounts.groups import make_researcher
from annotator.annotations.models import Annotation
from annotator.facets import Verdict
from annotator.review.cases import gather
from annotator.review.keys import KEYS, VERDICT_KEYS
from annotator.review.originals import alike
from articles.lineage.models import Derivation
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.people import UserFactory
from tests.factories.review import QUOTE, make_case, make_decision, make_reviewer, make_suggestion
from tests.factories.studies import MembershipFactory, StudyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client, queue):
    gather(queue.study)
    client.force_login(queue.reviewer)

    def ask(query="", case=None):
        return client.get(f"/studies/{queue.study.slug}/cases/{(case or queue.case).pk}/{query}")

    return ask


def text(response):
    return " ".join(response.content.decode().split())


def verdict_buttons(page):
    found = re.findall(r'<button form="decide"[^>]*>', page)
    return {re.search(r'data-key="(\d)"', b)[1]: (re.search(r'value="([^"]*)"', b)[1], "disabled" in b) for b in found}


def test_it_shows_the_passage_in_its_paragraph_with_its_neighbours(get, queue):
    page = text(get())
    assert f'<mark class="flagged">{QUOTE}</mark>' in page
    assert "Army says two villages lost." in page
    assert "Rain fell." in page


def test_it_says_who_flagged_and_how_under_a_pseudonym(get, queue):
    make_suggestion(queue.article, QUOTE, reason="No footnote, no credit.")
    Annotation.objects.filter(pk=queue.annotation.pk).end(by=queue.coder, how="withdrawn")
    make_annotation(queue.reading, QUOTE, **INSERTION, note="Look <b>here</b>", certainty="unsure")
    page = text(get())
    assert queue.study.pseudonym(queue.coder.pk) in page
    assert queue.coder.username not in page
    assert queue.coder.display_name not in page
    assert "Look &lt;b&gt;here&lt;/b&gt;" in page
    assert "Detector “brackets” 1" in page
    assert "No footnote, no credit." in page
    assert "Withdrawn since" in page
    assert "Unsure" in page


def test_without_an_original_it_says_so_and_offers_to_link_one(get, queue):
    queue.reviewer.user_permissions.add(Permission.objects.get(codename="view_article"))
    page = text(get())
    assert "No original of this article is stored, so nobody can say what stands in it." in page
    assert f'href="/articles/{queue.article.pk}/">Link an original</a>' in page
    assert {key: off for key, (_, off) in verdict_buttons(page).items()} == {
        "1": True, "2": True, "3": True, "4": False, "5": False
    }  # fmt: skip


def test_the_digits_stand_in_the_fixed_order(get, queue):
    queue.with_original()
    buttons = verdict_buttons(text(get()))
    assert [value for value, _ in buttons.values()] == list(Verdict.values)
    assert list(buttons) == list(VERDICT_KEYS) == ["1", "2", "3", "4", "5"]
    assert not any(off for _, off in buttons.values())


def test_the_original_stands_left_with_what_was_searched(get, queue):
    upstream = queue.with_original("Rain fell.", "The militants lost two small villages, the army said on Monday.")
    page = text(get())
    assert page.index('id="original-head"') < page.index('id="republication-head"')
    assert upstream.capture.sha256 in page
    assert upstream.outlet.name in page
    assert '<del class="opens">small</del>' in page
    assert f'<ins class="opens"><mark class="flagged">{QUOTE}</mark></ins>' in page
    assert "only in the original: " in page
    assert "¶2 of 2, 95 % alike, the flagged words left out" in page


PROPOSED = {"status": "proposed", "settled_at": None, "settled_by": None}


def test_a_machines_proposal_is_named_as_one(get, queue):
    queue.with_original(link=PROPOSED)
    assert "Proposed by a machine" in text(get())


@pytest.mark.parametrize("researcher", [True, False])
def test_verdicts_about_a_proposed_original_are_off_and_say_why(get, queue, researcher):
    if researcher:
        make_researcher(queue.reviewer)
    queue.with_original(link=PROPOSED)
    page = text(get())
    assert [off for _, off in verdict_buttons(page).values()] == [True, True, True, False, False]
    assert "1 to 3 are off. A machine proposed this original and nobody has confirmed it yet." in page
    assert ("Yes, this is the original</button>" in page) is researcher
    assert ("Somebody who may use the article library can confirm it." in page) is not researcher


def test_nobody_is_accused_beforehand_on_a_proposed_original(get, queue):
    Annotation.objects.filter(pk=queue.annotation.pk).end(by=queue.coder, how="withdrawn")
    make_annotation(queue.reading, QUOTE, **{**INSERTION, "inserter": "republisher"})
    queue.with_original(link=PROPOSED)
    assert get().context["form"]["inserter"].value() == "unknown"


def test_a_case_that_was_flagged_again_says_so_and_names_the_new_flag(get, queue):
    make_decision(queue.case, queue.reviewer)
    assert "flagged again" not in text(get()).lower()
    make_annotation(make_reading(study=queue.study, article=queue.article), QUOTE, **INSERTION)
    page = text(get())
    assert "Flagged again since: Not an insertion" in page
    assert "These words have been flagged again since the decision" in page
    assert page.count("new since the decision</span>") == 1


def test_a_decision_whose_original_was_rejected_says_so(get, queue):
    upstream = queue.with_original(title="The first report")
    make_decision(
        queue.case,
        queue.reviewer,
        Verdict.CONFIRMED_ABSENT_IN_ORIGINAL,
        upstream=upstream,
        upstream_sha256=upstream.capture.sha256,
    )
    assert "no longer confirmed" not in text(get())
    Derivation.objects.update(status="rejected")
    page = text(get())
    assert "rests on “The first report”, and that is no longer confirmed as the original of this article." in page
    assert "◐</span> Disputed: Confirmed absent in original" in page


def test_another_original_can_be_compared(get, queue):
    queue.with_original(title="First source")
    second = queue.with_original("Other words of the day.", title="Second source")
    assert "Compare with “Second source”" in text(get())
    page = text(get(f"?original={second.pk}"))
    assert "Other words of the day." in page
    assert "Compare with “First source”" in page


def test_the_form_starts_from_what_coders_said(get, queue):
    form = get().context["form"]
    assert (form["function"].value(), form["inserter"].value(), form["effect"].value(), form["marking"].value()) == (
        "adds-claim", "unknown", "adds-claim", "square-brackets"
    )  # fmt: skip
    assert form["seen_number"].value() == 0


def test_nobody_is_accused_beforehand_whatever_the_coders_wrote(get, queue):
    for _ in range(2):
        other = make_reading(study=queue.study, article=queue.article)
        make_annotation(other, QUOTE, **{**INSERTION, "inserter": "republisher"})
    assert get().context["form"]["inserter"].value() == "unknown"
    queue.with_original()
    assert get().context["form"]["inserter"].value() == "unknown"


def test_a_decided_case_starts_from_the_decision_that_stands(get, queue):
    make_decision(queue.case, queue.reviewer, function="comment", reason="First")
    make_decision(queue.case, queue.reviewer, Verdict.ORIGINAL_NOT_AVAILABLE, function="context", reason="Second")
    response = get()
    page = text(response)
    assert response.context["form"]["function"].value() == "context"
    assert response.context["form"]["seen_number"].value() == 2
    assert page.index("Second") < page.index("First")
    assert page.count(">stands<") == 1


def test_the_one_who_flagged_sees_why_the_verdicts_are_off(client, queue):
    gather(queue.study)
    queue.coder.memberships.update(role="reviewer")
    client.force_login(queue.coder)
    page = text(client.get(f"/studies/{queue.study.slug}/cases/{queue.case.pk}/"))
    assert "You flagged these words yourself" in page
    assert all(off for _, off in verdict_buttons(page).values())


def test_a_withdrawn_case_says_so(get, queue):
    Annotation.objects.filter(pk=queue.annotation.pk).end(by=queue.coder, how="withdrawn")
    assert "Every flag on these words has been taken back, so this case is out of the queue" in text(get())
    make_decision(queue.case, queue.reviewer)
    assert "The decision below is kept." in text(get())


def test_it_walks_the_filtered_list(get, queue):
    reading = make_reading("Say [a] and [b] and [c].", study=queue.study)
    for quote in ("[a]", "[b]", "[c]"):
        make_annotation(reading, quote, **INSERTION)
    gather(queue.study)
    a, b, c = (queue.study.cases.get(quote=quote) for quote in ("[a]", "[b]", "[c]"))
    page = text(get(f"?article={reading.article_id}&status=awaiting", case=b))
    query = f"?status=awaiting&amp;article={reading.article_id}"
    assert f'rel="prev" href="/studies/{queue.study.slug}/cases/{a.pk}/{query}"' in page
    assert f'rel="next" href="/studies/{queue.study.slug}/cases/{c.pk}/{query}"' in page
    assert 'value="2"' in page
    assert "of 3" in page
    make_decision(b, queue.reviewer)
    response = get(f"?article={reading.article_id}&status=awaiting", case=b)
    walk = response.context["walk"]
    assert (walk.number, walk.previous, walk.next, walk.total) == (2, a.pk, c.pk, 3), "the number does not jump"
    assert "Your filter no longer lists this case." in text(response)


@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("reviewer", 200), ("coder", 404), ("reader", 404)])
def test_cases_are_for_owners_and_reviewers(client, queue, role, status):
    gather(queue.study)
    client.force_login(MembershipFactory(study=queue.study, role=role).user)
    assert client.get(f"/studies/{queue.study.slug}/cases/{queue.case.pk}/").status_code == status


def test_another_studys_case_is_not_there(client, queue):
    gather(queue.study)
    elsewhere = StudyFactory()
    person = make_reviewer(elsewhere)
    client.force_login(person)
    assert client.get(f"/studies/{elsewhere.slug}/cases/{queue.case.pk}/").status_code == 404
    assert client.get(f"/studies/{queue.study.slug}/cases/{queue.case.pk}/").status_code == 404
    client.force_login(UserFactory())
    assert client.get(f"/studies/{queue.study.slug}/cases/{queue.case.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["0/", "99999999999999999999/", "123456/"])
def test_a_case_that_is_not_there_is_a_404(client, queue, path):
    client.force_login(queue.reviewer)
    assert client.get(f"/studies/{queue.study.slug}/cases/{path}").status_code == 404


@pytest.mark.parametrize("query", ["?original=%00", "?original=99999999999999999999", "?original=x", "?original=-1"])
def test_a_strange_original_falls_back_to_the_first(get, queue, query):
    queue.with_original()
    assert get(query).status_code == 200


@pytest.mark.parametrize("query", ["?page=2", "?item=1", "?x=1"])
def test_an_unknown_parameter_is_a_400(get, query):
    assert get(query).status_code == 400


def test_the_number_of_queries_does_not_grow_with_flags_and_decisions(get, queue):
    queue.with_original()
    counts = []
    for n in (1, 12):
        for _ in range(n):
            other = make_reading(study=queue.study, article=queue.article)
            make_annotation(other, QUOTE, **INSERTION)
            make_decision(queue.case, make_reviewer(queue.study))
        get()
        with CaptureQueriesContext(connection) as asked:
            get()
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 25, [query["sql"][:90] for query in asked.captured_queries]


def test_every_visible_field_has_a_label_and_ids_are_unique(get, queue):
    queue.with_original()
    page = get().content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    controls = re.findall(r"<(?:select|textarea|input)[^>]*>", page)
    for control in controls:
        if 'type="hidden"' not in control:
            assert re.search(rf'<label for="{re.search(r'id="([^"]+)"', control)[1]}"', page), control
    assert " style=" not in page
    assert "<script>" not in page


def test_the_keys_table_is_what_the_help_shows(get):
    page = text(get())
    for key in KEYS:
        assert f"<kbd>{key.keys}</kbd>" in page
        assert key.action in page


def test_shortcuts_follow_the_persons_setting(get, queue):
    assert 'data-shortcuts="on"' in text(get())
    queue.reviewer.shortcuts_off = True
    queue.reviewer.save()
    assert 'data-shortcuts="off"' in text(get())


def test_markup_in_the_text_is_shown_as_text(client, queue):
    reading = make_reading("<img src=x onerror=alert(1)> [so] </script>", study=queue.study)
    case = make_case(queue.study, reading.article, "[so]")
    client.force_login(queue.reviewer)
    page = text(client.get(f"/studies/{queue.study.slug}/cases/{case.pk}/"))
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img" not in page


def test_the_texts_own_direction_is_not_taken_from_our_words(get, queue):
    """dir="auto" looks past elements that carry a direction of their own."""
    queue.with_original()
    paragraphs = re.findall(r'<p class="pane-paragraph[^>]*>.*?</p>', get().content.decode())
    assert len(paragraphs) > 4
    for paragraph in paragraphs:
        assert 'dir="auto"' in paragraph
        assert all('dir="ltr"' in tag for tag in re.findall(r"<span[^>]*>", paragraph))


def test_a_decision_is_taken_back_where_it_stands_by_who_made_it(client, get, queue):
    decision = make_decision(
        queue.case, queue.reviewer, Verdict.ORIGINAL_NOT_AVAILABLE, function="comment", reason="Half a page."
    )
    assert "Take this decision back</button>" in text(get())
    back = client.post(f"{here(queue)}take-back/", {"decision": decision.pk, "reason": "Wrong key."})
    assert (back.status_code, back.url) == (303, here(queue))
    response = get()
    page = text(response)
    assert "Taken back, awaits a decision" in page
    assert "You took the decision back on" in page
    assert "Took back “Original not available”" in page
    for words in ("taken back since</span>", "Wrong key.", "Half a page.", "The case awaits a decision again"):
        assert words in page
    assert "Take this decision back" not in page
    form = response.context["form"]
    kept = {name: form[name].value() for name in ("function", "inserter", "reason", "seen_number")}
    assert kept == {"function": "comment", "inserter": "unknown", "reason": "Half a page.", "seen_number": 2}


def here(queue):
    return f"/studies/{queue.study.slug}/cases/{queue.case.pk}/"


def test_what_a_colleague_took_back_is_told_and_not_filled_in(client, get, queue):
    decision = make_decision(queue.case, queue.reviewer, reason="Half a page.", function="comment")
    get()
    client.post(f"{here(queue)}take-back/", {"decision": decision.pk})
    client.force_login(make_reviewer(queue.study))
    response = client.get(here(queue))
    assert f"{queue.reviewer.get_full_name()} took the decision back on" in text(response)
    assert response.context["form"]["reason"].value() in ("", None)
    assert response.context["form"]["function"].value() == "adds-claim"


def test_a_colleagues_decision_is_not_offered_to_be_taken_back_and_refused(client, get, queue):
    decision = make_decision(queue.case, make_reviewer(queue.study))
    assert "Take this decision back" not in text(get())
    assert client.post(f"{here(queue)}take-back/", {"decision": decision.pk}).status_code == 403
    assert queue.case.decisions.count() == 1


def test_a_decision_that_was_superseded_meanwhile_is_not_taken_back(client, get, queue):
    decision = make_decision(queue.case, queue.reviewer)
    get()
    make_decision(queue.case, make_reviewer(queue.study))
    response = client.post(f"{here(queue)}take-back/", {"decision": decision.pk})
    assert response.status_code == 409
    assert "Nothing was taken back. Somebody has decided this case again since." in text(response)


@pytest.mark.parametrize("decision", ["", "x", "\x00", "0b9a0b1e-6f0e-4a53-9c6a-2f2a4f6c1d11"])
def test_a_decision_that_is_not_there_is_a_404(client, get, queue, decision):
    get()
    assert client.post(f"{here(queue)}take-back/", {"decision": decision}).status_code == 404


@pytest.mark.parametrize("reason", ["\x00", "a" * 10_001])
def test_a_reason_that_cannot_be_kept_takes_nothing_back(client, get, queue, reason):
    decision = make_decision(queue.case, queue.reviewer)
    get()
    assert client.post(f"{here(queue)}take-back/", {"decision": decision.pk, "reason": reason}).status_code == 422
    assert queue.case.decisions.count() == 1


@pytest.mark.parametrize(("role", "status"), [("coder", 404), ("reader", 404)])
def test_taking_back_is_for_owners_and_reviewers_and_a_post(client, get, queue, role, status):
    decision = make_decision(queue.case, queue.reviewer)
    get()
    assert client.get(f"{here(queue)}take-back/").status_code == 405
    client.force_login(MembershipFactory(study=queue.study, role=role).user)
    assert client.post(f"{here(queue)}take-back/", {"decision": decision.pk}).status_code == status


def test_the_next_that_awaits_is_offered_with_how_many_are_left(get, queue):
    assert "Nothing else here awaits your decision." in text(get())
    reading = make_reading("Say [a] and [b].", study=queue.study)
    for quote in ("[a]", "[b]"):
        make_annotation(reading, quote, **INSERTION)
    gather(queue.study)
    first, a, b = (queue.study.cases.get(quote=quote) for quote in (QUOTE, "[a]", "[b]"))
    make_decision(a, queue.reviewer)
    page = text(get(case=first))
    assert f'href="/studies/{queue.study.slug}/cases/{b.pk}/">Next awaiting (1 left)</a>' in page
    assert f'href="/studies/{queue.study.slug}/cases/{first.pk}/">Next awaiting (1 left)</a>' in text(get(case=b))
    assert "Next awaiting (2 left)" in text(get(case=a)), "from the top again"


def test_a_long_note_is_folded_and_there_to_the_last_word(get, queue):
    note = "A long thought. " * 60 + "The end."
    other = make_reading(study=queue.study, article=queue.article)
    make_annotation(other, QUOTE, note=note, **INSERTION)
    page = get().content.decode()
    assert f'<p class="note" dir="auto">{note}</p>' in page
    assert '<span class="show-all">Show all</span>' in page
    assert page.count('<details class="long-note">') == 1


@pytest.mark.parametrize(
    ("score", "words"),
    [(100, "100 % alike: the same words"), (99.97, "99 % alike"), (87.5, "88 % alike"), (0.2, "1 % alike"),
     (0, "no word in common")],
)  # fmt: skip
def test_a_likeness_is_said_as_people_say_it(score, words):
    assert alike(score) == words


def test_enter_in_a_field_presses_no_verdict(get):
    """A browser presses the form's first button; one that is off stops it."""
    page = get().content.decode()
    assert page.index('<button type="submit" hidden disabled>') < page.index('<button form="decide"')


def test_facets_that_a_verdict_does_not_keep_are_the_coders_again_when_it_is_taken_back(client, get, queue):
    decision = make_decision(queue.case, queue.reviewer, reason="Wrong key.")
    get()
    client.post(f"{here(queue)}take-back/", {"decision": decision.pk})
    form = get().context["form"]
    assert (form["function"].value(), form["reason"].value()) == ("adds-claim", "Wrong key.")
