"""Offsets between a real browser and the server, over five hundred strings in which counting goes wrong.

The quick forms have every string too; the slow ones choose more places in each, and save more of them.
"""

import random
import re

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD

# In the page: choose a random range of each paragraph as a mouse would (a DOM selection, in UTF-16 units), and ask
# the page's own module what it would send.
CHOOSE = """async ({ranges}) => {
    const text = await import(document.querySelector('script[type=module]').src.replace(/main[^/]*$/, 'text.js'));
    const visible = (range) => {
        const piece = range.cloneContents();
        piece.querySelectorAll('[data-chrome]').forEach((element) => element.remove());
        return piece.textContent;
    };
    return ranges.map(([id, from, to]) => {
        const root = document.querySelector(`#p-${id} [data-text]`);
        const shown = text.storedText(root);
        const units = [Math.floor(from * shown.length), Math.ceil(to * shown.length)];
        const range = text.rangeOf(root, ...units);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        const live = getSelection().getRangeAt(0);
        const start = text.unitsAt(root, live.startContainer, live.startOffset);
        const end = text.unitsAt(root, live.endContainer, live.endOffset);
        const passage = text.passageOf(root, start, end);
        if (!passage) return [id, shown, null, null, visible(live), null];
        const drawn = text.rangeOf(root, ...passage.units);
        return [id, shown, passage.start, passage.quote, visible(live), visible(drawn)];
    });
}"""


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.scenes:odd_letters"


@pytest.fixture
def bench(page, server, sign_in):
    sign_in(page, "cleo", PASSWORD)
    page.goto(f"{server.url}/readings/{server.seeded['reading']}/")
    page.wait_for_selector("html[data-ready]")
    return page


def random_ranges(paragraphs, each, seed):
    chance = random.Random(seed)
    spans = [(pk, *sorted((chance.random(), chance.random()))) for pk in paragraphs for _ in range(each)]
    return [list(span) for span in spans]


@pytest.mark.parametrize("each", [8, pytest.param(20, marks=pytest.mark.slow)])
def test_what_the_page_would_send_is_the_slice_of_what_is_stored(bench, server, each):
    paragraphs = {int(pk): text for pk, text in server.seeded["paragraphs"].items()}
    answers = bench.evaluate(CHOOSE, {"ranges": random_ranges(paragraphs, each, 11)})
    assert len(answers) == each * 500
    for pk, shown, start, quote, selected, drawn in answers:
        assert shown == paragraphs[pk]
        if start is None:
            assert selected.strip() == ""
            continue
        assert paragraphs[pk][start : start + len(quote)] == quote == drawn
        # the selection grows to whole letters and loses the white space at its ends; nothing else
        cut_in_half = "\ufffd" in selected or any(0xD800 <= ord(c) <= 0xDFFF for c in selected)
        assert cut_in_half or re.sub(r"^[\s\ufeff]+|[\s\ufeff]+$", "", selected) in quote


@pytest.mark.parametrize("number", [10, pytest.param(25, marks=pytest.mark.slow)])
def test_what_is_saved_from_the_page_is_what_was_shown(bench, server, number):
    paragraphs = {int(pk): text for pk, text in server.seeded["paragraphs"].items()}
    # one form has every second paragraph and the other the rest: what is tagged already looks different
    chosen = random.Random(3).sample(list(paragraphs)[number % 2 :: 2], number)
    seen = []
    for pk in chosen:
        bench.locator(f"#p-{pk} [data-text]").scroll_into_view_if_needed()
        bench.evaluate(
            """([id, from, to]) => {
                const root = document.querySelector(`#p-${id} [data-text]`);
                const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
                const node = walker.nextNode();
                const [start, end] = [Math.floor(from * node.length), Math.ceil(to * node.length)];
                getSelection().setBaseAndExtent(node, start, node, end);
            }""",
            [pk, 0.2, 0.9],
        )
        expect(bench.locator("input[name=paragraph]")).to_have_value(str(pk))
        seen.append(bench.locator("#editor .selected q").text_content())
        bench.keyboard.press("1")
        expect(bench.locator(f"#p-{pk} mark[data-a]").first).to_be_visible()
    stored = {row[0]: row for row in server.seed("tests.browser.scenes:stored")}
    for pk, quote in zip(chosen, seen, strict=True):
        _, start, end, kept, sliced = stored[pk]
        assert kept == sliced == quote == paragraphs[pk][start:end]
