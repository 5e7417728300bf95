import uuid

from annotator.annotations.importing.models import BroughtIn
from annotator.facets import Verdict
from annotator.review.models import Case, Decision
from annotator.studies.models import Role
from annotator.suggestions.models import Batch, Run, Suggestion
from tests.factories.articles import DerivationFactory, OutletFactory, make_article
from tests.factories.studies import MembershipFactory

REPUBLISHED = "The militants [supported covertly by outsiders] lost two villages, the army said on Monday."
ORIGINAL = "The militants lost two villages, the army said on Monday."
QUOTE = "[supported covertly by outsiders]"


def make_reviewer(study, role=Role.REVIEWER, **fields):
    return MembershipFactory(study=study, role=role, **fields).user


def make_original(article, *texts, **fields):
    """Store an original and link it to `article` by a confirmed derivation; return the original."""
    outlet = fields.pop("outlet", None) or OutletFactory()
    link = fields.pop("link", {})
    upstream = make_article(*(texts or (ORIGINAL, "Repairs start in May.")), outlet=outlet, **fields)
    DerivationFactory(derived=article, upstream=upstream, **link)
    return upstream


def make_suggestion(article, quote, *, engine="brackets", version="1", **fields):
    run, _ = Run.objects.get_or_create(article=article, engine=engine, version=version)
    paragraph = next(p for p in article.paragraphs.all() if quote in p.text)
    defaults = {
        "kind": "editorial",
        "marking": "square-brackets",
        "host": "running-text",
        "editorial": True,
        "reason": "The words in brackets are no footnote, credit or omission mark.",
    }
    return Suggestion.objects.create(
        run=run, paragraph=paragraph, start=paragraph.text.index(quote), quote=quote, **{**defaults, **fields}
    )


def make_batch(study, article, quote, *, by, label="Event", file_name="marks.jsonl", model="", **fields):
    """Words that `by` brought into the study as a suggestion, in a file of their own; return the suggestion."""
    batch = Batch.objects.create(study=study, by=by)
    facts = {"format": "doccano", "file_name": file_name, "file_sha256": "0" * 64, "taken": 1}
    BroughtIn.objects.create(study=study, batch=batch, by=by, **facts)
    run = Run.objects.create(batch=batch, article=article, engine="doccano", version=model)
    paragraph = next(p for p in article.paragraphs.all() if quote in p.text)
    place = {"paragraph": paragraph, "start": paragraph.text.index(quote), "quote": quote}
    said = {"kind": "brought-in", "editorial": False, "label": label, **place, **fields}
    return Suggestion.objects.create(run=run, **said)


def make_case(study, article, quote=QUOTE, **fields):
    paragraph = next(p for p in article.paragraphs.all() if quote in p.text)
    return Case.objects.create(
        study=study, paragraph=paragraph, start=paragraph.text.index(quote), quote=quote, **fields
    )


def newest_flag(case):
    """What the page sends along as `seen_flag`: the newest flag that it showed."""
    return max(case.flags.values_list("pk", flat=True), default=0)


def make_decision(case, reviewer, verdict=Verdict.NOT_AN_INSERTION, **fields):
    """The case's next decision, by somebody who saw the flags that are there."""
    number = fields.pop("number", case.decisions.count() + 1)
    decision = Decision.objects.create(
        id=uuid.uuid4(), case=case, number=number, reviewer=reviewer, verdict=verdict, **fields
    )
    decision.flags_seen.add(*case.flags.all())
    return decision
