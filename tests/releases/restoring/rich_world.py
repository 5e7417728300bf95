"""A study in which as much as can happen has happened, made by the verbs that people use where there are any."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from django.utils import timezone

from annotator.accounts.pseudonymise import pseudonymise
from annotator.annotations.carried import CarriedOver
from annotator.annotations.handing import ReadingEvent
from annotator.annotations.models import Annotation, ParagraphRead, Reading, RoleSpan
from annotator.jobs.working import work_off
from annotator.review.adjudication.decide import Edit
from annotator.review.adjudication.matching import match
from annotator.review.adjudication.take_back import take_back as take_back_adjudication
from annotator.review.cases import gather
from annotator.review.measured.task import ask_for_figures
from annotator.review.take_back import take_back
from annotator.studies.codebooks.stored import stored_type
from annotator.studies.models import Membership, StudyArticle
from annotator.studies.revise import edit_type, merge_types, split_type, switch_facets
from annotator.studies.revising import type_of
from articles.extend import Choice, extend
from articles.lineage.compare import compare, correct
from articles.lineage.models import Derivation
from tests.factories.annotations import INSERTION, make_annotation, make_omission, make_reading
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.people import UserFactory
from tests.factories.review import make_decision, make_suggestion
from tests.factories.studies import ClaimTypeFactory, MembershipFactory, StudyFactory
from tests.review.adjudication.conftest import items, rule

BEGUN = datetime(2026, 1, 5, 12, 0, 0, 123457, tzinfo=UTC)
OLD = (
    "👩‍👩‍👧‍👦 The old bridge 🇺🇦 is closed, the mayor Mira Oduya said on Monday.",
    "The council denied it. Two boats sank, قال الوزير.",
    "Repairs start in May, the council said.",
)
NEW = (
    "👩‍👩‍👧‍👦 The old bridge 🇺🇦 is closed [a fraud], officials claimed on Monday.",
    "Three boats sank, قال الوزير.",
    "Repairs start in May.",
    "Donate now, Öst.",
)
OUTSIDE = ("Prices rose in March, the ministry said.", "Nobody bought bread.")
COPIED = ("Prices rose [sharply] in March, the ministry said.", "Nobody bought bread.", "So much for that.")


def make():
    study = StudyFactory(slug="rich", title="Ünïcode «rich»", coders_per_article=2)
    w = SimpleNamespace(study=study)
    for name, role in (("owner", "owner"), ("reviewer", "reviewer"), ("ada", "coder"), ("ben", "coder")):
        person = UserFactory(username=f"rich-{name}", display_name=f"{name.capitalize()} Öst")
        MembershipFactory(study=study, user=person, role=role)
        setattr(w, name, person)
    _codebook(w)
    _articles(w)
    _readings(w)
    _annotations(w)
    _finished(w)
    _reviewed(w)
    _adjudicated(w)
    _people(w)
    ask_for_figures(study, by=w.owner, seed=1, resamples=40)
    work_off()
    return w


def _codebook(w):
    study = w.study
    w.event, w.quantity, w.other = study.claim_types.order_by("position")
    extra = ClaimTypeFactory(study=study, position=3, code="zahl", label="Zahl", key="4")
    study.revisions.create(number=2, content=[*study.revision.content, _stored(extra)], guidance={"unit": "claim"})
    w.zahl = extra


def _stored(one):
    return stored_type(type_of(one), pk=one.pk)


def _articles(w):
    study = w.study
    w.old = make_article(*OLD, title="Old", published_on="2026-01-01", published_precision="month", language="en")
    w.new = make_article(
        *NEW, title="New", origin_outlet="Harbour News", origin_published_on="2025-01-01", origin_precision="year",
        left_out=["Corrected on Monday.", "By Ada"],
    )  # fmt: skip
    w.outside = make_article(*OUTSIDE, title="Outside", archive_url="https://archive.example/o")
    w.oldest = make_article("Prices rose, an agency said.")
    w.copied = make_article(*COPIED, title="Copied")
    w.lesson = make_article("A lesson in tagging.", "It has two paragraphs.")
    w.fuller = extend(w.new, [Choice(0, "body", 4)], by=w.owner).article
    w.elsewhere = make_article("Copied from the lesson.")
    sample = [w.copied, w.new, w.old, w.lesson, w.fuller]
    for position, article in enumerate(sample):
        StudyArticle.objects.create(
            study=study, article=article, position=position, is_training=article == w.lesson, added_by=w.owner
        )
    w.update = DerivationFactory(derived=w.new, upstream=w.old, relation="update", settled_by=w.owner)
    w.link = DerivationFactory(
        derived=w.copied, upstream=w.outside, settled_by=UserFactory(), evidence={"z": 1, "a": [1.5]}, note="Sic."
    )
    DerivationFactory(derived=w.outside, upstream=w.oldest, settled_by=w.owner)
    DerivationFactory(derived=w.elsewhere, upstream=w.lesson, settled_by=w.owner)
    Derivation.objects.create(derived=w.copied, upstream=w.oldest, status="proposed")
    DerivationFactory(derived=w.copied, upstream=w.elsewhere, status="rejected", settled_by=w.reviewer)
    Derivation.objects.create(
        derived=w.fuller, upstream_outlet="An Agency", upstream_url="https://agency.example/1",
        upstream_published_on="2025-12-31",
    )  # fmt: skip
    compare(w.update)
    compare(w.link)
    left, right = (one.paragraphs.get(position=1) for one in (w.old, w.new))
    correct(w.update, kind="moved", left=left, right=right, by=w.reviewer, seen=0, note="Moved.")


def _readings(w):
    w.readings = {}
    for number, article in enumerate((w.copied, w.new, w.old, w.lesson)):
        for name in ("ada", "ben"):
            w.readings[article, name] = make_reading(
                study=w.study, article=article, coder=getattr(w, name), assigned_at=BEGUN + timedelta(hours=number),
                started_at=BEGUN + timedelta(days=1),
            )  # fmt: skip
    w.open = make_reading(study=w.study, article=w.fuller, coder=w.ada, started_at=None)


def _annotations(w):
    n = iter(range(1, 1000))

    def note(article, who, quote, **fields):
        number = next(n)
        return make_annotation(
            w.readings[article, who], quote, id=UUID(int=number), created_at=BEGUN + timedelta(days=2, minutes=number),
            **fields,
        )  # fmt: skip

    w.note = note
    claims = {"attribution": "attributed", "source_kind": "named-person", "mode": "indirect", "stance": "neutral"}
    for article, sources in ((w.old, ("Mira Oduya", "the mayor")), (w.new, ("officials", "Monday"))):
        for who in ("ada", "ben"):
            one = note(article, who, "is closed", claim_type=w.event, denied=who == "ada", **claims)
            for role, quote in (*(("source", source) for source in sources), ("cue", "on")):
                start = one.paragraph.text.index(quote)
                RoleSpan.objects.create(
                    annotation=one, role=role, paragraph=one.paragraph, start=start, quote=quote
                )  # fmt: skip
            w.last = one
    w.merged = note(w.old, "ada", "Two boats", claim_type=w.quantity, note='=1+1 "a"\r\nb\u2028c', certainty="likely")
    w.typed = note(w.old, "ben", "Two boats", claim_type=w.zahl)
    before = note(w.new, "ada", "Three", claim_type=w.quantity)
    after = note(w.new, "ada", "Three boats", claim_type=w.quantity, replaces=before)
    Annotation.objects.filter(pk=before.pk).end(by=w.ada, how="replaced")
    withdrawn = note(w.new, "ada", "Repairs", attribution="unattributed")
    inner = note(w.new, "ada", "start in May", attribution="unattributed", outer=withdrawn)
    Annotation.objects.filter(pk=withdrawn.pk).end(by=w.ada, how="withdrawn")
    w.flag = note(w.copied, "ada", "[sharply]", **INSERTION)
    w.flag_of_ben = note(w.copied, "ben", "[sharply]", **{**INSERTION, "function": "comment"})
    w.nothing = note(w.copied, "ben", "So much", claim_type=w.other)
    w.bracket = note(w.new, "ben", "[a fraud]", suggestion=make_suggestion(w.new, "[a fraud]"), **INSERTION)
    make_omission(w.readings[w.new, "ada"], w.old, after="is closed", words="Two", created_at=BEGUN)
    make_omission(
        w.readings[w.copied, "ada"], w.outside, after="in March", words=["the ministry", "Nobody"], created_at=BEGUN
    )
    note(w.lesson, "ada", "A lesson", claim_type=w.event)
    note(w.lesson, "ben", "two paragraphs", claim_type=w.event)
    carried = note(w.new, "ben", "boats sank", claim_type=w.event)
    CarriedOver.objects.create(
        id=carried.pk, reading=w.readings[w.new, "ben"], from_annotation=w.typed, number=1, to_annotation=carried,
        status="check", score=0.625, decided="placed", confirmed_by=w.ben,
    )  # fmt: skip
    ParagraphRead.objects.create(
        reading=w.readings[w.copied, "ada"], paragraph=w.copied.paragraphs.get(position=2), at=BEGUN
    )
    w.kept = (after, inner)


def _finished(w):
    for number, reading in enumerate(w.readings.values()):
        at = BEGUN + timedelta(days=3, minutes=number)
        Reading.objects.filter(pk=reading.pk).update(finished_at=at)
        ReadingEvent.objects.create(
            study=w.study, article=reading.article, coder=reading.coder, kind="finished", by=reading.coder, at=at
        )
    ReadingEvent.objects.create(
        study=w.study, article=w.fuller, coder=w.ben, kind="moved", to_coder=w.ada, by=w.owner, at=BEGUN, reason="Ill."
    )
    step = {"seen": w.study.revision.number, "note": "", "by": w.owner}
    merge_types(w.study, ["zahl"], into="quantity", **step)
    event = type_of(w.study.claim_types.get(code="event"))
    new = replace(event, code="happening", label="Ereignis", key="5", guid="", pattern="dashed")
    other = replace(new, code="opinion", label="Meinung", key="6", pattern="dotted")
    split_type(w.study, "other", into=[new, other], **{**step, "seen": w.study.revision.number})
    edit_type(
        w.study, replace(event, label="Evént", pattern="thick-dashed"), **{**step, "seen": w.study.revision.number}
    )
    switch_facets(w.study, ["denied", "certainty"], **{**step, "seen": w.study.revision.number})
    # coded after facets were switched off
    happening = w.study.claim_types.get(code="happening")
    make_annotation(w.open, "Donate", claim_type=happening, created_at=BEGUN + timedelta(days=4))


def _reviewed(w):
    gather(w.study)
    stranger = UserFactory(username="rich-stranger", display_name="A Stranger")
    case = w.flag.flag.case
    make_decision(case, reviewer=stranger, at=BEGUN, reason="First.")
    make_decision(
        case, reviewer=w.reviewer, verdict="confirmed-absent-in-original", upstream=w.outside,
        upstream_sha256=w.outside.text_sha256, evidence_paragraph=w.outside.paragraphs.get(position=0),
        evidence_start=7, evidence_quote="rose in March", best_match_score=93.25, marking="square-brackets",
        function="adds-claim", inserter="republisher", effect="strengthens", reason="Not there.",
    )  # fmt: skip
    second = w.bracket.flag.case
    take_back(make_decision(second, reviewer=w.owner, reason="Hasty."), by=w.owner, reason="Looked again.")


def _adjudicated(w):
    w.items = items(w.study)
    said = iter(
        [
            {"resolution": "nothing-here"},
            {"resolution": "unresolved", "reason": "Who knows."},
            {"resolution": "picked", "error_type": "annotator-error", "reason": "Ada is right."},
            {"resolution": "edited"},
            {"resolution": "picked", "take back": True},
        ]
    )
    for one in w.items:
        kinds = set(one.differences.values_list("kind", flat=True))
        if not kinds or kinds == {"flag"}:
            continue
        ruling = dict(next(said, {}))
        if not ruling:
            break
        taken = ruling.pop("take back", False)
        versions = [version.annotation for version in one.versions.order_by("pk") if version.annotation]
        if ruling["resolution"] in ("picked", "edited"):
            ruling["annotation"] = versions[0].pk
        if ruling["resolution"] == "edited":
            ruling["edit"] = Edit(start=versions[0].start, quote=versions[0].quote, claim_type=w.quantity.pk)
        made = rule(one, w.reviewer, **ruling)
        if taken:
            take_back_adjudication(made, by=w.reviewer, reason="No.")
    match(w.study)


def _people(w):
    gone = UserFactory(username="rich-gone")
    Membership.objects.create(study=w.study, user=gone, role="coder", ended_at=timezone.now(), ended_by=w.owner)
    pseudonymise(w.ben, by=w.owner)
