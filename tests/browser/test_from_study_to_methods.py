"""An owner, two blind coders and a reviewer, from an empty study to the methods section of the paper. What the pages
say of agreement is computed a second time, from what the coders clicked, by libraries that others wrote."""

import csv
import io
import re

import krippendorff
import pytest
from nltk.metrics.agreement import AnnotationTask
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD
from tests.browser.test_workbench import select

LATE, BOATS, HURT = PASSAGES = ("The ferry was late", "Three boats waited", "Nobody was hurt")
TITLES = ("Late on Monday", "Late on Tuesday", "Late on Wednesday")
#: what each coder finds in each article: passage → claim type; whatever stands in no line holds nothing for them
CODED = {
    "carl": [
        {LATE: "Event", BOATS: "Quantity"},
        {LATE: "Event", BOATS: "Quantity", HURT: "State"},
        {LATE: "Event", BOATS: "State"},
    ],
    "cora": [
        {LATE: "Event", BOATS: "Quantity"},
        {LATE: "Causal", BOATS: "Quantity"},
        {LATE: "Event", BOATS: "Quantity", HURT: "Event"},
    ],
}


def people_and_articles():
    """A researcher with three articles in the library, three people with accounts, and no study."""
    from annotator.accounts.groups import make_researcher
    from tests.factories.articles import make_article
    from tests.factories.people import UserFactory

    make_researcher(UserFactory(username="olga", display_name="Olga Owner", password=PASSWORD))
    for name in ("carl", "cora", "rhea"):
        UserFactory(username=name, display_name=name.capitalize(), password=PASSWORD)
    for title in TITLES:
        make_article(f"{LATE}, the mayor said.", f"{BOATS} in the harbour.", f"{HURT}.", title=title)


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.test_from_study_to_methods:people_and_articles"


def button(page, name):
    return page.get_by_role("button", name=re.compile(name))


def link(page, name):
    return page.get_by_role("link", name=re.compile(name))


def set_up(page, server, look):
    page.goto(f"{server.url}/studies/new/")
    page.get_by_label("Title").fill("Ferry reports")
    page.get_by_label("Coders per article").fill("2")
    button(page, "Start the study").click()
    button(page, "Add all 3 found").click()
    link(page, "Continue").click()
    page.get_by_label("the standard codebook").check()
    button(page, "Use this codebook").click()
    people = f"{server.url}/studies/ferry-reports/people/"
    for name, role in (("carl", "coder"), ("cora", "coder"), ("rhea", "reviewer")):
        page.goto(people)
        page.get_by_label("User name").fill(name)
        page.get_by_label("Role", exact=True).select_option(role)
        button(page, "Add to the study").click()
        expect(page.get_by_text(f"{name.capitalize()} is now a {role} of this study.")).to_be_visible()
    for empty in ("progress", "agreement", "adjudication", "methods"):
        page.goto(f"{server.url}/studies/ferry-reports/{empty}/")
        look(f"{empty}-empty")
    expect(page.get_by_role("main")).to_contain_text("No reading has been finished yet.")
    page.goto(f"{server.url}/studies/ferry-reports/assign/")
    link(page, "Look at the draw").click()
    button(page, "Give out 6 readings").click()
    expect(page.get_by_text("6 readings given out by lot.")).to_be_visible()


def code(page, server, coder):
    """All three articles, each to its end; return the address of the last reading."""
    for title, found in zip(TITLES, CODED[coder], strict=True):
        page.goto(f"{server.url}/")
        page.get_by_role("link", name=re.compile(title)).first.click()
        page.wait_for_selector("html[data-ready]")
        expect(page.locator("#list li[data-id]")).to_have_count(0)  # whatever the other coder did
        for number, (passage, claim_type) in enumerate(found.items(), 1):
            select(page, passage)
            label = page.locator("#editor label.type", has_text=claim_type)
            page.keyboard.press(label.locator("kbd").inner_text())
            expect(page.locator("#list li[data-id]")).to_have_count(number)
        for passage in PASSAGES:
            if passage not in found:
                page.locator(".para", has_text=passage).get_by_role("button", name=re.compile("nothing to tag")).click()
        address = page.url
        button(page, "Finish this article").click()
        button(page, "Yes, finish").click()
        expect(page.locator(".message.success").first).to_be_visible()
    return address


def expected():
    """From the table above alone: paragraphs in which somebody found something, and the types of shared passages."""
    carl, cora = CODED["carl"], CODED["cora"]
    seen = [[int(passage in one) for one in by for passage in PASSAGES] for by in (carl, cora)]
    shared = [(at, passage) for at in range(3) for passage in carl[at] if passage in cora[at]]
    types = [[by[at][passage] for at, passage in shared] for by in (carl, cora)]
    names = sorted({name for by in types for name in by})
    task = AnnotationTask(
        [(coder, unit, name) for coder, by in zip(("a", "b"), types, strict=True) for unit, name in enumerate(by)]
    )
    return (
        {
            ("paragraphs", "krippendorff-alpha"): krippendorff.alpha(seen, level_of_measurement="nominal"),
            ("paragraphs", "percent"): sum(one == other for one, other in zip(*seen, strict=True)) / len(seen[0]),
            ("label", "krippendorff-alpha"): krippendorff.alpha(
                [[names.index(name) for name in by] for by in types], level_of_measurement="nominal"
            ),
            ("label", "cohen-kappa"): task.kappa(),
            ("label", "percent"): task.avg_Ao(),
        },
        len(seen[0]),
        len(shared),
    )


def test_from_an_empty_study_to_the_methods_section(page, browser, server, sign_in, axe_everywhere, shot):
    def look(name):
        axe_everywhere(page)
        shot(page, f"journey-{name}")

    def enter(name):
        page.context.clear_cookies()
        sign_in(page, name, PASSWORD)

    enter("olga")
    set_up(page, server, look)

    enter("carl")
    of_carl = code(page, server, "carl")
    enter("cora")
    assert page.goto(of_carl).status == 404  # before cora has finished, carl's reading is not there for her
    code(page, server, "cora")

    enter("olga")
    page.goto(f"{server.url}/studies/ferry-reports/progress/")
    look("progress")
    page.goto(f"{server.url}/studies/ferry-reports/")
    page.get_by_role("link", name="Agreement", exact=True).click()
    button(page, "Measure agreement").click()
    done = page.get_by_role("link", name="Show what came out")
    expect(done).to_be_visible(timeout=60_000)
    done.click()
    expect(page.get_by_text("3 articles that two coders or more have finished")).to_be_visible()
    look("agreement")
    with page.expect_download() as download:
        link(page, "CSV").click()
    figures = {
        (line["question"], line["statistic"]): line
        for line in csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8")))
        if line["facet"] in ("", "claim_type") and not line["code"] and not line["coder_1"] and not line["week"]
    }
    values, paragraphs, shared = expected()
    for asked, value in values.items():
        assert float(figures[asked]["value"]) == pytest.approx(value, abs=1e-9), asked
        assert int(figures[asked]["n"]) == (paragraphs if asked[0] == "paragraphs" else shared), asked

    enter("rhea")
    page.goto(f"{server.url}/studies/ferry-reports/adjudication/")
    expect(page.locator(".tally")).to_contain_text("4")
    look("adjudication")
    page.get_by_role("link", name="Open the first on this page").click()
    page.wait_for_url(re.compile(r"/adjudication/\d+/"))
    for decided in range(4):
        page.wait_for_load_state("load")  # scripts of the page have run by then
        here = page.url
        page.keyboard.press("1")
        if decided < 3:
            page.wait_for_url(lambda url, here=here: "/adjudication/" in url and url != here)
        expect(page.locator(".just-decided")).to_be_visible()

    page.goto(f"{server.url}/studies/ferry-reports/methods/")
    look("methods")
    said = page.get_by_role("main").inner_text()
    assert "The sample holds 3 articles" in said
    assert (
        "2 coders finished 6 readings (one coder, one article); 3 articles were finished by two coders or more." in said
    )
    for (question, statistic), value in values.items():
        if (question, statistic) != ("label", "cohen-kappa"):
            written = f"{100 * value:.1f} %" if statistic == "percent" else f"{value:.3f}".replace("-", "−")
            assert f" was {written}" in said, (question, statistic)
    assert "Of 8 items that coders of shared articles marked, 4 (50.0 %) were unanimous, 4 (50.0 %) adjudicated" in said
    assert page.get_by_role("heading", name="Not done yet").count() == 0
    with page.expect_download() as download:
        link(page, "the text file").click()
    file = download.value.path().read_text(encoding="utf-8")
    assert file.startswith("Methods: Ferry reports\n\nSample. The sample holds 3 articles")
    assert f"n = {shared} matched spans" in file
