"""The codebook's past: who changed what, when and why, and each revision as a page and as files."""

from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from annotator.studies.codebooks import parse
from annotator.studies.models import ClaimType
from annotator.studies.revise import edit_type, merge_types
from annotator.studies.revising import type_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(study, owner):
    owner.display_name = "Olga Owner"
    owner.save()
    event = replace(type_of(study.claim_types.get(code="event")), label="Happening", definition="Something took place.")
    edit_type(study, event, seen=1, note="Coders read “event” as a gathering.", by=owner)
    merge_types(study, ["state"], into="event", seen=2, note="Too few.", by=owner)
    return study


def history(of):
    return reverse("codebook_history", args=[of.slug])


def revision(of, number):
    return reverse("codebook_revision", args=[of.slug, number])


def file(of, number, suffix):
    return reverse("codebook_file", args=[of.slug, number, suffix])


@pytest.mark.parametrize("role", ["owner", "reviewer", "coder", "reader"])
def test_every_member_reads_the_history_and_takes_files(as_, people, changed, role):
    client = as_(people[role])
    listed = client.get(history(changed)).text
    for words in (
        "Revision 3",
        "Too few.",
        "“State” was merged into “Happening”.",
        "Olga Owner",
        "Started from NPCA-1",
    ):
        assert words in listed
    assert listed.index("Revision 3") < listed.index("Revision 2") < listed.index("Revision 1")
    shown = client.get(revision(changed, 2)).text
    assert "Happening</ins>" in shown
    assert "Something took place.</ins>" in shown
    assert 'id="type-state"' in shown
    for suffix in ("toml", "csv", "qdc"):
        assert client.get(file(changed, 2, suffix)).status_code == 200


def test_an_outsider_does_not(as_, people, changed):
    client = as_(people["outsider"])
    for address in (history(changed), revision(changed, 1), file(changed, 1, "toml")):
        assert client.get(address).status_code == 404


def test_nothing_here_can_be_posted(as_, owner, changed):
    client = as_(owner)
    for address in (history(changed), revision(changed, 1), file(changed, 1, "toml")):
        assert client.post(address).status_code == 405
        assert client.get(f"{address}?nonsense=1").status_code in (200, 400)


@pytest.mark.parametrize("number", ["0", "9", "9" * 20, "9" * 5000])
def test_a_revision_that_is_not_there_is_404(as_, owner, changed, number):
    client = as_(owner)
    assert client.get(f"/studies/{changed.slug}/codebook/history/{number}/").status_code == 404
    assert client.get(f"/studies/{changed.slug}/codebook/r{number}.toml").status_code == 404
    assert client.get(f"/studies/{changed.slug}/codebook/r1.exe").status_code == 404


def test_the_first_revision_has_nothing_before_it(as_, owner, changed):
    assert "Nothing came before it." in as_(owner).get(revision(changed, 1)).text


def test_a_file_says_what_the_revision_said_whatever_the_rows_say_now(as_, owner, changed):
    client = as_(owner)
    before = client.get(file(changed, 2, "toml"))
    assert before.headers["Content-Disposition"] == f'attachment; filename="{changed.slug}-codebook-r2.toml"'
    ClaimType.objects.filter(study=changed).update(label="x")
    assert client.get(file(changed, 2, "toml")).content == before.content
    codebook = parse(before.text)
    assert (codebook.types[0].label, codebook.version, len(codebook.types)) == ("Happening", "r2", 12)
    assert parse(client.get(file(changed, 1, "toml")).text).version == "1"


def test_an_old_revision_without_ids_has_its_pages_and_files_too(as_, owner, changed, shared_file):
    """Revisions made before claim types had an id for other tools are final, and stay without."""
    first = changed.revisions.get(number=1)
    content = [
        {name: value for name, value in one.items() if name not in ("guid", "replaced_by")} for one in first.content
    ]
    QuerySet(type(first)).filter(pk=first.pk).update(content=content)
    client = as_(owner)
    assert client.get(revision(changed, 1)).status_code == 200
    schema = etree.XMLSchema(etree.parse(str(shared_file("data/standards/refi-qda/Codebook.xsd"))))
    data = client.get(file(changed, 1, "qdc")).content
    schema.assertValid(etree.fromstring(data))
    assert str(changed.claim_types.get(code="event").guid).encode() in data


def test_pages_ask_the_same_questions_however_long_the_history(as_, owner, changed, django_assert_num_queries):
    client = as_(owner)
    for address in (history(changed), revision(changed, 3)):
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for _ in range(3):
            one = type_of(changed.claim_types.get(code="event"))
            longer = replace(one, definition=f"{one.definition} More.")
            edit_type(changed, longer, seen=changed.revision.number, note="More.", by=owner)
        with django_assert_num_queries(len(few)):
            client.get(address)
