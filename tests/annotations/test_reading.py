"""The workbench page: what it shows, to whom, and at what cost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from annotator.annotations.models import ParagraphRead, Reading
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.studies import MembershipFactory

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def test_it_shows_the_paragraphs_and_my_annotations(coder, reading):
    make_annotation(reading, "closed on Monday", note="a note of mine")
    page = coder.get(reverse("reading", args=[reading.pk])).content.decode()
    assert "Nobody was hurt." in page
    assert '<mark class="c' in page
    assert "a note of mine" in page
    assert "1 of 2 paragraphs done" in page


def test_it_escapes_the_text_and_what_people_write(client):
    evil = "<script>alert(1)</script> \"quoted\" & 'so' on"
    reading = make_reading(evil)
    make_annotation(reading, "<script>alert(1)</script>", note="<img src=x onerror=alert(1)>")
    client.force_login(reading.coder)
    page = client.get(reverse("reading", args=[reading.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_it_shows_nothing_of_the_other_coder(client):
    mine = make_reading("One text, two coders.")
    client.force_login(mine.coder)
    url = reverse("reading", args=[mine.pk])
    theirs = make_reading(study=mine.study, article=mine.article)
    make_annotation(theirs, "two coders", note="canary-7391")
    assert "canary-7391" not in client.get(url).content.decode()
    assert client.get(reverse("reading", args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_get_404(client, reading, method):
    client.force_login(MembershipFactory().user)
    for name in ("reading", "annotations", "finish", "reading_state"):
        answer = getattr(client, method)(reverse(name, args=[reading.pk]))
        assert answer.status_code in (404, 405), name


def test_a_masked_study_hides_the_outlet(client):
    article = make_article(blocks=[("byline", "By Ada Falk"), ("body", "Text."), ("notice", "© Morning Tide")])
    reading = make_reading(article=article)
    type(reading.study).objects.filter(pk=reading.study_id).update(mask_outlet=True)
    client.force_login(reading.coder)
    page = client.get(reverse("reading", args=[reading.pk])).content.decode()
    for telling in (article.outlet.name, "Ada Falk", "Morning Tide"):
        assert telling not in page
    assert "Hidden while coding" in page


def test_read_nothing_to_tag_and_back_again(coder, reading):
    paragraph = reading.article.paragraphs.last()
    url = reverse("paragraph_read", args=[reading.pk, paragraph.pk])
    for value, live in (("1", 1), ("1", 1), ("0", 0), ("0", 0), ("1", 1)):
        assert coder.post(url, {"read": value}, headers=JSON).status_code == 200
        assert ParagraphRead.objects.filter(reading=reading, ended_at=None).count() == live


def test_finishing_waits_for_the_last_paragraph(coder, reading):
    make_annotation(reading, "closed")
    answer = coder.post(reverse("finish", args=[reading.pk]))
    assert answer.status_code == 422
    assert "Nobody was hurt." in answer.content.decode()
    coder.post(reverse("paragraph_read", args=[reading.pk, reading.article.paragraphs.last().pk]))
    asked = coder.post(reverse("finish", args=[reading.pk]))
    assert asked.status_code == 200
    assert "no longer change" in asked.content.decode()
    assert Reading.objects.get(pk=reading.pk).finished_at is None
    assert coder.post(reverse("finish", args=[reading.pk]), {"confirm": "1"}).status_code == 302
    assert Reading.objects.get(pk=reading.pk).finished_at is not None


def test_notices_need_no_reading(client):
    reading = make_reading(article=make_article(blocks=[("body", "Text."), ("notice", "© All rights.")]))
    client.force_login(reading.coder)
    make_annotation(reading, "Text")
    assert client.post(reverse("finish", args=[reading.pk]), {"confirm": "1"}).status_code == 302


def test_a_finished_reading_can_be_read_but_has_no_editor(coder, reading):
    Reading.objects.filter(pk=reading.pk).update(finished_at=timezone.now())
    page = coder.get(reverse("reading", args=[reading.pk])).content.decode()
    assert 'id="editor"' not in page
    assert "Finished" in page


def test_the_edit_page_fills_the_editor_in_and_shows_the_history(coder, reading, save, sent):
    first = save(sent("closed", note="first thought")).json()["id"]
    second = save(sent("closed on Monday", note="second thought", replaces=first)).json()["id"]
    page = coder.get(reverse("annotation", args=[reading.pk, second])).content.decode()
    assert "second thought" in page
    assert "first thought" in page
    assert f'name="replaces" value="{second}"' in page


def test_a_fetch_gets_the_editor_alone(coder, reading, save, sent):
    pk = save(sent("closed")).json()["id"]
    answer = coder.get(reverse("annotation", args=[reading.pk, pk]), headers={"X-Partial": "editor"})
    assert answer.content.decode().lstrip().startswith("<form")
    assert "X-Partial" in answer.headers["Vary"]


def test_one_paragraph_comes_back_drawn_with_the_counts(coder, reading, save, sent):
    paragraph = save(sent("closed")).json()["paragraph"]
    fresh = coder.get(reverse("paragraph", args=[reading.pk, paragraph])).json()
    assert "<mark" in fresh["html"]
    assert (fresh["state"], fresh["done"], fresh["total"]) == ("tagged", 1, 2)


def test_the_page_costs_the_same_queries_however_long_the_article(client, django_assert_max_num_queries):
    counts = []
    for size in (1, 40):
        reading = make_reading(*[f"Paragraph {n} has some words." for n in range(size)])
        for n in range(size):
            make_annotation(reading, f"Paragraph {n} has")
        client.force_login(reading.coder)
        with django_assert_max_num_queries(14) as counted:
            client.get(reverse("reading", args=[reading.pk]))
        counts.append(len(counted))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "query", ["?select=x", "?select=99999999999999999999", "?select=%00", "?select=1&select=2", "?nonsense=1"]
)
def test_odd_addresses_show_the_page(coder, reading, query):
    assert coder.get(reverse("reading", args=[reading.pk]) + query).status_code == 200


def test_ids_beyond_any_row_are_404(coder):
    assert coder.get("/readings/99999999999999999999999/").status_code == 404


def test_an_owner_reads_a_coders_work_by_name_and_a_reviewer_by_pseudonym(client, reading):
    make_annotation(reading, "closed", note="a thought")
    for role, shown in (
        ("owner", reading.coder.get_full_name()),
        ("reviewer", reading.study.pseudonym(reading.coder_id)),
    ):
        client.force_login(MembershipFactory(study=reading.study, role=role).user)
        page = client.get(reverse("reading", args=[reading.pk])).content.decode()
        assert shown in page
        assert "a thought" in page
        assert 'id="editor"' not in page
        assert "/withdraw/" not in page
    assert reading.coder.get_full_name() not in page


def test_two_coders_see_each_other_once_both_have_finished(client, reading):
    other = make_reading(study=reading.study, article=reading.article)
    client.force_login(reading.coder)
    url = reverse("reading", args=[other.pk])
    for mine, theirs, status in ((0, 0, 404), (1, 0, 404), (0, 1, 404), (1, 1, 200)):
        for pk, done in ((reading.pk, mine), (other.pk, theirs)):
            Reading.objects.filter(pk=pk).update(finished_at=timezone.now() if done else None)
        assert client.get(url).status_code == status, (mine, theirs)


def test_bylines_and_datelines_are_shown_and_need_no_mark(client):
    reading = make_reading(
        article=make_article(blocks=[("byline", "By Ada"), ("dateline", "Tide, 2026"), ("body", "T.")])
    )
    client.force_login(reading.coder)
    assert "0 of 1 paragraphs done" in client.get(reverse("reading", args=[reading.pk])).content.decode()


@pytest.mark.parametrize("slot", ["byline", "dateline", "notice"])
def test_a_masked_paragraph_is_hidden_from_every_door(client, slot):
    article = make_article(blocks=[(slot, "By Ada Falk of Morning Tide"), ("body", "Text.")])
    reading = make_reading(article=article)
    type(reading.study).objects.filter(pk=reading.study_id).update(mask_outlet=True)
    client.force_login(reading.coder)
    hidden = article.paragraphs.first()
    page = reverse("reading", args=[reading.pk])
    form = {"paragraph": hidden.pk, "how": "words", "first": 1, "last": 2, "insertion": "1"}
    answers = [
        client.get(page),
        client.get(page + f"?select={hidden.pk}"),
        client.get(reverse("paragraph", args=[reading.pk, hidden.pk])),
        client.post(reverse("annotations", args=[reading.pk]), form | {"preview": "1"}),
        client.post(reverse("annotations", args=[reading.pk]), form),
    ]
    for answer in answers:
        assert "Falk" not in answer.content.decode()
    assert answers[-1].status_code == 422


def test_who_left_the_study_sees_no_reading_of_it(client, reading):
    other = make_reading(study=reading.study, article=reading.article, finished_at=timezone.now())
    Reading.objects.filter(pk=reading.pk).update(finished_at=timezone.now())
    reading.study.memberships.filter(user=reading.coder).delete()
    client.force_login(reading.coder)
    for pk in (reading.pk, other.pk):
        assert client.get(reverse("reading", args=[pk])).status_code == 404


def test_an_owner_who_still_codes_an_article_sees_nobody_elses_reading_of_it(client, reading):
    owner = MembershipFactory(study=reading.study, role="owner").user
    own = make_reading(study=reading.study, article=reading.article, coder=owner)
    client.force_login(owner)
    url = reverse("reading", args=[reading.pk])
    assert client.get(url).status_code == 404
    Reading.objects.filter(pk=own.pk).update(finished_at=timezone.now())
    assert client.get(url).status_code == 200


def test_in_a_study_that_is_not_blind_coders_see_each_other_at_once(client, reading):
    other = make_reading(study=reading.study, article=reading.article)
    type(reading.study).objects.filter(pk=reading.study_id).update(blind=False)
    client.force_login(reading.coder)
    assert client.get(reverse("reading", args=[other.pk])).status_code == 200
    assert client.get(reverse("reading", args=[make_reading().pk])).status_code == 404
