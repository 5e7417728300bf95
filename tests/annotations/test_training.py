"""The training round: first on the desk, beside the gold when it is finished and not before, and never data."""

import csv
import io
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annotator.annotations.allotting import allot, plan
from annotator.annotations.closing import finish
from annotator.annotations.gold import Gold
from annotator.annotations.models import Annotation, Reading
from annotator.annotations.progress import piles
from annotator.annotations.training import code_as_gold, feedback_of, mark_as_gold, set_training
from annotator.review.cases import gather
from annotator.studies.models import Role, Study
from tests.factories.annotations import INSERTION, make_annotation, make_omission, make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

pytestmark = pytest.mark.django_db

CANARY = "canary in the gold"


@pytest.fixture
def study():
    return StudyFactory(slug="ferries", coders_per_article=1)


@pytest.fixture
def owner(study):
    return MembershipFactory(study=study, role=Role.OWNER).user


@pytest.fixture
def coder(study):
    return MembershipFactory(study=study).user


@pytest.fixture
def lesson(study):
    """An article of the training round."""
    article = make_article("The bridge is closed, the mayor said.", title="Bridge closed")
    row = add_to_study(study, article)
    set_training(row, training=True)
    row.refresh_from_db()
    return row


@pytest.fixture
def gold(lesson, owner):
    """The owner's reading of it, marked as gold."""
    reading = code_as_gold(lesson, by=owner)
    make_annotation(reading, "bridge is closed", note=CANARY, claim_type=lesson.study.claim_types.get(code="event"))
    make_annotation(reading, "mayor", claim_type=lesson.study.claim_types.get(code="quantity"))
    ended(reading)
    return mark_as_gold(lesson, by=owner, notes="Look at the verb.")


@pytest.fixture
def trainee(lesson, coder):
    """The coder's reading of it, not finished."""
    reading = make_reading(study=lesson.study, article=lesson.article, coder=coder)
    make_annotation(reading, "bridge is closed", claim_type=lesson.study.claim_types.get(code="other"), note="unclear")
    return reading


@pytest.fixture
def as_(client):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


def ended(reading):
    now = timezone.now()
    Reading.objects.filter(pk=reading.pk).update(started_at=now, finished_at=now)
    return Reading.objects.get(pk=reading.pk)


def at(name, *args):
    return reverse(name, args=["ferries", *args])


def feedback(reading):
    return reverse("feedback", args=[reading.pk])


def words(page):
    return " ".join(page.text.split())


# -- the verbs ---------------------------------------------------------------------


def test_an_article_that_is_read_stays_what_it_is(study, lesson, coder):
    other = make_reading(study=study)
    with pytest.raises(ValidationError, match="has readings already"):
        set_training(study.study_articles.get(article=other.article), training=True)
    set_training(lesson, training=False)
    set_training(lesson, training=True)
    make_reading(study=study, article=lesson.article, coder=coder)
    with pytest.raises(ValidationError):
        set_training(lesson, training=False)


def test_only_overseers_make_a_gold_reading(lesson, coder):
    for act in (code_as_gold, mark_as_gold):
        with pytest.raises(PermissionDenied):
            act(lesson, by=coder)


def test_a_reviewer_may_code_it_too(study, lesson):
    reviewer = MembershipFactory(study=study, role=Role.REVIEWER).user
    reading = code_as_gold(lesson, by=reviewer)
    assert code_as_gold(lesson, by=reviewer) == reading
    with pytest.raises(ValidationError, match="finish it"):
        mark_as_gold(lesson, by=reviewer)
    ended(reading)
    assert mark_as_gold(lesson, by=reviewer).reading == reading


def test_an_article_of_the_sample_has_no_gold(study, owner):
    with pytest.raises(ValidationError, match="not in the training round"):
        code_as_gold(add_to_study(study, make_article()), by=owner)


def test_another_gold_takes_the_place_of_the_first(study, lesson, gold):
    reviewer = MembershipFactory(study=study, role=Role.REVIEWER).user
    ended(code_as_gold(lesson, by=reviewer))
    newer = mark_as_gold(lesson, by=reviewer)
    assert Gold.objects.standing().get() == newer
    assert Gold.objects.get(pk=gold.pk).ended_by == reviewer


# -- who gets it, and when ---------------------------------------------------------


def test_the_draw_gives_every_coder_every_training_article_and_draws_the_rest(study, lesson, owner, coder):
    second = MembershipFactory(study=study).user
    for _ in range(4):
        add_to_study(study, make_article())
    made = allot(study, expects=plan(study).digest, by=owner)
    assert (made.result["training"], made.result["articles"], made.result["readings"]) == (2, 4, 6)
    assert set(Reading.objects.training().values_list("coder", flat=True)) == {coder.pk, second.pk}
    assert Reading.objects.outside_training().count() == 4
    late = MembershipFactory(study=study).user
    assert plan(study).training == ((lesson.article_id, late.pk),)


def test_training_comes_first_on_the_desk_but_for_what_is_begun(study, lesson, coder):
    begun, waiting = (make_reading(study=study, coder=coder, started_at=at_) for at_ in ("2026-03-01T00:00Z", None))
    training = make_reading(study=study, article=lesson.article, coder=coder, started_at=None)
    study.study_articles.filter(pk=lesson.pk).update(position=99)
    (pile,) = piles(coder)
    assert pile.waiting == [begun, training, waiting]
    assert [one.is_training for one in pile.waiting] == [False, True, False]


def test_the_desk_and_the_study_say_what_is_training(as_, study, trainee, coder):
    assert "Training" in as_(coder).get("/").text
    assert "Training" in as_(coder).get(at("study")).text
    ended(trainee)
    assert feedback(trainee) in as_(coder).get("/").text
    assert feedback(trainee) in as_(coder).get(at("study")).text


@pytest.mark.parametrize("blind", [True, False])
def test_the_gold_is_seen_nowhere_before_one_has_finished(as_, study, gold, trainee, coder, blind):
    Study.objects.update(blind=blind)
    client = as_(coder)
    addresses = [
        "/", at("study"), at("study_codebook"), feedback(trainee), reverse("reading", args=[gold.reading_id]),
        feedback(gold.reading), reverse("reading", args=[trainee.pk]), at("training"), at("cases"), at("export"),
        reverse("reading_log", args=[gold.reading_id]),
    ]  # fmt: skip
    for address in addresses:
        answer = client.get(address)
        assert CANARY not in answer.text, address
        assert "Look at the verb" not in answer.text, address
    assert client.get(feedback(trainee)).status_code == 403
    assert client.get(reverse("reading", args=[gold.reading_id])).status_code == 404
    assert not Annotation.objects.visible_to(coder).filter(reading=gold.reading).exists()


def test_finishing_leads_to_the_comparison(as_, gold, trainee, coder):
    answer = as_(coder).post(reverse("finish", args=[trainee.pk]), {"confirm": "1"})
    assert (answer.status_code, answer.url) == (302, feedback(trainee))
    page = words(as_(coder).get(answer.url))
    for said in ("Look at the verb.", CANARY, "≈ differs", "differs: Claim type", "− missed", "Matched</dt><dd>0"):
        assert said in page
    assert gold.marked_by.display_name not in page


def test_what_was_left_out_is_compared_like_all_else(as_, lesson, gold, trainee, coder):
    original = make_article("The bridge is closed, the mayor said. Nobody knows why.")
    for reading in (gold.reading, trainee):
        make_omission(reading, original, after="mayor said.", words="Nobody knows why.")
    page = words(as_(coder).get(feedback(ended(trainee))))
    assert (page.count("left out here: ‘Nobody knows why.’"), "Matched</dt><dd>1" in page) == (2, True)


def test_without_a_gold_finishing_leads_to_the_desk(as_, trainee, coder):
    assert as_(coder).post(reverse("finish", args=[trainee.pk]), {"confirm": "1"}).url == "/"
    assert "no gold reading to compare with" in as_(coder).get(feedback(trainee)).text


def test_a_coder_who_has_seen_the_gold_does_not_open_theirs_again(as_, gold, trainee, coder):
    finish(trainee.pk, by=coder)
    assert as_(coder).post(reverse("reading_reopen", args=[trainee.pk]), {"reason": "x"}).status_code == 409


def test_a_gold_that_is_open_again_is_not_shown(gold, trainee):
    Reading.objects.filter(pk=gold.reading_id).update(finished_at=None)
    assert feedback_of(ended(trainee)).lines is None


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("reviewer", 200), ("coder", 404), ("reader", 404), (None, 404)]
)
def test_who_sees_a_trainees_comparison(as_, study, gold, trainee, role, status):
    ended(trainee)
    person = MembershipFactory(study=study, role=role).user if role else UserFactory()
    answer = as_(person).get(feedback(trainee))
    assert answer.status_code == status
    if role == "reviewer":
        assert trainee.coder.display_name not in answer.text
        assert study.pseudonym(trainee.coder_id) in answer.text


def test_the_gold_reading_is_held_against_nothing(as_, gold, owner):
    assert "This is the gold reading" in as_(owner).get(feedback(gold.reading)).text


def test_a_reading_of_the_sample_has_no_comparison(as_, study, coder):
    reading = make_reading(study=study, coder=coder, finished_at="2026-03-01T00:00Z")
    for pk in (reading.pk, "0", "9" * 30):
        assert as_(coder).get(f"/readings/{pk}/feedback/").status_code == 404


# -- never data --------------------------------------------------------------------


def test_it_opens_no_case(study, gold, trainee):
    make_annotation(trainee, "mayor said", **INSERTION)
    assert gather(study) == 0


def test_exports_leave_it_out_unless_asked(as_, study, owner, gold, trainee):
    data = make_reading(study=study)
    make_annotation(data, "bridge")

    def rows(**asked):
        address = reverse("export_file", args=["ferries", "csv"])
        answer = as_(owner).post(f"{address}?{urlencode(asked)}")
        return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))

    assert [row["training"] for row in rows()] == ["false"]
    assert sorted(row["training"] for row in rows(training="with")) == ["false", "true", "true", "true"]
    assert {row["training"] for row in rows(training="only")} == {"true"}


# -- the page ----------------------------------------------------------------------


@pytest.mark.parametrize(("role", "status"), [("coder", 403), ("reader", 403), (None, 404)])
def test_only_overseers_reach_it(as_, study, lesson, role, status):
    person = MembershipFactory(study=study, role=role).user if role else UserFactory()
    client = as_(person)
    assert client.get(at("training")).status_code == status
    for name in ("training_code", "training_gold", "training_remove"):
        assert client.post(at(name, lesson.pk)).status_code == status
    assert client.post(at("training_add"), {"article": "1"}).status_code == status


def test_a_reviewer_changes_nothing_but_the_gold(as_, study, lesson):
    reviewer = MembershipFactory(study=study, role=Role.REVIEWER).user
    assert as_(reviewer).get(at("training")).status_code == 200
    assert as_(reviewer).post(at("training_remove", lesson.pk)).status_code == 403
    assert as_(reviewer).post(at("training_add"), {"article": lesson.pk}).status_code == 403


def test_an_owner_runs_the_round(as_, study, owner):
    row = add_to_study(study, make_article("The bridge is closed."))
    client = as_(owner)
    assert "No article is in the training round" in client.get(at("training")).text
    assert "It is in now" in client.post(at("training_add"), {"article": row.pk}, follow=True).text
    opened = client.post(at("training_code", row.pk))
    reading = Reading.objects.get()
    assert opened.url == reverse("reading", args=[reading.pk])
    assert client.post(at("training_gold", row.pk), {"notes": "x"}).status_code == 422
    ended(reading)
    assert "gold reading now" in client.post(at("training_gold", row.pk), {"notes": "Mind the verb."}, follow=True).text
    assert "Mind the verb." in client.get(at("training")).text
    assert client.post(at("training_remove", row.pk)).status_code == 422


def test_an_article_is_taken_out_again(as_, lesson, owner):
    as_(owner).post(at("training_remove", lesson.pk))
    lesson.refresh_from_db()
    assert lesson.is_training is False
    assert as_(owner).post(at("training_remove", lesson.pk)).status_code == 404


@pytest.mark.parametrize("article", ["", "x", "0", "9" * 30, "1\0"])
def test_an_article_that_cannot_be_is_422(as_, study, owner, article):
    assert as_(owner).post(at("training_add"), {"article": article}).status_code == 422


def test_notes_that_cannot_be_are_422(as_, gold, owner, lesson):
    for notes in ("x" * 4001, "a\0b"):
        assert as_(owner).post(at("training_gold", lesson.pk), {"notes": notes}).status_code == 422


def test_addresses_only_take_what_they_are_for(as_, client, lesson, owner):
    assert client.get(at("training")).status_code == 302
    assert as_(owner).post(at("training")).status_code == 405
    assert as_(owner).get(at("training"), {"x": "1"}).status_code == 400
    assert as_(owner).get(at("training"), {"page": "9" * 30}).status_code == 200
    for name in ("training_code", "training_gold", "training_remove"):
        assert as_(owner).get(at(name, lesson.pk)).status_code == 405
        assert as_(owner).post(at(name, 10**30)).status_code == 404


def test_its_queries_do_not_grow(as_, study, owner, gold, trainee, django_assert_num_queries):
    client = as_(owner)
    with CaptureQueriesContext(connection) as few:
        client.get(at("training"))
    for _ in range(3):
        row = add_to_study(study, make_article())
        set_training(row, training=True)
        make_reading(study=study, article=row.article)
    with django_assert_num_queries(len(few)):
        client.get(at("training"))
