"""A coder learns nothing of another coder's work on an article until both have finished it: canaries are planted in one
coder's work, and the other asks every address there is."""

import re
import uuid
from types import SimpleNamespace
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client
from django.utils import timezone

from annotator.annotations.models import CarriedOver, Dismissal, Ending, ParagraphRead, Reading, RoleSpan
from annotator.review.adjudication.decide import Ruling, adjudicate
from annotator.review.adjudication.matching import match
from annotator.review.adjudication.queries import current
from annotator.review.cases import gather
from annotator.studies.models import Role
from annotator.suggestions.models import Suggestion
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.review import make_batch, make_original, make_reviewer, make_suggestion
from tests.factories.studies import MembershipFactory, StudyFactory
from tests.house.test_doors import patterns

pytestmark = pytest.mark.django_db

WORDS = "The plant [run by outsiders] lost power, the mayor said, and two of its halls burnt down on Monday."
NOTE = "canary-note"
#: tokens that each answer makes anew: of forms, and the id that a save is going to have
FRESH = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]+"|name="(?:id|as)" value="[0-9a-f-]{36}"|data-token="[^"]+"|'
    rb'content="[A-Za-z0-9]{64}"'
)


@pytest.fixture
def world():
    """Two coders: one article both still read, one that only Aud and a third have finished, one nobody has begun."""
    study = StudyFactory(suggestions_shown=True)
    aud = MembershipFactory(study=study, user=UserFactory(username="canary-aud", display_name="Canary Aud")).user
    ben = MembershipFactory(study=study, user=UserFactory(username="ben", display_name="Ben")).user
    reviewer = make_reviewer(study)
    articles = [make_article(WORDS, f"Repairs of part {n} start in May.") for n in range(3)]
    for article in articles:
        make_suggestion(article, "[run by outsiders]")
        make_batch(study, article, "lost power", by=reviewer, claim_type=study.claim_types.get(code="event"))
    make_original(articles[0], WORDS.replace(" [run by outsiders]", ""), "Repairs of part 0 start in May.")
    readings = [make_reading(study=study, article=article, coder=aud) for article in articles]
    Reading.objects.filter(pk=readings[2].pk).update(started_at=None)
    own = [make_reading(study=study, article=article, coder=ben, started_at=None) for article in articles]
    make_reading(study=study, article=articles[1], finished_at=timezone.now())
    return SimpleNamespace(study=study, aud=aud, ben=ben, reviewer=reviewer, readings=readings, own=own)


def plant(world, count):
    """Let Aud make `count` annotations of each kind in what they have begun, and everything else a coder can make."""
    made = []
    for reading in world.readings[:2]:
        first, second = reading.article.paragraphs.all()
        already = reading.annotations.count()
        for n in range(already, already + count):
            kind = ({}, {"attribution": "attributed", "source_kind": "named-person"}, INSERTION)[n % 3]
            start = n % 3 if kind == {} else n
            note = f"{NOTE} {n}"
            made.append(
                make_annotation(reading, WORDS[start : 20 + n], start=start, note=note, paragraph=first, **kind)
            )
            RoleSpan.objects.create(annotation=made[-1], role="source", paragraph=first, start=0, quote="The")
        if count:
            made[-1].reading.annotations.filter(pk=made[-1].pk).end(by=world.aud, how=Ending.WITHDRAWN)
            ParagraphRead.objects.get_or_create(reading=reading, paragraph=second)
            for suggestion in Suggestion.objects.filter(paragraph=first):
                Dismissal.objects.get_or_create(suggestion=suggestion, reading=reading)
            CarriedOver.objects.create(
                id=uuid.uuid4(), reading=reading, from_annotation=made[-2], number=1, status="lost", score=0,
                decided="dropped", why="gone", confirmed_by=world.aud,
            )  # fmt: skip
    if count:
        Reading.objects.filter(pk=world.readings[1].pk).update(finished_at=timezone.now())
        gather(world.study)
        settle(world)
    return made


def settle(world):
    """Let the reviewer adjudicate what Aud marked and the third coder did not, as it is or with a canary's reason."""
    match(world.study)
    for item in current(world.study).filter(differences__kind="alone", adjudications=None)[:5]:
        said = Ruling(resolution="nothing-here", reason=NOTE)
        adjudicate(item, id=uuid.uuid4(), reviewer=world.reviewer, seen_number=0, said=said)


def canaries(world, made):
    """Whatever would betray that Aud was here: names, notes, ids no other row has, and how the study calls them."""
    ids = [str(annotation.pk) for annotation in made]
    return [NOTE, "canary-aud", "Canary Aud", world.aud.email, world.study.pseudonym(world.aud.pk), *ids]


def addresses(world, made):
    """Every address of the site, with each of the ids that its places may stand for."""
    readings = [row.pk for row in (*world.readings[:2], *world.own[:2])]
    items = world.study.items.values_list("pk", flat=True)[:1]
    held = {
        "slug": [world.study.slug],
        "uuid": [str(annotation.pk) for annotation in made[:2]] or [str(uuid.uuid4())],
        # the two coders' readings of each article that Aud has begun, and of the one article a paragraph and itself
        "int": sorted({*readings, *items, world.own[0].article_id, world.own[0].article.paragraphs.first().pk}),
        "str": ["csv", "jsonl", "package"],
        "path": ["x"],
    }
    for route, name, _ in patterns():
        if name.startswith("admin:") or "(?P" in route:
            continue
        yield from _filled(route, held)


def _filled(route, held):
    place = re.search(r"<(?:(\w+):)?\w+>", route)
    if not place:
        yield "/" + route.replace("^", "").replace("$", "")
        return
    for value in held[place.group(1) or "str"]:
        yield from _filled(route[: place.start()] + str(value) + route[place.end() :], held)


def crawled(client, start="/"):
    """Follow every link from `start`; return {address: answer}."""
    seen, waiting = {}, [start]
    while waiting:
        address = waiting.pop()
        if address in seen or "logout" in address or not address.startswith("/") or address.startswith("/static/"):
            continue
        seen[address] = answer = client.get(address)
        if 300 <= answer.status_code < 400:
            waiting.append(urljoin(address, answer.headers["Location"]))
        if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            found = re.findall(r'(?:href|action|formaction|src)="([^"]+)"', answer.content.decode())
            waiting.extend(urldefrag(urljoin(address, link.replace("&amp;", "&"))).url for link in found)
    return seen


def said(answer):
    """The whole of an answer: its status, its headers and its body, without what is new in each."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.body = body
    headers = {name: value for name, value in answer.headers.items() if name not in ("Date", "ETag")}
    return answer.status_code, sorted(headers.items()), FRESH.sub(b"", body)


def signed_in(person):
    client = Client(raise_request_exception=True)
    client.force_login(person)
    return client


def held_in(answer, words):
    _, headers, body = said(answer)
    text = str(headers) + body.decode(errors="replace")
    return [word for word in words if word in text]


def test_a_reviewer_finds_the_canaries_so_that_they_would_be_found(world):
    """Else the other tests would pass over pages that show nothing to anybody."""
    made = plant(world, 5)
    pages = crawled(signed_in(world.reviewer))
    found = {word for answer in pages.values() for word in held_in(answer, canaries(world, made))}
    assert {NOTE, world.study.pseudonym(world.aud.pk)} <= found


def test_no_link_leads_to_another_coders_work(world):
    made = plant(world, 5)
    pages = crawled(signed_in(world.ben))
    assert f"/readings/{world.own[0].pk}/" in pages
    assert len(pages) > 15
    told = {address: held_in(answer, canaries(world, made)) for address, answer in pages.items()}
    assert {address: words for address, words in told.items() if words} == {}


@pytest.mark.parametrize("method", ["get", "post", "head", "options"])
def test_no_address_that_can_be_guessed_does(world, method):
    made = plant(world, 5)
    client = signed_in(world.ben)
    told, reached = {}, 0
    asked = [one for one in addresses(world, made) if not (method == "post" and one.startswith("/accounts/"))]
    asked = [one for one in asked if "logout" not in one and "pseudonymise" not in one]
    for address in asked:
        answer = getattr(client, method)(address)
        reached += answer.status_code not in (404, 405)
        # what the asker sent comes back in a sentence now and then: that tells nothing
        words = [word for word in canaries(world, made) if word not in address]
        if found := held_in(answer, words):
            told[address] = found
    assert told == {}
    assert len(asked) > 150
    assert reached > 5


def test_every_page_is_the_same_byte_for_byte_whether_the_other_has_marked_nothing_or_much(world):
    client = signed_in(world.ben)
    nothing = {address: said(answer) for address, answer in crawled(client).items()}
    for count in (5, 50):
        plant(world, count)
        now = {address: said(answer) for address, answer in crawled(client).items()}
        assert now.keys() == nothing.keys()
        assert [address for address in now if now[address] != nothing[address]] == []


def test_what_the_other_did_is_told_when_both_have_finished(world):
    made = plant(world, 5)
    Reading.objects.filter(pk=world.own[1].pk).update(started_at=timezone.now(), finished_at=timezone.now())
    page = signed_in(world.ben).get(f"/readings/{world.readings[1].pk}/")
    assert page.status_code == 200
    assert held_in(page, canaries(world, made))
    other = signed_in(world.ben).get(f"/readings/{world.readings[0].pk}/")
    assert other.status_code == 404


def test_what_was_adjudicated_is_told_when_everybody_has_finished(world):
    plant(world, 5)
    address = f"/studies/{world.study.slug}/adjudication/own/?show=all"
    aud, ben = signed_in(world.aud), signed_in(world.ben)
    assert world.study.items.filter(adjudications__reason=NOTE).exists()
    for client in (aud, ben):
        assert NOTE.encode() not in client.get(address).content, "Ben still reads the article"
    Reading.objects.filter(pk=world.own[1].pk).update(started_at=timezone.now(), finished_at=timezone.now())
    assert NOTE.encode() not in ben.get(address).content, "three have read it now, and nobody has decided about three"
    settle(world)
    for client in (aud, ben):
        assert NOTE.encode() in client.get(address).content


def test_a_reviewer_who_codes_is_blind_where_they_read_themselves(world):
    """Whoever holds two roles gains nothing by it: an article one still reads is read alone."""
    made = plant(world, 5)
    world.study.memberships.filter(user=world.ben).update(role=Role.REVIEWER)
    client = signed_in(world.ben)
    for address in addresses(world, made):
        if address.startswith(f"/readings/{world.readings[0].pk}/"):
            assert client.get(address).status_code in (404, 405), address
    item = world.study.items.filter(adjudications__reason=NOTE).first()
    queue = f"/studies/{world.study.slug}/adjudication/"
    assert client.get(f"{queue}{item.pk}/").status_code == 404
    assert held_in(client.get(f"{queue}?state=adjudicated"), [NOTE, *canaries(world, made)[-5:]]) == []
    assert signed_in(world.reviewer).get(f"{queue}{item.pk}/").status_code == 200
