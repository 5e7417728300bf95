"""Frozen releases to be written in every format, made once in a run, and what was written, by path."""

import pytest

from annotator.releases.formats.releases import RELEASE_FORMATS
from annotator.releases.frozen.withholding import Shown, TextPolicy
from tests.releases.frozen.building import Building
from tests.releases.frozen.generated import generated

FAMILY = "👩\u200d👩\u200d👧\u200d👦 Family ferry 🇺🇦 late"
ARABIC = "قال الوزير: «أُغلق الجسر» in Cafe\u0301 Öst, 𝔘𝔫𝔦."
BRACKET = "The rebels [supported covertly\nby the port] took “the dam”, she said."


def written(frozen, name):
    """The files of a format, by path."""
    return {part.path: b"".join(part.pieces()) for part in RELEASE_FORMATS[name].parts(frozen)}


@pytest.fixture(scope="session")
def articles(tmp_path_factory):
    """Three hundred generated articles, their quotes shown."""
    return generated(tmp_path_factory.mktemp("generated"))


@pytest.fixture(scope="session")
def file_of(articles):
    """The files of a format over the generated articles, written once."""
    kept = {}

    def find(name):
        if name not in kept:
            kept[name] = written(articles, name)
        return kept[name]

    return find


def scene(folder, policy=None, **given):
    """A small release with everything that formats must hold or count; also see the words at its places."""
    made = Building(folder, policy=policy or TextPolicy(Shown.FULL), **given)
    original = made.document("Ferry late", "The rebels took “the dam”, she said. Nobody was hurt, he added.")
    repost = made.document(FAMILY, ARABIC, BRACKET, slots=("headline",), captured_at=None, archive_url="")
    made.document("Read, and nothing found.", url="")
    made.comes_from(repost, original)
    place = lambda words, version=repost: made.place(version, words)  # noqa: E731
    point = place("took")[0]
    first = made.annotate(
        repost, place("أُغلق الجسر"), claim="event", attribution_status="attributed", quote_form="direct",
        source_naming="named-person", stance="neutral", denied=True, anonymity_reason_given=False,
        comment="a\tnote\nof <two> lines", confidence="likely",
        roles=[("source", place("الوزير")), ("cue", place("قال")), ("content", place("she said"))],
    )  # fmt: skip
    insertion = {"marking": "square-brackets", "operation": "addition", "host": "running-text"}
    more = {"function": "adds-claim", "inserter": "republisher", "effect": "adds-claim"}
    flag = place("[supported covertly\nby the port]")
    made.annotate(repost, flag, case_id=1, **insertion, **more)
    made.annotate(repost, place("supported covertly"), claim="relation", outer_annotation_id=first)
    made.annotate(repost, place("covertly\nby"), "C-00000002", claim="event", status="withdrawn")
    made.annotate(repost, place("supported covertly"), "C-00000002", claim="intent")
    made.annotate(repost, place("👩\u200d👩\u200d👧\u200d👦 Family"), "C-00000002", attribution_status="unattributed")
    made.annotate(
        repost, (point, point), marking="unmarked", operation="omission",
        omitted=[(original, place("Nobody was hurt", original)), (original, place("he added", original))],
    )  # fmt: skip
    verdict = {
        "decided_marking": "square-brackets",
        "decided_function": "adds-claim",
        "decided_inserter": "republisher",
    }
    start, end = place("took “the dam”", original)
    made.decide(
        repost, flag, "confirmed-absent-in-original", **verdict, decided_effect="adds-claim",
        evidence_version_id=original, evidence_start=start, evidence_end=end, evidence_quote="took “the dam”",
    )  # fmt: skip
    made.decide(repost, place("she said"), "", case_id=1, number=2, stands=False, takes_back=1, verdict_reason="")
    made.insertion(repost, flag, case_id=1, verdict="confirmed-absent-in-original", inserter="republisher")
    return made


@pytest.fixture
def small(tmp_path):
    return scene(tmp_path).write()


@pytest.fixture(params=Shown, ids=str)
def under_each_policy(request, tmp_path):
    """The small release with its text in full, as quotes of three words, or withheld."""
    return scene(tmp_path, TextPolicy(request.param, words=3)).write()
