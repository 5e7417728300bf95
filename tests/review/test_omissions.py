"""Omissions under review: their cases stand at points, and the evidence is what was left out."""

import re
import uuid

import pytest
from django.urls import reverse

from annotator.facets import Verdict
from annotator.review import queries
from annotator.review.cases import gather
from annotator.review.decide import can_decide
from annotator.review.models import Case, Decision
from tests.factories.annotations import (
    COPY,
    INSERTION,
    LEFT_OUT,
    make_annotation,
    make_left_out,
    make_omission,
    make_reading,
)
from tests.factories.review import make_reviewer, make_suggestion
from tests.factories.studies import MembershipFactory

pytestmark = pytest.mark.django_db

POINT = COPY[0].index("on Monday.") + len("on Monday.")
PRESENT = Verdict.PRESENT_IN_ORIGINAL


class Left:
    """One coder's omission, and a reviewer who looks at it."""

    def __init__(self):
        self.original, self.copy = make_left_out()
        self.study = self.copy.study
        self.flag = make_omission(self.copy, self.original.article, effect="removes-claim")
        self.reviewer = make_reviewer(self.study)
        gather(self.study)
        self.case = Case.objects.get()

    def other_coder(self):
        coder = MembershipFactory(study=self.study).user
        make_reading(article=self.original.article, study=self.study, coder=coder)
        return make_reading(article=self.copy.article, study=self.study, coder=coder)


@pytest.fixture
def left(client):
    made = Left()
    client.force_login(made.reviewer)
    return made


def page(left, case=None):
    return reverse("case", args=[left.study.slug, (case or left.case).pk])


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


# -- which case ------------------------------------------------------------------------


def test_it_opens_a_case_at_its_point(left):
    assert (left.case.start, left.case.end, left.case.quote) == (POINT, POINT, "")
    assert left.case.words == f"left out here: ‘{LEFT_OUT}’"
    assert str(left.case).startswith("left out here")


def test_omissions_at_the_same_point_join_whoever_tagged_them(left):
    make_omission(left.other_coder(), left.original.article, words="The council")
    gather(left.study)
    assert (Case.objects.count(), left.case.flags.count()) == (1, 2)


def test_another_point_is_another_case(left):
    make_omission(left.copy, left.original.article, after="The clinic", words="denied")
    gather(left.study)
    assert Case.objects.count() == 2


@pytest.mark.parametrize("quote", ["on Monday. Nobody", "on Monday.", " Nobody was hurt"])
def test_a_point_never_joins_words_nor_words_a_point(left, quote):
    make_annotation(left.copy, quote, **INSERTION)
    make_suggestion(left.copy.article, quote)
    gather(left.study)
    assert {case.quote: case.flags.count() for case in Case.objects.all()} == {"": 1, quote: 2}


def test_the_same_said_again_repeats_and_other_words_do_not(left):
    left.flag.__class__.objects.filter(pk=left.flag.pk).end(by=left.copy.coder, how="replaced")
    same = make_omission(left.copy, left.original.article, effect="removes-claim", note="more", replaces=left.flag)
    other = make_omission(left.copy, left.original.article, effect="removes-claim", words="The council")
    gather(left.study)
    first = left.flag.flag
    assert (same.flag.case, same.flag.repeats) == (left.case, first)
    assert (other.flag.case, other.flag.repeats) == (left.case, None)


# -- who decides -----------------------------------------------------------------------


def test_nobody_decides_about_their_own_omission(left):
    MembershipFactory(study=left.study, role="reviewer")
    own = make_reading(article=left.copy.article, study=left.study, coder=left.reviewer)
    assert can_decide(left.case, left.reviewer)
    make_omission(own, left.original.article)
    assert not can_decide(left.case, left.reviewer)


def test_words_flagged_around_the_point_count_as_ones_own_too(left):
    own = make_reading(article=left.copy.article, study=left.study, coder=left.reviewer)
    make_annotation(own, "Nobody was", **INSERTION)
    assert can_decide(left.case, left.reviewer)
    make_annotation(own, "Monday. Nobody", **INSERTION)
    assert not can_decide(left.case, left.reviewer)


def test_a_coder_who_finished_without_it_disputes_it(left):
    other = left.other_coder()
    for reading in (left.copy, other):
        type(reading).objects.filter(pk=reading.pk).update(finished_at="2026-03-05T10:00Z")
    assert list(queries.disputed(Case.objects.all())) == [left.case]
    make_omission(other, left.original.article)
    gather(left.study)
    assert not queries.disputed(Case.objects.all()).exists()


# -- the pages -------------------------------------------------------------------------


def test_the_queue_tells_what_is_missing(client, left):
    answer = client.get(reverse("cases", args=[left.study.slug]))
    assert f"left out here: ‘ {LEFT_OUT} ’".replace("‘ ", "‘").replace(" ’", "’") in words(answer)
    assert "Removes a claim" not in words(answer)


def test_the_case_shows_the_exact_words_in_the_original(client, left):
    answer = client.get(page(left))
    said = words(answer)
    assert "Left out of the republication" in said
    assert f'<del class="opens">{LEFT_OUT}</del>' in answer.text
    capture = left.original.article.capture
    assert capture.sha256 in answer.text
    assert "capture date not recorded" in said
    assert f"left out here: ‘{LEFT_OUT}’" in said
    republication = answer.text[answer.text.index('id="republication-head"') :]
    before, after = re.split(r'<mark class="flagged sign"[^>]*>‸</mark>', republication, maxsplit=1)
    assert re.sub("<[^>]+>", "", before).endswith("on Monday. words were left out here ")
    assert after.startswith(" Nobody was hurt")


def test_the_evidence_is_filled_in_and_the_verdicts_speak_of_an_omission(client, left):
    answer = client.get(page(left))
    form = answer.context["form"]
    there = left.original.article.paragraphs.first()
    assert form["evidence_quote"].value() == LEFT_OUT
    assert (form["evidence_paragraph"].value(), form["evidence_start"].value()) == (
        there.pk,
        there.text.index(LEFT_OUT),
    )
    assert form["effect"].value() == "removes-claim"
    buttons = {one.verdict: one for one in answer.context["shown"].buttons}
    assert buttons[PRESENT].label == "Left out: present in original"
    assert buttons[Verdict.NOT_AN_INSERTION].label == "Not an omission"
    assert [one.verdict for one in buttons.values() if one.is_off] == [Verdict.CONFIRMED_ABSENT_IN_ORIGINAL]


def decide(client, left, **fields):
    form = client.get(page(left)).context["form"]
    names = ("id", "seen_number", "seen_flag", "original", "evidence_quote", "evidence_paragraph", "evidence_start")
    sent = {name: form[name].value() for name in names} | {"inserter": "unknown", "verdict": PRESENT, "stay": "on"}
    return client.post(reverse("case_decide", args=[left.study.slug, left.case.pk]), sent | fields)


def test_a_verdict_names_the_words_where_they_stand(client, left):
    assert decide(client, left, inserter="republisher", effect="removes-claim").status_code == 303
    made = Decision.objects.get()
    assert (made.verdict, made.evidence_quote, made.inserter) == (PRESENT, LEFT_OUT, "republisher")
    assert made.evidence_paragraph.article == made.upstream == left.original.article
    assert made.upstream_sha256 == left.original.article.capture.sha256
    said = words(client.get(page(left)))
    assert "Decided: Left out: present in original" in said
    queue = words(client.get(reverse("cases", args=[left.study.slug]), {"status": "decided"}))
    assert "Decided: Left out: present in original" in queue
    assert f"left out here: ‘{LEFT_OUT}’" in queue


def test_what_was_left_out_is_never_absent_in_the_original(client, left):
    answer = decide(client, left, verdict="confirmed-absent-in-original")
    assert answer.status_code == 422
    assert "Nothing was put in at this point" in words(answer)
    assert not Decision.objects.exists()


def test_the_accusation_wants_the_words_in_the_original(client, left):
    answer = decide(client, left, verdict="not-an-insertion", inserter="republisher")
    assert answer.status_code == 303  # what is no omission has no inserter
    answer = decide(client, left, verdict="original-not-available", inserter="republisher", id=str(uuid.uuid4()))
    assert answer.status_code == 422
    assert "“The republisher left this out” is an accusation" in words(answer)


def test_without_a_standing_flag_the_case_still_tells_what_it_was_about(client, left):
    type(left.flag).objects.filter(pk=left.flag.pk).end(by=left.copy.coder, how="withdrawn")
    assert f'<del class="opens">{LEFT_OUT}</del>' in client.get(page(left)).text


def test_it_opens_with_the_original_that_has_the_words(client, left):
    from tests.factories.articles import DerivationFactory, make_article

    other = make_article("Another original.")
    link = DerivationFactory(derived=left.copy.article, upstream=other)
    type(link).objects.filter(pk=link.pk).update(id=0)
    assert client.get(page(left)).context["shown"].original.article == left.original.article


@pytest.mark.parametrize("after", ["The clinic closed on Monday. Nobody was hurt, the mayor said.", "T"])
def test_a_point_at_the_paragraphs_end_or_beginning_is_drawn(client, left, after):
    flag = make_omission(left.copy, left.original.article, after=after, words="denied")
    gather(left.study)
    answer = client.get(page(left, flag.flag.case))
    assert len(re.findall(r'class="flagged sign"', answer.text)) == 1
