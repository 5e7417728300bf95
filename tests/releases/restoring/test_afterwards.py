"""A restored study is one like any other: it goes on counting, its pages open, and nobody but its owner signs in."""

import json

import pytest
from django.urls import reverse

from annotator.accounts.models import User
from annotator.annotations.models import Annotation, Reading
from annotator.releases.models import Restoration
from annotator.releases.released.task import next_number
from annotator.review.adjudication.matching import match
from annotator.review.adjudication.models import Item
from annotator.review.cases import gather
from annotator.review.models import Case, Decision
from annotator.studies.models import Membership, Study
from articles.lineage.models import Derivation
from articles.lineage.records import Change
from articles.models import Article
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import DerivationFactory
from tests.factories.people import UserFactory
from tests.factories.review import make_decision
from tests.releases.frozen import fixed_world
from tests.releases.frozen.test_same_bytes import ROWS
from tests.releases.restoring import rich_world
from tests.releases.restoring.building import OWNER, data_of, emptied, made_once, released, restored, texts_of

pytestmark = pytest.mark.django_db


def make_restored(folder, world, **choices):
    """The restored study, its owner, and the tables of the release it came from."""
    path, _ = made_once(folder, world, **choices)
    owner = UserFactory(username=OWNER)
    restored(path)
    tables = {
        name: [json.loads(line) for line in content.decode().splitlines()]
        for name, content in data_of(path).items()
        if name.endswith(".jsonl")
    }
    return Study.objects.get(), owner, tables


def there_and_back(folder, study, **choices):
    """Restore what was released of a study that is there; returns the study that then is."""
    path, _ = released(folder, study, study.memberships.get(role="owner").user, **choices)
    emptied()
    UserFactory(username=OWNER)
    restored(path)
    return Study.objects.get()


def test_the_sum_that_the_rows_have_always_had_on_either_database(tmp_path, settings):
    settings.SITE_URL = "https://annotator.example"
    there_and_back(tmp_path, fixed_world.make())
    assert released(tmp_path, Study.objects.get(), User.objects.get(username=OWNER), shown="quotes")[1] == ROWS


def test_at_another_address_all_but_the_addresses_is_the_same(tmp_path, settings):
    settings.SITE_URL = "https://annotator.example"
    study = fixed_world.make()
    path, _ = released(tmp_path, study, study.memberships.get(role="owner").user)
    emptied()
    UserFactory(username=OWNER)
    settings.SITE_URL = "https://elsewhere.example"
    said = restored(path)
    assert "Frozen once more, every table and release.json have the same bytes." in said
    assert "Addresses in it begin with https://annotator.example; here they begin with https://elsew" in said


def test_its_people_keep_what_they_are_called_and_cannot_sign_in(tmp_path, client):
    study, owner, tables = make_restored(tmp_path, rich_world)
    called = {one["coder_pseudonym"] for one in tables["jsonl/coders.jsonl"]}
    members = Membership.ever.filter(study=study).exclude(user=owner)
    assert {study.pseudonym(one.user_id) for one in members} == called
    for person in User.objects.exclude(pk=owner.pk):
        assert (person.is_active, person.has_usable_password(), person.email) == (False, False, "")
    assert study.pseudonym(owner.pk) not in called
    assert study.role_of(owner) == "owner"


def test_the_history_of_the_codebook_is_there(tmp_path):
    before = rich_world.make().study
    sentences = [[one.sentence for one in revision.changes.all()] for revision in before.revisions.order_by("number")]
    contents = list(before.revisions.order_by("number").values_list("number", "note", "content", "guidance"))
    study = there_and_back(tmp_path, before)
    assert list(study.revisions.order_by("number").values_list("number", "note", "content", "guidance")) == contents
    now = [[one.sentence for one in revision.changes.all()] for revision in study.revisions.order_by("number")]
    assert now == sentences


def test_times_are_the_same_to_the_microsecond(tmp_path):
    before = rich_world.make().study
    rows = ("pk", "created_at", "ended_at", "start", "quote", "note", "replaces_id")
    made = set(Annotation.objects.filter(reading__study=before).values_list(*rows))
    finished = set(before.readings.values_list("article_id", "finished_at"))
    study = there_and_back(tmp_path, before, filters={"ended": "with", "training": "with"})
    assert set(Annotation.objects.values_list(*rows)) == made
    assert set(study.readings.values_list("article_id", "finished_at")) == finished


def test_numbers_and_names_that_a_release_covers_are_found_again(tmp_path):
    before = rich_world.make().study
    columns = ("pk", "numbers", "names", "right_quote")
    made = {row[0]: row for row in Change.objects.values_list(*columns)}
    path, _ = released(tmp_path, before, before.memberships.get(role="owner").user, shown="none")
    texts = texts_of(tmp_path, path, before)
    emptied()
    UserFactory(username=OWNER)
    restored(path, "--texts", texts)
    now = list(Change.objects.values_list(*columns))
    assert now == [made[row[0]] for row in now]
    assert any(names for _, _, names, _ in now)


def test_it_goes_on_counting_after_the_numbers_of_the_release(tmp_path):
    study, _, _ = make_restored(tmp_path, rich_world)
    models = (Article, Derivation, Case, Item)
    last = [one.objects.order_by("-pk").values_list("pk", flat=True)[0] for one in models]
    reading = make_reading("A new [old] text.", study=study)
    other = make_reading(study=study, article=reading.article)
    DerivationFactory(derived=reading.article, upstream=Article.objects.order_by("pk").first())
    for one in (reading, other):
        make_annotation(one, "[old]", **INSERTION)
        Reading.objects.filter(pk=one.pk).update(finished_at=one.started_at)
    assert (gather(study), match(study)) == (2, 0)
    for model, number in zip(models, last, strict=True):
        assert model.objects.filter(pk__gt=number).exists(), model


def test_nothing_waits_to_be_gathered_or_matched(tmp_path):
    study, _, _ = make_restored(tmp_path, rich_world, filters={"ended": "with", "training": "with"})
    cases, items = Case.objects.count(), Item.objects.count()
    gather(study)
    match(study)
    assert (Case.objects.count(), Item.objects.count()) == (cases, items)


def test_who_restored_is_one_of_its_people_once_they_decide(tmp_path):
    study, owner, _ = make_restored(tmp_path, fixed_world)
    restoration = Restoration.objects.get()
    assert (restoration.study, restoration.by, restoration.number) == (study, owner, 3)
    assert next_number(study) == 4
    make_decision(Case.objects.get(), owner)
    coders = data_of(released(tmp_path, study, owner)[0])["jsonl/coders.jsonl"].decode()
    assert study.pseudonym(owner.pk) in coders


def test_its_pages_open(tmp_path, client):
    study, owner, _ = make_restored(tmp_path, rich_world)
    client.force_login(owner)
    slug = [study.slug]
    of_the_study = (
        "study", "study_people", "study_articles", "study_codebook", "codebook_history", "progress", "training",
        "cases", "adjudication", "agreement", "study_drift", "releases", "release_new", "export", "recode",
    )  # fmt: skip
    addresses = [reverse(name, args=slug) for name in of_the_study]
    addresses += [reverse("case", args=[*slug, pk]) for pk in Case.objects.values_list("pk", flat=True)]
    addresses += [reverse("adjudication_item", args=[*slug, pk]) for pk in Item.objects.values_list("pk", flat=True)]
    addresses += [reverse("article", args=[pk]) for pk in Article.objects.values_list("pk", flat=True)]
    addresses += [reverse("reading", args=[pk]) for pk in Reading.objects.values_list("pk", flat=True)]
    addresses += [reverse(f"agreement_{name}", args=[*slug, 1]) for name in ("one", "pairs", "confusion", "units")]
    answers = {address: client.get(address).status_code for address in addresses}
    assert {address: status for address, status in answers.items() if status != 200} == {}
    assert Decision.objects.exists()
