"""Both sides of a pair: one's own page of the two texts, the study's list of what drifted, the lines of its export."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.annotations.models import Reading, RoleSpan
from annotator.annotations.pairs import attribution_pairs
from annotator.studies.models import Study
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory

pytestmark = pytest.mark.django_db

ORIGINAL = ("The old bridge is closed, the mayor Mira Oduya said on Monday.", "Repairs start in May, the council said.")
COPY = ("The old bridge is closed, officials claimed on Monday.", "Repairs start in May.", "Donate now.")


class Pair:
    """A coder's two readings, with attributions that drifted."""

    def __init__(self, study=None, coder=None, link=True, **fields):
        self.left = make_reading(
            article=make_article(*ORIGINAL, title="The original"), study=study, coder=coder, **fields
        )
        self.coder, self.study = self.left.coder, self.left.study
        article = make_article(*COPY, title="The copy")
        self.right = make_reading(article=article, study=self.study, coder=self.coder, **fields)
        if link:
            self.link = DerivationFactory(derived=article, upstream=self.left.article)
        attribute(self.left, "The old bridge is closed", "Mira Oduya", "said", kind="named-person")
        attribute(
            self.right, "The old bridge is closed", "officials", "claimed", kind="collective", stance="distancing"
        )
        attribute(self.left, "Repairs start in May", "the council", "", kind="named-organisation")
        attribute(self.right, "Repairs start in May", status="unattributed")

    def address(self, *, turned=False):
        sides = [self.left.pk, self.right.pk]
        return reverse("pair", args=sides[::-1] if turned else sides)


def attribute(reading, quote, source="", cue="", *, kind="", stance="neutral", status="attributed", **fields):
    annotation = make_annotation(reading, quote, attribution=status, source_kind=kind, stance=stance, **fields)
    for role, words in (("source", source), ("cue", cue)):
        if words:
            text = annotation.paragraph.text
            RoleSpan.objects.create(
                annotation=annotation, role=role, paragraph=annotation.paragraph, start=text.index(words), quote=words
            )
    return annotation


@pytest.fixture
def both(client):
    made = Pair()
    client.force_login(made.coder)
    return made


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


# -- the coder's page ------------------------------------------------------------------


def test_both_texts_stand_row_by_row_with_ones_own_annotations(client, both):
    answer = client.get(both.address())
    assert answer.status_code == 200
    rows = answer.context["rows"]
    assert [(len(row.left), len(row.right), row.word) for row in rows] == [
        (1, 1, "edited"), (1, 1, "edited"), (0, 1, "not in the original"),
    ]  # fmt: skip
    for annotation in (*both.left.annotations.all(), *both.right.annotations.all()):
        assert answer.text.count(f'data-a="{annotation.pk}"') == 1
        assert answer.text.count(f'id="a-{annotation.pk}"') == 1
    for reading in (both.left, both.right):
        assert reverse("reading", args=[reading.pk]) in answer.text


def test_what_drifted_is_listed(client, both):
    said = words(client.get(both.address()))
    assert "What drifted: 2 of 2 attributions" in said
    for change in ("Named source → unnamed", "Source in other words", "Cue takes another stance"):
        assert change in said
    assert "Attributed → unattributed" in said


def test_it_can_be_narrowed_to_one_kind(client, both):
    answer = client.get(both.address(), {"change": "cue-stance-changed"})
    assert len(answer.context["lines"]) == 1
    assert "No attribution of this pair changed in this way" in words(client.get(both.address(), {"change": "same"}))
    assert client.get(both.address(), {"change": "nonsense"}).status_code == 422
    assert client.get(both.address(), {"nonsense": "1"}).status_code == 400


def test_from_either_side_the_original_is_left(client, both):
    assert client.get(both.address(turned=True)).context["pair"].left == both.left


def test_without_attributions_it_says_what_to_do(client):
    left = make_reading("One text.")
    right = make_reading("One text.", study=left.study, coder=left.coder)
    DerivationFactory(derived=right.article, upstream=left.article)
    client.force_login(left.coder)
    assert "You have not coded an attribution on either side yet" in words(
        client.get(reverse("pair", args=[left.pk, right.pk]))
    )


def test_desk_and_workbench_lead_there(client, both):
    assert both.address() in client.get("/").text
    assert both.address() in client.get(reverse("reading", args=[both.left.pk])).text
    assert both.address(turned=True) in client.get(reverse("reading", args=[both.right.pk])).text


@pytest.mark.parametrize("masked", ["masked", "proposed", "unlinked"])
def test_where_the_pair_may_not_be_told_nothing_leads_there(client, both, masked):
    if masked == "masked":
        Study.objects.update(mask_outlet=True)
    elif masked == "proposed":
        type(both.link).objects.update(status="proposed", settled_at=None, settled_by=None)
    else:
        both.link.delete()
    assert client.get(both.address()).status_code == 404
    for address in ("/", *(reverse("reading", args=[one.pk]) for one in (both.left, both.right))):
        assert "/pair/" not in client.get(address).text


@pytest.mark.parametrize("who", ["coder", "owner", "reviewer", "stranger"])
def test_nobody_else_finds_the_coders_page(client, both, who):
    person = UserFactory() if who == "stranger" else MembershipFactory(study=both.study, role=who).user
    client.force_login(person)
    assert client.get(both.address()).status_code == 404


def test_with_only_one_side_there_is_no_pair(client, both):
    other = MembershipFactory(study=both.study).user
    one = make_reading(article=both.left.article, study=both.study, coder=other)
    client.force_login(other)
    assert client.get(reverse("pair", args=[one.pk, both.right.pk])).status_code == 404
    assert client.get(reverse("pair", args=[one.pk, one.pk])).status_code == 404
    assert "/pair/" not in client.get("/").text


def test_odd_requests(client, both):
    assert client.post(both.address()).status_code == 405
    assert client.get(reverse("pair", args=[both.left.pk, 99999999999999999999])).status_code == 404
    assert client.get(reverse("pair", args=[99999999999999999999, both.left.pk])).status_code == 404


def test_another_coders_words_are_in_no_byte(client, both):
    def page():
        return re.sub(r'value="[^"]{20,}"', "", client.get(both.address()).text)

    before = page()
    other = MembershipFactory(study=both.study).user
    for mine in (both.left, both.right):
        theirs = make_reading(article=mine.article, study=both.study, coder=other)
        attribute(theirs, "old bridge", note="canary", kind="named-person")
    assert page() == before
    assert "canary" not in before


def test_the_pages_cost_the_same_queries_however_long_the_texts(client):
    counts = []
    for size in (2, 20):
        texts = [f"Paragraph {n} has some words, the mayor said." for n in range(size)]
        left = make_reading(*texts)
        right = make_reading(*texts, study=left.study, coder=left.coder)
        DerivationFactory(derived=right.article, upstream=left.article)
        for n in range(size):
            for reading in (left, right):
                attribute(reading, f"Paragraph {n} has", "the mayor", "said", kind="named-person")
        client.force_login(left.coder)
        address = reverse("pair", args=[left.pk, right.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as counted:
            client.get(address)
        counts.append(len(counted))
    assert counts[0] == counts[1]


# -- the study's list ------------------------------------------------------------------


@pytest.fixture
def list_of(client):
    def get(study, role="reviewer", person=None, **asked):
        client.force_login(person or MembershipFactory(study=study, role=role).user)
        return client.get(reverse("study_drift", args=[study.slug]), asked)

    return get


def test_overseers_see_every_coders_pairs(both, list_of):
    Pair(study=both.study, coder=MembershipFactory(study=both.study).user)
    said = words(list_of(both.study))
    assert "2 pairs" in said
    assert said.count("Attributed → unattributed") >= 2
    assert "2 of 2 attributions differ" in said


def test_reviewers_read_pseudonyms_and_owners_names(both, list_of):
    name, pseudonym = both.coder.get_full_name(), both.study.pseudonym(both.coder.pk)
    reviewers, owners = (list_of(both.study, role).text for role in ("reviewer", "owner"))
    assert (name in reviewers, pseudonym in reviewers) == (False, True)
    assert name in owners


@pytest.mark.parametrize(("role", "status"), [("coder", 403), ("reader", 403), (None, 404)])
def test_others_do_not(client, both, list_of, role, status):
    answer = list_of(both.study, role) if role else list_of(both.study, person=UserFactory())
    assert answer.status_code == status


def test_whoever_still_reads_an_article_sees_nobody_elses_pair(both, list_of):
    owner = MembershipFactory(study=both.study, role="owner").user
    make_reading(article=both.left.article, study=both.study, coder=owner)
    assert "No coder has read both sides" in words(list_of(both.study, person=owner))


def test_in_a_masked_study_nobody_is_told_the_direction_while_they_read(both, list_of):
    owner = MembershipFactory(study=both.study, role="owner").user
    mine = Pair(study=both.study, coder=owner)
    assert "1 pair" in words(list_of(both.study, person=owner)).replace("2 pairs", "1 pair")
    Study.objects.update(mask_outlet=True)
    Reading.objects.filter(coder=both.coder).update(finished_at="2026-03-05T00:00Z")
    shown = [one.pair.left for one in list_of(both.study, person=owner).context["coded"]]
    assert shown == [both.left]
    Reading.objects.filter(coder=owner).update(finished_at="2026-03-05T00:00Z")
    shown = [one.pair.left for one in list_of(both.study, person=owner).context["coded"]]
    assert set(shown) == {both.left, mine.left}


def test_it_is_narrowed_by_change_and_coder(both, list_of):
    other = Pair(study=both.study, coder=MembershipFactory(study=both.study).user)
    name = both.study.pseudonym(other.coder.pk)
    coded = list_of(both.study, change="cue-stance-changed", coder=name).context["coded"]
    assert [(one.pair.left, len(one.lines)) for one in coded] == [(other.left, 1)]
    for odd in ({"change": "x"}, {"coder": "C-00000000"}):
        assert list_of(both.study, **odd).status_code == 422
    assert list_of(both.study, nonsense="1").status_code == 400
    assert list_of(both.study, page="9" * 30).status_code == 200


def test_its_queries_do_not_grow(both, client):
    client.force_login(MembershipFactory(study=both.study, role="reviewer").user)
    address = reverse("study_drift", args=[both.study.slug])

    def count():
        client.get(address)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    few = count()
    for _ in range(4):
        Pair(study=both.study, coder=MembershipFactory(study=both.study).user)
    assert count() == few


# -- the export's lines ------------------------------------------------------------------


def test_each_change_is_a_line(both):
    lines = list(attribution_pairs(Reading.objects.filter(study=both.study)))
    first = [line for line in lines if line.change_type == "named-to-unnamed"]
    assert len(first) == 1
    [line] = first
    left = both.left.annotations.get(quote="The old bridge is closed")
    right = both.right.annotations.get(quote="The old bridge is closed")
    assert (line.claim_id, line.left_annotation_id, line.right_annotation_id) == (
        str(left.pk),
        str(left.pk),
        str(right.pk),
    )
    assert (line.left_source, line.right_source) == ("Mira Oduya", "officials")
    assert line.left_source_id == str(left.role_spans.get(role="source").pk)
    assert (line.left_cue, line.right_cue) == ("said", "claimed")
    assert (line.left_naming, line.right_naming) == ("named-person", "collective")
    assert line.coder_id == both.coder.pk
    assert {one.change_type for one in lines} == {
        "named-to-unnamed", "source-words-changed", "cue-stance-changed", "cue-words-changed",
        "attributed-to-unattributed",
    }  # fmt: skip


def test_one_alone_is_a_line_too(both):
    alone = attribute(both.left, "Monday", status="unattributed")
    [line] = [one for one in attribution_pairs(Reading.objects.all()) if one.change_type == "only-left"]
    assert (line.claim_id, line.right_annotation_id, line.right_status, line.words_there) == (
        str(alone.pk),
        "",
        "",
        True,
    )


def test_only_the_given_readings_count(both):
    assert list(attribution_pairs(Reading.objects.filter(pk=both.left.pk))) == []
