import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotator.review.cases import gather
from annotator.review.take_back import take_back
from articles.lineage.models import Derivation
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import OutletFactory, make_article
from tests.factories.people import UserFactory
from tests.factories.review import QUOTE, make_decision, make_original, make_reviewer, make_suggestion
from tests.factories.studies import MembershipFactory, StudyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client, queue):
    client.force_login(queue.reviewer)

    def ask(query="", **headers):
        return client.get(f"/studies/{queue.study.slug}/cases/{query}", **headers)

    return ask


def text(response):
    return " ".join(response.content.decode().split())


def test_a_new_flag_is_there_at_the_first_look(get, queue):
    page = text(get())
    assert QUOTE in page
    assert "1 coder" in page
    assert "Awaiting a decision" in page
    assert "✗ not stored" in page
    assert queue.study.pseudonym(queue.coder.pk) in page, "as a choice of the filter"


def test_coders_appear_under_pseudonyms_only(get, queue):
    page = text(get())
    assert queue.coder.username not in page
    assert queue.coder.display_name not in page


@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("reviewer", 200), ("coder", 404), ("reader", 404)])
def test_the_queue_is_for_owners_and_reviewers(client, queue, role, status):
    client.force_login(MembershipFactory(study=queue.study, role=role).user)
    assert client.get(f"/studies/{queue.study.slug}/cases/").status_code == status


def test_others_and_strangers_see_no_queue(client, queue):
    address = f"/studies/{queue.study.slug}/cases/"
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(make_reviewer(StudyFactory()))
    assert client.get(address).status_code == 404
    client.force_login(queue.reviewer)
    assert client.post(address).status_code == 405


def test_an_empty_queue_says_what_to_do(client):
    study = StudyFactory()
    client.force_login(make_reviewer(study))
    page = text(client.get(f"/studies/{study.slug}/cases/"))
    assert "No flagged insertions yet. They appear when" in page


def test_what_the_filter_hides_is_counted(get, queue):
    page = text(get("?status=decided"))
    assert "0 of 1" in page
    assert "1 item hidden by the filter." in page
    assert "Show all" in page


@pytest.mark.parametrize(
    "query",
    ["?x=1", "?order_by=study__pseudonym_key", "?study__title=a", "?coder__password__startswith=a", "?status__in=a"],
)
def test_an_unknown_parameter_is_a_400(get, query):
    assert get(query).status_code == 400


HOSTILE = ["\x00", "99999999999999999999", "'"]
MORE_HOSTILE = ["-1", "🏴", "a" * 5000, "%F0%28", "../..", "1e9", "NaN"]


@pytest.mark.parametrize("values", [HOSTILE, pytest.param(MORE_HOSTILE, marks=pytest.mark.slow)], ids=["few", "more"])
@pytest.mark.parametrize(
    "name",
    [
        *("status", "outlet", "article", "coder", "found_by", "rank", "marking", "function", "has_original"),
        *("disputed", "order", "page", "item"),
    ],
)
def test_no_value_breaks_the_page(client, queue, name, values):
    client.force_login(queue.reviewer)
    for value in values:
        response = client.get(f"/studies/{queue.study.slug}/cases/", {name: value})
        assert response.status_code in (200, 302, 422), value


def test_a_value_that_means_nothing_lists_nothing_and_says_so(get):
    response = get("?outlet=999")
    assert response.status_code == 422
    assert "nothing is listed" in text(response)


@pytest.fixture
def mixed(queue):
    """Three more cases beside the queue's own: by a second coder, by a machine, and one that is decided."""
    article = make_article("Say [a] now.", "Say [b] now.", "Say [c] now.", outlet=OutletFactory())
    other = make_reading(study=queue.study, article=article, finished_at=timezone.now())
    make_annotation(other, "[a]", **{**INSERTION, "function": "context", "marking": "dashes"})
    make_suggestion(article, "[b]", marking="parentheses")
    make_annotation(other, "[c]", **{**INSERTION, "function": "sic", "marking": ""} | {"marking": "unmarked"})
    silent = make_reading(study=queue.study, article=article, finished_at=timezone.now())
    make_original(article)
    gather(queue.study)
    decided = queue.study.cases.get(quote="[c]")
    make_decision(decided, queue.reviewer, marking="footnote", function="citation")
    queue.other, queue.other_article, queue.silent = other, article, silent
    return queue


def listed(response):
    return [row.case.quote for row in response.context["rows"]]


def test_each_filter_keeps_what_it_says(get, mixed):
    asked = {
        "": ["[c]", QUOTE, "[a]", "[b]"],
        "?status=": ["[c]", QUOTE, "[a]", "[b]"],
        "?order=text": [QUOTE, "[a]", "[b]", "[c]"],
        "?order=": ["[c]", QUOTE, "[a]", "[b]"],
        "?status=awaiting": [QUOTE, "[a]", "[b]"],
        "?status=decided": ["[c]"],
        "?status=disputed": ["[a]"],
        "?disputed=yes": ["[a]"],
        "?disputed=no": ["[c]", QUOTE, "[b]"],
        "?status=withdrawn": [],
        f"?outlet={mixed.article.outlet_id}": [QUOTE],
        f"?article={mixed.other_article.pk}": ["[c]", "[a]", "[b]"],
        f"?coder={mixed.study.pseudonym(mixed.other.coder_id)}": ["[c]", "[a]"],
        "?marking=dashes": ["[a]"],
        "?marking=parentheses": ["[b]"],
        "?marking=footnote": ["[c]"],
        "?function=adds-claim": [QUOTE],
        "?function=citation": ["[c]"],
        "?has_original=yes": ["[c]", "[a]", "[b]"],
        "?has_original=no": [QUOTE],
        "?found_by=coder": ["[c]", QUOTE, "[a]"],
        "?found_by=brackets": ["[b]"],
        "?found_by=comparison": [],
        "?rank=1": [],
        "?rank=2": ["[c]"],
        "?rank=3": [QUOTE],
        "?rank=4": ["[a]", "[b]"],
        "?rank=4&found_by=brackets&order=text": ["[b]"],
        f"?status=awaiting&article={mixed.other_article.pk}&marking=dashes": ["[a]"],
    }
    assert {query: listed(get(query)) for query in asked} == asked


def test_the_filter_stays_in_every_link(get, mixed):
    page = get("?status=awaiting&has_original=yes").content.decode()
    pk = mixed.study.cases.get(quote="[a]").pk
    assert f'/cases/{pk}/?status=awaiting&amp;has_original=yes"' in page


def test_the_jump_box_opens_the_item_of_the_filtered_list(get, mixed):
    response = get("?status=awaiting&item=3")
    pk = mixed.study.cases.get(quote="[a]").pk
    assert response.url == f"/studies/{mixed.study.slug}/cases/{pk}/?status=awaiting"
    assert get("?item=99").url == f"/studies/{mixed.study.slug}/cases/"


def test_fifty_to_a_page_and_numbered_through(get, queue):
    reading = make_reading(" ".join(f"w{i}." for i in range(60)), study=queue.study)
    for i in range(60):
        make_annotation(reading, f"w{i}.", **INSERTION)
    first, second = get(), get("?page=2")
    assert (len(listed(first)), len(listed(second))) == (50, 11)
    assert second.context["rows"][0].number == 51
    assert not set(listed(first)) & set(listed(second))
    assert listed(get("?page=9999999999999")) == listed(second)


def test_the_number_of_queries_does_not_grow_with_the_rows(get, queue):
    get()
    counts = []
    for n in (3, 40):
        reading = make_reading(" ".join(f"w{n}x{i}." for i in range(n)), study=queue.study)
        for i in range(n):
            make_annotation(reading, f"w{n}x{i}.", **INSERTION)
        make_suggestion(reading.article, f"w{n}x0.")
        get()
        with CaptureQueriesContext(connection) as asked:
            assert len(listed(get())) > n
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 18, asked.captured_queries


def test_every_field_has_a_label_and_nothing_is_inline(get, mixed):
    page = get("?status=awaiting").content.decode()
    for field in get().context["filters"].form:
        assert f'<label for="{field.id_for_label}">' in page
    assert " style=" not in page
    assert "onclick" not in page
    assert page.count("<h1>") == 1


def test_the_queue_can_be_read_while_nothing_can_be_written(get, queue):
    if connection.vendor != "sqlite":
        pytest.skip("PRAGMA query_only is SQLite's")
    gather(queue.study)
    make_annotation(queue.reading, "two villages", **INSERTION)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    try:
        response = get()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")
    assert response.status_code == 200
    assert listed(response) == [QUOTE]
    assert len(listed(get())) == 2


def test_a_case_that_was_flagged_again_awaits_and_says_so(get, queue):
    gather(queue.study)
    make_decision(queue.case, queue.reviewer)
    assert listed(get("?status=awaiting")) == []
    make_annotation(make_reading(study=queue.study, article=queue.article), QUOTE, **INSERTION)
    response = get("?status=awaiting")
    assert listed(response) == [QUOTE]
    assert "Flagged again since: Not an insertion" in text(response)
    assert "0 decided" in text(response)
    assert listed(get("?status=decided")) == []


def test_a_decision_whose_original_was_rejected_is_disputed_and_says_so(get, queue):
    gather(queue.study)
    upstream = make_original(queue.article)
    make_decision(
        queue.case, queue.reviewer, "differs-in-original", upstream=upstream, upstream_sha256=upstream.capture.sha256
    )
    assert listed(get("?disputed=yes")) == []
    Derivation.objects.update(status="rejected")
    response = get("?status=disputed")
    assert listed(response) == [QUOTE]
    assert "The decision rests on an original that is no longer confirmed as one." in text(response)


def test_an_item_keeps_its_number_whatever_is_decided(get, mixed):
    def numbers(query):
        return {row.case.quote: row.number for row in get(query).context["rows"]}

    everything = numbers("")
    assert everything == {"[c]": 1, QUOTE: 2, "[a]": 3, "[b]": 4}
    make_decision(mixed.study.cases.get(quote="[a]"), mixed.reviewer)
    assert numbers("?status=awaiting") == {QUOTE: 2, "[b]": 4}
    assert numbers("?status=decided") == {"[c]": 1, "[a]": 3}
    assert numbers(f"?status=awaiting&article={mixed.other_article.pk}") == {"[b]": 3}, "counted within the article"
    pk = mixed.study.cases.get(quote="[b]").pk
    assert get("?status=awaiting&item=4").url == f"/studies/{mixed.study.slug}/cases/{pk}/?status=awaiting"


def test_a_case_whose_decision_was_taken_back_awaits_and_says_so(get, queue):
    gather(queue.study)
    decision = make_decision(queue.case, queue.reviewer)
    take_back(decision, by=queue.reviewer)
    response = get("?status=awaiting")
    assert listed(response) == [QUOTE]
    assert "Taken back, awaits a decision" in text(response)
    assert '<span class="tag">taken back</span>' in text(response), "among the recent decisions"
    assert listed(get("?status=decided")) == []
