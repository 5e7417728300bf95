"""The demo study: one command, and every page of an empty instance has something to show."""

import re
import shutil
from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse

from annotator.annotations.models import Annotation, Reading
from annotator.annotations.progress import coverage
from annotator.review import demo
from annotator.review.models import Decision
from annotator.studies.models import Study
from articles.lineage.models import Derivation
from articles.models import Article, Outlet
from articles.passages import check_quote
from tests.factories.studies import StudyFactory

pytestmark = pytest.mark.django_db
COPIES = 11


def load(*arguments):
    """Run the command; return what it printed and the passwords by user name."""
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue(), dict(re.findall(r"^  (demo-\S+) +(\S{16,})  ", out.getvalue(), re.MULTILINE))


def test_it_refuses_where_there_is_a_study():
    StudyFactory()
    with pytest.raises(CommandError, match="nothing was loaded"):
        load()
    assert not get_user_model().objects.filter(username__startswith="demo").exists()


def test_it_fills_an_empty_instance(client, settings):
    settings.SITE_URL = "https://here.example"
    printed, passwords = load()

    assert "https://here.example" in printed
    assert list(passwords) == ["demo-owner", "demo-reviewer", "demo-coder-1", "demo-coder-2"]
    assert len(set(passwords.values())) == 4
    for username, password in passwords.items():
        assert authenticate(None, username=username, password=password)

    study = Study.objects.get()
    assert (study.slug, study.is_sample, study.blind) == ("demo", True, True)
    assert (study.study_articles.count(), Article.objects.count()) == (8, COPIES)
    assert study.claim_types.count() == 12
    assert Outlet.objects.get(name="Coastline News Agency").kind == "agency"
    assert Derivation.objects.confirmed().count() == 3
    assert Derivation.objects.get(relation="rewrite").status == "proposed"
    assert Derivation.objects.get(upstream=None).upstream_outlet == "Saltmere Wire"

    check_annotations()
    check_cases(study)
    check_pages(client, study)


def check_annotations():
    annotations = Annotation.objects.select_related("paragraph", "reading")
    assert len(annotations) == 91
    for one in annotations:
        check_quote(one.paragraph.text, one.start, one.quote)
        assert one.paragraph.article_id == one.reading.article_id
    bracket = annotations.get(quote__startswith="[armed through", claim_type=None)
    assert (bracket.marking, bracket.host, bracket.operation) == ("square-brackets", "running-text", "addition")
    unmarked = annotations.get(quote="as we had in the autumn")
    assert (unmarked.marking, unmarked.host) == ("unmarked", "inside-quotation")
    nested = annotations.get(outer__isnull=False)
    assert nested.outer.reading == nested.reading
    he = annotations.get(quote__startswith="A guard of thirty").role_spans.get(role="source")
    assert he.paragraph.text[he.start - 1 : he.start + 3] == " he "
    finished = Reading.objects.finished()
    assert (Reading.objects.count(), finished.count()) == (16, 12)
    assert not any(coverage(reading).unread for reading in finished)


def check_cases(study):
    decisions = Decision.objects.select_related("case", "reviewer", "upstream")
    absent = decisions.get(verdict="confirmed-absent-in-original")
    assert absent.case.quote == "[armed through Quellin’s border service]"
    assert absent.reviewer.username == "demo-reviewer"
    assert absent.upstream.outlet.name == "The Kelderby Courier"
    present = decisions.get(verdict="present-in-original")
    assert present.evidence_quote.startswith("“They [the trustees]")
    assert study.cases.count() - len(decisions) >= 3


def check_pages(client, study):
    """Each role finds something on its pages."""
    expected = {
        "demo-owner": ["study", "study_codebook", "study_people", "study_articles", "assign", "cases", "export"],
        "demo-reviewer": ["study", "study_codebook", "cases", "export"],
        "demo-coder-1": ["study", "study_codebook"],
        "demo-coder-2": ["study", "study_codebook"],
    }
    for username, names in expected.items():
        client.force_login(get_user_model().objects.get(username=username))
        assert "painted chest" in client.get("/").text
        for name in names:
            assert client.get(reverse(name, args=[study.slug])).status_code == 200, (username, name)


def test_once_more_it_makes_another_study_beside_the_first():
    load()
    _, passwords = load("--again")
    assert list(passwords) == ["demo-owner-2", "demo-reviewer-2", "demo-coder-1-2", "demo-coder-2-2"]
    assert sorted(Study.objects.values_list("slug", flat=True)) == ["demo", "demo-2"]
    assert Article.objects.count() == COPIES
    assert Derivation.objects.count() == 5
    assert Annotation.objects.count() == 2 * 91
    assert Decision.objects.count() == 4


def test_a_fault_in_its_files_leaves_nothing_behind(tmp_path, monkeypatch):
    folder = shutil.copytree(demo.FOLDER, tmp_path / "demo")
    manifest = folder / "manifest.toml"
    manifest.write_text(manifest.read_text().replace('quote = "[the trustees]"', 'quote = "[nowhere]"'))
    monkeypatch.setattr(demo, "FOLDER", folder)
    with pytest.raises(LookupError, match="nowhere"):
        load()
    assert not Study.objects.exists()
    assert not Article.objects.exists()
    assert not get_user_model().objects.exists()


def test_a_password_is_long_and_new_each_time():
    made = {demo.new_password() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", password) for password in made)
