import logging

import pytest
from django.db import IntegrityError

from annotator.suggestions.detect import DETECTORS, Detector, detect, unread_by
from annotator.suggestions.detectors import Found
from annotator.suggestions.models import Run, Suggestion
from articles.ingest import ingest
from articles.models import Article
from tests.factories.articles import make_article

pytestmark = pytest.mark.django_db


def found(start=0, quote="They", **fields):
    values = {
        "kind": "inserted-words",
        "marking": "square-brackets",
        "host": "running-text",
        "reason": "Because.",
        "editorial": True,
    }
    return Found(start=start, end=start + len(quote), quote=quote, **{**values, **fields})


def detector(answer, engine="stub", version="1"):
    def find(text, *, slot):
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Detector(engine, version, find)


def test_every_import_is_read():
    text = b"The bridge\n\nThe men [secretly paid by the port] left the bridge in the evening [1].\n"
    article = ingest(text, media_type="text/plain").article
    assert [(s.quote, s.editorial) for s in Suggestion.objects.filter(run__article=article)] == [
        ("[secretly paid by the port]", True),
        ("[1]", False),
    ]
    run = Run.objects.get()
    assert (run.engine, run.version) == (DETECTORS[0].engine, DETECTORS[0].version)
    assert unread_by(article) == []


def test_a_suggestion_is_the_slice_of_its_paragraph():
    article = make_article("Zoë 👩‍👩‍👧 said [so they say] again.")
    detect(article)
    suggestion = Suggestion.objects.get()
    assert suggestion.paragraph.text[suggestion.start : suggestion.end] == suggestion.quote == "[so they say]"


def test_the_same_version_reads_an_article_once():
    article = make_article("The men [secretly paid] left.")
    assert len(detect(article)) == 1
    assert detect(article) == []
    assert (Run.objects.count(), Suggestion.objects.count()) == (1, 1)


def test_a_new_version_reads_it_again_and_the_old_findings_stay():
    article = make_article("They left.")
    detect(article, detectors=[detector([found()])])
    detect(article, detectors=[detector([], version="2")])
    assert sorted(Run.objects.values_list("version", flat=True)) == ["1", "2"]
    assert Suggestion.objects.count() == 1


def test_the_same_finding_twice_is_one_suggestion():
    detect(make_article("They left."), detectors=[detector([found(), found(kind="other")])])
    assert Suggestion.objects.get().kind == "inserted-words"


BROKEN = {
    "raises": RuntimeError("no"),
    "recursion": RecursionError(),
    "no slice": [found(start=3)],
    "beyond": [found(start=900)],
    "empty": [found(quote="")],
    "negative": [found(start=-4, quote="left")],
    "marking": [found(marking="stars")],
    "host": [found(host="nowhere")],
    "kind": [found(kind="k" * 31)],
    "nonsense": [None],
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_a_detector_that_breaks_is_logged_and_leaves_no_run(answer, caplog):
    article = make_article("They left.")
    good = detector([found()], engine="good")
    with caplog.at_level(logging.ERROR):
        runs = detect(article, detectors=[detector(answer), good])
    assert [run.engine for run in runs] == ["good"]
    assert f"detector stub 1 broke on article {article.pk}" in caplog.text
    assert not Run.objects.filter(engine="stub").exists()


def test_a_detector_that_breaks_costs_nobody_their_import(monkeypatch, reading):
    from annotator.suggestions import receivers

    monkeypatch.setattr(receivers.detect, "__kwdefaults__", {"detectors": (detector(RuntimeError("no")),)})
    assert ingest(b"x", read=reading()).created
    assert (Article.objects.count(), Run.objects.count()) == (1, 0)


def test_a_fault_of_the_database_is_not_hidden(monkeypatch):
    def refuse(*args, **kwargs):
        raise IntegrityError("no")

    monkeypatch.setattr(Suggestion.objects, "bulk_create", refuse)
    with pytest.raises(IntegrityError):
        detect(make_article("They left."), detectors=[detector([found()])])
    assert Run.objects.count() == 0
