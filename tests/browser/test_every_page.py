"""Every page with the demo study on it: nothing for axe-core to find, light and dark, 1280 and 320 px wide; no page
scrolls sideways, runs a foreign script or asks another host for anything."""

import pytest

from tests.browser.conftest import QUICK, WHOLE
from tests.browser.scenes import PASSWORD

ACCOUNT = ["accounts/profile/", "accounts/password/change/", "accounts/2fa/", "accounts/sessions/", "accounts/logout/"]
STUDY = ["", "codebook/"]
PAGES = {
    "demo-owner": [
        "",
        "studies/",
        "studies/new/",
        *[
            f"studies/{{slug}}/{page}"
            for page in (*STUDY, "settings/", "people/", "articles/", "assign/", "cases/", "drift/", "export/")
        ],
        "studies/{slug}/export/earlier/",
        "studies/{slug}/cases/{cases[0]}/",
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
        "studies/{slug}/cases/{cases[1]}/",
        "studies/{slug}/cases/{cases[2]}/",
        "studies/{slug}/export/",
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
    "root": ["", "studies/", "articles/"],
}
OPEN = ["accounts/login/", "accounts/password/reset/", "no/such/page/", "accounts/2fa/authenticate/"]


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.scenes:demo"


@pytest.fixture
def watched(page, server):
    """The page, noting what it asked other hosts for and what its policy stopped."""
    page.foreign, page.stopped = [], []
    page.on("request", lambda r: r.url.startswith((server.url, "data:", "blob:")) or page.foreign.append(r.url))
    page.on("console", lambda m: "Content Security Policy" in m.text and page.stopped.append(m.text))
    page.on("pageerror", lambda error: page.stopped.append(str(error)))
    return page


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
        axe_everywhere(watched, f"{server.url}/{address}")
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
