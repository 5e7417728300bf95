from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import throttle
from articles.hints import hints
from articles.lineage.models import Derivation
from articles.models import Article, Capture
from tests.articles.conftest import person_with
from tests.factories.articles import DerivationFactory, make_article

pytestmark = pytest.mark.django_db
URL = reverse("articles_add")
TEXT = "The bridge is closed\n\nThe mayor said {} would stay closed until the end of the month.\n"
JSON = {"Accept": "application/json"}


def upload(name="a.txt", content=None, content_type="text/plain"):
    return SimpleUploadedFile(name, TEXT.format(name).encode() if content is None else content, content_type)


@pytest.fixture
def owner(signed_in):
    return signed_in("articles.view_article", "articles.add_article")


def said(response):
    return " ".join(response.content.decode().split())


# -- who --------------------------------------------------------------------


def test_it_sends_strangers_to_the_door(client):
    assert client.get(URL).status_code == 302
    assert client.post(URL, {"uploads": upload()}).status_code == 302
    assert Article.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_reading_the_library_is_not_adding_to_it(signed_in, method):
    response = getattr(signed_in("articles.view_article"), method)(URL)
    assert response.status_code == 403
    assert "Adding articles is for people who run studies." in said(response)


def test_other_methods_are_refused(owner):
    assert owner.put(URL).status_code == 405
    assert owner.delete(URL).status_code == 405


def test_a_post_from_elsewhere_is_refused():
    client = Client(enforce_csrf_checks=True)
    client.force_login(person_with("articles.add_article"))
    assert client.post(URL, {"uploads": upload()}).status_code == 403
    assert Article.objects.count() == 0


def test_the_form_works_without_script(owner):
    page = said(owner.get(URL))
    assert 'enctype="multipart/form-data"' in page
    assert "multiple" in page


# -- files --------------------------------------------------------------------


def test_a_file_is_added_with_its_person_and_address(owner):
    response = owner.post(URL, {"uploads": upload(), "url": "https://ledger.example/bridge"})
    article = Article.objects.get()
    assert response.status_code == 200
    assert f'<a href="{reverse("article", args=[article.pk])}">' in said(response)
    assert article.created_by == owner.user
    assert article.capture.url == "https://ledger.example/bridge"
    assert article.capture.file_name == "a.txt"


def test_each_file_of_many_has_its_own_fate(owner):
    owner.post(URL, {"uploads": upload("known.txt")})
    files = [
        upload("new.txt"),
        upload("known.txt"),
        upload("bomb.html", b"<div>" * 50_000, "text/html"),
        upload("empty.txt", b""),
        upload("page.pdf", b"%PDF-1.7", "application/pdf"),
    ]
    response = owner.post(URL, {"uploads": files})
    page = said(response)
    assert response.status_code == 200
    assert "1 added, 1 stored before, 3 refused." in page
    for words in ("new.txt", "bomb.html", "This is a PDF", "empty.txt"):
        assert words in page
    assert Article.objects.count() == Capture.objects.count() == 2


def test_twenty_files_at_once(owner):
    response = owner.post(URL, {"uploads": [upload(f"{n}.txt") for n in range(20)]})
    assert response.status_code == 200
    assert Article.objects.count() == 20


def test_twenty_one_files_are_refused_as_a_whole(owner):
    response = owner.post(URL, {"uploads": [upload(f"{n}.txt") for n in range(21)]})
    assert response.status_code == 422
    assert "send at most 20 at once" in said(response)
    assert Article.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_without_reading_it(owner):
    large = upload("large.txt", b"x" * (20 * 1024 * 1024 + 1))
    response = owner.post(URL, {"uploads": [large, upload()]})
    assert "The file has 20.0 MB; at most 20 MB are read." in said(response)
    assert Article.objects.count() == 1


def test_when_every_file_is_refused_the_answer_says_so(owner):
    response = owner.post(URL, {"uploads": upload("empty.txt", b"")})
    assert response.status_code == 422
    assert "refused" in said(response)


@pytest.mark.parametrize(
    "name", ["../../x.txt", "x\u202etxt.exe", '"><script>alert(1)</script>.txt', "n" * 300 + ".txt"]
)
def test_file_names_are_only_labels(owner, name):
    page = said(owner.post(URL, {"uploads": upload(name)}))
    capture = Capture.objects.get()
    assert "<script>alert" not in page
    assert not set(capture.file_name) & set("/\\\u202e")
    assert len(capture.file_name) <= 255


# -- pasted text ----------------------------------------------------------------


def test_a_pasted_text_is_added(owner):
    response = owner.post(
        URL, {"pasted": "# Bridge\r\n\r\nA *closed* bridge helps nobody.", "pasted_type": "text/markdown"}
    )
    article = Article.objects.get()
    assert response.status_code == 200
    assert article.title == "Bridge"
    assert article.paragraphs.last().marks == [[2, 8, "emphasis", ""]]
    assert article.capture.path.read_bytes() == b"# Bridge\n\nA *closed* bridge helps nobody."


def test_a_pasted_text_is_called_by_its_title(owner):
    page = said(owner.post(URL, {"pasted": "Bridge closed\n\nIt is."}))
    assert f'Pasted text</bdi>: <a href="{reverse("article", args=[Article.objects.get().pk])}"><bdi>Bridge' in page
    assert "without a name" not in page
    assert Capture.objects.get().file_name == ""
    again = owner.post(URL, {"pasted": "Bridge closed\n\nIt is."}, headers=JSON).json()["results"][0]
    assert (again["name"], again["title"], again["status"]) == ("Pasted text", "Bridge closed", "known")


def test_a_text_pasted_twice_is_one_article_whatever_the_line_ends(owner):
    owner.post(URL, {"pasted": "Bridge closed\n\nIt is."})
    response = owner.post(URL, {"pasted": "Bridge closed\r\n\r\nIt is."})
    assert "1 stored before." in said(response)
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose at least one file, or paste a text."),
        ({"pasted": "  \n "}, "Choose at least one file, or paste a text."),
        ({"pasted": "Kept words", "pasted_type": "text/rtf"}, "Select a valid choice."),
        ({"pasted": "Kept words", "url": "not an address"}, "Enter a valid URL."),
        ({"pasted": "Kept words", "url": "https://a.example/" + "x" * 2000}, "at most 2000 characters"),
        ({"pasted": "Kept words\x00"}, "Null characters are not allowed."),
    ],
    ids=["nothing", "blank", "type", "address", "long address", "nul"],
)
def test_a_form_that_cannot_be_read_comes_back_with_what_was_typed(owner, fields, sentence):
    response = owner.post(URL, fields)
    assert response.status_code == 422
    assert sentence in said(response)
    if "Kept" in fields.get("pasted", ""):
        assert "Kept words" in said(response)
    assert Article.objects.count() == 0


def test_files_and_text_are_not_mixed(owner):
    response = owner.post(URL, {"pasted": "Kept words", "uploads": upload()})
    assert response.status_code == 422
    assert "one of the two at a time" in said(response)
    assert "Kept words" in said(response)


def test_one_address_does_not_belong_to_two_files(owner):
    response = owner.post(URL, {"uploads": [upload("a.txt"), upload("b.txt")], "url": "https://a.example/x"})
    assert response.status_code == 422
    assert "An address belongs to one text" in said(response)


def test_a_pasted_text_that_is_refused_is_kept_on_the_page(owner):
    text = "<div>" * 400 + "these words are kept"
    response = owner.post(URL, {"pasted": text, "pasted_type": "text/html"})
    assert response.status_code == 422
    assert "these words are kept" in said(response)
    assert response.context["form"].errors["pasted"]


# -- what to look at next ---------------------------------------------------------

ORIGINAL = "Bridge closed\n\nThe mayor said the bridge would stay closed until the end of the month.\n"
SAYS_ORIGIN = (
    "{}\n\nBy Mira Oduya\n\nIt stays closed.\n\nThe original source of this article is https://vantage.example/bridge\n"
)
PROPOSED = "look at it and confirm"


def test_a_proposed_original_is_said_with_the_way_to_confirm_it(owner):
    owner.post(URL, {"pasted": ORIGINAL, "url": "https://vantage.example/bridge"})
    original = Article.objects.get()
    response = owner.post(URL, {"uploads": upload("copy.txt", SAYS_ORIGIN.format("Ferry late").encode())})
    copy = Article.objects.latest("pk")
    assert copy.upstream_derivations.get().upstream == original
    origin = f"{reverse('article', args=[copy.pk])}#origin"
    hint = f'<a class="hint" href="{origin}">Probably came from “Bridge closed” – look at it and confirm</a>'
    assert hint in said(response)
    assert 'id="origin"' in said(owner.get(reverse("article", args=[copy.pk])))


def test_a_script_is_told_too_and_also_of_copies_stored_before(owner):
    owner.post(URL, {"uploads": upload("copy.txt", SAYS_ORIGIN.format("Ferry late").encode())})
    copy = Article.objects.get()
    fields = {"pasted": ORIGINAL, "url": "https://vantage.example/bridge"}
    answer = owner.post(URL, fields, headers=JSON).json()["results"][0]
    assert answer["hints"] == [
        {
            "sentence": "“Ferry late” probably came from this one – look at it and confirm",
            "address": f"{reverse('article', args=[copy.pk])}#origin",
        }
    ]


def test_what_a_person_has_settled_is_not_asked_again(owner):
    owner.post(URL, {"pasted": ORIGINAL, "url": "https://vantage.example/bridge"})
    file = SAYS_ORIGIN.format("Ferry late").encode()
    owner.post(URL, {"uploads": upload("copy.txt", file)})
    assert PROPOSED in said(owner.post(URL, {"uploads": upload("copy.txt", file)}))
    Derivation.objects.update(status="rejected", settled_by=owner.user, settled_at=timezone.now())
    assert PROPOSED not in said(owner.post(URL, {"uploads": upload("copy.txt", file)}))


def test_who_may_not_read_the_library_is_told_no_titles_of_it(signed_in):
    adding = signed_in("articles.add_article")
    adding.post(URL, {"pasted": ORIGINAL, "url": "https://vantage.example/bridge"})
    response = adding.post(URL, {"uploads": upload("copy.txt", SAYS_ORIGIN.format("Ferry late").encode())})
    assert Derivation.objects.exists()
    assert PROPOSED not in said(response)


def test_the_hints_are_two_queries_whatever_their_number(django_assert_num_queries, signed_in):
    user = signed_in("articles.view_article").user
    articles = [make_article() for _ in range(6)]
    for upstream, derived in pairwise(articles):
        DerivationFactory(derived=derived, upstream=upstream, status="proposed", settled_at=None, settled_by=None)
    user.has_perm("articles.view_article")
    with django_assert_num_queries(2):
        found = hints(articles, user=user)
    assert [len(found[one]) for one in articles] == [1, 2, 2, 2, 2, 1]
    DerivationFactory(derived=articles[0], upstream=None, status="proposed", settled_at=None, settled_by=None)
    assert len(hints(articles, user=user)[articles[0]]) == 1


# -- the script's answers ---------------------------------------------------------


def test_a_script_gets_json(owner):
    answer = owner.post(URL, {"uploads": upload()}, headers=JSON)
    article = Article.objects.get()
    assert answer.json() == {
        "results": [
            {
                "name": "a.txt",
                "status": "added",
                "sentence": "2 paragraphs.",
                "title": "The bridge is closed",
                "address": reverse("article", args=[article.pk]),
                "hints": [],
            }
        ]
    }
    assert "Accept" in answer["Vary"]
    again = owner.post(URL, {"uploads": upload()}, headers=JSON).json()["results"][0]
    assert (again["status"], again["address"]) == ("known", reverse("article", args=[article.pk]))


def test_a_script_is_told_what_was_refused(owner):
    answer = owner.post(URL, {"uploads": upload("empty.txt", b"")}, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["results"][0]["status"] == "refused"
    answer = owner.post(URL, {}, headers=JSON)
    assert (answer.status_code, answer.json()) == (422, {"error": "Choose at least one file, or paste a text."})


# -- too much ------------------------------------------------------------------


def test_a_flood_is_stopped_with_a_sentence_and_a_time(owner):
    throttle.take(f"import:{owner.user.pk}", throttle.CAPACITY)
    response = owner.post(URL, {"pasted": "Kept words"})
    assert response.status_code == 429
    assert "You have sent many texts in a short time." in said(response)
    assert "Kept words" in said(response)
    assert int(response["Retry-After"]) >= 1
    assert Article.objects.count() == 0


def test_a_script_is_told_of_it_as_json(owner):
    throttle.take(f"import:{owner.user.pk}", throttle.CAPACITY)
    answer = owner.post(URL, {"uploads": upload("b.txt")}, headers=JSON)
    assert answer.status_code == 429
    assert "many texts" in answer.json()["error"]


def test_others_are_not_held_up_by_it(owner, signed_in):
    throttle.take(f"import:{owner.user.pk}", throttle.CAPACITY)
    other = signed_in("articles.add_article")
    assert other.post(URL, {"uploads": upload()}).status_code == 200


def test_one_person_occupies_few_parsers_at_a_time(owner):
    key = f"import:{owner.user.pk}"
    with throttle.place(key), throttle.place(key):
        assert owner.post(URL, {"uploads": upload()}).status_code == 429
    assert owner.post(URL, {"uploads": upload()}).status_code == 200


@pytest.mark.parametrize("body", [b"", b"--x\r\n", b"\x00" * 100], ids=["empty", "cut", "nul"])
def test_a_body_that_is_no_form_breaks_nothing(owner, body):
    response = owner.post(URL, body, content_type="multipart/form-data; boundary=x")
    assert response.status_code in (400, 422)
