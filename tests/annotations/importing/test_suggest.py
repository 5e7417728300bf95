"""Bringing a file in as suggestions: looked at first, the same for every coder, logged, and taken back as a whole."""

import json
import re
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.annotations.importing.forms import packed
from annotator.annotations.importing.models import BroughtIn
from annotator.annotations.importing.suggest import suggest
from annotator.annotations.models import Annotation, Dismissal, Reading
from annotator.suggestions.models import Batch, Suggestion
from articles.models import Slot
from tests.annotations.importing.files import WRITERS, brat, doccano, label_studio, web_annotation
from tests.annotations.importing.test_bring_in import text
from tests.annotations.importing.test_plan import EVERY, World
from tests.factories.annotations import make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.review import make_suggestion
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study
from tests.house.test_blindness import FRESH

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    world = World()
    world.study.suggestions_shown = True
    world.study.save()
    world.coder = None  # the plans are those of suggestions
    world.owner = MembershipFactory(study=world.study, role="owner").user
    world.address = f"/studies/{world.study.slug}/bring-in/"
    client.force_login(world.owner)
    return world


def look(client, world, content, format="doccano", **more):
    fields = {"file": SimpleUploadedFile("marks.jsonl", content), "format": format, "way": "suggestions", **more}
    return client.post(world.address, fields)


def brought(client, world, marks, format="doccano", **more):
    fields = {"name": "marks.jsonl", "content": packed(marks), "format": format, "way": "suggestions"}
    return client.post(world.address, {**fields, "step": "bring-in", **more}, follow=True)


def said(rows):
    return [(one.quote, one.claim_type and one.claim_type.code, one.label) for one in rows.order_by("pk")]


def test_looking_shows_what_fits_and_stores_nothing(client, world):
    answer = look(client, world, doccano(("Family", "event"), ("ferry", "Weather"), ("late", "")))
    told = text(answer)
    assert answer.status_code == 200
    assert "2 suggestions fit in 1 article, 1 does not. As suggestions for the coders." in told
    assert "without a claim type <span" in told
    assert "It has no label." in told
    assert "hides suggestions" not in told
    assert not Suggestion.objects.exists()


def test_a_study_that_hides_suggestions_says_so_before_and_after(client, world):
    world.study.suggestions_shown = False
    world.study.save()
    assert "This study hides suggestions while coding" in text(look(client, world, doccano(("Family", "event"))))
    assert "This study hides suggestions while coding" in text(brought(client, world, doccano(("Family", "event"))))


@EVERY
def test_confirming_makes_one_batch_for_all_coders_and_nobodys_reading(client, world, format):
    content = WRITERS[format](("Family ferry 🇺🇦", "event"), ("أُغلق الجسر", "Weather"))
    told = text(brought(client, world, content, format))
    assert "suggestions brought in" in told
    assert said(Suggestion.objects.all()) == [
        ("Family ferry 🇺🇦", "event", "event"),
        ("أُغلق الجسر", None, "Weather"),
    ]
    row = BroughtIn.objects.get()
    batch = Batch.objects.get()
    assert (row.batch, row.coder, row.by, row.format) == (batch, None, world.owner, format)
    assert (batch.study, batch.by, batch.taken_back_at) == (world.study, world.owner, None)
    assert row.taken == Suggestion.objects.count()
    assert row.file_sha256 == sha256(content).hexdigest()
    for one in Suggestion.objects.select_related("paragraph", "run"):
        assert one.paragraph.text[one.start : one.start + len(one.quote)] == one.quote
        assert (one.run.engine, one.run.version, one.run.article) == (format, "", world.article)
    assert not Reading.objects.exists()
    assert not Annotation.objects.exists()


def test_words_that_overlap_and_two_labels_on_the_same_words_are_all_suggested(client, world):
    spans = [("Family ferry", "event"), ("ferry", "event"), ("ferry", "quantity"), ("ferry", "EVENT"), ("ferry", "Odd")]
    brought(client, world, doccano(*spans))
    assert said(Suggestion.objects.all()) == [
        ("Family ferry", "event", "event"),
        ("ferry", "event", "event"),
        ("ferry", "quantity", "quantity"),
        ("ferry", None, "Odd"),
    ]
    assert BroughtIn.objects.get().left == [["line 1, label 4", "The same words have the same label twice."]]


def test_the_same_file_brings_nothing_twice_and_a_larger_one_only_what_is_new(client, world):
    content = doccano(("Family", "event"), ("ferry", "Weather"))
    brought(client, world, content)
    again = text(brought(client, world, content))
    assert "Nothing in this file fits." in again
    assert again.count("It is a suggestion in this study already.") == 2
    told = text(brought(client, world, doccano(("Family", "Event"), ("ferry", "weather"), ("late", "event"))))
    assert "1 suggestions brought in, 2 left outside." in told
    assert Suggestion.objects.count() == 3
    assert BroughtIn.objects.count() == 2


def test_two_owners_who_confirm_the_same_file_at_once_bring_it_in_once(client, world):
    content = doccano(("Family", "event"))
    plan = world.plan("doccano", content)
    brought(client, world, content)
    with pytest.raises(ValidationError, match="is a suggestion in this study already"):
        suggest(world.study, plan, format="doccano", file_name="m", content=content, by=world.owner)
    assert (Suggestion.objects.count(), Batch.objects.count()) == (1, 1)


def test_the_same_words_may_be_suggested_in_another_study(client, world):
    other = StudyFactory()
    add_to_study(other, world.article)
    MembershipFactory(study=other, user=world.owner, role="owner")
    brought(client, world, doccano(("Family", "event")))
    world.address = f"/studies/{other.slug}/bring-in/"
    brought(client, world, doccano(("Family", "event")))
    assert set(Suggestion.objects.values_list("claim_type__study", flat=True)) == {world.study.pk, other.pk}


def test_a_machines_predictions_become_suggestions_that_name_the_model(client, world):
    (task,) = json.loads(label_studio(("Family", "event"), ("ferry", "event")))
    one, two = task["annotations"][0]["result"]
    task["annotations"] = []
    task["predictions"] = [{"model_version": "tagger 7", "result": [one]}, {"result": [two]}]
    content = json.dumps([task]).encode()
    assert "Take the marks of" in text(look(client, world, content, "label-studio"))
    brought(client, world, content, "label-studio")
    assert list(Suggestion.objects.order_by("pk").values_list("run__version", flat=True)) == ["tagger 7", "a model"]
    linked = json.loads(web_annotation(("late", "event")))
    linked["first"]["items"][0]["creator"] = {"type": "Software", "name": "A\x00B"}
    brought(client, world, json.dumps(linked).encode(), "web-annotation")
    assert Suggestion.objects.get(quote="late").run.version == "A\ufffdB"


def test_who_marked_what_in_the_file_is_not_kept(client, world):
    brought(client, world, label_studio(("Family", "event"), who="canary@coders.example"), "label-studio")
    one = Suggestion.objects.select_related("run").get()
    assert "canary" not in f"{vars(one)}{vars(one.run)}"


def test_an_attribution_goes_with_what_else_is_said_of_the_words(client, world):
    spans = [
        *[("Family", "event"), ("Family", "attribution/attributed"), ("Family", "Source: Named person")],
        *[("ferry", "Attribution: Unattributed"), ("late", "mode/direct"), ("Nobody", "event")],
        *[("hurt", "attribution/attributed"), ("hurt", "attribution/inherited"), ("Cafe", "Function: Other")],
    ]
    assert "2 labels say how words are attributed and go with" in text(look(client, world, doccano(*spans)))
    brought(client, world, doccano(*spans))
    rows = Suggestion.objects.order_by("pk").values_list("quote", "claim_type__code", "attribution", "source_kind")
    assert list(rows) == [
        ("Family", "event", "attributed", "named-person"),
        ("ferry", None, "unattributed", ""),
        ("Nobody", "event", "", ""),
        ("hurt", None, "attributed", ""),
    ]
    assert [why for _, why in BroughtIn.objects.get().left] == [
        "“Function: Other” is no claim type and no attribution.",
        "Nothing in the file says whether these words are attributed.",
        "Attribution: the same words have another one.",
    ]
    brought(client, world, doccano(*spans))
    assert Suggestion.objects.count() == 4


def test_what_releases_say_of_attributions_comes_along_in_their_own_forms(client, world):
    lines = "A1\tAttribution_status T1 attributed\nA2\tQuote_form T1 direct\n"
    lines += "A3\tFunction T1 other\nA4\tStance T9 neutral\n"
    brought(client, world, brat(("Family", "Claim_event"), more=lines), "brat")
    (task,) = json.loads(label_studio(("ferry", "claim-type/event")))
    results = task["annotations"][0]["result"]
    for name, value in (("attribution_status", "inherited"), ("source_naming", "none"), ("function", "other")):
        place = {key: results[0]["value"][key] for key in ("start", "end", "text")}
        results.append({"id": "r0", "type": "choices", "from_name": name, "value": {**place, "choices": [value]}})
    brought(client, world, json.dumps([task]).encode(), "label-studio")
    said = ("claim_type__code", "attribution", "source_kind", "mode")
    assert list(Suggestion.objects.order_by("pk").values_list(*said)) == [
        ("event", "attributed", "", "direct"),
        ("event", "inherited", "none", ""),
    ]
    assert [len(row.left) for row in BroughtIn.objects.order_by("pk")] == [2, 1]


def test_an_attribution_does_not_come_into_a_reading_and_is_no_missing_claim_type(world):
    world.coder = MembershipFactory(study=world.study).user
    plan = world.plan("doccano", doccano(("Family", "event"), ("Family", "attribution/attributed")))
    assert [one.said for one in plan.left] == ["“attribution/attributed” is no claim type."]
    assert (len(plan.taken), plan.unknown) == (1, {})


def test_a_note_comes_along_and_one_that_is_missing_is_for_the_coder_to_write(client, world):
    world.study.claim_types.filter(code="other").update(note_required=True)
    brought(
        client,
        world,
        brat(("Family", "other"), ("ferry", "event"), more="#1\tAnnotatorNotes T2\tعن العبّارة 🇺🇦\n"),
        "brat",
    )
    assert list(Suggestion.objects.order_by("pk").values_list("note", flat=True)) == ["", "عن العبّارة 🇺🇦"]
    long = brat(("late", "event"), more=f"#1\tAnnotatorNotes T1\t{'x' * 10_001}\n")
    assert "Its note is longer than 10,000 characters." in text(look(client, world, long, "brat"))


def test_what_no_coder_could_take_over_stays_outside(client, world):
    blocks = [(Slot.BYLINE, "By Ada Falk"), (Slot.BODY, "The ferry was late."), (Slot.NOTICE, "Give us money.")]
    article = make_article(blocks=blocks)
    add_to_study(world.study, article)
    spans = [[0, 11, "event"], [13, 22, "event"], [34, 48, "event"]]
    content = json.dumps({"text": "\n\n".join(words for _, words in blocks), "label": spans}).encode()
    assert world.left("doccano", content) == ["line 1, label 3: Notices are shown but not coded."]
    world.study.mask_outlet = True
    assert world.left("doccano", content)[0] == "line 1, label 1: This paragraph is hidden while coding."
    newest = world.study.revisions.get()
    world.study.revisions.create(number=2, content=newest.content, guidance={"facets_off": ["claim_type"]})
    assert "Claim type: this is switched off in this study." in world.left("doccano", content)[1]


def test_every_line_that_stayed_outside_is_kept(client, world):
    spans = [("Family", "event"), *[("ferry", "") for _ in range(230)]]
    brought(client, world, doccano(*spans))
    row = BroughtIn.objects.get()
    assert len(row.left) == 230
    assert "label 231" in text(client.get(f"{world.address}{row.pk}/?page=2"))


def test_a_batch_is_taken_back_once_and_can_be_brought_in_again(client, world):
    brought(client, world, doccano(("Family", "event")))
    row = BroughtIn.objects.get()
    address = f"{world.address}{row.pk}/"
    assert "Take these suggestions back" in text(client.get(address))
    assert "Taken back: coders are no longer shown" in text(client.post(f"{address}take-back/", follow=True))
    batch = Batch.objects.get()
    assert batch.taken_back_by == world.owner
    first = batch.taken_back_at
    page = text(client.post(f"{address}take-back/", follow=True))
    assert "taken back already" in page
    assert "Take these suggestions back" not in page
    assert f"Taken back</dt><dd>{first:%-d %B %Y}" in page
    assert Batch.objects.get().taken_back_at == first
    assert "suggestions, taken back" in text(client.get(world.address))
    brought(client, world, doccano(("Family", "event")))
    assert Suggestion.objects.open_in(world.study).count() == 1
    assert Suggestion.objects.count() == 2


def test_only_suggestions_can_be_taken_back(client, world):
    row = BroughtIn.objects.create(
        study=world.study, coder=UserFactory(), by=world.owner, format="brat", file_sha256="0" * 64, taken=1
    )
    address = f"{world.address}{row.pk}/"
    assert "Take these" not in text(client.get(address))
    assert client.post(f"{address}take-back/").status_code == 404
    assert client.post(f"{world.address}{10**18}/take-back/").status_code == 404
    assert client.get(f"{address}take-back/").status_code == 405


@pytest.mark.parametrize("spoilt", [{"content": "%%%"}, {"way": ""}, {"format": "x"}, {"name": "a\x00b"}])
def test_a_form_that_was_spoilt_on_the_way_brings_nothing(client, world, spoilt):
    answer = brought(client, world, doccano(("Family", "event")), **spoilt)
    assert "Nothing was brought in" in text(answer)
    assert not Batch.objects.exists()


def test_a_spoilt_file_is_told_beside_it(client, world):
    answer = look(client, world, b"\xff")
    assert answer.status_code == 422
    assert "It is not UTF-8" in text(answer)
    assert re.search('<input[^>]*value="suggestions"[^>]* checked', text(answer)), "what was chosen stays chosen"


def test_it_is_for_owners_alone(client, world):
    brought(client, world, doccano(("Family", "event")))
    address = f"{world.address}{BroughtIn.objects.get().pk}/"
    for role in ("reviewer", "coder", "reader"):
        client.force_login(MembershipFactory(study=world.study, role=role).user)
        assert look(client, world, doccano(("ferry", "event"))).status_code == 403, role
        assert client.get(address).status_code == 403, role
        assert client.post(f"{address}take-back/").status_code == 403, role
    client.force_login(UserFactory())
    assert client.get(address).status_code == client.post(f"{address}take-back/").status_code == 404
    assert (Suggestion.objects.count(), Batch.objects.get().taken_back_at) == (1, None)


def test_an_owner_who_codes_learns_nothing_here_of_what_others_decided(client, world):
    reading = make_reading(study=world.study, article=world.article)
    brought(client, world, doccano(("Family", "event")))
    addresses = [world.address, f"{world.address}{BroughtIn.objects.get().pk}/"]
    before = [page(client, one) for one in addresses]
    Dismissal.objects.create(suggestion=Suggestion.objects.get(), reading=reading)
    assert [page(client, one) for one in addresses] == before


def page(client, address):
    return FRESH.sub(b"", client.get(address).content).partition(b"<main")[2]


def test_a_larger_file_asks_no_more_questions(client, world):
    words = ["Family", "ferry", "late", "Nobody", "was"]

    def questions(number, label):
        with CaptureQueriesContext(connection) as asked:
            brought(client, world, doccano(*[(word, label) for word in words[:number]]))
        return len(asked)

    questions(1, "quantity")
    assert questions(1, "event") == questions(5, "causal")
    assert Suggestion.objects.count() == 7


def test_what_was_brought_in_opens_no_case_and_is_not_counted_on_the_articles_page(client, world):
    from annotator.review.cases import gather
    from annotator.suggestions.templatetags.suggestions import noticed_in

    brought(client, world, doccano(("Family", "event")))
    gather(world.study)
    assert not world.study.cases.exists()
    make_suggestion(world.article, "ferry")
    assert (noticed_in(world.article).editorial, noticed_in(world.article).aside) == (1, 0)
