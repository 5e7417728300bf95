"""Every annotation of a file is taken with its place and claim type, or told with where it is and why."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.annotations.importing.formats import FORMATS
from annotator.annotations.importing.found import Found, NotReadable, Problem
from annotator.annotations.importing.plan import planned
from annotator.annotations.models import Annotation
from tests.annotations.importing.files import (
    PARAGRAPHS,
    TEXT,
    WRITERS,
    brat,
    doccano,
    label_studio,
    place,
    web_annotation,
    zipped,
)
from tests.factories.annotations import make_reading
from tests.factories.articles import make_article
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

EVERY = pytest.mark.parametrize("format", list(FORMATS))


class World:
    def __init__(self):
        self.study = StudyFactory()
        self.coder = MembershipFactory(study=self.study).user
        self.article = make_article(*PARAGRAPHS, url="https://news.example/1")
        add_to_study(self.study, self.article)

    def plan(self, format, content, **more):
        return planned(self.study, self.coder, FORMATS[format], content, **more)

    def taken(self, format, content):
        return [(one.anchor.start, one.anchor.quote, one.claim_type.code) for one in self.plan(format, content).taken]

    def left(self, format, content, **more):
        return [f"{one.where}: {one.said}" for one in self.plan(format, content, **more).left]


@pytest.fixture
def world(db):
    return World()


@EVERY
def test_words_of_every_width_anchor_in_their_paragraph(world, format):
    spans = [("Family ferry 🇺🇦", "event"), ("أُغلق الجسر", "event"), ("Nobody 🏴 was hurt", "quantity")]
    plan = world.plan(format, WRITERS[format](*spans))
    assert plan.left == []
    blocks = list(world.article.paragraphs.order_by("position"))
    found = [(one.anchor.paragraph_id, one.anchor.start, one.anchor.quote, one.claim_type.code) for one in plan.taken]
    assert found == [
        (blocks[0].pk, PARAGRAPHS[0].index("Family"), "Family ferry 🇺🇦", "event"),
        (blocks[1].pk, PARAGRAPHS[1].index("أُغلق"), "أُغلق الجسر", "event"),
        (blocks[1].pk, PARAGRAPHS[1].index("Nobody"), "Nobody 🏴 was hurt", "quantity"),
    ]
    for one in plan.taken:
        stored = next(block for block in blocks if block.pk == one.anchor.paragraph_id).text
        assert stored[one.anchor.start : one.anchor.start + len(one.anchor.quote)] == one.anchor.quote


@EVERY
def test_labels_are_known_by_code_and_name_in_any_writing_and_others_are_listed(world, format):
    spans = [("Family", "EVENT"), ("ferry", "claim-type/event"), ("late", "Weather"), ("hurt", "Quantity")]
    plan = world.plan(format, WRITERS[format](*spans, ("Cafe", "Claim_event")))
    assert [one.claim_type.code for one in plan.taken] == ["event", "event", "quantity", "event"]
    assert plan.unknown == {"Weather": 1}
    assert [one.said for one in plan.left] == ["The codebook has no claim type “Weather”."]


@EVERY
def test_a_text_that_the_study_does_not_have_anchors_nowhere(world, format):
    other = {"source": "https://elsewhere.example/"} if format == "web-annotation" else {"text": f"{TEXT} More."}
    plan = world.plan(format, WRITERS[format](("Family", "event"), **other))
    assert plan.taken == []
    assert [one.said for one in plan.left] == ["No article of this study has its text, by hash, version or address."]


@EVERY
def test_spans_over_paragraphs_and_the_same_twice_are_told(world, format):
    over = TEXT[TEXT.index("late") : TEXT.index("الوزير")].strip()
    writer = WRITERS[format]
    (said,) = world.left(format, writer((over, "event")))
    assert "runs over the end of a paragraph" in said
    twice = world.plan(format, writer(("Family", "event"), ("Family", "event")))
    assert len(twice.taken) == 1
    assert [one.said for one in twice.left] == ["The same words have the same label twice."]


def test_offsets_that_do_not_give_the_quote_are_told_with_what_stands_there(world):
    content = label_studio(("Family", "event")).replace(b'"text": "Family"', b'"text": "Fumily"')
    assert (
        "annotation 9, result 1: From 12 to 18 stands “Family”, not “Fumily”." in world.left("label-studio", content)[0]
    )
    moved = json.loads(label_studio(("Family", "event")))
    moved[0]["annotations"][0]["result"][0]["value"] |= {"start": 1, "text": None}
    assert "Its offset 1 is inside a character." in world.left("label-studio", json.dumps(moved).encode())[0]


def test_withheld_words_of_a_release_anchor_by_version_and_hash(world):
    start, end = place("Family ferry")
    covered = TEXT[:start] + "Family ░░░░░" + TEXT[end:]
    line = {"text": covered, "label": [[start, end, "event"]], "text_sha256": world.article.text_sha256}
    assert world.taken("doccano", json.dumps(line).encode()) == [(start, "Family ferry", "event")]
    by_number = {**line, "text_sha256": "", "version_id": world.article.pk}
    assert world.taken("doccano", json.dumps(by_number).encode()) == [(start, "Family ferry", "event")]


def test_a_quote_alone_anchors_where_it_stands_once(world):
    def asked(exact, **more):
        selector = {"type": "TextQuoteSelector", "exact": exact, **more}
        body = {
            "type": "SpecificResource",
            "purpose": "classifying",
            "source": "https://codes.example/claim-type#event",
        }
        item = {"target": {"source": "https://news.example/1", "selector": selector}, "body": body}
        return json.dumps([item]).encode()

    assert world.taken("web-annotation", asked("ferry"))[0][1:] == ("ferry", "event")
    assert world.taken("web-annotation", asked("r", prefix="fe", suffix="ry"))[0][1:] == ("r", "event")
    assert "more than once" in world.left("web-annotation", asked("r"))[0]
    assert "does not stand in the stored text" in world.left("web-annotation", asked("no such words"))[0]


def test_what_has_no_place_here_is_told_and_never_dropped(world):
    more = "T9\tevent 12 18;20 25\tFamily ferry\nR1\tSays Arg1:T1 Arg2:T2\nA1\tSure T1\n"
    more += "#1\tAnnotatorNotes T1\tLook here.\nrubbish\n"
    more += "#2\tAnnotatorNotes T7\tWhose?\n#3\tAnnotationId T1\tabc\n"
    plan = world.plan("brat", brat(("Family", "event"), more=more))
    assert plan.taken[0].note == "Look here."
    assert [one.where for one in plan.left] == [f"docs/one.ann, line {number}" for number in (2, 3, 4, 6, 7, 8)]
    assert plan.left[-2].said == "It is a note on T7, which is not in the file."
    tasks = json.loads(label_studio(("Family", "event")))
    tasks[0]["annotations"].append({"id": 10, "was_cancelled": True, "result": []})
    tasks[0]["annotations"][0]["result"].append({"type": "relation", "from_id": "a", "to_id": "b"})
    tasks[0]["predictions"] = [{"result": tasks[0]["annotations"][0]["result"][:1]}, {"result": []}]
    assert [one.said for one in world.plan("label-studio", json.dumps(tasks).encode()).left] == [
        "A result of type “relation” has no place here.",
        "It was skipped by its annotator.",
        "It is a machine's: only people's annotations become a reading.",
        "It marks no words.",
    ]
    line = {"text": TEXT, "entities": [{"id": 1, "start_offset": 12, "end_offset": 18, "label": "event"}, {"id": 2}]}
    content = json.dumps({**line, "relations": [{"id": 1}]}).encode() + b"\n{]\n[]\n"
    assert [one.where for one in world.plan("doccano", content).left] == [
        "line 1, label 2", "line 1, relation 1", "line 2", "line 3",
    ]  # fmt: skip
    both = [
        {"type": "TextualBody", "purpose": "tagging", "value": "event"},
        {"purpose": "classifying", "source": "urn:x:y"},
    ]
    said = json.loads(web_annotation(("Family", "event")))
    said["first"]["items"][0]["body"] = both
    assert world.plan("web-annotation", json.dumps(said).encode()).left == []
    linked = json.dumps([{"target": ["a", "b"]}, {"target": "https://news.example/1", "body": "event"}, 7]).encode()
    assert len(world.plan("web-annotation", linked).left) == 3


def test_whose_marks_to_take_can_be_said(world):
    tasks = json.loads(label_studio(("Family", "event"), who=1)) + json.loads(label_studio(("ferry", "event"), who=2))
    content = json.dumps(tasks).encode()
    assert world.plan("label-studio", content).people == {"1": 1, "2": 1}
    assert [one.anchor.quote for one in world.plan("label-studio", content, who="2").taken] == ["ferry"]
    assert "It is by 1, not by 2." in world.left("label-studio", content, who="2")[0]


def test_work_of_the_coders_own_is_not_mixed_with_a_file(world):
    make_reading(study=world.study, article=world.article, coder=world.coder)
    assert "has begun this article already." in world.left("doccano", doccano(("Family", "event")))[0]
    assert not Annotation.objects.exists()


def test_claim_types_that_ask_for_a_note_get_one_or_are_told(world):
    world.study.claim_types.filter(code="other").update(note_required=True)
    assert "“Other” asks for a note, and it has none." in world.left("brat", brat(("Family", "other")))[0]
    noted = brat(("Family", "other"), more="#1\tAnnotatorNotes T1\tWhy.\n")
    assert world.taken("brat", noted)[0][2] == "other"
    retired = world.study.claim_types.get(code="event")
    type(retired).objects.filter(pk=retired.pk).update(retired_at="2026-01-01T00:00Z")
    assert world.plan("brat", brat(("Family", "event"))).unknown == {"event": 1}


def test_two_versions_at_one_address_are_not_guessed_between(world):
    add_to_study(world.study, make_article("Another text.", url="https://news.example/1"))
    assert (
        "The study has 2 versions of https://news.example/1"
        in world.left("web-annotation", web_annotation(("Family", "event")))[0]
    )
    told = web_annotation(("Family", "event"), **{"schema:sha256": world.article.text_sha256})
    assert len(world.taken("web-annotation", told)) == 1


@pytest.mark.parametrize(
    ("format", "content", "said"),
    [
        ("doccano", b"\xff\xfe", "It is not UTF-8: byte 1"),
        ("label-studio", b"{]", "It is not JSON"),
        ("label-studio", b"[1]", "It is no list of tasks"),
        ("label-studio", b"[" * 200_000, "It is nested too deep."),
        ("web-annotation", b"{}", "It holds no annotations."),
        ("brat", b"PK", "It is no zip"),
        ("brat", zipped({"a.txt": "x"}), "There is no .ann file in it."),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_with_a_sentence(format, content, said):
    with pytest.raises(NotReadable, match=said):
        list(FORMATS[format].read(content))


@pytest.mark.parametrize(
    "result",
    [
        {"type": "labels", "id": ["a"], "value": {"start": 0, "end": 5, "labels": 7}},
        {"type": "textarea", "id": {"a": 1}, "value": {"text": ["x"]}},
        {"type": "choices", "from_name": "stance", "value": {"start": 0, "end": 5, "choices": 7}},
        {"type": "choices", "from_name": ["stance"], "value": {"start": 0, "end": 5, "choices": ["neutral"]}},
    ],
)
def test_a_result_of_wrong_types_is_told(result):
    for kind in ("annotations", "predictions"):
        content = json.dumps([{"data": {"text": TEXT}, kind: [{"result": [result]}]}]).encode()
        (one,) = FORMATS["label-studio"].read(content)
        assert isinstance(one, Problem)


#: names that readers ask for
KEYS = (
    *("text", "label", "entities", "data", "annotations", "result", "value", "start", "end", "labels", "target"),
    *("body", "selector", "type", "items", "first", "source", "relations", "completed_by", "id"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 50) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@EVERY
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(said=JSON)
def test_no_json_makes_a_reader_fall_over(format, said):
    content = json.dumps(said).encode()
    content = zipped({"a.ann": content}) if format == "brat" else content
    try:
        found = list(FORMATS[format].read(content))
    except NotReadable:
        return
    assert all(isinstance(one, Found | Problem) and one.where for one in found)
