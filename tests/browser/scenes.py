"""What the journeys' servers start with. Each function fills the database and answers with what the test needs."""

PASSWORD = "a quiet harbour at dawn"

TEXTS = [
    ("headline", "Clinic closed after audit"),
    ("byline", "By Ada Falk"),
    ("standfirst", "The only clinic on Skerry island [secretly run by the harbour company] closed on Monday."),
    ("body", "“We had no choice,” the mayor, Ines Roth, said. “The audit [of May] left none.” She spoke on Tuesday."),
    ("body", "Officials blamed the ferry company. Two 👩‍👩‍👧‍👦 families naïvely waited; عيادة الميناء was shut."),
    ("body", "Nobody was hurt."),
    ("notice", "© Morning Tide. Please support our work."),
]


def bench() -> dict[str, object]:
    """One study with an owner, a reviewer and two coders, one article, assigned to both coders.

    `fresh` are readings of coder cleo for the journeys, each of a copy of the article: none sees another's work.
    """
    from annotator.studies.codebook import start_codebook
    from annotator.studies.models import Role
    from tests.factories.annotations import make_reading
    from tests.factories.articles import make_article
    from tests.factories.people import UserFactory
    from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

    study = StudyFactory(title="Skerry papers", slug="skerry", codebook=False)
    owner = UserFactory(username="olga", display_name="Olga Owner", password=PASSWORD)
    start_codebook(study, by=owner)
    people = {Role.OWNER: owner}
    for role, name in ((Role.REVIEWER, "rhea"), (Role.CODER, "cleo"), (Role.CODER, "carl")):
        people[role] = UserFactory(username=name, display_name=f"{name.capitalize()} {role.label}", password=PASSWORD)
        MembershipFactory(study=study, user=people[role], role=role)
    MembershipFactory(study=study, user=owner, role=Role.OWNER)
    article = make_article(blocks=TEXTS, title="Clinic closed after audit", language="en", byline="Ada Falk")
    add_to_study(study, article)
    from annotator.accounts.models import User

    readings = {}
    for name in ("cleo", "carl"):
        readings[name] = make_reading(
            study=study, article=article, coder=User.objects.get(username=name), started_at=None
        ).pk
    fresh = []
    for _ in range(30):
        copy = make_article(blocks=TEXTS, title="Clinic closed after audit", language="en", byline="Ada Falk")
        add_to_study(study, copy)
        coder = User.objects.get(username="cleo")
        fresh.append(make_reading(study=study, article=copy, coder=coder, started_at=None).pk)
    paragraphs = [p.pk for p in article.paragraphs.all()]
    return {"readings": readings, "fresh": fresh, "paragraphs": paragraphs, "slug": study.slug}


def odd_letters() -> dict[str, object]:
    """One coder with one article of five hundred paragraphs in which counting goes wrong."""
    from tests.factories.annotations import make_reading
    from tests.factories.articles import make_article
    from tests.factories.people import UserFactory
    from tests.factories.studies import MembershipFactory, StudyFactory
    from tests.texts import texts

    study = StudyFactory(title="Odd letters", slug="odd")
    coder = UserFactory(username="cleo", password=PASSWORD)
    MembershipFactory(study=study, user=coder)
    article = make_article(*texts())
    reading = make_reading(study=study, article=article, coder=coder, started_at=None)
    return {"reading": reading.pk, "paragraphs": {p.pk: p.text for p in article.paragraphs.all()}}


def stored() -> list[list[object]]:
    """Every annotation as [paragraph, start, end, quote, the paragraph's slice]."""
    from annotator.annotations.models import Annotation

    return [
        [a.paragraph_id, a.start, a.end, a.quote, a.paragraph.text[a.start : a.end]]
        for a in Annotation.objects.select_related("paragraph").order_by("pk")
    ]


def main_job(seed_article: str) -> dict[str, object]:
    """The real seed article, ingested, in one study for each way of working: mouse, keys, plain (without script)."""
    from pathlib import Path

    from annotator.accounts.groups import make_researcher
    from annotator.studies.codebook import start_codebook
    from annotator.studies.models import Role
    from articles.ingest import ingest
    from tests.factories.annotations import make_reading
    from tests.factories.people import UserFactory
    from tests.factories.studies import MembershipFactory, StudyFactory

    people = {
        Role.OWNER: UserFactory(username="olga", display_name="Olga Owner", password=PASSWORD),
        Role.REVIEWER: UserFactory(username="rhea", display_name="Rhea Reviewer", password=PASSWORD),
        Role.CODER: UserFactory(username="cleo", display_name="Cleo Coder", password=PASSWORD),
    }
    for role in (Role.OWNER, Role.REVIEWER):
        make_researcher(people[role])
    path = Path(seed_article)
    article = ingest(path.read_bytes(), media_type="text/markdown", file_name=path.name, by=people[Role.OWNER]).article
    readings = {}
    for slug in ("mouse", "keys", "plain"):
        study = StudyFactory(title=f"The main job by {slug}", slug=slug, codebook=False)
        start_codebook(study, by=people[Role.OWNER])
        for role, user in people.items():
            MembershipFactory(study=study, user=user, role=role)
        readings[slug] = make_reading(study=study, article=article, coder=people[Role.CODER], started_at=None).pk
    third = article.paragraphs.filter(slot="standfirst").order_by("position")[2]
    return {
        "readings": readings,
        "article": article.pk,
        "paragraph": third.pk,
        "number": third.number,
        "offset": third.offset,
        "text": third.text,
        "claim_types": {t.code: t.pk for t in study.claim_types.all()},
        "pseudonyms": {s: _pseudonym(s, people[Role.CODER].pk) for s in readings},
    }


def _pseudonym(slug: str, user: int) -> str:
    from annotator.studies.models import Study

    return Study.objects.get(slug=slug).pseudonym(user)


def demo() -> dict[str, object]:
    """The demo study as the first start loads it, with one password for everybody and a superuser."""
    import os

    from django.contrib.auth.hashers import make_password
    from django.core.management import call_command

    from annotator.accounts.models import User
    from annotator.annotations.models import Annotation, Reading
    from annotator.review.models import Case, Decision
    from articles.lineage.models import Derivation
    from articles.models import Article

    with open(os.devnull, "w") as nowhere:
        call_command("load_demo", stdout=nowhere, stderr=nowhere)
    User.objects.update(password=make_password(PASSWORD))
    User.objects.create_superuser("root", password=PASSWORD)
    open_reading = Reading.objects.filter(finished_at=None, started_at__isnull=False).order_by("pk").first()
    done = Reading.objects.filter(finished_at__isnull=False).order_by("pk").first()
    return {
        "slug": open_reading.study.slug,
        "coder": open_reading.coder.username,
        "open": open_reading.pk,
        "open_article": open_reading.article_id,
        "annotation": str(Annotation.objects.filter(reading=open_reading, ended_at=None).order_by("pk").first().pk),
        "paragraph": open_reading.article.paragraphs.filter(slot="body").first().pk,
        "claim_type": open_reading.study.claim_types.first().pk,
        "done": done.pk,
        "article": Derivation.objects.filter(upstream__isnull=False).order_by("pk").first().derived_id,
        "derivation": Derivation.objects.filter(upstream__isnull=False).order_by("pk").first().pk,
        "another": Article.objects.order_by("pk").last().pk,
        "left_out": Article.objects.exclude(left_out=[]).order_by("pk").first().pk,
        "cases": list(Case.objects.order_by("pk").values_list("pk", flat=True)),
        "decided": Decision.objects.order_by("pk").first().case_id,
    }


def unsaved_work() -> dict[str, object]:
    """For each test about unsaved work an article of its own, all with coder cleo; carl is there as well."""
    import ast
    from pathlib import Path

    from annotator.studies.codebook import start_codebook
    from tests.factories.annotations import make_reading
    from tests.factories.articles import make_article
    from tests.factories.people import UserFactory
    from tests.factories.review import make_suggestion
    from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

    owner = UserFactory(username="olga", display_name="Olga Owner", password=PASSWORD)
    study = StudyFactory(title="Skerry papers", slug="skerry", codebook=False, suggestions_shown=True)
    start_codebook(study, by=owner)
    for name in ("cleo", "carl"):
        MembershipFactory(study=study, user=UserFactory(username=name, password=PASSWORD))
    cleo = study.memberships.get(user__username="cleo").user
    tree = ast.parse((Path(__file__).parent / "test_outbox.py").read_text(encoding="utf-8"))
    tests = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    readings = {}
    for at, name in enumerate(tests):
        blocks = [*TEXTS, ("body", f"Paragraph of its own, {at}.")]
        article = make_article(blocks=blocks, title=f"Clinic closed {at}", language="en", byline="Ada Falk")
        add_to_study(study, article)
        if "suggestions" in name:
            make_suggestion(article, "[of May]")
        readings[name] = make_reading(study=study, article=article, coder=cleo, started_at=None).pk
    return {"readings": readings, "slug": study.slug}


def finish_reading(pk: int) -> None:
    from django.utils import timezone

    from annotator.annotations.models import Reading

    now = timezone.now()
    Reading.objects.filter(pk=pk).update(started_at=now, finished_at=now)


def new_version() -> dict[str, object]:
    """For each way of working a coder who has coded an older version and has the newer one on their desk."""
    from annotator.studies.codebook import start_codebook
    from annotator.studies.models import Role
    from tests.factories.annotations import make_annotation, make_reading
    from tests.factories.articles import DerivationFactory, make_article
    from tests.factories.people import UserFactory
    from tests.factories.studies import MembershipFactory, StudyFactory

    owner = UserFactory(username="olga", display_name="Olga Owner", password=PASSWORD)
    study = StudyFactory(title="Skerry papers", slug="skerry", codebook=False)
    start_codebook(study, by=owner)
    MembershipFactory(study=study, user=owner, role=Role.OWNER)
    newer = [
        (slot, text.replace("“We had no choice,”", "“We had little choice,”").replace("naïvely ", ""))
        for slot, text in TEXTS
        if text != "Nobody was hurt."
    ]
    first, second = (
        make_article(blocks=blocks, title="Clinic closed after audit", language="en") for blocks in (TEXTS, newer)
    )
    DerivationFactory(derived=second, upstream=first, relation="update", settled_by=owner)
    types = {one.code: one for one in study.claim_types.all()}
    seeded: dict[str, object] = {"readings": {}, "earlier": {}}
    for name in ("keys", "plain"):
        coder = UserFactory(username=name, password=PASSWORD)
        MembershipFactory(study=study, user=coder)
        earlier = make_reading(study=study, article=first, coder=coder, finished_at="2026-03-05T10:00Z")
        make_annotation(earlier, "closed on Monday", claim_type=types["event"])
        make_annotation(earlier, "Clinic closed after audit", claim_type=types["causal"])
        make_annotation(earlier, "“We had no choice,”", claim_type=types["state"], note="in her own words")
        make_annotation(earlier, "Two 👩‍👩‍👧‍👦 families naïvely waited", claim_type=types["quantity"])
        make_annotation(earlier, "Nobody was hurt", claim_type=types["state"])
        seeded["readings"][name] = make_reading(study=study, article=second, coder=coder, started_at=None).pk
        seeded["earlier"][name] = earlier.pk
    return seeded


def both_sides() -> dict[str, object]:
    """A coder who reads an original and its copy, with attributions on either side that drifted."""
    from tests.annotations.test_pair import Pair
    from tests.factories.people import UserFactory
    from tests.factories.studies import MembershipFactory, StudyFactory

    study = StudyFactory(title="Skerry papers", slug="skerry")
    people = {}
    for name, role in (("cleo", "coder"), ("olga", "owner")):
        people[name] = UserFactory(username=name, display_name=name.capitalize(), password=PASSWORD)
        MembershipFactory(study=study, user=people[name], role=role)
    pair = Pair(study=study, coder=people["cleo"])
    return {"left": pair.left.pk, "right": pair.right.pk}


def empty_handed() -> dict[str, object]:
    """A researcher with four articles in the library and no study yet, two people with accounts, an administrator."""
    from annotator.accounts.groups import make_researcher
    from annotator.accounts.models import User
    from tests.factories.articles import make_article
    from tests.factories.people import UserFactory

    make_researcher(UserFactory(username="olga", display_name="Olga Owner", password=PASSWORD))
    UserFactory(username="carl", display_name="Carl Coder", password=PASSWORD)
    User.objects.create_superuser("root", password=PASSWORD)
    for at in range(4):
        make_article(f"The ferry was late, the mayor said ({at}).", "Nobody was hurt.", title=f"Ferry late {at}")
    return {"leaver": UserFactory(username="dora", display_name="Dora Gone", password=PASSWORD).pk}


def gold_reading(slug: str) -> None:
    """The owner of this study codes its training article and marks the reading as gold."""
    from django.utils import timezone

    from annotator.annotations.models import Reading
    from annotator.annotations.training import code_as_gold, mark_as_gold, training_articles
    from annotator.studies.models import Study
    from tests.factories.annotations import make_annotation

    study = Study.objects.get(slug=slug)
    row = training_articles(study).select_related("study").get()
    owner = study.memberships.get(role="owner").user
    reading = code_as_gold(row, by=owner)
    make_annotation(reading, "The ferry was late", claim_type=study.claim_types.get(code="event"))
    now = timezone.now()
    Reading.objects.filter(pk=reading.pk).update(started_at=now, finished_at=now)
    mark_as_gold(row, by=owner, notes="The mayor’s words are a claim, too.")
