"""Finishing, opening again and moving readings: who may, when, and that it is logged."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.annotations.closing import finish, mark_read
from annotator.annotations.giving import move
from annotator.annotations.handing import ReadingEvent
from annotator.annotations.models import Reading
from annotator.annotations.opening import Conflict
from annotator.annotations.progress import coverage
from annotator.annotations.reopening import can_reopen, reopen
from annotator.studies.models import Role, Study
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory

pytestmark = pytest.mark.django_db


def done(reading):
    """Read every paragraph and finish, by the verbs."""
    for paragraph in coverage(reading).unread:
        mark_read(reading.pk, paragraph.pk, read=True, by=reading.coder)
    finish(reading.pk, by=reading.coder)
    return Reading.objects.select_related("study").get(pk=reading.pk)


def fresh(reading):
    return Reading.objects.select_related("study").get(pk=reading.pk)


def colleague(reading, **fields):
    """Another coder's reading of the same article."""
    return make_reading(study=reading.study, article=reading.article, **fields)


@pytest.fixture
def reading():
    return make_reading("The bridge is closed.", "Nobody knows why.")


@pytest.fixture
def owner(reading):
    return MembershipFactory(study=reading.study, role=Role.OWNER).user


@pytest.fixture
def as_(client):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


def log_of(reading):
    return reverse("reading_log", args=[reading.pk])


def opening(reading):
    return reverse("reading_reopen", args=[reading.pk])


def moving(reading):
    return reverse("reading_move", args=[reading.pk])


WHY = {"reason": "I overlooked the second paragraph."}

# -- finishing and opening again: the verbs ------------------------------------------


def test_finishing_is_logged_once(reading):
    finished = done(reading)
    event = ReadingEvent.objects.get()
    assert (event.kind, event.coder, event.by, event.article) == (
        "finished", reading.coder, reading.coder, reading.article,
    )  # fmt: skip
    assert event.at == finished.finished_at


def test_what_is_not_finished_is_not_logged(reading):
    assert finish(reading.pk, by=reading.coder) != []
    assert not ReadingEvent.objects.exists()


def test_a_coder_opens_their_own_again_while_nobody_else_has_finished(reading):
    colleague(reading)
    finished = done(reading)
    assert can_reopen(finished, reading.coder)
    event = reopen(finished, by=reading.coder, reason="One more look.")
    assert (event.kind, event.after_others, event.reason) == ("reopened", False, "One more look.")
    assert fresh(reading).finished_at is None
    assert done(reading).finished_at is not None
    assert list(ReadingEvent.objects.values_list("kind", flat=True)) == ["finished", "reopened", "finished"]


@pytest.mark.parametrize("blind", [True, False])
def test_not_after_somebody_else_has_finished_where_coding_is_blind(reading, blind):
    Study.objects.update(blind=blind)
    done(colleague(reading))
    finished = done(reading)
    assert can_reopen(finished, reading.coder) is not blind
    if blind:
        with pytest.raises(Conflict, match="only an owner"):
            reopen(finished, by=reading.coder, reason="x")
        assert fresh(reading).finished_at is not None
    else:
        assert reopen(finished, by=reading.coder, reason="x").after_others


def test_not_when_somebody_else_had_finished_before_theirs_was_opened_again(reading, owner):
    """They may have seen it while both were finished."""
    other = done(colleague(reading))
    finished = done(reading)
    reopen(other, by=owner, reason="x")
    assert not can_reopen(finished, reading.coder)


def test_a_reading_that_was_finished_before_there_was_a_log_counts_too(reading):
    colleague(reading, finished_at="2026-03-01T00:00Z")
    assert not can_reopen(done(reading), reading.coder)


def test_an_owner_opens_it_again_and_the_log_says_that_others_had_finished(reading, owner):
    done(colleague(reading))
    event = reopen(done(reading), by=owner, reason="Asked for.")
    assert (event.by, event.coder, event.after_others) == (owner, reading.coder, True)


def test_other_articles_and_studies_do_not_count(reading):
    make_reading(study=reading.study, finished_at="2026-03-01T00:00Z")
    make_reading(article=reading.article, finished_at="2026-03-01T00:00Z")
    assert can_reopen(done(reading), reading.coder)


@pytest.mark.parametrize("role", ["reviewer", "coder", "reader", None])
def test_nobody_else_opens_it(reading, role):
    person = MembershipFactory(study=reading.study, role=role).user if role else UserFactory()
    with pytest.raises(PermissionDenied):
        reopen(done(reading), by=person, reason="x")


def test_what_is_open_is_not_opened_twice(reading, owner):
    with pytest.raises(Conflict, match="open already"):
        reopen(reading, by=owner, reason="x")
    assert not ReadingEvent.objects.exists()


def test_a_reading_that_is_open_again_is_hidden_from_the_others(reading, owner):
    other = done(colleague(reading))
    finished = done(reading)
    assert Reading.objects.visible_to(other.coder).filter(pk=reading.pk).exists()
    reopen(finished, by=owner, reason="x")
    assert not Reading.objects.visible_to(other.coder).filter(pk=reading.pk).exists()
    assert not Reading.objects.visible_to(reading.coder).filter(pk=other.pk).exists()


# -- opening again: the pages --------------------------------------------------------


def test_the_finished_page_offers_it_and_comes_back(as_, reading):
    done(reading)
    client = as_(reading.coder)
    address = reverse("reading", args=[reading.pk])
    assert opening(reading) in client.get(address).text
    page = client.post(opening(reading), WHY, follow=True)
    assert page.redirect_chain == [(address, 302)]
    assert "open again" in page.text
    assert 'id="editor"' in page.text


def test_once_another_has_finished_the_page_says_whom_to_ask(as_, reading):
    done(colleague(reading))
    done(reading)
    client = as_(reading.coder)
    page = client.get(reverse("reading", args=[reading.pk])).text
    assert opening(reading) not in page
    assert "only an owner of the study opens it again" in page
    answer = client.post(opening(reading), WHY)
    assert answer.status_code == 409
    assert fresh(reading).finished_at is not None


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501, "a\0b"])
def test_a_reason_is_asked_for(as_, reading, owner, reason):
    done(reading)
    for person in (reading.coder, owner):
        assert as_(person).post(opening(reading), {"reason": reason}).status_code == 422
    assert fresh(reading).finished_at is not None


@pytest.mark.parametrize(("role", "status"), [("reviewer", 403), ("coder", 404), ("reader", 404), (None, 404)])
def test_only_its_coder_and_owners_reach_it(as_, reading, role, status):
    done(reading)
    person = MembershipFactory(study=reading.study, role=role).user if role else UserFactory()
    client = as_(person)
    assert client.post(opening(reading), WHY).status_code == status
    assert client.get(log_of(reading)).status_code == status
    assert client.post(moving(reading), {"to": "1"}).status_code == status
    assert fresh(reading).finished_at is not None


def test_a_coder_who_left_opens_nothing(as_, reading):
    done(reading)
    reading.study.memberships.all().delete()
    assert as_(reading.coder).post(opening(reading), WHY).status_code == 404


def test_addresses_only_take_what_they_are_for(as_, client, reading, owner):
    assert client.get(log_of(reading)).status_code == 302
    assert as_(owner).post(log_of(reading)).status_code == 405
    for address in (opening(reading), moving(reading)):
        assert as_(owner).get(address).status_code == 405
    assert as_(owner).get(log_of(reading), {"x": "1"}).status_code == 400
    for pk in ("0", "9" * 30):
        assert as_(owner).get(f"/readings/{pk}/log/").status_code == 404


def test_an_owner_sees_the_log_and_opens_it_again(as_, reading, owner):
    done(reading)
    client = as_(owner)
    assert "Finished" in client.get(log_of(reading)).text
    page = client.post(opening(reading), WHY, follow=True)
    assert page.redirect_chain == [(log_of(reading), 302)]
    assert WHY["reason"] in page.text
    assert "Opened again" in page.text


def test_an_owner_who_still_reads_the_article_sees_no_reasons(as_, reading, owner):
    done(reading)
    reopen(fresh(reading), by=reading.coder, reason="The mayor is a source.")
    make_reading(study=reading.study, article=reading.article, coder=owner)
    page = as_(owner).get(log_of(reading)).text
    assert "The mayor is a source." not in page
    assert "Opened again" in page


def test_the_study_page_leads_owners_to_the_log(as_, reading, owner):
    address = reverse("study", args=[reading.study.slug])
    assert log_of(reading) in as_(owner).get(address).text
    reviewer = MembershipFactory(study=reading.study, role=Role.REVIEWER).user
    assert log_of(reading) not in as_(reviewer).get(address).text


def test_the_log_takes_no_more_questions_with_more_in_it(as_, reading, owner, django_assert_num_queries):
    done(reading)
    client = as_(owner)
    with CaptureQueriesContext(connection) as few:
        client.get(log_of(reading))
    for _ in range(3):
        reopen(fresh(reading), by=owner, reason="x")
        done(reading)
    with django_assert_num_queries(len(few)):
        client.get(log_of(reading))


# -- moving --------------------------------------------------------------------------


@pytest.fixture
def waiting(reading):
    """A reading that nobody has begun, in a study with another coder."""
    MembershipFactory(study=reading.study)
    return make_reading(study=reading.study, started_at=None)


def test_a_reading_that_nobody_began_goes_to_somebody_else(waiting, owner):
    to = MembershipFactory(study=waiting.study).user
    move(waiting, to, by=owner, reason="Holiday.")
    moved = fresh(waiting)
    assert (moved.coder, moved.assigned_by) == (to, owner)
    event = ReadingEvent.objects.get()
    assert (event.kind, event.coder, event.to_coder, event.by, event.reason) == (
        "moved", waiting.coder, to, owner, "Holiday.",
    )  # fmt: skip


def test_begun_work_is_never_moved(reading, owner):
    to = MembershipFactory(study=reading.study).user
    tagged = make_reading(study=reading.study, started_at=None)
    make_annotation(tagged, "bridge")
    for one in (reading, tagged):
        with pytest.raises(Conflict, match="begun meanwhile"):
            move(one, to, by=owner)
        assert fresh(one).coder == one.coder
    assert not ReadingEvent.objects.exists()


def test_it_is_not_moved_twice_from_one_page(waiting, owner):
    first, second = (MembershipFactory(study=waiting.study).user for _ in range(2))
    move(fresh(waiting), first, by=owner)
    with pytest.raises(Conflict):
        move(waiting, second, by=owner)


@pytest.mark.parametrize("who", ["a reviewer", "an outsider", "somebody deactivated", "who has it already"])
def test_it_goes_only_to_who_codes_here_and_does_not_have_it(waiting, owner, who):
    match who:
        case "a reviewer":
            to = MembershipFactory(study=waiting.study, role=Role.REVIEWER).user
        case "an outsider":
            to = UserFactory()
        case "somebody deactivated":
            to = MembershipFactory(study=waiting.study, user__is_active=False).user
        case _:
            to = make_reading(study=waiting.study, article=waiting.article).coder
    with pytest.raises(ValidationError):
        move(waiting, to, by=owner)


def test_an_owner_moves_it_on_the_page(as_, waiting, owner):
    to = MembershipFactory(study=waiting.study)
    client = as_(owner)
    assert f'<option value="{to.pk}">' in client.get(log_of(waiting)).text
    page = client.post(moving(waiting), {"to": to.pk, "reason": "Holiday."}, follow=True)
    assert "has the article now" in page.text
    assert "Holiday." in page.text
    assert fresh(waiting).coder == to.user


def test_when_it_was_begun_meanwhile_it_is_409(as_, waiting, owner):
    to = MembershipFactory(study=waiting.study)
    Reading.objects.filter(pk=waiting.pk).update(started_at="2026-03-01T00:00Z")
    answer = as_(owner).post(moving(waiting), {"to": to.pk})
    assert answer.status_code == 409
    assert "begun meanwhile" in answer.text
    assert fresh(waiting).coder == waiting.coder


@pytest.mark.parametrize("to", ["", "x", "0", "9" * 30, "1\0"])
def test_a_person_who_cannot_be_is_422(as_, waiting, owner, to):
    assert as_(owner).post(moving(waiting), {"to": to}).status_code == 422
    assert fresh(waiting).coder == waiting.coder
