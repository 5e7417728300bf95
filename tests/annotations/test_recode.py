"""What was coded with a claim type that was split since: listed for the owner, and for each coder their own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.studies.codebook import start_codebook
from annotator.studies.models import Role, Study
from annotator.studies.revise import merge_types, restore_type, split_type
from tests.factories.annotations import make_annotation, make_omission, make_reading
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory
from tests.studies.codebook.types import BORDER, RIVER

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(db):
    study = Study.objects.create(title="Ferries", slug="ferries")
    start_codebook(study, by=None)
    return study


@pytest.fixture
def as_(client, study):
    """A client signed in as a new member with this role, or as the one that is given."""

    def sign_in(role, user=None):
        client.force_login(user or MembershipFactory(study=study, role=role).user)
        return client

    return sign_in


@pytest.fixture
def readings(study):
    names = ("Cleo", "Carl")
    made = []
    for name in names:
        coder = MembershipFactory(study=study, user=UserFactory(display_name=f"{name} Coder")).user
        reading = make_reading("The ferry sank. Nobody was hurt.", study=study, coder=coder)
        make_annotation(reading, "The ferry sank", claim_type=study.claim_types.get(code="event"))
        make_annotation(reading, "Nobody was hurt", claim_type=study.claim_types.get(code="state"))
        made.append(reading)
    return made


def split(study):
    return split_type(study, "event", into=[BORDER, RIVER], seen=study.revision.number, note="x", by=None)


def address(study):
    return reverse("recode", args=[study.slug])


def test_the_owner_sees_all_with_their_coders_and_what_they_may_be_now(study, as_, readings):
    assert "Nothing needs recoding" in as_(Role.OWNER).get(address(study)).text
    split(study)
    page = as_(Role.OWNER).get(address(study)).text
    assert page.count("The ferry sank") == 2
    assert "Nobody was hurt" not in page
    assert "coded by Cleo Coder" in page
    assert "“Border” or “River”" in page
    assert "Recode<span" not in page
    assert "2 annotations need recoding" in as_(Role.OWNER).get(reverse("study_codebook", args=[study.slug])).text


def test_a_coder_sees_their_own_alone_and_goes_on_to_change_it(study, as_, readings):
    split(study)
    client = as_(Role.CODER, readings[0].coder)
    page = client.get(address(study)).text
    assert page.count("The ferry sank") == 2  # the words, and the name of the link
    assert "Carl" not in page
    assert study.pseudonym(readings[1].coder_id) not in page
    mine = readings[0].annotations.get(claim_type__code="event")
    assert reverse("annotation", args=[readings[0].pk, mine.pk]) in page
    assert "1 of your annotations needs recoding" in client.get(reverse("study_codebook", args=[study.slug])).text


def test_the_desk_and_the_studys_page_lead_to_them(study, as_, readings):
    client = as_(Role.CODER, readings[0].coder)
    led = f'href="{address(study)}"'
    for page in ("/", reverse("study", args=[study.slug])):
        assert led not in client.get(page).text
    split(study)
    for page in ("/", reverse("study", args=[study.slug])):
        answer = client.get(page).text
        assert led in answer
        assert "1 of your annotations" in answer
    owner = as_(Role.OWNER)
    assert "2 annotations need recoding" in owner.get(reverse("study", args=[study.slug])).text
    assert led not in owner.get("/").text
    reader = as_(Role.READER)
    for page in ("/", reverse("study", args=[study.slug])):
        assert led not in reader.get(page).text


def test_the_desk_asks_as_much_of_many_studies(study, as_, readings, django_assert_num_queries):
    split(study)
    client = as_(Role.CODER, readings[0].coder)
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for _ in range(3):
        other = make_reading("The ferry sank.", coder=MembershipFactory(user=readings[0].coder).user)
        MembershipFactory(study=other.study, user=readings[0].coder)
        make_annotation(other, "sank", claim_type=other.study.claim_types.get(code="event"))
        split(other.study)
    with django_assert_num_queries(len(few)):
        assert client.get("/").text.count("recoding: its claim type was split") == 4


def test_an_omission_is_named_by_what_was_left_out(study, as_, readings):
    original = make_reading("The ferry sank. It was night. Nobody was hurt.", study=study, coder=readings[0].coder)
    event = study.claim_types.get(code="event")
    make_omission(readings[0], original.article, after="sank.", words="It was night.", claim_type=event)
    split(study)
    assert "left out here: ‘It was night.’" in as_(Role.OWNER).get(address(study)).text


def test_a_reviewer_sees_pseudonyms(study, as_, readings):
    split(study)
    page = as_(Role.REVIEWER).get(address(study)).text
    assert "Cleo" not in page
    assert study.pseudonym(readings[0].coder_id) in page


@pytest.mark.parametrize(("role", "status"), [(Role.READER, 403), (None, 404)])
def test_nobody_else_does(study, as_, client, role, status):
    if role:
        as_(role)
    else:
        client.force_login(UserFactory())
    assert client.get(address(study)).status_code == status
    assert client.post(address(study)).status_code == 405


def test_what_was_merged_into_it_before_is_listed_and_a_restored_type_is_not(study, as_, readings):
    merge_types(study, ["state"], into="event", seen=1, note="x", by=None)
    split(study)
    assert as_(Role.OWNER).get(address(study)).context["page"].paginator.count == 4
    restore_type(study, "event", key="1", seen=3, note="x", by=None)
    assert as_(Role.OWNER).get(address(study)).context["page"].paginator.count == 0


def test_recoded_and_withdrawn_ones_are_gone_from_it(study, as_, readings):
    split(study)
    client = as_(Role.CODER, readings[0].coder)
    mine = readings[0].annotations.get(claim_type__code="event")
    form = {"paragraph": mine.paragraph_id, "start": 0, "quote": mine.quote, "replaces": mine.pk, "revision": 2,
            "claim_type": study.claim_types.get(code="river").pk}  # fmt: skip
    assert client.post(reverse("annotations", args=[readings[0].pk]), form).status_code == 302
    assert "Nothing needs recoding" in client.get(address(study)).text


def test_a_finished_reading_is_listed_with_the_way_to_open_it_again(study, as_, readings):
    split(study)
    type(readings[0]).objects.filter(pk=readings[0].pk).update(finished_at="2026-03-01T00:00Z")
    page = as_(Role.CODER, readings[0].coder).get(address(study)).text
    assert "The reading is finished." in page
    assert "Recode<span" not in page
    assert f'href="{reverse("reading", args=[readings[0].pk])}">Open it again' in page
    assert reverse("reading_log", args=[readings[0].pk]) in as_(Role.OWNER).get(address(study)).text
    assert "Open it again" not in as_(Role.REVIEWER).get(address(study)).text


def test_its_queries_do_not_grow_and_unknown_names_are_400(study, as_, readings, django_assert_num_queries):
    split(study)
    client = as_(Role.OWNER)
    with CaptureQueriesContext(connection) as few:
        client.get(address(study))
    for _ in range(5):
        reading = make_reading("The ferry sank.", study=study)
        make_annotation(reading, "sank", claim_type=study.claim_types.get(code="event"))
    with django_assert_num_queries(len(few)):
        client.get(address(study))
    assert client.get(f"{address(study)}?coder=1").status_code == 400
