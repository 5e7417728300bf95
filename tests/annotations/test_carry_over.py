"""Carrying annotations over to a newer version: each in one of three states, each decided by its coder."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.annotations.carried import CarriedOver
from annotator.annotations.models import Annotation, Reading, RoleSpan
from annotator.studies.models import CodebookRevision, Study
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory

pytestmark = pytest.mark.django_db

OLD = (
    "The old bridge in Dunmere is closed, the mayor said on Monday.",
    "Repairs will cost 60 million crowns, according to the harbour council.",
    "Nobody was hurt. The ferry union has called a strike for the whole of May.",
)
NEW = (
    "The old bridge in Dunmere is closed, the mayor said on Monday.",
    "Repairs will cost 600 million crowns, according to the harbour council.",
    "Nobody was hurt.",
)
STRIKE = "The ferry union has called a strike"


class Versions:
    """A coder's finished reading of the older text and their new one of the newer."""

    def __init__(self, old=OLD, new=NEW):
        self.earlier = make_reading(*old, finished_at=datetime(2026, 3, 5, tzinfo=UTC))
        self.coder, self.study = self.earlier.coder, self.earlier.study
        self.reading = make_reading(*new, study=self.study, coder=self.coder, started_at=None)
        self.link = DerivationFactory(derived=self.reading.article, upstream=self.earlier.article, relation="update")

    def address(self, name="carry_over", *args):
        return reverse(name, args=[self.reading.pk, self.earlier.pk, *args])

    def annotate(self, quote, *, source="", **fields):
        annotation = make_annotation(self.earlier, quote, **fields)
        if source:
            paragraph = next(p for p in self.earlier.article.paragraphs.all() if source in p.text)
            RoleSpan.objects.create(
                annotation=annotation,
                role="source",
                paragraph=paragraph,
                start=paragraph.text.index(source),
                quote=source,
            )
        return annotation


@pytest.fixture
def versions(client):
    made = Versions()
    client.force_login(made.coder)
    made.closed = made.annotate("is closed", source="the mayor", attribution="attributed", source_kind="named-person")
    made.cost = made.annotate("Repairs will cost 60 million crowns", note="how much?", certainty="likely")
    made.strike = made.annotate(STRIKE)
    return made


def page(client, versions):
    answer = client.get(versions.address())
    assert answer.status_code == 200
    return answer


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", "", answer.text).split())


def carry_all(client, versions, **changed):
    shown = page(client, versions).context
    form = {"id": str(shown["batch"]), "seen": shown["seal"]} | changed
    return form, client.post(versions.address("carry_all"), form)


def shown_item(client, versions, annotation):
    parts = page(client, versions).context["parts"]
    return next(one for part in parts for one in part.items if one.item.pk == annotation.pk)


def form_of(client, versions, annotation, **changed):
    """What Enter sends: the proposed place."""
    shown = shown_item(client, versions, annotation)
    form = {"id": str(shown.id), "seen": shown.item.number, "what": "carry"}
    if shown.item.spot:
        spot = shown.item.spot
        form |= {"paragraph": spot.paragraph.pk, "start": spot.start, "quote": spot.quote}
    return form | changed


def send(client, versions, annotation, **changed):
    form = form_of(client, versions, annotation, **changed)
    return form, client.post(versions.address("carry_one", annotation.pk), form)


def drop(client, versions, annotation, **changed):
    return send(client, versions, annotation, **{"what": "drop", "why": "gone"} | changed)


# -- the page ------------------------------------------------------------------------


def test_the_three_states_add_up_to_the_total_before(client, versions):
    said = words(page(client, versions))
    assert "3 = 1 carried + 1 to check + 1 lost" in said
    assert "0 of 3 decided" in said
    assert not CarriedOver.objects.exists()
    assert not versions.reading.annotations.exists()


def test_each_is_shown_once_with_old_and_new_words(client, versions):
    answer = page(client, versions)
    for annotation in (versions.closed, versions.cost, versions.strike):
        assert answer.text.count(f'id="i-{annotation.pk}"') == 1
    assert "<del>60</del>" in answer.text
    assert "<ins>600</ins>" in answer.text
    assert "The words changed." in answer.text


@pytest.mark.parametrize("state", [{}, {"finished_at": None}], ids=["finished", "open"])
def test_an_earlier_reading_need_not_be_finished(client, versions, state):
    Reading.objects.filter(pk=versions.earlier.pk).update(**state) if state else None
    assert "3 = 1 carried" in words(page(client, versions))


def test_with_nothing_to_carry_it_says_so(client):
    versions = Versions()
    client.force_login(versions.coder)
    assert "has no annotations, so there is nothing to carry over" in words(page(client, versions))


def test_withdrawn_ones_are_no_part_of_it(client, versions):
    Annotation.objects.filter(pk=versions.cost.pk).end(by=versions.coder, how="withdrawn")
    assert "2 = 1 carried + 0 to check + 1 lost" in words(page(client, versions))


def test_a_fuller_text_of_the_same_page_is_a_newer_version(client):
    from articles.extend import Choice, extend

    article = make_article(*OLD, left_out=["The mayor is Ines Roth."])
    earlier = make_reading(article=article)
    annotation = make_annotation(earlier, "Nobody was hurt")
    fuller = extend(article, [Choice(piece=0, slot="body", after=1)], by=None).article
    reading = make_reading(article=fuller, study=earlier.study, coder=earlier.coder, started_at=None)
    client.force_login(earlier.coder)
    answer = client.get(reverse("carry_over", args=[reading.pk, earlier.pk]))
    assert "1 = 1 carried + 0 to check + 0 lost" in words(answer)
    assert str(annotation.pk) in answer.text


def test_it_costs_the_same_queries_however_many(client):
    counts = []
    for size in (1, 12):
        texts = [f"Paragraph {n} has some words, and the mayor said so." for n in range(size)]
        versions = Versions(texts, [text.replace("some", "other") for text in texts])
        for n in range(size):
            outer = versions.annotate(f"Paragraph {n} has", attribution="attributed", source="the mayor")
            versions.annotate("words", start=texts[n].index("words"), outer=outer,
                              paragraph=versions.earlier.article.paragraphs.get(position=n))  # fmt: skip
        client.force_login(versions.coder)
        page(client, versions)
        with CaptureQueriesContext(connection) as counted:
            page(client, versions)
        carry = len(counted)
        with CaptureQueriesContext(connection) as counted:
            _, answer = carry_all(client, versions)
            assert answer.status_code == 302
        counts.append((carry, len(counted)))
    assert counts[0] == counts[1]


# -- carry all unchanged ---------------------------------------------------------------


def test_one_press_carries_all_that_stands_unchanged(client, versions):
    _, answer = carry_all(client, versions)
    assert answer.status_code == 302
    [row] = CarriedOver.objects.all()
    assert (row.from_annotation, row.status, row.score, row.decided) == (versions.closed, "carried", 1.0, "together")
    assert (row.confirmed_by, row.reading) == (versions.coder, versions.reading)
    new = row.to_annotation
    assert (new.reading, new.quote, new.paragraph.article) == (
        versions.reading,
        "is closed",
        versions.reading.article,
    )
    assert new.paragraph.text[new.start : new.end] == new.quote
    assert [(span.role, span.quote) for span in new.role_spans.all()] == [("source", "the mayor")]
    said = words(page(client, versions))
    assert "3 = 1 carried + 1 to check + 1 lost" in said
    assert "1 of 3 decided" in said


def test_sent_twice_it_makes_nothing_twice(client, versions):
    form, _ = carry_all(client, versions)
    answer = client.post(versions.address("carry_all"), form)
    assert answer.status_code == 302
    assert CarriedOver.objects.count() == versions.reading.annotations.count() == 1


def test_sent_twice_after_finishing_it_is_answered_as_before(client, versions):
    form, _ = carry_all(client, versions)
    Reading.objects.filter(pk=versions.reading.pk).update(finished_at=datetime(2026, 4, 1, tzinfo=UTC))
    answer = client.post(versions.address("carry_all"), form, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (200, {"carried": 1})


@pytest.mark.parametrize("elsewhere", ["decided", "another"])
def test_what_the_page_did_not_show_is_not_carried(client, versions, elsewhere):
    """The press carries exactly what was shown, or nothing."""
    shown = page(client, versions).context
    form = {"id": str(shown["batch"]), "seen": shown["seal"]}
    if elsewhere == "decided":
        drop(client, versions, versions.closed, why="mistaken")
    else:
        versions.annotate("Nobody was hurt")
    answer = client.post(versions.address("carry_all"), form)
    assert answer.status_code == 409
    assert "This was decided since" in answer.text
    assert not versions.reading.annotations.exists()


def test_it_starts_the_reading(client, versions):
    carry_all(client, versions)
    versions.reading.refresh_from_db()
    assert versions.reading.started_at is not None


def test_what_is_nested_stays_nested(client, versions):
    inner = versions.annotate("closed", outer=versions.closed)
    carry_all(client, versions)
    outer = CarriedOver.objects.get(from_annotation=versions.closed).to_annotation
    assert CarriedOver.objects.get(from_annotation=inner).to_annotation.outer == outer


# -- one by one ------------------------------------------------------------------------


def test_the_proposed_words_are_confirmed(client, versions):
    form, answer = send(client, versions, versions.cost)
    assert answer.status_code == 302
    row = CarriedOver.objects.get()
    assert (str(row.pk), row.decided, row.status) == (form["id"], "accepted", "check")
    assert 0.5 < row.score < 1
    new = row.to_annotation
    assert (new.quote, new.note, new.certainty) == ("Repairs will cost 600 million crowns", "how much?", "likely")
    assert new.claim_type == versions.cost.claim_type
    assert answer.url.endswith(f"#i-{versions.strike.pk}")


def test_every_facet_comes_along(client, versions):
    facets = {"source_kind": "collective", "mode": "mixed", "stance": "distancing"}
    old = versions.annotate(
        "Nobody was hurt", attribution="attributed", anonymity_reason_given=True, denied=True, **facets
    )
    flagged = versions.annotate("Monday", **INSERTION | {"marking": "footnote"})
    carry_all(client, versions)
    new = CarriedOver.objects.get(from_annotation=old).to_annotation
    assert {name: getattr(new, name) for name in facets} == facets
    assert (new.attribution, new.anonymity_reason_given, new.denied) == ("attributed", True, True)
    new = CarriedOver.objects.get(from_annotation=flagged).to_annotation
    assert (new.marking, new.function, new.effect) == ("footnote", "adds-claim", "adds-claim")


def test_the_codebook_revision_is_the_one_in_force(client, versions):
    newest = CodebookRevision.objects.create(study=versions.study, number=2, content=[])
    carry_all(client, versions)
    send(client, versions, versions.cost)
    assert {row.to_annotation.codebook_revision for row in CarriedOver.objects.all()} == {newest}


def test_other_words_may_be_chosen(client, versions):
    paragraph = versions.reading.article.paragraphs.get(position=1)
    send(client, versions, versions.cost, paragraph=paragraph.pk, start=18, quote="600 million crowns")
    row = CarriedOver.objects.get()
    assert (row.decided, row.to_annotation.quote) == ("placed", "600 million crowns")


def test_without_script_the_words_are_typed(client, versions):
    form = {"how": "exact", "number": "3", "exact": "Nobody was hurt", "occurrence": "1"}
    _, answer = send(client, versions, versions.strike, **form)
    assert answer.status_code == 302
    row = CarriedOver.objects.get()
    assert (row.status, row.decided, row.to_annotation.quote) == ("lost", "placed", "Nobody was hurt")


def test_a_source_that_stands_beside_the_chosen_words_comes_along(client, versions):
    lost = versions.annotate("for the whole of May", attribution="attributed", source="Nobody")
    form = {"how": "exact", "number": "3", "exact": "hurt", "occurrence": "1"}
    send(client, versions, lost, **form)
    new = CarriedOver.objects.get().to_annotation
    assert [span.quote for span in new.role_spans.all()] == ["Nobody"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"quote": "600 million crowns"}, "do not stand at position"),
        ({"start": "-1"}, "not a whole number"),
        ({"paragraph": "99999999999999999999"}, "not a whole number"),
        ({"how": "exact", "number": "99", "exact": "x"}, "no paragraph with this number"),
        ({"how": "exact", "number": "9" * 30, "exact": "x"}, "no paragraph with this number"),
        ({"how": "exact", "number": "1", "exact": "not in it"}, "do not stand in the paragraph"),
        ({"what": "burn"}, "carry it over or to leave it out"),
        ({"id": "no"}, "could not be read"),
        ({"seen": "x"}, "could not be read"),
        ({"what": "drop", "why": ""}, "Say why"),
        ({"what": "drop", "why": "because"}, "Say why"),
        ({"what": "drop", "why": "other", "note": " "}, "other reason"),
        ({"what": "drop", "why": "gone", "note": "\0"}, "must be characters"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(client, versions, changed, sentence):
    _, answer = send(client, versions, versions.cost, **changed)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not CarriedOver.objects.exists()


def test_a_refused_form_keeps_what_was_typed(client, versions):
    _, answer = send(client, versions, versions.strike, how="exact", number="2", exact="the ferry strike")
    assert answer.status_code == 422
    assert 'value="the ferry strike"' in answer.text


def test_words_of_another_article_are_refused(client, versions):
    elsewhere = make_article("is closed").paragraphs.get()
    _, answer = send(client, versions, versions.closed, paragraph=elsewhere.pk, start=0, quote="is closed")
    assert answer.status_code == 422
    assert not CarriedOver.objects.exists()


def test_one_that_is_left_out_says_why_and_makes_nothing(client, versions):
    drop(client, versions, versions.strike, note="cut by the desk")
    row = CarriedOver.objects.get()
    assert (row.decided, row.why, row.note, row.to_annotation, row.status) == (
        "dropped", "gone", "cut by the desk", None, "lost",
    )  # fmt: skip
    assert not versions.reading.annotations.exists()
    said = words(page(client, versions))
    assert "3 = 1 carried + 1 to check + 1 lost" in said
    assert "Left out" in said


def test_one_left_out_may_be_carried_over_after_all(client, versions):
    drop(client, versions, versions.cost, why="changed")
    send(client, versions, versions.cost)
    rows = CarriedOver.objects.order_by("number")
    assert [(row.number, row.decided) for row in rows] == [(1, "dropped"), (2, "accepted")]


def test_when_all_are_decided_it_says_so(client, versions):
    carry_all(client, versions)
    send(client, versions, versions.cost)
    _, answer = drop(client, versions, versions.strike)
    assert answer.url.endswith("#done")
    assert "All 3 are decided: 2 carried over, 1 left out." in words(page(client, versions))


# -- sent twice, two tabs, finished ------------------------------------------------------


@pytest.mark.parametrize("what", ["carry", "drop"])
def test_a_decision_sent_twice_is_one(client, versions, what):
    form, _ = (send if what == "carry" else drop)(client, versions, versions.cost)
    answer = client.post(versions.address("carry_one", versions.cost.pk), form)
    assert answer.status_code == 302
    assert CarriedOver.objects.count() == 1
    assert versions.reading.annotations.count() == (what == "carry")


def test_what_was_decided_in_another_tab_is_a_conflict(client, versions):
    form = form_of(client, versions, versions.cost)
    drop(client, versions, versions.cost, why="mistaken")
    answer = client.post(versions.address("carry_one", versions.cost.pk), form)
    assert answer.status_code == 409
    assert "This was decided since" in answer.text
    assert not versions.reading.annotations.exists()
    answer = client.post(versions.address("carry_one", versions.cost.pk), form, headers={"Accept": "application/json"})
    assert (answer.status_code, "error" in answer.json()) == (409, True)


def test_what_is_carried_over_is_not_carried_again(client, versions):
    send(client, versions, versions.cost)
    _, answer = send(client, versions, versions.cost)
    assert answer.status_code == 409
    assert versions.reading.annotations.count() == 1


def test_what_was_withdrawn_there_may_be_carried_again(client, versions):
    send(client, versions, versions.cost)
    Annotation.objects.filter(reading=versions.reading).end(by=versions.coder, how="withdrawn")
    _, answer = send(client, versions, versions.cost)
    assert answer.status_code == 302
    assert versions.reading.annotations.standing().count() == 1


def test_the_same_words_annotated_there_already_are_checked_and_refused(client, versions):
    make_annotation(versions.reading, "is closed", claim_type=None, attribution="attributed")
    assert "0 carried + 2 to check" in words(page(client, versions))
    _, answer = send(client, versions, versions.closed)
    assert answer.status_code == 409
    assert "annotated these words in the same way" in answer.text
    _, answer = drop(client, versions, versions.closed, why="there-already")
    assert answer.status_code == 302


def test_a_finished_reading_refuses(client, versions):
    form = form_of(client, versions, versions.cost)
    both = {"id": str(uuid.uuid4()), "seen": page(client, versions).context["seal"]}
    now = datetime(2026, 4, 1, tzinfo=UTC)
    Reading.objects.filter(pk=versions.reading.pk).update(started_at=now, finished_at=now)
    assert client.post(versions.address("carry_one", versions.cost.pk), form).status_code == 409
    assert client.post(versions.address("carry_all"), both).status_code == 409
    assert not CarriedOver.objects.exists()
    answer = page(client, versions)
    assert "nothing more can be carried over" in words(answer)
    assert "<button" not in answer.text.split("<main")[1]


def test_what_changed_in_the_earlier_version_since_is_told(client, versions):
    send(client, versions, versions.cost)
    Annotation.objects.filter(pk=versions.cost.pk).end(by=versions.coder, how="replaced")
    versions.annotate("Repairs will cost", replaces=versions.cost)
    said = words(page(client, versions))
    assert "4 = 1 carried + 2 to check + 1 lost" in said
    assert "You changed it after an earlier version of it was decided about." in said
    assert "It does not stand in the earlier version any more." in said


# -- what holds one back -------------------------------------------------------------


def test_a_retired_claim_type_is_checked_and_another_one_chosen(client, versions):
    retired, other = versions.study.claim_types.all()[:2]
    quiet = versions.annotate("Nobody was hurt", claim_type=retired)
    type(retired).objects.filter(pk=retired.pk).update(retired_at="2026-04-01T00:00Z")
    assert "no longer in the codebook: choose another claim type." in words(page(client, versions))
    _, answer = send(client, versions, quiet)
    assert answer.status_code == 422
    _, answer = send(client, versions, quiet, claim_type=other.pk, said="was an event")
    assert answer.status_code == 302
    new = CarriedOver.objects.get().to_annotation
    assert (new.claim_type, new.note) == (other, "was an event")


def test_a_type_that_asks_for_a_note_now_is_checked(client, versions):
    other = versions.study.claim_types.get(code="other")
    quiet = versions.annotate("Nobody was hurt", claim_type=other)
    assert "asks for a note now" in words(page(client, versions))
    assert send(client, versions, quiet)[1].status_code == 422
    assert send(client, versions, quiet, said="a state of things")[1].status_code == 302


def test_an_insertion_that_is_marked_in_another_way_is_checked(client):
    versions = Versions(
        ["The clinic [run by the port] closed on Monday, and nobody said why.", "It rained."],
        ["The clinic run by the port closed on Monday, and nobody said why.", "It rained."],
    )
    client.force_login(versions.coder)
    flagged = versions.annotate("run by the port", **INSERTION)
    assert "marks the inserted words in another way: unmarked, running text." in words(page(client, versions))
    send(client, versions, flagged)
    assert CarriedOver.objects.get().to_annotation.marking == "unmarked"


def test_one_inside_an_undecided_attribution_waits_for_it(client, versions):
    source = versions.annotate("according to the harbour council", attribution="attributed", outer=versions.strike)
    inner = versions.annotate("Repairs will", outer=source)
    assert "The attribution around it is not carried over, or not yet." in words(page(client, versions))
    _, answer = send(client, versions, inner)
    assert answer.status_code == 422
    assert "Decide first about the attribution around it" in words(answer)
    drop(client, versions, versions.strike)
    send(client, versions, source)
    send(client, versions, inner)
    rows = {row.from_annotation_id: row.to_annotation for row in CarriedOver.objects.all()}
    assert (rows[source.pk].outer, rows[inner.pk].outer) == (None, rows[source.pk])


def test_a_paragraph_that_is_hidden_shows_none_of_its_words(client):
    versions = Versions()
    client.force_login(versions.coder)
    article = make_article(blocks=[("byline", "By Ada Falk of the Ledger"), ("body", "It rained.")])
    reading = make_reading(article=article, study=versions.study, coder=versions.coder)
    newer = make_article(blocks=[("byline", "By Ada Falk of the Ledger"), ("body", "It rained.")])
    new = make_reading(article=newer, study=versions.study, coder=versions.coder)
    DerivationFactory(derived=newer, upstream=article, relation="update")
    make_annotation(reading, "Ada Falk", note="who?")
    Study.objects.update(mask_outlet=True)
    answer = client.get(reverse("carry_over", args=[new.pk, reading.pk]))
    assert "1 = 0 carried + 1 to check + 0 lost" in words(answer)
    assert "Falk" not in answer.text
    assert article.outlet.name not in answer.text


# -- whose it is -----------------------------------------------------------------------


def every_door(versions):
    form = {"id": str(uuid.uuid4()), "seen": "0", "what": "drop", "why": "gone"}
    return [
        ("get", versions.address(), {}),
        ("post", versions.address("carry_all"), form),
        ("post", versions.address("carry_one", versions.cost.pk), form),
    ]


@pytest.mark.parametrize("who", ["coder", "owner", "reviewer", "reader", "stranger"])
def test_nobody_else_finds_it(client, versions, who):
    person = UserFactory() if who == "stranger" else MembershipFactory(study=versions.study, role=who).user
    client.force_login(person)
    for method, address, form in every_door(versions):
        assert getattr(client, method)(address, form).status_code == 404
    assert not CarriedOver.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client, versions):
    client.logout()
    assert [getattr(client, m)(a, f).status_code for m, a, f in every_door(versions)] == [302] * 3


def test_it_ends_with_membership(client, versions):
    versions.study.memberships.all().delete()
    assert [getattr(client, m)(a, f).status_code for m, a, f in every_door(versions)] == [404] * 3


def test_get_shows_and_post_changes(client, versions):
    assert client.post(versions.address()).status_code == 405
    assert client.get(versions.address("carry_all")).status_code == 405
    assert client.get(versions.address("carry_one", versions.cost.pk)).status_code == 405
    assert client.get(versions.address(), {"nonsense": 1}).status_code == 400


@pytest.mark.parametrize("relation", ["republication", "rewrite"])
def test_only_a_newer_version_is_one(client, versions, relation):
    type(versions.link).objects.filter(pk=versions.link.pk).update(relation=relation)
    assert [getattr(client, m)(a, f).status_code for m, a, f in every_door(versions)] == [404] * 3


def test_a_link_that_nobody_confirmed_opens_nothing(client, versions):
    type(versions.link).objects.filter(pk=versions.link.pk).update(status="proposed", settled_at=None, settled_by=None)
    assert client.get(versions.address()).status_code == 404


def test_the_other_way_round_is_no_carry_over(client, versions):
    assert client.get(reverse("carry_over", args=[versions.earlier.pk, versions.reading.pk])).status_code == 404


@pytest.mark.parametrize("pk", [0, 99999999999999999999])
def test_numbers_that_are_none_are_not_found(client, versions, pk):
    for args in ([pk, versions.earlier.pk], [versions.reading.pk, pk]):
        assert client.get(reverse("carry_over", args=args)).status_code == 404
        assert client.post(reverse("carry_all", args=args), {"id": str(uuid.uuid4())}).status_code == 404
    assert client.post(versions.address("carry_one", uuid.uuid4()), {}).status_code in (404, 422)


def test_another_studys_reading_is_no_earlier_one(client, versions):
    elsewhere = make_reading(article=versions.earlier.article, coder=versions.coder)
    MembershipFactory(study=elsewhere.study, user=versions.coder)
    assert client.get(reverse("carry_over", args=[versions.reading.pk, elsewhere.pk])).status_code == 404


def test_what_another_coder_did_is_in_no_byte(client, versions):
    """Canary: the page and the desk are the same bytes whatever another coder of both versions does."""

    def bytes_of(address):
        text = client.get(address).text
        return re.sub(r'(name="(csrfmiddlewaretoken|id)" value=)"[^"]+"', r"\1", text)

    addresses = [versions.address(), "/", reverse("reading", args=[versions.reading.pk])]
    before = [bytes_of(address) for address in addresses]
    other = MembershipFactory(study=versions.study).user
    theirs = make_reading(article=versions.earlier.article, study=versions.study, coder=other)
    new = make_reading(article=versions.reading.article, study=versions.study, coder=other)
    for n, quote in enumerate(("is closed", "Nobody was hurt", STRIKE)):
        made = make_annotation(theirs, quote, note=f"canary-{n}")
        CarriedOver.objects.create(
            id=uuid.uuid4(), reading=new, from_annotation=made, number=1, status="lost", score=0, decided="dropped",
            why="other", note="canary", confirmed_by=other,
        )  # fmt: skip
    assert [bytes_of(address) for address in addresses] == before
    assert "canary" not in "".join(before)
