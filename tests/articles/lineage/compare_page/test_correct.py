"""What people say of which paragraphs belong together."""

import re

import pytest

from articles.lineage.compare import correct
from articles.lineage.records import Correction
from tests.articles.lineage.compare_page.pairs import address, page, said
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def speak(client, pair, *, kind="unlink", left=2, right=2, seen=0, **more):
    return client.post(
        address(pair, "compare_correct"), {"kind": kind, "left": left, "right": right, "seen": seen, **more}
    )


def test_a_correction_is_stored_and_shown_beside_what_the_machine_had(reviewer, pair):
    response = speak(reviewer, pair, note="Two different sentences.")
    assert response.headers["Location"] == f"{address(pair)}#right-2"
    one = Correction.objects.get()
    assert (one.kind, one.left.position, one.right.position, one.by) == ("unlink", 1, 1, reviewer.user)
    text = said(reviewer.get(address(pair)))
    assert "do not belong together" in text
    assert "Two different sentences." in text
    assert re.search(r"Machine had: ¶2 → ¶2 edited, \d+ of 100 alike", text)


def test_a_persons_link_looks_different(reviewer, pair):
    speak(reviewer, pair, kind="link", left=4, right=1)
    tree = page(reviewer.get(address(pair)))
    assert tree.xpath('//*[contains(@class, "by-person")]//*[contains(@class, "person")]')
    assert "by a person" in tree.text_content()


def test_a_word_can_be_taken_back(reviewer, pair):
    speak(reviewer, pair)
    tree = page(reviewer.get(address(pair)))
    form = next(one for one in tree.forms if one.xpath(".//button[@value='machine']"))
    fields = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    reviewer.post(form.action, {**fields, "kind": "machine"})
    assert list(Correction.objects.values_list("kind", flat=True)) == ["unlink", "machine"]
    assert "Take back" not in said(reviewer.get(address(pair)))


def test_the_form_for_a_row_works_without_script(reviewer, pair):
    tree = page(reviewer.get(address(pair, correct="2", view="inline")))
    form = tree.xpath('//form[contains(@class, "correct-form")]')[0]
    fields = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    assert (fields["left"], fields["right"], fields["seen"]) == ("2", "2", "0")
    response = reviewer.post(form.action, {**fields, "kind": "unlink"})
    assert response.headers["Location"] == f"{address(pair, view='inline')}#right-2"


def test_a_correction_from_an_older_page_is_asked_again(reviewer, pair):
    other = UserFactory(first_name="Rhea") if hasattr(UserFactory, "first_name") else UserFactory()
    left, right = pair.upstream.paragraphs.get(position=0), pair.derived.paragraphs.get(position=0)
    correct(pair, kind="unlink", left=left, right=right, by=other, seen=0, note="no, not these")
    response = speak(reviewer, pair, note="mine")
    assert response.status_code == 409
    assert "Somebody corrected this comparison while you were looking at it" in said(response)
    assert "no, not these" in said(response)
    form = page(response).xpath('//form[contains(@class, "correct-form")]')[0]
    fields = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    assert fields == {"seen": "1", "left": "2", "right": "2", "kind": "unlink", "note": "mine"}
    assert Correction.objects.count() == 1
    # the answer to a POST has another address, which its links must not take for the page's
    assert all(to.startswith(("/", "#")) for to in page(response).xpath("//main//a/@href | //main//form/@action"))
    assert reviewer.post(form.action, fields).status_code == 302
    assert Correction.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": ""}, "Say whether the two paragraphs belong together."),
        ({"kind": "magic"}, "Say whether the two paragraphs belong together."),
        ({"left": "99"}, "Choose a paragraph of the original."),
        ({"left": "\x00"}, "Choose a paragraph of the original."),
        ({"right": ""}, "Choose a paragraph of the republication."),
        ({"right": "99999999999999999999"}, "Choose a paragraph of the republication."),
        ({"seen": "x"}, "Enter a whole number."),
        ({"kind": "machine"}, "said of these two paragraphs already"),
        ({"note": "x" * 2001}, "at most 2000 characters"),
    ],
    ids=["no kind", "kind", "left", "NUL", "no right", "right", "seen", "nothing to take back", "note"],
)
def test_what_makes_no_sense_is_refused_with_what_was_chosen_kept(reviewer, pair, fields, sentence):
    response = speak(reviewer, pair, **fields)
    assert response.status_code == 422
    assert sentence in said(response)
    assert page(response).xpath('//form[contains(@class, "correct-form")]')
    assert not Correction.objects.exists()
