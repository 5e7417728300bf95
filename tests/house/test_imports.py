"""Import rules that a list of modules cannot state. The others are contracts in pyproject.toml, run by .ci/lint."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_articles_do_not_import_their_lineage():
    """A stored text knows nothing of where it came from: lineage/ is written later and imports it."""
    modules = [path for path in (ROOT / "articles").rglob("*.py") if "lineage" not in path.parts]
    against = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in modules
        for name in imported(path)
        if name.startswith("articles.lineage")
    ]
    assert against == []


def test_the_product_imports_no_test_and_no_benchmark():
    modules = [*(ROOT / "articles").rglob("*.py"), *(ROOT / "annotator").rglob("*.py")]
    against = [
        (path.name, name) for path in modules for name in imported(path) if name.startswith(("tests", "benchmarks"))
    ]
    assert against == []
