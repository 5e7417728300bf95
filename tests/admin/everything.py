"""One row of every model, for the tests that walk the whole admin."""

from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from annotator.accounts.models import Pseudonymised
from annotator.annotations.carried import CarriedOver
from annotator.annotations.gold import Gold
from annotator.annotations.handing import Draw, ReadingEvent
from annotator.annotations.importing.models import BroughtIn
from annotator.annotations.models import Dismissal, ParagraphRead, RoleSpan
from annotator.facets import Verdict
from annotator.jobs.models import Job
from annotator.releases.models import ExportEvent, Release, Restoration
from annotator.review.measured.models import Agreement
from annotator.review.models import Adjudication, Difference, Flag, Item, Matched, Matching, Version
from annotator.studies.inviting import invite
from annotator.studies.reveals import Reveal
from annotator.studies.revise import retire_type
from articles.lineage.candidates.addresses import note
from articles.lineage.candidates.index import index
from articles.lineage.compare import correct
from articles.lineage.models import Ruling
from tests.factories.annotations import INSERTION, make_annotation, make_omission, make_reading
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.people import UserFactory
from tests.factories.review import make_batch, make_case, make_decision, make_reviewer, make_suggestion


def our_models():
    """The models of the apps in this repository."""
    return [
        model
        for config in apps.get_app_configs()
        if config.path.startswith(str(settings.BASE_DIR / "annotator"))
        or config.path.startswith(str(settings.BASE_DIR / "articles"))
        for model in config.get_models()
    ]


def make_everything():
    """Store one row of each of our models at least, all tied to one study; return the study."""
    reading = make_reading("He left [for good] on Monday.", "Nobody saw him.")
    study, article = reading.study, reading.article
    first, second = article.paragraphs.all()
    annotation = make_annotation(reading, "[for good]", **INSERTION)
    RoleSpan.objects.create(annotation=annotation, role="source", paragraph=first, start=0, quote="He")
    ParagraphRead.objects.create(reading=reading, paragraph=second)
    suggestion = make_suggestion(article, "[for good]")
    Dismissal.objects.create(suggestion=suggestion, reading=reading)
    make_batch(study, article, "Nobody", by=reading.coder)
    case = make_case(study, article, "[for good]")
    Flag.objects.create(case=case, annotation=annotation)
    make_decision(case, make_reviewer(study), Verdict.ORIGINAL_NOT_AVAILABLE)
    original = make_article("He left on Monday.", url="https://vantage.example/he-left", origin_outlet="Vantage")
    note(original)
    index(original)
    link = DerivationFactory(derived=article, upstream=original)
    make_omission(reading, original, after="Monday", words="He left")
    correct(link, kind="link", left=original.paragraphs.get(), right=first, by=reading.coder, seen=0)
    Ruling.objects.create(derivation=link, status="confirmed", relation=link.relation, by=reading.coder)
    CarriedOver.objects.create(
        id=uuid4(), reading=reading, from_annotation=annotation, number=1, status="lost", score=0, decided="dropped",
        why="gone", confirmed_by=reading.coder,
    )  # fmt: skip
    Pseudonymised.objects.create(user=UserFactory(), pseudonym=f"person-{uuid4()}", by=reading.coder)
    invite(study, "coder", by=reading.coder)
    Reveal.objects.create(study=study, article=article, by=reading.coder, reason="A question of law.")
    ReadingEvent.objects.create(study=study, article=article, coder=reading.coder, kind="finished", by=reading.coder)
    Gold.objects.create(
        study_article=study.study_articles.get(article=article), reading=reading, marked_by=reading.coder
    )
    BroughtIn.objects.create(
        study=study,
        coder=reading.coder,
        by=reading.coder,
        format="brat",
        file_name="a.zip",
        file_sha256="0" * 64,
        taken=1,
    )
    Draw.objects.create(study=study, number=1, seed="a", rule={}, result={}, by=reading.coder)
    retire_type(study, "other", seen=1, note="Never used.", by=reading.coder)
    one = Item.objects.create(study=study, key="0" * 64, paragraph=first, start=0, quote="He left")
    Version.objects.create(item=one, reading=reading, annotation=annotation)
    Difference.objects.create(item=one, kind="alone")
    Matched.objects.create(matching=Matching.objects.create(study=study, article=article, number=1, coders=2), item=one)
    Adjudication.objects.create(id=uuid4(), item=one, number=1, reviewer=reading.coder, resolution="nothing-here")
    ExportEvent.objects.create(study=study, by=reading.coder, format="csv", names_shown=False)
    Agreement.objects.create(
        study=study, number=1, by=reading.coder, as_of=timezone.now(), revision=study.revision, plan={}, seed=1,
        sha256="0" * 64, articles=0, readings=0, figures={},
    )  # fmt: skip
    Release.objects.create(
        study=study, number=1, by=reading.coder, at=timezone.now(), title="Release", text_shown="quotes", words=25,
        names_shown=False, codebook_revision=study.revision, product_version="0", about={}, rows_sha256="0" * 64,
        sha256="0" * 64, size=1, file="no-such-file.zip",
    )  # fmt: skip
    Restoration.objects.create(study=study, by=reading.coder, number=1, sha256="0" * 64)
    Job.objects.create(kind="counting", title="Counting", by=reading.coder, study_id=study.pk)
    return study
