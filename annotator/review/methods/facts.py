"""The numbers of a study's methods section."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from annotator.annotations.handing import Draw, ReadingEvent
from annotator.annotations.models import Annotation, ParagraphRead, Reading
from annotator.review import queries
from annotator.review.adjudication.matching import match
from annotator.review.adjudication.queries import State, counted, current
from annotator.review.agreement import Report
from annotator.review.cases import gather
from annotator.review.measured.counting import count_readings
from annotator.review.measured.models import Agreement
from annotator.review.methods.sentences import (
    Adjudicated,
    Coding,
    Covered,
    Facts,
    Measured,
    Reviewed,
    Sample,
    Settings,
)
from annotator.studies.models import Study
from articles.models import FRAME_SLOTS, Article


def facts(study: Study, user: Any, *, now: datetime) -> Facts:
    """As the study stands, as far as this person may see it: of an article that they still read in a blind study they
    learn nothing here either. What coders marked is paired and its flags gathered first, as the queues do."""
    gather(study)
    match(study)
    newest = Agreement.objects.filter(study=study).select_related("revision").first()
    return Facts(
        title=study.title,
        sample=_sample(study),
        settings=_settings(study, user),
        coding=_coding(study, user, now),
        covered=_covered(study, user),
        measured=_measured(newest) if newest else None,
        adjudicated=_adjudicated(study),
        reviewed=_reviewed(study, user),
    )


def _sample(study: Study) -> Sample:
    articles = Article.objects.filter(
        pk__in=study.study_articles.filter(is_training=False).order_by().values("article_id")
    ).order_by()
    said = articles.aggregate(
        articles=Count("pk"),
        outlets=Count("outlet", distinct=True),
        undated=Count("pk", filter=Q(published_on__isnull=True)),
        first=Min("published_on"),
        last=Max("published_on"),
    )
    drawn = Draw.objects.filter(study=study).order_by("number").values_list("seed", "rule")
    return Sample(
        **said,
        training=study.study_articles.filter(is_training=True).count(),
        draws=[(seed, rule) for seed, rule in drawn],
    )


def _settings(study: Study, user: Any) -> Settings:
    revision = study.revision
    return Settings(
        codebook=revision.codebook,
        revision=revision.number,
        claim_types=study.claim_types.filter(retired_at__isnull=True).count(),
        revisions_used=sorted(
            set(
                Annotation.objects.standing()
                .filter(reading__in=_readings(study, user).values("pk"))
                .order_by()
                .values_list("codebook_revision__number", flat=True)
                .distinct()
            )
        ),
        blind=study.blind,
        suggestions_shown=study.suggestions_shown,
        mask_outlet=study.mask_outlet,
        reveals=study.reveals.count(),
        **study.batches.aggregate(brought_in=Count("pk"), taken_back=Count("taken_back_at")),
    )


def _readings(study: Study, user: Any) -> QuerySet[Reading]:
    return Reading.objects.visible_to(user).outside_training().filter(study=study).order_by()


def _coding(study: Study, user: Any, now: datetime) -> Coding:
    seen = _readings(study, user)
    said: dict[str, int] = seen.aggregate(
        given=Count("pk"),
        finished=Count("pk", filter=Q(finished_at__isnull=False)),
        coders=Count("coder", distinct=True, filter=Q(finished_at__isnull=False)),
    )
    shared = sum(1 for of in count_readings(study, at=now).values() if of.shared)
    late = ReadingEvent.objects.filter(study=study, after_others=True).order_by()
    return Coding(
        **said,
        shared=shared,
        after_others=late.values("article_id", "coder_id").distinct().count(),
        hidden=Reading.objects.outside_training().filter(study=study).count() - said["given"],
    )


def _covered(study: Study, user: Any) -> Covered:
    """Over finished readings; what belongs to the frame of an article need not be read and is not counted."""
    finished = _readings(study, user).filter(finished_at__isnull=False)
    body = ~Q(article__paragraphs__slot__in=FRAME_SLOTS)
    marks = (
        Annotation.objects.standing()
        .filter(reading__in=finished.values("pk"))
        .exclude(paragraph__slot__in=FRAME_SLOTS)
        .order_by()
    )
    here = marks.filter(reading=OuterRef("reading"), paragraph=OuterRef("paragraph"))
    nothing = (
        ParagraphRead.objects.filter(reading__in=finished.values("pk"), ended_at__isnull=True)
        .exclude(paragraph__slot__in=FRAME_SLOTS)
        .filter(~Exists(here))
    )
    return Covered(
        paragraphs=finished.aggregate(n=Count("article__paragraphs", filter=body))["n"],
        tagged=marks.values("reading_id", "paragraph_id").distinct().count(),
        nothing=nothing.count(),
        annotations=Annotation.objects.standing().filter(reading__in=finished.values("pk")).count(),
    )


def _measured(newest: Agreement) -> Measured:
    report: Report = newest.report
    return Measured(
        number=newest.number,
        as_of=newest.as_of,
        articles=newest.articles,
        readings=newest.readings,
        coders=len(report.coders),
        revision=newest.revision.number,
        seed=newest.seed,
        figures=tuple(report.overall()),
    )


def _adjudicated(study: Study) -> Adjudicated:
    states = counted(current(study))
    return Adjudicated(
        unanimous=states[State.UNANIMOUS],
        adjudicated=states[State.ADJUDICATED],
        unresolved=states[State.UNRESOLVED],
        awaiting=states[State.AWAITING],
    )


def _reviewed(study: Study, user: Any) -> Reviewed:
    mine = study.cases.visible_to(user)
    cases = queries.queued(mine)
    verdicts = queries.standing_decisions().filter(case__in=cases.order_by().values("pk")).order_by()
    return Reviewed(
        cases=cases.count(),
        awaiting=queries.awaiting(mine).count(),
        verdicts=dict(verdicts.values_list("verdict").annotate(n=Count("pk"))),
        reviewers=verdicts.values("reviewer_id").distinct().count(),
    )
