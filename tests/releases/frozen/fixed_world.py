"""A study in which nothing is left to a sequence, a clock or chance, so that its release has one sum for ever.

`python -m tests.releases.frozen.fixed_world` freezes the one that is in the database, as whichever process and
environment it is run in, and prints the sums; with `make` it makes one first, in an empty database.
"""

import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
SLUG = "fixed"
ORIGINAL = ("Ferry 🇺🇦 late", "Nobody saw the captain, the mayor said. قال الوزير: «أُغلق الجسر».", "Two boats sank.")
COPY = (
    "Ferry 🇺🇦 late",
    "Nobody saw the captain [a former pilot], the mayor said. قال الوزير: «أُغلق الجسر».",
    "Three boats sank; =1+1 of them were Cafe\u0301 boats\u2028there.",
)
FORMATS = ("csv", "spreadsheet")


def make():
    from annotator.annotations.handing import ReadingEvent
    from annotator.annotations.models import ParagraphRead, RoleSpan
    from annotator.annotations.omitted import Omitted
    from annotator.review.models import Case, Decision, Flag, Item, Matched, Matching, SeenFlag, Version
    from annotator.studies.codebook import content_of
    from annotator.studies.models import CodebookRevision, Membership, StudyArticle
    from articles.lineage.models import Derivation
    from tests.factories.annotations import INSERTION, ReadingFactory, make_annotation
    from tests.factories.people import UserFactory
    from tests.factories.studies import ClaimTypeFactory, StudyFactory

    def when(minutes):
        return AT + timedelta(minutes=minutes, microseconds=7)

    people = [UserFactory(pk=9001 + n, username=f"fixed-{n}") for n in range(4)]
    owner, reviewer, ann, ben = people
    study = StudyFactory(pk=9001, slug=SLUG, title="Ünïcode «study»", pseudonym_key="ab" * 32, codebook=False)
    for person, role in zip(people, ("owner", "reviewer", "coder", "coder"), strict=True):
        Membership.objects.create(pk=person.pk, study=study, user=person, role=role)
    types = [
        ClaimTypeFactory(pk=9001 + n, study=study, position=n, code=code, label=code.title(), guid=UUID(int=n))
        for n, code in enumerate(("event", "Zahl", "öffentlich"))
    ]
    CodebookRevision.objects.create(
        pk=9001, study=study, number=1, content=content_of(study), guidance={"zz": 1, "unit": "claim", "a": {"z": 1}}
    )
    original, copy = (_article(9001 + n, texts) for n, texts in enumerate((ORIGINAL, COPY)))
    StudyArticle.objects.create(pk=9001, study=study, article=copy, position=0)
    link = Derivation.objects.create(
        pk=9001, derived=copy, upstream=original, status="confirmed", settled_by=owner, settled_at=when(1),
        evidence={"rule": "words", "score": 0.5, "a": {"zz": 1, "b": 2.0}}, note="Sic.",
    )  # fmt: skip
    _compared(link, original, copy)
    ours, others = (
        ReadingFactory(
            pk=9001 + n, study=study, article=copy, coder=coder, assigned_at=when(2), started_at=when(3),
            finished_at=when(60 + n),
        )
        for n, coder in enumerate((ann, ben))
    )  # fmt: skip
    claim = make_annotation(
        ours, "أُغلق الجسر", id=UUID(int=1), created_at=when(4), claim_type=types[2], attribution="attributed",
        source_kind="named-person", mode="direct", stance="neutral", note='=1+1 "a"\r\nb', certainty="likely",
    )  # fmt: skip
    for number, (role, quote) in enumerate((("source", "الوزير"), ("cue", "قال"))):
        start = claim.paragraph.text.index(quote)
        RoleSpan.objects.create(
            pk=9001 + number, annotation=claim, role=role, paragraph=claim.paragraph, start=start, quote=quote
        )
    same = make_annotation(others, "أُغلق الجسر", id=UUID(int=2), created_at=when(5), claim_type=types[2])
    flag = make_annotation(ours, "[a former pilot]", id=UUID(int=3), created_at=when(6), **INSERTION)
    omission = make_annotation(
        ours, "", id=UUID(int=4), created_at=when(7), paragraph=copy.paragraphs.get(position=2), start=0,
        marking="unmarked", operation="omission", host="running-text", inserter="unknown",
    )  # fmt: skip
    there = original.paragraphs.get(position=2)
    Omitted.objects.create(pk=9001, annotation=omission, paragraph=there, start=0, quote="Two")
    ParagraphRead.objects.create(pk=9001, reading=others, paragraph=copy.paragraphs.get(position=0), at=when(8))
    case = Case.objects.create(
        pk=9001, study=study, paragraph=flag.paragraph, start=flag.start, quote=flag.quote, opened_at=when(9)
    )
    seen = Flag.objects.create(pk=9001, case=case, annotation=flag, at=when(9))
    decision = Decision.objects.create(
        id=UUID(int=5), case=case, number=1, reviewer=reviewer, verdict="confirmed-absent-in-original",
        upstream=original, upstream_sha256=original.text_sha256, evidence_paragraph=original.paragraphs.get(position=1),
        evidence_start=11, evidence_quote="the captain", best_match_score=87.1, function="adds-claim",
        effect="adds-claim", marking="square-brackets", inserter="republisher", reason="Not there.", at=when(70),
    )  # fmt: skip
    SeenFlag.objects.create(pk=9001, decision=decision, flag=seen)
    item = Item.objects.create(
        pk=9001, study=study, key="0" * 64, paragraph=claim.paragraph, start=claim.start, quote=claim.quote
    )
    for number, (reading, marked) in enumerate(((ours, claim), (others, same))):
        Version.objects.create(pk=9001 + number, item=item, reading=reading, annotation=marked)
    matching = Matching.objects.create(pk=9001, study=study, article=copy, number=1, coders=2, at=when(65))
    Matched.objects.create(pk=9001, matching=matching, item=item)
    ReadingEvent.objects.create(
        pk=9001, study=study, article=copy, coder=ann, kind="finished", by=ann, at=when(60), after_others=False
    )
    return study


def _article(pk, texts):
    from articles.models import Paragraph
    from tests.factories.articles import ArticleFactory, CaptureFactory, OutletFactory

    article = ArticleFactory(
        pk=pk,
        capture=CaptureFactory(pk=pk, sha256=f"{pk}".rjust(64, "0"), captured_at=AT),
        outlet=OutletFactory(pk=pk, name=f"Ørsted {pk}"),
        title=texts[0],
        url=f"https://paper.example/{pk}",
        text_sha256=sha256("\n\n".join(texts).encode()).hexdigest(),
    )
    offset = 0
    for position, text in enumerate(texts):
        slot = "body" if position else "headline"
        Paragraph.objects.create(
            pk=pk * 10 + position, article=article, position=position, slot=slot, text=text, offset=offset
        )
        offset += len(text) + 2
    return article


def _compared(link, original, copy):
    from articles.lineage.records import Change, Comparison, Pair, PairMember

    comparison = Comparison.objects.create(pk=9001, derivation=link, algorithm="fixed-1", corrections=0, at=AT)
    sides = zip(original.paragraphs.order_by("position"), copy.paragraphs.order_by("position"), strict=True)
    for number, (left, right) in enumerate(sides):
        pair = Pair.objects.create(
            pk=9001 + number, comparison=comparison, number=number, status="edited", similarity=0.1 + number / 3
        )
        for at, (side, paragraph) in enumerate((("left", left), ("right", right))):
            PairMember.objects.create(pk=9001 + 2 * number + at, pair=pair, side=side, paragraph=paragraph)
    Change.objects.create(
        pk=9001, comparison=comparison, pair=pair, number=0, operation="substitution", marking="unmarked",
        host="running-text", whole=False, left_paragraph=left, left_start=0, left_quote="Two", right_paragraph=right,
        right_start=0, right_quote="Three", numbers=[["Two", "Three"]],
    )  # fmt: skip


def sums(folder):
    """Of the rows, of what is in the zip, and of the zip as it is."""
    from annotator.accounts.models import User
    from annotator.annotations.models import Annotation
    from annotator.releases.formats.releases import RELEASE_FORMATS
    from annotator.releases.freeze import freeze
    from annotator.releases.frozen.choices import Choices
    from annotator.releases.frozen.packing import packed, rows_sha256
    from annotator.studies.models import Study

    study = Study.objects.get(slug=SLUG)
    owner = User.objects.get(username="fixed-0")
    choices = Choices(
        number=3, at=AT + timedelta(days=1), title=study.title, formats=FORMATS, filters={"b": "1", "a": "2"},
        creators=["Falk, Ådne"], license="CC-BY-4.0",
    )  # fmt: skip
    annotations = Annotation.objects.visible_to(owner).standing()
    frozen = freeze(study, folder, annotations=annotations, by=owner, choices=choices)
    written = []
    zip_sum = sha256(b"".join(packed(frozen, [RELEASE_FORMATS[name] for name in FORMATS], written=written)))
    return [rows_sha256(written), written[-1].sha256, zip_sum.hexdigest()]


if __name__ == "__main__":
    import locale

    import django

    # Python itself looks at the locale of its surroundings only when it is told to; a library may tell it.
    locale.setlocale(locale.LC_ALL, "")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.settings")
    django.setup()
    if sys.argv[1:] == ["make"]:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        make()
    with tempfile.TemporaryDirectory() as scratch:
        sys.stdout.write(" ".join(sums(Path(scratch))) + "\n")
