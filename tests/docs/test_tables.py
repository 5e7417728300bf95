"""What the documentation repeats of the code is what the code says."""

import re

import pytest

from annotator.annotations.keys import KEYS
from annotator.facets import Verdict
from annotator.releases.package import TABLES as EXPORTED
from annotator.review.keys import VERDICT_KEYS
from annotator.studies.codebooks import load_codebook
from docs import tables


def test_every_table_is_up_to_date(guide):
    assert tables.refreshed(guide.text) == guide.text, "run `make docs`"


def test_every_table_is_used(every_page):
    used = {name for page in every_page.values() for _, name, _ in tables.MARKED.findall(page.text)}
    assert used == set(tables.TABLES)


def test_a_change_in_the_code_is_seen(monkeypatch, every_page):
    monkeypatch.setattr(tables, "KEYS", KEYS[1:])
    page = every_page["docs/guide/coding.md"]
    assert tables.refreshed(page.text) != page.text


def test_an_unknown_table_is_refused():
    with pytest.raises(KeyError):
        tables.refreshed("<!-- table: none-such -->\n<!-- end of table -->")


def test_the_guide_to_coding_has_every_key(every_page):
    said = every_page["docs/guide/coding.md"].under("## Keys")
    assert [row for row in said.splitlines() if row.startswith("| `")] == [
        f"| `{key.keys}` | {key.name} | {key.where} |" for key in KEYS
    ]


def test_the_guide_to_reviewing_gives_each_verdict_its_key(every_page):
    said = every_page["docs/guide/reviewing.md"].under("## The five verdicts")
    assert re.findall(r"^\| (\d) \| ([^|]+) \|", said, re.MULTILINE) == [
        (key, verdict.label) for key, verdict in VERDICT_KEYS.items()
    ]
    assert list(VERDICT_KEYS.values()) == list(Verdict)


@pytest.mark.parametrize("name", EXPORTED)
def test_the_guide_to_exporting_has_every_column(every_page, name):
    said = every_page["docs/guide/exporting.md"].under(f"## Columns of {name}")
    assert re.findall(r"^\| `(\w+)` \|", said, re.MULTILINE) == [column.name for column in EXPORTED[name]]


def test_the_guide_to_the_codebook_has_every_choice(every_page):
    said = every_page["docs/guide/codebook.md"].text
    for one in load_codebook().types:
        assert f"| `{one.key}` | **{one.label}** | {one.definition} |" in said
    for facet in (*tables.ATTRIBUTION.values(), *tables.INSERTION.values(), Verdict):
        for member in facet:
            assert f"| {member.label} | `{member.value}` | {member.definition} |" in said


def test_a_cell_cannot_break_its_table():
    assert tables.table(("a", "b"), [("x|y\nz", "1")]) == "| a | b |\n| --- | --- |\n| x\\|y z | 1 |"
