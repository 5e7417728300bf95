"""What the case page shows of the exact place in the original that a comparison found."""

import pytest

from annotator.accounts.groups import make_researcher
from annotator.review.cases import gather
from articles.lineage.compare import compare
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.review import make_reviewer
from tests.factories.studies import StudyFactory, add_to_study

pytestmark = pytest.mark.django_db

FIRST = "The harbour council met on Tuesday evening and talked about the new ferry for three hours."
SECOND = "The mayor said the ferry would sail from the old pier before the summer holidays begin."


@pytest.fixture
def open_case(client):
    def opened(before, after, *, library=True, others=()):
        study = StudyFactory()
        derived = make_article(FIRST, SECOND.replace(before, after))
        for other in others:
            DerivationFactory(derived=derived, upstream=make_article(other))
        link = DerivationFactory(derived=derived, upstream=make_article(FIRST, SECOND))
        compare(link)
        add_to_study(study, derived)
        gather(study)
        reviewer = make_reviewer(study)
        if library:
            make_researcher(reviewer)
        client.force_login(reviewer)
        case = study.cases.get()
        return link, " ".join(client.get(f"/studies/{study.slug}/cases/{case.pk}/").content.decode().split())

    return opened


def test_words_put_in_have_a_caret_where_they_are_not_in_the_original(open_case):
    link, page = open_case("the old pier", "the old and rotten pier")
    at = page.index('<span class="caret" aria-hidden="true">⌃</span>')
    assert page[:at].endswith("the flagged words were put in here. </span>")
    assert page[at:].removeprefix('<span class="caret" aria-hidden="true">⌃</span>').lstrip().startswith("pier before")
    assert f'href="/articles/{link.derived_id}/compare/{link.pk}/#c1">Compare the two texts</a>' in page
    assert "The same paragraph is the best match" in page
    assert "capture date not recorded" in page
    assert "Comparison with the original" in page


def test_replaced_words_are_marked_in_the_original(open_case):
    _, page = open_case("the old pier", "the harbour wall")
    assert "In place of these words, says the comparison" in page
    assert '<del class="opens">old pier</del>' in page


def test_the_original_that_was_compared_is_the_one_shown(open_case):
    link, page = open_case("the old pier", "the old and rotten pier", others=["Rain fell all night long in the town."])
    assert f'href="/articles/{link.upstream_id}/"' in page
    assert "Put in here, says the comparison" in page


def test_no_link_to_a_page_that_the_reviewer_may_not_open(open_case):
    _, page = open_case("the old pier", "the old and rotten pier", library=False)
    assert "⌃" in page
    assert "Compare the two texts</a>" not in page
