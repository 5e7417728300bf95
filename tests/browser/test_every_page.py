"""Every page with the demo study on it: nothing for axe-core to find, light and dark, 1280 and 320 px wide; no page
scrolls sideways, runs a foreign script or asks another host for anything."""

import re

import pytest
from django.urls import resolve

from tests.browser.conftest import QUICK, WHOLE
from tests.browser.scenes import PASSWORD
from tests.house.test_doors import patterns

ACCOUNT = ["accounts/profile/", "accounts/password/change/", "accounts/2fa/", "accounts/sessions/", "accounts/logout/"]
STUDY = ["", "codebook/"]
CODEBOOK = [
    *("add", "merge", "order", "facets", "import", "history", "history/1", "recode"),
    *("types/{claim_type}/split", "types/{claim_type}/edit", "types/{claim_type}/retire"),
]
AGREEMENT = [
    "",
    "codes/?question=label",
    "pairs/",
    "weeks/",
    "articles/",
    "confusion/",
    "units/?question=label&facet=claim_type",
]
PAGES = {
    "demo-owner": [
        "",
        "studies/",
        "studies/new/",
        *[
            f"studies/{{slug}}/{page}"
            for page in (
                *STUDY,
                "settings/",
                "people/",
                "articles/",
                "assign/",
                "cases/",
                "drift/",
                "export/",
                "adjudication/",
            )
        ],
        "studies/{slug}/assign/draw/",
        "studies/{slug}/training/",
        "studies/{slug}/bring-in/",
        "studies/{slug}/bring-in/{brought[reading]}/",
        "studies/{slug}/bring-in/{brought[suggestions]}/",
        "studies/{slug}/progress/",
        "studies/{slug}/progress/{open_article}/",
        "studies/{slug}/reveals/",
        "studies/{slug}/articles/{open_article}/reveal/",
        "studies/{slug}/people/invitations/",
        "studies/{slug}/articles/upload/",
        "studies/{slug}/codebook/choose/",
        *[f"studies/{{slug}}/codebook/{page}/" for page in CODEBOOK],
        "studies/{slug}/export/earlier/",
        "studies/{slug}/releases/",
        "studies/{slug}/releases/new/?insertion=yes",
        "studies/{slug}/cases/{cases[0]}/",
        "studies/{slug}/cases/{cases[0]}/card/",
        "articles/",
        "articles/?q=harbour",
        "articles/?q=nothing-at-all-like-this",
        "articles/?nonsense=1",
        "articles/add/",
        "articles/{article}/",
        "articles/{article}/family/",
        "articles/{article}/original/",
        "articles/{article}/original/?upstream={another}",
        "articles/{article}/original/{derivation}/",
        "articles/{article}/compare/{derivation}/",
        "articles/{article}/compare/{derivation}/?view=inline&form=1&correct=2",
        "articles/{left_out}/extend/?piece=0",
        "articles/{left_out}/extend/",
        "articles/999999/",
        "readings/{open}/",
        "readings/{done}/log/",
        "studies/{slug}/agreement/",
        "studies/{slug}/methods/",
        "studies/agreed/methods/",
        "studies/agreed/agreement/",
        "studies/agreed/agreement/earlier/",
        *[f"studies/agreed/agreement/1/{page}" for page in AGREEMENT],
        "studies/agreed/releases/",
        "studies/agreed/releases/1/",
        "jobs/",
        *[f"jobs/{{jobs[{state}]}}/" for state in ("queued", "running", "done", "failed", "stopped")],
        "accounts/2fa/totp/activate/",
        "accounts/2fa/webauthn/add/",
        *ACCOUNT,
    ],
    "demo-reviewer": [
        "",
        "studies/{slug}/",
        "studies/{slug}/cases/",
        "studies/{slug}/cases/?status=decided",
        "studies/{slug}/cases/?outlet=no-such-outlet",
        "studies/{slug}/cases/{decided}/",
        "studies/{slug}/cases/{decided}/card/",
        "studies/{slug}/cases/{cases[1]}/",
        "studies/{slug}/cases/{cases[2]}/",
        "studies/{slug}/export/",
        "studies/{slug}/training/",
        "studies/two-coders/adjudication/",
        "studies/two-coders/adjudication/?state=nonsense",
        "studies/two-coders/adjudication/{items[differs]}/",
        "studies/two-coders/adjudication/{items[decided]}/",
        "readings/{done}/",
    ],
    "{coder}": [
        "",
        "keys/",
        *[f"studies/{{slug}}/{page}" for page in STUDY],
        "readings/{open}/",
        "readings/{open}/?select={paragraph}",
        "readings/{open}/annotations/{annotation}/",
        "studies/{slug}/cases/",
    ],
    "keys": [
        "",
        "readings/{versions[readings][keys]}/carry-over/{versions[earlier][keys]}/",
        "readings/{both[left]}/pair/{both[right]}/",
        "readings/{both[left]}/pair/{both[right]}/?move=named-to-unnamed",
        "readings/{trained}/feedback/",
    ],
    "item-coder": ["studies/two-coders/adjudication/own/?show=all"],
    "olga": [
        "studies/skerry/drift/",
        "studies/skerry/training/",
        "studies/skerry/codebook/types/{retired}/restore/",
        "readings/{trained}/feedback/",
    ],
    "root": ["", "studies/", "articles/", "jobs/", "people/{leaver}/pseudonymise/"],
}
OPEN = [
    "accounts/login/",
    "accounts/password/reset/",
    "accounts/password/reset/done/",
    "accounts/password/reset/key/done/",
    "accounts/inactive/",
    "no/such/page/",
    "accounts/2fa/authenticate/",
    "invitations/no-such-link/",
    "invitations/{invitation}/",
    "invitations/",
    "invitations/sign-up/",
]
#: what answers with no page of its own
NO_PAGE = {
    *("job_state", "job_stop", "agreement_measure", "agreement_csv", "agreement_json", "methods_file"),
    *("article_bytes", "healthz", "study_codebook_css", "export_file", "release_file", "reading_state", "paragraph"),
    *("compare_correct", "compare_store", "missing_original", "annotations", "annotation_restore"),
    *("annotation_withdraw", "carry_one", "carry_all", "finish", "paragraph_read", "suggestion_dismiss"),
    *("adjudication_decide", "adjudication_take_back", "bring_in_take_back"),
    *("case_decide", "case_take_back", "job_state", "job_stop", "study_person_remove", "study_person_role"),
    *("codebook_file", "pair_omission", "reading_move", "study_invitation_revoke"),
    *("training_add", "training_code", "training_gold", "training_remove"),
    "reading_reopen",  # asks again for a reason: `test_the_page_that_asks_why_again`
}
#: what is a page only for somebody half-way through signing in or through a second factor
ELSEWHERE = re.compile("mfa_|account_reauthenticate|account_set_password|account_reset_password_from_key$")
SAMPLES = {"slug": "a-study", "annotation": "0b9a0b1e-6f0e-4a53-9c6a-2f2a4f6c1d11"}


def everything():
    """The demo, and beside it a coder with a newer version to carry over to, with both sides of a pair and with a
    training article that they have finished, in a study with an open invitation and a retired claim type."""
    from annotator.accounts.models import User
    from annotator.annotations.models import Reading
    from annotator.annotations.training import set_training
    from annotator.studies.inviting import invite
    from annotator.studies.revise import retire_type
    from tests.annotations.test_pair import Pair
    from tests.browser.scenes import demo, finish_reading, gold_reading, new_version
    from tests.browser.test_adjudication import two_coders
    from tests.factories.annotations import make_annotation, make_reading
    from tests.factories.articles import make_article
    from tests.factories.people import UserFactory
    from tests.factories.studies import add_to_study

    made = demo()
    versions = new_version()
    reading = Reading.objects.get(pk=versions["readings"]["keys"])
    pair = Pair(study=reading.study, coder=reading.coder)
    study, owner = reading.study, User.objects.get(username="olga")
    row = add_to_study(study, make_article("The ferry was late, the mayor said. Nobody was hurt.", title="Ferry late"))
    set_training(row, training=True)
    gold_reading(study.slug)
    trained = make_reading(study=study, article=row.article, coder=reading.coder)
    make_annotation(trained, "Nobody was hurt")
    alone = make_reading("Nobody else reads this.", study=study, coder=User.objects.get(username="plain"))
    for one in (trained, alone):
        finish_reading(one.pk)
    retire_type(study, "other", seen=1, note="Never used.", by=owner)
    return {
        **made,
        **two_coders(),
        "versions": versions,
        "both": {"left": pair.left.pk, "right": pair.right.pk},
        "trained": trained.pk,
        "alone": alone.pk,
        "retired": study.claim_types.get(code="other").pk,
        "invitation": invite(study, "coder", by=owner)[1],
        "jobs": jobs(),
        "brought": brought(made["slug"]),
        "agreed": agreed(),
        "leaver": UserFactory(display_name="Dora Gone").pk,
    }


def brought(slug):
    """A file that an owner brought in from another tool."""
    from annotator.accounts.models import User
    from annotator.annotations.importing.models import BroughtIn
    from annotator.studies.models import Study
    from tests.factories.review import make_batch

    people = {"coder": User.objects.get(username="olga"), "by": User.objects.get(username="demo-owner")}
    facts = {"format": "doccano", "file_name": "marks.jsonl", "file_sha256": "0" * 64, "taken": 12}
    left = [["line 3, label 1", "The codebook has no claim type “Weather”."]]
    study = Study.objects.get(slug=slug)
    event = study.claim_types.get(code="event")
    article = study.study_articles.order_by("pk").first().article
    words = article.paragraphs.filter(slot="body").first().text[:40].strip()
    offered = make_batch(study, article, words, by=people["by"], claim_type=event, attribution="attributed", note="Hm.")
    reading = BroughtIn.objects.create(study=study, left=left, **people, **facts)
    return {"reading": reading.pk, "suggestions": offered.run.batch.file.pk}


def agreed():
    """Another study of the owner's, with figures and a release."""
    from annotator.accounts.models import User
    from annotator.jobs.working import work_off
    from annotator.releases.released.task import ask_for_release
    from annotator.studies.models import Role
    from tests.factories.agreement import make_world, measured
    from tests.factories.studies import MembershipFactory
    from tests.releases.released.conftest import CHOICES

    world = make_world(12, slug="agreed", title="Two coders agree")
    MembershipFactory(study=world.study, user=User.objects.get(username="demo-owner"), role=Role.OWNER)
    figures = measured(world)
    ask_for_release(world.study, by=world.owner, filters={}, choices=CHOICES)
    work_off()
    return figures.number


def jobs():
    """One of the owner's jobs in each state. No task brings them to a worker, so they stay as they are."""
    from django.utils import timezone

    from annotator.accounts.models import User
    from annotator.jobs.models import Job

    now, later = timezone.now(), timezone.now() + timezone.timedelta(days=1)
    states = {
        "queued": {"queued_at": later},
        "running": {"started_at": now, "heartbeat": later, "done": 1234, "total": 10_000},
        "done": {"started_at": now, "finished_at": now, "page": "/studies/"},
        "failed": {"started_at": now, "finished_at": now, "error": "No article has been finished by two coders yet."},
        "stopped": {"finished_at": now},
    }
    owner = User.objects.get(username="demo-owner")
    made = {
        state: Job.objects.create(kind="counting", title="Counting words", by=owner, state=state, **fields)
        for state, fields in states.items()
    }
    return {state: job.pk for state, job in made.items()}


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.test_every_page:everything"


@pytest.fixture
def watched(page, server):
    """The page, noting what it asked other hosts for and what its policy stopped."""
    page.foreign, page.stopped = [], []
    page.on("request", lambda r: r.url.startswith((server.url, "data:", "blob:")) or page.foreign.append(r.url))
    page.on("console", lambda m: "Content Security Policy" in m.text and page.stopped.append(m.text))
    page.on("pageerror", lambda error: page.stopped.append(str(error)))
    return page


def test_every_page_there_is_is_in_the_list():
    listed = set()
    for address in {*OPEN, *(one for addresses in PAGES.values() for one in addresses)} - {"no/such/page/"}:
        path = re.sub(r"\{(\w+)[^}]*\}", lambda found: SAMPLES.get(found[1], "1"), address.partition("?")[0])
        listed.add(resolve(f"/{path}").url_name)
    names = {name for _, name, _ in patterns() if not name.startswith("admin:") and not ELSEWHERE.match(name)}
    assert listed - names - {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate"} == set()
    assert names - listed == NO_PAGE


FORMS = [pytest.param(QUICK, id="two forms"), pytest.param(WHOLE, id="four forms", marks=pytest.mark.slow)]


@pytest.mark.parametrize("forms", FORMS)
@pytest.mark.parametrize("who", list(PAGES))
def test_pages_of(watched, server, sign_in, axe_everywhere, who, forms):
    sign_in(watched, who.format(**server.seeded), PASSWORD)
    faults = []
    for address in PAGES[who]:
        try:
            axe_everywhere(watched, f"{server.url}/{address.format(**server.seeded)}", forms)
        except AssertionError as fault:
            faults.append(str(fault))
    assert not faults, "\n".join(faults)
    assert (watched.foreign, watched.stopped) == ([], [])


def test_pages_before_signing_in(watched, server, axe_everywhere):
    for address in OPEN:
        axe_everywhere(watched, f"{server.url}/{address.format(**server.seeded)}")
    assert (watched.foreign, watched.stopped) == ([], [])


def test_the_page_that_asks_why_again(watched, server, sign_in, axe_everywhere):
    sign_in(watched, "plain", PASSWORD)
    watched.goto(f"{server.url}/readings/{server.seeded['alone']}/")
    watched.locator("summary", has_text="Open it again").click()
    watched.get_by_label("Why").fill("  ")
    watched.get_by_role("button", name="Open again").click()
    watched.wait_for_url("**/reopen/")
    axe_everywhere(watched)
    assert (watched.foreign, watched.stopped) == ([], [])


def test_the_workbench_in_forced_colours_and_with_larger_text(watched, server, sign_in, axe):
    sign_in(watched, server.seeded["coder"], PASSWORD)
    watched.emulate_media(forced_colors="active")
    watched.goto(f"{server.url}/readings/{server.seeded['open']}/")
    axe(watched)
    watched.emulate_media(forced_colors="none")
    watched.set_viewport_size({"width": 640, "height": 450})  # 1280 px at 200 %
    axe(watched)
    assert watched.evaluate("document.documentElement.scrollWidth") <= 640
