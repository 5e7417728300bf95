"""A confirmed original with its copy, and somebody who may correct what is paired."""

import pytest

from tests.articles.lineage.compare_page.pairs import COPY, ORIGINAL, READ, SETTLE, blocks, pair_of


@pytest.fixture
def pair():
    return pair_of(blocks(ORIGINAL), blocks(COPY))


@pytest.fixture
def reviewer(signed_in):
    return signed_in(READ, SETTLE)
