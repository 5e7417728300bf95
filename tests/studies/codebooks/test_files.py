"""A codebook leaves as TOML, CSV and REFI-QDA and comes back the same; a fault in a file is said with its line."""

import csv
import io
import re
import tomllib
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from annotator.studies.codebooks import CodebookError, load_codebook
from annotator.studies.codebooks.comparing import differences
from annotator.studies.codebooks.files import FORMS, LARGEST, read_file, write_file
from annotator.studies.codebooks.looks import twin_of, unreadable
from annotator.studies.codebooks.qdc_file import NAMESPACE
from annotator.studies.codebooks.toml_file import write

SHIPPED = load_codebook()
STORED = replace(
    SHIPPED,
    types=tuple(replace(one, guid=str(UUID(int=at + 1))) for at, one in enumerate(SHIPPED.types)),
    facets_off=("mode", "insertion"),
)
AWKWARD = replace(
    STORED.types[0],
    label='"Quoted", = and ümlaut',
    definition='=1+1\nsecond line, "x"\t\\ end\x7f',
    example="’🇺🇦’",
    not_when="a; b, c",
)
ODD = replace(STORED, types=(AWKWARD, *STORED.types[1:]), notes=('"a"', "b\\n"), unit="")
#: any text that a form can bring in: no NUL, no halves of letters, no spaces around it
words = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1, max_size=40)


def codes(data):
    return etree.fromstring(data).iter(f"{{{NAMESPACE}}}Code")


@pytest.mark.parametrize("codebook", [STORED, ODD], ids=["shipped", "awkward"])
@pytest.mark.parametrize("suffix", ["toml", "csv", "qdc"])
def test_what_was_written_is_read_again_the_same(suffix, codebook):
    data = write_file(suffix, codebook, number=3)
    again = read_file(f"mine.{suffix}", data, codebook)
    assert not differences(codebook, again), differences(codebook, again)


@given(words.map(str.strip).filter(bool), words)
def test_any_text_survives_toml(label, note):
    one = replace(STORED.types[0], definition=label, example=label, not_when="")
    codebook = replace(STORED, types=(one,), notes=(note,), priority_on_doubt=())
    table = tomllib.loads(write(codebook).decode())
    assert table["claim_type"][0]["definition"] == label
    assert table["codebook"]["notes"] == [note]


def test_the_version_is_the_files_or_else_the_revision():
    assert tomllib.loads(write_file("toml", STORED, number=3).decode())["codebook"]["version"] == "1"
    changed = replace(STORED, version="")
    assert tomllib.loads(write_file("toml", changed, number=3).decode())["codebook"]["version"] == "r3"


def test_retired_types_stand_in_the_csv_alone():
    gone = replace(STORED.types[0], retired=True, key="", replaced_by=("state",))
    codebook = replace(STORED, types=(gone, *STORED.types[1:]))
    lines = list(csv.DictReader(io.StringIO(write_file("csv", codebook, number=1).decode(), newline="")))
    assert (lines[0]["retired"], lines[0]["replaced_by"], lines[0]["key"]) == ("true", "state", "")
    assert b"Event" not in write_file("toml", codebook, number=1)
    assert all(one.get("name") != "Event" for one in codes(write_file("qdc", codebook, number=1)))
    assert not differences(codebook, read_file("x.csv", write_file("csv", codebook, number=1), codebook))


def test_csv_cells_are_exact_and_lines_end_in_line_feeds():
    data = write_file("csv", ODD, number=1)
    assert b"\r" not in data
    assert b'"=1+1\nsecond line, ""x""' in data


def test_the_qdc_is_valid_and_its_ids_are_lower_case_and_lasting(shared_file):
    schema = etree.XMLSchema(etree.parse(str(shared_file("data/standards/refi-qda/Codebook.xsd"))))
    for codebook in (STORED, ODD, replace(STORED, facets_off=())):
        data = write_file("qdc", codebook, number=1)
        schema.assertValid(etree.fromstring(data))
        assert data == write_file("qdc", codebook, number=2)
        guids = [one.get("guid") for one in codes(data)]
        assert len({*guids}) == len(guids)
        assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", guid) for guid in guids)
    event = next(one for one in codes(write_file("qdc", STORED, number=1)) if one.get("name") == "Event")
    assert event.get("guid") == STORED.types[0].guid


def test_the_qdc_leaves_out_the_vocabularies_that_are_off():
    names = {one.get("name") for one in codes(write_file("qdc", STORED, number=1))}
    assert {"Claim type", "Attribution", "Stance of the cue", "Endorsing"} <= names
    assert not {"Mode", "Editorial insertion", "Scare quotes"} & names


def test_letters_that_xml_cannot_hold_do_not_stop_the_qdc():
    one = replace(STORED.types[0], definition="a\x01b\uffff")
    etree.fromstring(write_file("qdc", replace(STORED, types=(one,)), number=1))


FOREIGN = f"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="{NAMESPACE}" origin="Other"><Codes>
  <Code guid="{{A0000000-0000-4000-8000-000000000001}}" name="Theme" isCodable="false">
    <Code guid="A0000000-0000-4000-8000-000000000002" name="Blame" isCodable="true" color="#FF0">
      <Description>Somebody is made responsible.</Description>
      <Code guid="A0000000-0000-4000-8000-000000000003" name="Schuld 責任" isCodable="true"/>
    </Code>
  </Code>
  <Code guid="A0000000-0000-4000-8000-000000000004" name="Quantity" isCodable="true" color="#123456"/>
</Codes></CodeBook>"""


def test_codes_of_another_tool_become_types_that_can_be_read_and_picked():
    read = read_file("theirs.QDC", FOREIGN.encode(), STORED)
    blame, fault, quantity = read.types
    assert [one.code for one in read.types] == ["blame", "schuld", "quantity"]
    assert (blame.label, blame.definition) == ("Blame", "Somebody is made responsible.")
    assert fault.definition == "Schuld 責任"
    assert quantity.guid == "a0000000-0000-4000-8000-000000000004"
    assert (quantity.key, quantity.pattern) == ("3", "double")
    assert len({blame.key, fault.key, quantity.key}) == 3
    assert all(unreadable(one) == {} and twin_of(one, read.types) is None for one in read.types)


def qdc(inside, head=""):
    return f'<?xml version="1.0"?>{head}<CodeBook xmlns="{NAMESPACE}"><Codes>{inside}</Codes></CodeBook>'.encode()


def code(guid=1, name="A", more=""):
    return f'<Code guid="00000000-0000-4000-8000-{guid:012d}" name="{name}" isCodable="true" {more}/>'


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
FETCH = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Document is empty"),
        (b"<a", "Line 1: this is not valid XML"),
        (b"<a/>", "not a REFI-QDA codebook"),
        (qdc(""), "no code that can be used"),
        (qdc(code(name="&c;"), BOMB), "document type"),
        (qdc(code(name="A") + "&a;", FETCH), "document type"),
        (qdc('\n<Code name="A" isCodable="true"/>'), "Line 2: the code’s “guid” is missing"),
        (qdc('<Code guid="x" name="A" isCodable="true"/>'), "“guid” is missing or none"),
        (qdc(code(name="")), "“name” has 1 to 60 characters"),
        (qdc(code(name="x" * 61)), "“name” has 1 to 60 characters"),
        (qdc(code(1, "Event") + code(2, "Event")), "stands for “Event”, as another does"),
        (
            qdc("".join(code(n, f"N{n}") for n in range(19))),
            "has 19 codes that can be used",
        ),
        (qdc(code().replace("/>", f"><Description>{'x' * 5000}</Description></Code>")), "longer than 4,000"),
        (b"\xff\xfe" + b"x" * 10, "not valid XML"),
        (("<a>" * 300).encode(), "not valid XML"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_faulty_qdc_is_refused_in_a_sentence(data, said):
    with pytest.raises(CodebookError) as refused:
        read_file("x.qdc", data, STORED)
    assert said.replace("’", "'") in str(refused.value).replace("’", "'")
    assert str(refused.value).endswith((".", ")."))


HEAD = "code,label,key,definition,colour_light,colour_dark,pattern"
LINE = "event,Event,1,Something happened.,#0859ac,#83b9fe,solid"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no claim type"),
        (b"\xff", "not UTF-8"),
        ("code,label\nevent,Event", "Line 1: the column “key” is missing"),
        (f"{HEAD},weight\n{LINE},3", "“weight” is not a column"),
        (f"{HEAD},code\n{LINE},3", "“code” is not a column of a codebook, or stands there twice"),
        (HEAD, "no claim type"),
        (f"{HEAD}\n{LINE},3", "Line 2 has 8 cells"),
        (f"{HEAD}\n\n{LINE.replace('#0859ac', 'red')}", "Line 3, claim type “event”: the light colour"),
        (f"{HEAD}\n{LINE.replace(',1,', ',0,')}", "Line 2, claim type “event”: “key” must be"),
        (f"{HEAD}\n{LINE}\n{LINE}", "Line 3, claim type “event”: the code “event” is taken"),
        (f"{HEAD},retired\n{LINE},maybe", "Line 2: “retired” must be true or false"),
        (f"{HEAD}\n{LINE[:-5]}wiggly", "“pattern” must be one of"),
        (f'{HEAD}\n"{LINE}', "not valid CSV"),
        (f"{HEAD}\n{LINE.replace('Something', 'x' * 30_000)}", "longer than 20,000"),
    ],
    ids=lambda value: str(value)[-40:],
)
def test_a_faulty_csv_is_refused_with_line_and_column(data, said):
    with pytest.raises(CodebookError) as refused:
        read_file("x.csv", data if isinstance(data, bytes) else data.encode(), STORED)
    assert said in str(refused.value)


def test_a_csv_of_a_spreadsheet_with_its_mark_and_line_ends_is_read():
    read = read_file("x.csv", f"\ufeff{HEAD}\r\n{LINE}\r\n".encode(), STORED)
    assert [one.label for one in read.types] == ["Event"]
    assert read.unit == STORED.unit


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("codebook.xlsx", b"PK", "ends in .toml, .csv, .qdc"),
        ("toml", b"", "no [[claim_type]]"),
        ("x.toml", b"\xff", "not UTF-8"),
        ("x.toml", b"a" * (LARGEST + 1), "at most 256 KiB"),
        ("x.toml", b'[codebook]\nfacets_off = ["verdict"]\nname = "x"\n[[claim_type]]\n', "“code” must be"),
    ],
)
def test_a_file_of_another_kind_or_size_is_refused(name, data, said):
    with pytest.raises(CodebookError) as refused:
        read_file(name, data, STORED)
    assert said in str(refused.value)


def test_every_form_says_what_it_is_for():
    assert all(form.title and form.hint.endswith(".") and form.media_type for form in FORMS.values())
