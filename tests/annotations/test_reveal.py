"""An owner reveals an article's coding before all have finished: once, for a reason, for good, and for all to read."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.annotations.closing import finish, mark_read
from annotator.annotations.handing import ReadingEvent
from annotator.annotations.models import Annotation, Reading
from annotator.annotations.progress import coverage
from annotator.annotations.reopening import reopen
from annotator.annotations.training import set_training
from annotator.studies.models import Role, Study
from annotator.studies.reveals import Reveal
from articles.final import FinalRowError
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

pytestmark = pytest.mark.django_db

CANARY = "canary of cleo"
SENT = {"reason": "The lawyers ask.", "sure": "on"}


@pytest.fixture
def study():
    return StudyFactory(slug="ferries")


@pytest.fixture
def owner(study):
    return MembershipFactory(study=study, role=Role.OWNER).user


@pytest.fixture
def cleo(study):
    """A begun reading with an annotation."""
    reading = make_reading("The bridge is closed.", study=study)
    make_annotation(reading, "bridge", note=CANARY)
    return reading


@pytest.fixture
def carl(study, cleo):
    """Another coder's begun reading of the same article."""
    return make_reading(study=study, article=cleo.article)


@pytest.fixture
def as_(client):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


def address(reading):
    return reverse("article_reveal", args=["ferries", reading.article_id])


def read(reading):
    return reverse("reading", args=[reading.pk])


def done(reading):
    for paragraph in coverage(reading).unread:
        mark_read(reading.pk, paragraph.pk, read=True, by=reading.coder)
    finish(reading.pk, by=reading.coder)
    return Reading.objects.select_related("study").get(pk=reading.pk)


def words(page):
    return " ".join(page.text.split())


# -- what it opens -------------------------------------------------------------------


def test_from_then_on_coders_and_reviewers_see_each_others_work_on_it_and_on_nothing_else(
    as_, study, owner, cleo, carl
):
    elsewhere = make_reading("Nobody knows why.", study=study, coder=cleo.coder)
    make_annotation(elsewhere, "Nobody")
    reviewer = MembershipFactory(study=study, role=Role.REVIEWER).user
    make_reading(study=study, article=cleo.article, coder=reviewer)  # who reads it, too, was blind to it
    for person in (carl.coder, reviewer, owner):
        assert Annotation.objects.visible_to(person).filter(note=CANARY).exists() is (person == owner)
    answer = as_(owner).post(address(cleo), SENT)
    assert (answer.status_code, answer.url) == (302, "/studies/ferries/reveals/")
    for person in (carl.coder, reviewer):
        assert CANARY in as_(person).get(read(cleo)).text
        assert read(cleo) in as_(person).get(read(carl if person == carl.coder else cleo)).text
    assert as_(carl.coder).get(read(elsewhere)).status_code == 404


def test_the_articles_page_says_so_and_leads_to_the_others_by_pseudonym(as_, study, owner, cleo, carl):
    assert "revealed" not in as_(carl.coder).get(read(carl)).text
    as_(owner).post(address(cleo), SENT)
    page = words(as_(carl.coder).get(read(carl)))
    assert "An owner revealed this article’s coding" in page
    assert f"The reading of {study.pseudonym(cleo.coder_id)}" in page
    assert cleo.coder.display_name not in page


@pytest.mark.parametrize("role", [Role.READER, None])
def test_readers_and_strangers_see_nothing_of_it(as_, study, owner, cleo, carl, role):
    as_(owner).post(address(cleo), SENT)
    person = MembershipFactory(study=study, role=role).user if role else UserFactory()
    assert as_(person).get(read(cleo)).status_code == 404


def test_the_gold_of_a_training_article_stays_hidden_whatever_is_revealed(study, owner, cleo, carl):
    study.study_articles.filter(article=cleo.article).update(is_training=True)
    Reveal.objects.create(study=study, article=cleo.article, by=owner, reason="x")
    assert not Reading.objects.visible_to(carl.coder).filter(pk=cleo.pk).exists()


# -- what is asked -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"reason": "  "}, "This field is required"), ({"sure": ""}, "cannot be taken back"), ({"reason": "a\0"}, "Null")],
)
def test_it_asks_for_a_reason_and_a_tick(as_, owner, cleo, carl, changed, said):
    page = as_(owner).get(address(cleo))
    assert "0 of 2 readings finished" in words(page)
    answer = as_(owner).post(address(cleo), SENT | changed)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert not Reveal.objects.exists()


@pytest.mark.parametrize(("role", "status"), [(Role.REVIEWER, 403), (Role.CODER, 403), (Role.READER, 403), (None, 404)])
def test_only_owners_reveal(as_, study, cleo, carl, role, status):
    person = MembershipFactory(study=study, role=role).user if role else UserFactory()
    for answer in (as_(person).get(address(cleo)), as_(person).post(address(cleo), SENT)):
        assert answer.status_code == status
    assert not Reveal.objects.exists()


def test_an_article_outside_the_study_is_not_found(as_, owner, cleo):
    for pk in (make_article("Other.").pk, 0, "9" * 30):
        assert as_(owner).post(f"/studies/ferries/articles/{pk}/reveal/", SENT).status_code == 404


def test_it_is_refused_when_there_is_nothing_to_reveal(as_, study, owner, cleo, carl):
    place = add_to_study(study, make_article("A lesson."))
    set_training(place, training=True)
    waiting = make_reading("Not begun.", study=study, started_at=None)
    as_(owner).post(address(cleo), SENT)

    def said(reading):
        answer = as_(owner).post(address(reading), SENT)
        assert answer.status_code == 409
        return answer.text

    assert "training article" in said(place)
    assert "Nobody has begun" in said(waiting)
    assert "revealed already" in said(cleo)
    alone = done(make_reading("Read by one.", study=study))
    assert "has finished it" in said(alone)
    Study.objects.update(blind=False)
    assert "not blind" in said(alone)
    assert Reveal.objects.count() == 1


# -- what is kept --------------------------------------------------------------------


def test_readings_finished_after_it_say_so_and_earlier_ones_do_not(as_, study, owner, cleo, carl):
    done(cleo)
    as_(owner).post(address(carl), SENT)
    done(carl)
    alone = done(make_reading("Read by one.", study=study))
    marks = dict(ReadingEvent.objects.values_list("coder_id", "after_others"))
    assert marks == {cleo.coder_id: False, carl.coder_id: True, alone.coder_id: False}
    log = words(as_(owner).get(reverse("reading_log", args=[carl.pk])))
    assert "after the article was revealed" in log
    assert "This article’s coding was revealed" in log


def test_a_coder_who_was_shown_others_does_not_open_theirs_again(as_, owner, cleo, carl):
    finished = done(cleo)
    as_(owner).post(address(cleo), SENT)
    answer = as_(cleo.coder).post(reverse("reading_reopen", args=[cleo.pk]), {"reason": "A slip."})
    assert (answer.status_code, "was open to you" in answer.text) == (409, True)
    assert reopen(finished, by=owner, reason="A slip.").after_others


def test_the_log_names_each_reveal_with_who_and_why(as_, study, owner, cleo, carl):
    assert "Nothing was revealed early" in as_(owner).get("/studies/ferries/reveals/").text
    as_(owner).post(address(cleo), SENT)
    page = words(as_(MembershipFactory(study=study, role=Role.REVIEWER).user).get("/studies/ferries/reveals/"))
    for said in (str(cleo.article), owner.display_name, "The lawyers ask."):
        assert said in page
    assert as_(cleo.coder).get("/studies/ferries/reveals/").status_code == 403
    assert as_(UserFactory()).get("/studies/ferries/reveals/").status_code == 404
    assert as_(owner).get("/studies/ferries/reveals/?by=1").status_code == 400


def test_the_studys_page_offers_it_where_something_is_hidden_and_tells_where_it_was_done(as_, owner, cleo, carl):
    page = as_(owner).get("/studies/ferries/").text
    assert page.count(address(cleo)) == 1
    as_(owner).post(address(cleo), SENT)
    page = words(as_(owner).get("/studies/ferries/"))
    assert address(cleo) not in page
    assert "Revealed " in page


def test_neither_page_asks_more_for_more_rows(as_, study, owner, cleo, django_assert_num_queries):
    Reveal.objects.create(study=study, article=cleo.article, by=owner, reason="x")
    client = as_(owner)
    for page in ("/studies/ferries/reveals/", "/studies/ferries/"):
        with CaptureQueriesContext(connection) as few:
            client.get(page)
        for _ in range(4):
            reading = make_reading(study=study)
            Reveal.objects.create(study=study, article=reading.article, by=UserFactory(), reason="x")
        with django_assert_num_queries(len(few)):
            client.get(page)


def test_it_is_one_for_each_article_says_why_and_is_final(study, owner, cleo):
    row = Reveal.objects.create(study=study, article=cleo.article, by=owner, reason="x")
    for fields in ({"article": cleo.article, "reason": "x"}, {"article": None, "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reveal.objects.create(study=study, by=owner, **fields)
    with pytest.raises(FinalRowError):
        row.delete()
    with pytest.raises(FinalRowError):
        Reveal.objects.update(reason="y")
