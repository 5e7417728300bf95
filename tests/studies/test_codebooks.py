"""Reading a codebook file: what is right comes out whole, what is wrong is named with its line and field."""

import pytest

from annotator.studies.codebooks import CodebookError, load_codebook, parse

HEAD = '[codebook]\nname = "Mine"\nversion = "3"\nunit = "A clause."\nnotes = ["One."]\n'
TYPE = {
    "code": '"event"',
    "label": '"Event"',
    "key": '"1"',
    "definition": '"Something happened."',
    "colour": '{ light = "#0859ac", dark = "#83b9fe" }',
    "pattern": '"thick-wavy"',
}


def toml(head=HEAD, **changes):
    fields = {**TYPE, **changes}
    lines = [f"{name} = {value}" for name, value in fields.items() if value is not None]
    return head + "\n[[claim_type]]\n" + "\n".join(lines) + "\n"


def test_the_shipped_codebook_loads():
    codebook = load_codebook()
    assert (codebook.name, len(codebook.types)) == ("NPCA-1", 12)
    assert codebook.types[0].colour_light.startswith("#")
    assert codebook.priority_on_doubt[0] == "causal"


def test_a_small_codebook_comes_out_whole():
    codebook = parse(toml())
    (one,) = codebook.types
    assert (codebook.name, codebook.version, codebook.unit, codebook.notes) == ("Mine", "3", "A clause.", ("One.",))
    assert (one.code, one.key, one.pattern, one.note_required, one.example) == ("event", "1", "thick-wavy", False, "")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": None}, "Line 7: “code” must be"),
        ({"code": '"A b"'}, "Line 7: “code” must be"),
        ({"code": "7"}, "Line 7: “code” must be"),
        ({"label": None}, "Line 7, claim type “event”: “label” is missing"),
        ({"label": '" "'}, "“label” is empty"),
        ({"label": f'"{"x" * 61}"'}, "“label” is longer than 60"),
        ({"label": "[]"}, "“label” must be text"),
        ({"definition": '"a\\u0000b"'}, "“definition” must be text"),
        ({"key": '"0"'}, "“key” must be a digit"),
        ({"key": '"shift+12"'}, "“key” must be a digit"),
        ({"key": '"1\\n"'}, "“key” must be a digit"),
        ({"colour": '"#123456"'}, "“colour” must be {"),
        ({"colour": '{ light = "red", dark = "#000000" }'}, "the light colour must be written as #rrggbb"),
        ({"colour": '{ light = "#000000", dark = "#00000g" }'}, "the dark colour"),
        ({"colour": '{ light = "#000000\\n", dark = "#000000" }'}, "the light colour"),
        ({"colour": '{ light = "#fff}a{", dark = "#000000" }'}, "the light colour"),
        ({"colour": "{ light = 1, dark = 2 }"}, "the light colour"),
        ({"pattern": '"solid; } body { display: none"'}, "“pattern” must be one of"),
        ({"pattern": "[]"}, "“pattern” must be one of"),
        ({"note_required": '"yes"'}, "“note_required” must be true or false"),
        ({"weight": "3"}, "“weight” is not a field"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_fault_in_a_type_is_named_with_its_line(changes, said):
    with pytest.raises(CodebookError) as refused:
        parse(toml(**changes))
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no [[claim_type]]"),
        ("[[claim_type", "not valid TOML"),
        ("a = " + "[" * 100_000, "not valid TOML"),
        ("claim_type = 3", "has no [[claim_type]]"),
        ("claim_type = [3]\n" + HEAD, "a claim type is a table"),
        (toml(head=""), "[codebook] table is missing"),
        (toml(head="[codebook]\n"), "has no “name”"),
        (toml(head=HEAD + "colour = 1\n"), "“colour” that is not known"),
        (toml(head=HEAD.replace('["One."]', "[3]")), "“notes” must be a list of texts"),
        (toml(head=HEAD + 'priority_on_doubt = ["state"]\n'), "names “state”"),
        (toml(head=HEAD + 'priority_on_doubt = ["event", "event"]\n'), "names “event” twice"),
        (toml(head="x = 1\n" + HEAD), "“x” is not a part of a codebook"),
        (toml() + toml(head="", key='"2"'), "Line 15, claim type “event”: the code “event” is taken"),
        (toml() + toml(head="", code='"state"'), "the key “1” is taken"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_fault_in_the_file_is_said_in_a_sentence(text, said):
    with pytest.raises(CodebookError) as refused:
        parse(text)
    assert said in str(refused.value)


def test_a_file_that_is_not_text_is_refused(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CodebookError, match=r"mine\.toml is not UTF-8"):
        load_codebook(file)
