"""The README's pictures, taken from the demo study: `python -m docs.take_pictures` (needs Chromium)."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from tests.browser import servers
from tests.browser.conftest import ARGUMENTS
from tests.browser.scenes import PASSWORD
from tests.chromium import find_chromium

PICTURES = Path(__file__).parent / "pictures"
SIZE = {"width": 1280, "height": 800}


def sign_in(page: Page, url: str, user: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.get_by_label("User name").fill(user)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{url}/")


def take(page: Page, name: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=PICTURES / f"{name}-{scheme}.png")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        servers.prepare(data)
        server = servers.Server(data)
        seeded = server.seed("tests.browser.scenes:demo")
        server.start()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        try:
            page = browser.new_page(viewport=SIZE)
            sign_in(page, server.url, seeded["coder"])
            page.goto(f"{server.url}/readings/{seeded['open']}/")
            page.wait_for_selector("html[data-ready]")
            take(page, "workbench")
            page = browser.new_page(viewport=SIZE)
            sign_in(page, server.url, "demo-reviewer")
            page.goto(f"{server.url}/studies/{seeded['slug']}/cases/{seeded['decided']}/")
            take(page, "case")
        finally:
            browser.close()
            server.close()


if __name__ == "__main__":
    main()
