"""Two texts to compare, and what their page says."""

from django.urls import reverse
from lxml import html

from tests.factories.articles import DerivationFactory, make_article

READ, SETTLE = "articles.view_article", "lineage.change_derivation"
OPEN = {"status": "proposed", "settled_at": None, "settled_by": None}
ORIGINAL = (
    "Ferry line cuts island sailings",
    "The harbour council met on Tuesday evening and talked about the new ferry for three hours.",
    "“We lost 60 sailings this winter,” said Jeff Davis, who runs the line from the old pier.",
    "Nobody from the shipyard was in the room when the vote was taken late at night.",
    "The results of the inspection are due on April 10, the environment office said.",
)
COPY = (
    ORIGINAL[0],
    ORIGINAL[1].replace("the new ferry", "the new ferry [paid for by foreign donors]"),
    ORIGINAL[2].replace("60 sailings", "600 sailings, as we had feared,"),
    ORIGINAL[4].replace("April 10, the", "April 10 , the"),
)


def address(derivation, name="compare", **ways):
    query = "&".join(f"{key}={value}" for key, value in ways.items())
    return reverse(name, args=[derivation.derived_id, derivation.pk]) + (f"?{query}" if query else "")


def blocks(texts):
    return [("headline" if n == 0 else "body", text) for n, text in enumerate(texts)]


def pair_of(left, right, **fields):
    return DerivationFactory(upstream=make_article(blocks=left), derived=make_article(blocks=right), **fields)


def page(response):
    return html.fromstring(response.content.decode())


def said(response):
    return " ".join(page(response).find(".//main").text_content().split())


def read_off(tree, side):
    """The paragraphs of one side, as they stand on the page, without what the page adds to them."""
    texts = []
    for paragraph in tree.xpath(f'//p[@data-side="{side}"]'):
        for added in paragraph.xpath('.//*[contains(concat(" ", @class, " "), " vh ")]|.//a|.//*[@class="between"]'):
            added.drop_tree()
        paragraph.xpath('./span[@class="no"]')[0].drop_tree()
        texts.append(paragraph.text_content())
    return texts
