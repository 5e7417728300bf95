"""The demo study: what lies in studies/demo, taken through the same doors that people use.

Invented articles are imported, linked, given to two coders, annotated, and two cases decided, so that every page of a
new instance has something to show.
"""

import mimetypes
import secrets
import tomllib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from annotator import studies
from annotator.accounts.groups import make_researcher
from annotator.annotations.closing import finish, mark_read
from annotator.annotations.giving import give_out
from annotator.annotations.models import Reading
from annotator.annotations.progress import coverage
from annotator.annotations.save import save
from annotator.review.cases import gather, likeness
from annotator.review.decide import Judgement, decide
from annotator.review.demo_drafts import draft_of, place_of
from annotator.review.models import Case
from annotator.studies.members import add_member
from annotator.studies.models import Role, Study
from annotator.studies.sample import add_articles
from annotator.studies.start import start_study
from articles.ingest import ingest
from articles.lineage.link import link, settle
from articles.lineage.models import Derivation
from articles.models import Article, Outlet, Paragraph
from articles.readers.sandbox import Sandbox

FOLDER = Path(studies.__file__).with_name("demo")

#: letters and digits that nobody mistakes for one another
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody to sign in as; the password is told here and stored nowhere."""

    username: str
    password: str
    name: str
    role: str


@dataclass
class _Demo:
    """What has been made so far, by the names that the manifest uses."""

    manifest: dict[str, Any]
    tell: Callable[[str], None]
    suffix: str = ""
    people: dict[str, Any] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    paragraphs: dict[str, list[Paragraph]] = field(default_factory=dict)
    readings: dict[tuple[str, str], Reading] = field(default_factory=dict)
    annotations: dict[str, uuid.UUID] = field(default_factory=dict)

    def person(self, role: str) -> Any:
        return next(self.people[one["username"]] for one in self.manifest["person"] if one["role"] == role)


def new_password() -> str:
    """Sixteen letters and digits in groups of four: 79 bits, and easy to type from a screen."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


@transaction.atomic
def load_demo(*, tell: Callable[[str], None]) -> tuple[Study, list[Account]]:
    """Make a demo study with people of its own; all of it or nothing. Once more, it makes another beside the first.

    `tell` is given a line about each step. Articles that are stored already are used as they are.
    """
    demo = _Demo(tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8")), tell)
    demo.suffix = _free_suffix(demo.manifest)
    accounts = _people(demo)
    _articles(demo)
    _derivations(demo)
    study = _study(demo)
    _read(demo)
    _decide(demo, study)
    return study, accounts


def _free_suffix(manifest: dict[str, Any]) -> str:
    """ "" or "-2", "-3" …: the first that leaves the study's slug and all user names free."""
    names = [one["username"] for one in manifest["person"]]
    number = 1
    while True:
        suffix = "" if number == 1 else f"-{number}"
        taken = get_user_model().objects.filter(username__in=[name + suffix for name in names])
        if not taken.exists() and not Study.objects.filter(slug=manifest["study"]["slug"] + suffix).exists():
            return suffix
        number += 1


def _people(demo: _Demo) -> list[Account]:
    accounts = []
    for one in demo.manifest["person"]:
        account = Account(one["username"] + demo.suffix, new_password(), one["name"], one["role"])
        demo.people[one["username"]] = get_user_model().objects.create_user(
            account.username, password=account.password, display_name=account.name
        )
        accounts.append(account)
    make_researcher(demo.person(Role.OWNER))
    demo.tell(f"{len(accounts)} people")
    return accounts


def _articles(demo: _Demo) -> None:
    """Import the files; one child process reads them all."""
    with Sandbox() as sandbox:
        for one in demo.manifest["article"]:
            path = FOLDER / one["file"]
            media_type = "text/markdown" if path.suffix == ".md" else mimetypes.guess_type(path.name)[0] or ""
            article = ingest(
                path.read_bytes(),
                media_type=media_type,
                file_name=path.name,
                url=one["url"],
                by=demo.person(Role.OWNER),
                read=sandbox.read,
            ).article
            demo.articles[path.name] = article
            demo.paragraphs[path.name] = list(article.paragraphs.order_by("position"))
            Outlet.objects.filter(name=one["outlet"]).update(kind=one["outlet_kind"])
    demo.tell(f"{len(demo.articles)} articles, {sum(map(len, demo.paragraphs.values()))} paragraphs")


def _derivations(demo: _Demo) -> None:
    """Who came from whom. Where the import has proposed the link already, the owner's word is added to that one."""
    owner = demo.person(Role.OWNER)
    for one in demo.manifest["derivation"]:
        derived, upstream = demo.articles[one["derived"]], demo.articles.get(one.get("upstream", ""))
        confirmed = one["status"] == Derivation.Status.CONFIRMED
        known = Derivation.objects.filter(derived=derived, upstream=upstream).first()
        if known is None and upstream and confirmed:
            link(derived=derived, upstream=upstream, by=owner, relation=one["relation"], note=one["note"])
        elif known is None:
            _propose(one, derived, upstream, owner)
        elif known.status == Derivation.Status.PROPOSED:
            Derivation.objects.filter(pk=known.pk).update(relation=one["relation"], note=one["note"])
            if confirmed:
                settle(known, status=Derivation.Status.CONFIRMED, by=owner, note=one["note"])
    demo.tell(f"{len(demo.manifest['derivation'])} links between articles")


def _propose(one: dict[str, Any], derived: Article, upstream: Article | None, owner: Any) -> None:
    published = one.get("upstream_published_on")
    Derivation.objects.create(
        derived=derived,
        upstream=upstream,
        upstream_outlet=one.get("upstream_outlet", ""),
        upstream_url=one.get("upstream_url", ""),
        upstream_published_on=date.fromisoformat(published) if published else None,
        relation=one["relation"],
        note=one["note"],
        evidence={"rule": "person"},
        created_by=owner,
    )


def _study(demo: _Demo) -> Study:
    """The study with its people, and every article of the sample given to every coder."""
    given, owner = demo.manifest["study"], demo.person(Role.OWNER)
    settings = ("title", "description", "blind", "suggestions_shown", "mask_outlet", "coders_per_article")
    study = Study(slug=given["slug"] + demo.suffix, is_sample=True, **{name: given[name] for name in settings})
    start_study(study, by=owner)
    for one in demo.manifest["person"]:
        if demo.people[one["username"]] != owner:
            add_member(study, demo.people[one["username"]], one["role"], by=owner)
    files = {one["article"] for one in demo.manifest["reading"]}
    sample = [article for file, article in demo.articles.items() if file in files]
    add_articles(study, sample, by=owner)
    coders = [demo.people[one["username"]] for one in demo.manifest["person"] if one["role"] == Role.CODER]
    give_out(study, [(article.pk, coder.pk) for article in sample for coder in coders], by=owner)
    held = {(reading.article_id, reading.coder_id): reading for reading in study.readings.all()}
    for one in demo.manifest["reading"]:
        key = (one["coder"], one["article"])
        demo.readings[key] = held[demo.articles[one["article"]].pk, demo.people[one["coder"]].pk]
    demo.tell(f"1 study with {len(sample)} articles, {len(held)} readings given out")
    return study


def _read(demo: _Demo) -> None:
    """Annotate, mark as read and finish, each coder in their own readings."""
    types = {one.code: one.pk for one in next(iter(demo.readings.values())).study.claim_types.all()}
    for one in demo.manifest["annotation"]:
        reading = demo.readings[one["coder"], one["article"]]
        saved = save(
            reading.pk,
            draft_of(one, demo.paragraphs[one["article"]], types=types, known=demo.annotations),
            by=reading.coder,
        )
        demo.annotations[one["key"]] = saved.annotation.pk
    for one in demo.manifest["reading"]:
        reading = demo.readings[one["coder"], one["article"]]
        untagged = [place_of(demo.paragraphs[one["article"]], words)[0] for words in one["nothing_to_tag"]]
        # Headings, bylines and datelines of a finished reading are not listed in the manifest.
        rest = coverage(reading).unread if one["finished"] else []
        for paragraph in dict.fromkeys([*untagged, *rest]):
            mark_read(reading.pk, paragraph.pk, read=True, by=reading.coder)
        if one["finished"]:
            finish(reading.pk, by=reading.coder)
    done = sum(one["finished"] for one in demo.manifest["reading"])
    demo.tell(f"{len(demo.annotations)} annotations, {done} readings finished")


def _decide(demo: _Demo, study: Study) -> None:
    gather(study)
    for one in demo.manifest["decision"]:
        paragraph, begin = place_of(demo.paragraphs[one["article"]], one["quote"])
        end = begin + len(one["quote"])
        case = max(study.cases.filter(paragraph=paragraph).order_by("pk"), key=lambda at: likeness(at, begin, end))
        said = Judgement(
            verdict=one["verdict"],
            marking=_marking(case),
            function=one["function"],
            inserter=one["inserter"],
            effect=one["effect"],
            reason=one["reason"],
            original_id=demo.articles[one["upstream"]].pk,
            evidence_quote=one["upstream_quote"],
        )
        reviewer, newest_flag = demo.people[one["reviewer"]], max(case.flags.values_list("pk", flat=True))
        decide(case, id=uuid.uuid4(), reviewer=reviewer, seen_number=0, seen_flag=newest_flag, said=said)
    cases, decided = study.cases.count(), len(demo.manifest["decision"])
    demo.tell(f"{cases} flagged insertions, {decided} decided")


def _marking(case: Case) -> str:
    """As the first flag has it."""
    flag = case.flags.select_related("annotation", "suggestion").order_by("pk")[0]
    return flag.annotation.marking if flag.annotation else flag.suggestion.marking if flag.suggestion else ""
