"""Bringing a file in: looked at first, stored as one coder's readings, logged with all that stayed outside."""

import json
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.annotations.importing.forms import LARGEST, packed, unpacked
from annotator.annotations.importing.models import BroughtIn
from annotator.annotations.models import Annotation, Reading
from tests.annotations.importing.files import WRITERS, doccano, label_studio
from tests.annotations.importing.test_plan import World
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def look(client, world):
    world.owner = MembershipFactory(study=world.study, role="owner").user
    client.force_login(world.owner)
    world.address = f"/studies/{world.study.slug}/bring-in/"

    def post(content, format="doccano", name="marks.jsonl", **more):
        fields = {
            "file": SimpleUploadedFile(name, content),
            "format": format,
            "way": "reading",
            "coder": world.coder.pk,
            **more,
        }
        return client.post(world.address, fields)

    return post


def confirmed(client, world, content, format="doccano", **more):
    fields = {"name": "marks.jsonl", "content": packed(content), "format": format, "way": "reading"}
    fields["coder"] = world.coder.pk
    return client.post(world.address, {**fields, "step": "bring-in", **more}, follow=True)


def spoilt_form(client, world, **spoilt):
    fields = {"name": "m", "content": packed(doccano(("Family", "event"))), "format": "doccano", "step": "bring-in"}
    return client.post(world.address, {**fields, "way": "reading", "coder": world.coder.pk, **spoilt}, follow=True)


def text(response):
    return " ".join(response.content.decode().split())


def test_looking_shows_what_fits_and_what_does_not_and_stores_nothing(look, world):
    answer = look(doccano(("Family", "event"), ("ferry", "Weather")))
    said = text(answer)
    assert answer.status_code == 200
    assert "1 annotation fits in 1 article, 1 does not." in said
    assert "The codebook has no claim type “Weather”." in said
    assert "line 1, label 2" in said
    assert "Bring 1 in" in said
    assert not Annotation.objects.exists()
    assert not Reading.objects.exists()


@pytest.mark.parametrize("format", list(WRITERS))
def test_confirming_makes_the_coders_reading(client, look, world, format):
    content = WRITERS[format](("Family ferry 🇺🇦", "event"), ("أُغلق الجسر", "quantity"), ("late", "Weather"))
    said = text(confirmed(client, world, content, format))
    assert "2 annotations brought in, 1 left outside." in said
    reading = Reading.objects.get()
    assert (reading.coder, reading.article, reading.finished_at) == (world.coder, world.article, None)
    assert reading.started_at is not None
    assert reading.assigned_by == world.owner
    found = reading.annotations.order_by("paragraph__position").values_list("quote", "claim_type__code")
    assert list(found) == [("Family ferry 🇺🇦", "event"), ("أُغلق الجسر", "quantity")]
    row = BroughtIn.objects.get()
    assert (row.coder, row.by, row.taken, row.format) == (world.coder, world.owner, 2, format)
    assert row.file_sha256 == sha256(content).hexdigest()
    assert [why for _, why in row.left] == ["The codebook has no claim type “Weather”."]
    assert row.file_sha256 in said


def test_the_same_file_brings_nothing_twice(client, look, world):
    content = doccano(("Family", "event"))
    confirmed(client, world, content)
    assert "has begun this article already." in text(confirmed(client, world, content))
    assert Annotation.objects.count() == 1
    assert BroughtIn.objects.count() == 1


def test_one_persons_marks_are_taken(client, look, world):
    tasks = json.loads(label_studio(("Family", "event"), who=1)) + json.loads(label_studio(("ferry", "event"), who=2))
    content = json.dumps(tasks).encode()
    assert "Several people marked in this file." in text(look(content, "label-studio"))
    again = client.post(
        world.address,
        {
            "name": "m",
            "content": packed(content),
            "format": "label-studio",
            "way": "reading",
            "coder": world.coder.pk,
            "who": "2",
        },
    )
    assert "Bring 1 in" in text(again)
    confirmed(client, world, content, "label-studio", who="2")
    assert Annotation.objects.get().quote == "ferry"


def test_every_line_that_stayed_outside_is_kept_and_paged(client, look, world):
    spans = [("Family", "event"), *[("ferry", f"label {number}") for number in range(230)]]
    assert "And 30 more" in text(look(doccano(*spans)))
    confirmed(client, world, doccano(*spans))
    row = BroughtIn.objects.get()
    assert len(row.left) == 230
    address = f"{world.address}{row.pk}/"
    assert "label 229" in text(client.get(f"{address}?page=2"))
    assert client.get(f"{address}?nonsense=1").status_code == 400
    assert client.get(f"{world.address}{row.pk + 1}/").status_code == 404


def test_what_is_wrong_with_the_file_is_said_beside_it(look, world):
    for content, format, said in (
        (b"\xff", "doccano", "It is not UTF-8"),
        (b"{]", "label-studio", "It is not JSON"),
        (b"", "doccano", "empty"),
    ):
        answer = look(content, format)
        assert answer.status_code == 422
        assert said in text(answer)
    assert look(doccano(("Family", "event")), "no-such-format").status_code == 422
    assert look(doccano(("Family", "event")), coder=UserFactory().pk).status_code == 422
    assert look(doccano(("Family", "event")), coder="x" * 50).status_code == 422
    assert look(doccano(("Family", "event")), way="both").status_code == 422
    assert "Say whose reading it becomes." in text(look(doccano(("Family", "event")), coder=""))


def test_nothing_fits_and_nothing_can_be_confirmed(client, look, world):
    content = doccano(("Family", "Weather"))
    assert "Nothing in this file fits." in text(look(content))
    confirmed(client, world, content)
    assert not BroughtIn.objects.exists()


@pytest.mark.parametrize(
    "spoilt",
    [
        {"content": "%%%"},
        {"content": "QUJD"},
        {"coder": "0"},
        {"coder": ""},
        {"way": "x"},
        {"format": "x"},
        {"name": "a\x00b"},
    ],
)
def test_a_form_that_was_spoilt_on_the_way_brings_nothing(client, look, world, spoilt):
    answer = spoilt_form(client, world, **spoilt)
    assert answer.status_code == 200
    assert "Nothing was brought in" in text(answer)
    assert not Annotation.objects.exists()


def test_a_packed_file_that_unpacks_to_too_much_is_refused():
    assert unpacked(packed(b"abc")) == b"abc"
    with pytest.raises(ValueError, match="too large"):
        unpacked(packed(b"0" * (LARGEST + 1)))
    with pytest.raises(ValueError, match="too large, or cut off"):
        unpacked(packed(b"abcdefgh" * 1000)[:40])


def test_it_is_for_owners_alone(client, look, world):
    content = doccano(("Family", "event"))
    confirmed(client, world, content)
    addresses = [world.address, f"{world.address}{BroughtIn.objects.get().pk}/"]
    for role in ("reviewer", "coder", "reader"):
        client.force_login(MembershipFactory(study=world.study, role=role).user)
        assert [client.get(address).status_code for address in addresses] == [403, 403], role
    client.force_login(UserFactory())
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    client.force_login(world.owner)
    assert client.get(f"{world.address}?nonsense=1").status_code == 400
    assert client.post(addresses[1]).status_code == 405


def test_more_files_and_annotations_ask_no_more_questions_to_be_listed(client, look, world):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(world.address).status_code == 200
        return len(asked)

    confirmed(client, world, doccano(("Family", "event")))
    few = questions()
    for number in range(4):
        facts = {"file_name": f"{number}.json", "file_sha256": "0" * 64, "taken": 1, "format": "brat"}
        BroughtIn.objects.create(study=world.study, coder=UserFactory(), by=UserFactory(), **facts)
    assert questions() == few
    assert "No more" not in text(client.get(world.address))
