"""Browser journeys: real Chromium against the real production server.

A module says what its server starts with by overriding `seed`:

    @pytest.fixture(scope="module")
    def seed():
        return "tests.browser.test_sign_in:people"   # a function; its answer is `server.seeded`
"""

import os
import uuid
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import expect

from tests.browser import servers
from tests.chromium import find_chromium

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: colours do not depend on the width nor the structure on the colours: these two meet every rule in every form
QUICK = (("light", 1280), ("dark", 320))
WHOLE = (*QUICK, ("dark", 1280), ("light", 320))


# A change shows when it is kept on the disk of the browser, and a disk that three test processes write to has once
# taken more than ten seconds to say so.
expect.set_options(timeout=20_000)


def pytest_itemcollected(item):
    if Path(__file__).parent in item.path.parents:
        item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": find_chromium(), "args": ARGUMENTS, "headless": True}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", "accept_downloads": True}


@pytest.fixture
def context(context):
    """A page that does not do what a test waits for fails in 10 s, not in 30."""
    context.set_default_timeout(10_000)
    return context


@pytest.fixture(scope="module")
def seed():
    """Override: `module:function` whose answer becomes `server.seeded`, or None for an empty instance."""
    return None


@pytest.fixture(scope="session")
def new_server(prepared_instance, tmp_path_factory):
    """Return a function that makes a stopped `Server` on its own data; all are ended with the run."""
    made = []

    def make(**environment):
        folder = tmp_path_factory.mktemp("instance") / "data"
        servers.copy(prepared_instance, folder)
        url = servers.on_postgresql()
        name = f"annotator_{uuid.uuid4().hex}" if url else None
        database = (
            servers.create_database(url, name, servers.prepared_database(prepared_instance.parent)) if name else None
        )
        server = servers.Server(folder, database, **environment)
        made.append((server, url, name))
        return server

    yield make
    for server, url, name in made:
        server.close()
        if name:
            servers.drop_database(url, name)


@pytest.fixture(scope="module")
def server(new_server, seed):
    """The running server of this test module: `.url`, `.seeded`, `.manage(…)`, `.kill()`, `.start()`, `.log`."""
    server = new_server()
    if seed:
        server.seeded = server.seed(seed)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def remembered():
    """Cookies of who has signed in before, by user name. Override with None where signing in is what is tested."""
    return {}


@pytest.fixture
def sign_in(server, remembered):
    """`sign_in(page, username, password)` leaves the page at the desk: through the sign-in page, or with the session
    from an earlier journey of this module as long as it lasts."""

    def act(page, username, password):
        if remembered and username in remembered:
            page.context.clear_cookies()
            page.context.add_cookies(remembered[username])
            page.goto(f"{server.url}/")
            if "/accounts/login/" not in page.url:
                return
        page.goto(f"{server.url}/accounts/login/")
        page.get_by_label("User name").fill(username)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        if remembered is not None:
            remembered[username] = page.context.cookies()

    return act


@pytest.fixture(scope="session")
def axe():
    """`axe(page)` asserts that axe-core finds nothing on the page as it stands. Scripts that the developer
    protocol evaluates run under any content security policy, so the page needs no exception."""

    def check(page):
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        results = AxeResults(page.evaluate("axe.run({ resultTypes: ['violations'] })"))
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check


@pytest.fixture
def axe_everywhere(axe):
    """`axe_everywhere(page, address)` checks a page in light and dark, 1280 and 320 px wide, and that it does not
    scroll sideways. `address` is loaded once; without it the page is checked as it stands."""

    def check(page, address=None, forms=QUICK):
        if address:
            page.goto(address)
        for scheme, width in forms:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{page.url} is {wide} px wide in a window of {width} px"
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})

    return check


@pytest.fixture
def shot(request):
    """`shot(page, name)` saves a picture into the folder that SCREENSHOTS names; without it, it does nothing."""
    folder = os.environ.get("SCREENSHOTS")

    def take(page, name):
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return take
