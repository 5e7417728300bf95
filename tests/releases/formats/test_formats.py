"""What is written can be read back, letter for letter."""

import csv
import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.releases.columns import column, columns_of
from annotator.releases.formats import FORMATS
from annotator.releases.formats.csv_spreadsheet import GUARDED, RULE, guarded, unguarded


@dataclass(frozen=True, slots=True)
class Record:
    words: str = column("Label", "any text")
    more: str = column("Label", "any other text")
    count: int | None = column("Label", "a number")
    score: float | None = column("Label", "a broken number")
    sure: bool | None = column("Label", "yes or no")
    at: datetime | None = column("Label", "a time")  # noqa: RUF009
    parts: tuple[dict[str, object], ...] = column("Label", "a list")


COLUMNS = columns_of(Record)
FULL = Record("a", "b", 7, 87.5, True, datetime(2026, 3, 8, 9, 30, tzinfo=UTC), ({"role": "cue", "start": 3},))
EMPTY = Record("", "", None, None, None, None, ())

#: letters that mean something to CSV, JSON, spreadsheets, line readers or Python's own patterns
LOADED = "%=+-@\t\r\n＝＋－＠'\",;| \x00\x0b\x1c\x85\u2028\u2029\ufeff🌉"
HOSTILE = st.text(
    st.one_of(st.sampled_from(LOADED), st.characters(exclude_categories=["Cs"])),
    max_size=12,
)
CELLS = st.lists(st.tuples(HOSTILE, HOSTILE), max_size=60)


def written(name, *records):
    return b"".join(FORMATS[name].write(COLUMNS, records))


def read(content, encoding="utf-8"):
    """As any program with a CSV library reads it; the header line is checked and left out."""
    header, *lines = csv.reader(StringIO(content.decode(encoding), newline=""), strict=True)
    assert header == [one.name for one in COLUMNS]
    return lines


def texts(cells):
    return [Record(words, more, None, None, None, None, ()) for words, more in cells]


@settings(max_examples=200)
@given(CELLS)
def test_exact_csv_reads_back_equal(cells):
    lines = read(written("csv", *texts(cells)))
    assert [(words, more) for words, more, *_ in lines] == cells


@settings(max_examples=200)
@given(CELLS)
def test_spreadsheet_csv_reads_back_equal_by_its_rule(cells):
    lines = read(written("spreadsheet", *texts(cells)), "utf-8-sig")
    assert [(unguarded(words), unguarded(more)) for words, more, *_ in lines] == cells


@settings(max_examples=200)
@given(CELLS)
def test_no_spreadsheet_cell_begins_like_a_formula(cells):
    for line in read(written("spreadsheet", *texts(cells)), "utf-8-sig"):
        assert not [cell for cell in line if cell.startswith(GUARDED[:-1])]


@settings(max_examples=200)
@given(CELLS)
def test_json_lines_read_back_equal_one_a_line(cells):
    content = written("jsonl", *texts(cells)).decode()
    lines = content.splitlines()
    assert content == "".join(f"{line}\n" for line in lines)
    assert [(one["words"], one["more"]) for one in map(json.loads, lines)] == cells


def test_ten_thousand_random_cells_survive_both_csv_files():
    chance = random.Random(2)
    alphabet = LOADED + "abc éçЖ漢ا👩\u200d"
    cells = [tuple("".join(chance.choices(alphabet, k=chance.randrange(20))) for _ in range(2)) for _ in range(5_000)]
    exact = read(written("csv", *texts(cells)))
    assert [(words, more) for words, more, *_ in exact] == cells
    guarded_lines = read(written("spreadsheet", *texts(cells)), "utf-8-sig")
    assert [(unguarded(words), unguarded(more)) for words, more, *_ in guarded_lines] == cells


@given(HOSTILE)
def test_the_guard_can_be_taken_off(cell):
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("first", GUARDED[:-1], ids=ascii)
def test_every_dangerous_beginning_is_guarded_and_named_in_the_rule(first):
    assert guarded(f"{first}1+1") == f"'{first}1+1"
    assert first in RULE or {"\t": "TAB", "\r": "CR", "\n": "LF"}[first] in RULE


def test_words_that_begin_harmlessly_are_left_alone():
    assert [guarded(cell) for cell in ("", "a=1", " =1", "1-2")] == ["", "a=1", " =1", "1-2"]


def test_exact_csv_is_as_stated():
    assert written("csv", FULL, EMPTY) == (
        b"words,more,count,score,sure,at,parts\n"
        b'a,b,7,87.5,true,2026-03-08T09:30:00.000000Z,"[{""role"": ""cue"", ""start"": 3}]"\n'
        b",,,,,,[]\n"
    )


def test_spreadsheet_csv_is_as_stated():
    assert written("spreadsheet", EMPTY) == (
        b'\xef\xbb\xbf"words","more","count","score","sure","at","parts"\r\n"","","","","","","[]"\r\n'
    )


def test_json_lines_are_as_stated():
    assert written("jsonl", FULL, EMPTY) == (
        b'{"words":"a","more":"b","count":7,"score":87.5,"sure":true,"at":"2026-03-08T09:30:00.000000Z",'
        b'"parts":[{"role":"cue","start":3}]}\n'
        b'{"words":"","more":"","count":null,"score":null,"sure":null,"at":null,"parts":[]}\n'
    )


def test_numbers_that_are_equal_stay_what_they_are():
    records = [Record("", "", None, score, None, None, ()) for score in (1, 1.0, 0, 0.0, -0.0)]
    assert [json.loads(line)["score"].__repr__() for line in written("jsonl", *records).splitlines()] == [
        "1", "1.0", "0", "0.0", "-0.0",
    ]  # fmt: skip
    assert [line[3] for line in read(written("csv", *records))] == ["1", "1.0", "0", "0.0", "-0.0"]


def test_a_negative_number_is_guarded_in_a_spreadsheet():
    assert read(written("spreadsheet", Record("", "", -7, -0.5, None, None, ())), "utf-8-sig")[0][2:4] == [
        "'-7",
        "'-0.5",
    ]


def test_a_negative_number_is_guarded_among_others_and_where_numbers_are_missing():
    records = [Record("", "", count, None, None, None, ()) for count in (3, -7, None, 3)]
    assert [line[2] for line in read(written("spreadsheet", *records[:2]), "utf-8-sig")] == ["3", "'-7"]
    assert [line[2] for line in read(written("spreadsheet", *records), "utf-8-sig")] == ["3", "'-7", "", "3"]
    assert [line[2] for line in read(written("csv", *records))] == ["3", "-7", "", "3"]
    assert [json.loads(line)["count"] for line in written("jsonl", *records).splitlines()] == [3, -7, None, 3]


@pytest.mark.parametrize("words", ["%s", "100 %", "%%", 'say "%d"', "=1+1", "\0", ""])
@pytest.mark.parametrize("differs", [False, True], ids=["all alike", "others differ"])
def test_what_all_records_say_is_what_each_says(words, differs):
    cells = [(words, str(number) if differs else words) for number in range(120)]
    for name, encoding in (("csv", "utf-8"), ("spreadsheet", "utf-8-sig")):
        lines = read(written(name, *texts(cells)), encoding)
        undo = unguarded if name == "spreadsheet" else str
        assert [(undo(first), undo(second)) for first, second, *_ in lines] == cells
    lines = written("jsonl", *texts(cells)).splitlines()
    assert [(one["words"], one["more"]) for one in map(json.loads, lines)] == cells


@settings(max_examples=200)
@given(CELLS)
def test_csv_is_what_python_s_own_writer_makes_of_it(cells):
    mine = written("spreadsheet", *texts(cells)).decode("utf-8-sig")
    theirs = StringIO(newline="")
    csv.writer(theirs, quoting=csv.QUOTE_ALL).writerows(csv.reader(StringIO(mine, newline="")))
    assert mine == theirs.getvalue()


def test_no_records_give_a_header_alone():
    assert read(written("csv")) == []
    assert read(written("spreadsheet"), "utf-8-sig") == []
    assert written("jsonl") == b""


@pytest.mark.parametrize("name", FORMATS)
def test_times_are_written_in_utc_wherever_they_come_from(name):
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    record = Record("", "", None, None, None, datetime(2026, 3, 8, 2, 0, tzinfo=kathmandu), ())
    assert b"2026-03-07T20:15:00.000000Z" in written(name, record)


def test_a_number_that_is_none_is_refused_in_json():
    with pytest.raises(ValueError, match="not JSON compliant"):
        written("jsonl", Record("", "", None, float("nan"), None, None, ()))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_records_give_the_same_bytes(name):
    records = [FULL, EMPTY] * 300
    assert written(name, *records) == written(name, *records)


def test_formats_say_what_they_are():
    for name, format in FORMATS.items():
        assert format.name == name
        assert format.title
        assert format.hint
        assert format.suffix.startswith((".", "-"))


def test_their_file_names_differ():
    assert len({format.suffix for format in FORMATS.values()}) == len(FORMATS)
