"""One study with everything an export can hold: awkward letters, every facet, a decided flag."""

import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

import pytest

from annotator.annotations.models import Annotation, Reading, RoleSpan
from annotator.releases.snapshot import all_of, take
from annotator.review.cases import gather
from annotator.review.models import Case, Decision
from annotator.studies.models import Study
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.people import UserFactory
from tests.factories.releases import make_decision
from tests.factories.studies import MembershipFactory, StudyFactory

HEADLINE = "👩‍👩‍👧‍👦 Family ferry 🇺🇦 late"
ARABIC = "قال الوزير: «أُغلق الجسر» in Cafe\u0301 Öst."
BRACKET = "The rebels [supported covertly by the port] 🏴󠁧󠁢󠁳󠁣󠁴󠁿 took “the dam”, she said."


@pytest.fixture(scope="session")
def turkish(tmp_path_factory):
    """Surroundings with a real Turkish locale, made for these tests: a comma in numbers, and "i" is no small "I"."""
    folder = tmp_path_factory.mktemp("locales")
    name = "tr_TR.UTF-8"
    if not shutil.which("localedef"):
        pytest.skip("no localedef found: a Turkish locale cannot be made")
    made = subprocess.run(
        ["localedef", "-i", "tr_TR", "-f", "UTF-8", folder / name], check=False, capture_output=True, text=True
    )
    if made.returncode:
        pytest.skip(f"a Turkish locale cannot be made: {made.stderr.strip()}")
    return {"LOCPATH": str(folder), "LANG": name, "LC_ALL": name}


@dataclass
class Scene:
    study: Study
    owner: Any
    coder: Any
    reading: Reading
    claim: Annotation
    flag: Annotation
    case: Case
    decision: Decision

    def taken(self, annotations=None, **options):
        chosen = all_of(self.study).standing() if annotations is None else annotations
        return take(self.study, chosen, **options)


@pytest.fixture
def scene(db):
    study = StudyFactory(slug="floods")
    owner = MembershipFactory(study=study, role="owner").user
    reviewer = MembershipFactory(study=study, role="reviewer").user
    original = make_article("The rebels took “the dam”, she said.")
    article = make_article(
        HEADLINE, ARABIC, BRACKET, url="https://repost.example/a", archive_url="https://archive.example/a"
    )
    DerivationFactory(derived=article, upstream=original, settled_by=owner)
    reading = make_reading(study=study, article=article)
    claim = make_annotation(
        reading,
        "أُغلق الجسر",
        claim_type=study.claim_types.get(code="event"),
        attribution="attributed",
        source_kind="named-person",
        mode="direct",
        stance="neutral",
        anonymity_reason_given=False,
        denied=True,
        note='=HYPERLINK(“x”)\r\nsecond, "line"',
        certainty="likely",
    )
    for role, quote in [("source", "الوزير"), ("cue", "قال")]:
        RoleSpan.objects.create(
            annotation=claim, role=role, paragraph=claim.paragraph, start=ARABIC.index(quote), quote=quote
        )
    flag = make_annotation(reading, "[supported covertly by the port] 🏴󠁧󠁢󠁳󠁣󠁴󠁿", **INSERTION)
    gather(study)
    case = flag.flag.case
    make_decision(case, reviewer=UserFactory(), verdict="not-an-insertion")
    decision = make_decision(
        case,
        reviewer=reviewer,
        verdict="confirmed-absent-in-original",
        upstream=original,
        inserter="republisher",
        function="adds-claim",
        effect="adds-claim",
        marking="square-brackets",
        reason="Not a word of it there.",
        evidence_paragraph=original.paragraphs.get(),
        evidence_start=4,
        evidence_quote="rebels took",
        best_match_score=87.5,
    )
    return Scene(study, owner, reading.coder, reading, claim, flag, case, decision)
