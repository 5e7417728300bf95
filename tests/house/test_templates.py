"""Templates hold no script, no style and no trust in what was typed; the policy would refuse the first two anyway."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FORBIDDEN = {
    "a value marked as safe": r"\|\s*safe\b|\{%\s*autoescape\s+off",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a handler attribute": r"<[a-z][^>]*\son[a-z]+\s*=",
    "an inline script": r"<script(?![^>]*\b(?:src=|type=\"application/json\"))",
    "an inline style": r"<style\b",
    "a script address": r"javascript:",
}


def name(path):
    return str(path.relative_to(ROOT))


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 20


def test_none_holds_anything_forbidden():
    found = [
        (name(template), what)
        for template in TEMPLATES
        for what, pattern in FORBIDDEN.items()
        if re.search(pattern, template.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ note|safe }}", "a value marked as safe"),
        ('<p class="x" style="color:red">', "a style attribute"),
        ('<a href="/" onclick="go()">', "a handler attribute"),
        ("<script>go()</script>", "an inline script"),
        ("<style>p{}</style>", "an inline style"),
    ],
)
def test_the_patterns_find_what_they_are_for(text, what):
    assert re.search(FORBIDDEN[what], text)


def test_a_script_of_its_own_address_is_allowed():
    assert not re.search(FORBIDDEN["an inline script"], '<script type="module" src="/static/js/x.js"></script>')


def test_no_python_of_ours_marks_text_as_safe():
    # Thousands of passages are drawn piece by piece in Python, each piece escaped there; its own tests hold it to that.
    allowed = {"annotator/annotations/drawing.py"}
    sources = [*(ROOT / "annotator").rglob("*.py"), *(ROOT / "articles").rglob("*.py")]
    found = {name(path) for path in sources if "mark_safe(" in path.read_text(encoding="utf-8")}
    assert found <= allowed
