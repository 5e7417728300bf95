"""The tables of README.md and docs/guide that repeat what the code says: `make docs` writes them anew.

A table stands between `<!-- table: NAME -->` and `<!-- end of table -->`. Nobody edits it by hand;
tests/docs/test_tables.py fails when one is out of date.
"""

# ruff: noqa: E402 - Django is set up before anything of ours is imported

import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.settings")
django.setup()

from annotator import facets
from annotator.annotations.keys import KEYS
from annotator.releases.columns import Column
from annotator.releases.filters import AnnotationFilter
from annotator.releases.formats import FORMATS
from annotator.releases.formats.csv_spreadsheet import RULE
from annotator.releases.formats.releases import RELEASE_FORMATS
from annotator.releases.manifest import ABOUT
from annotator.releases.tables import TABLES as TABLES_RELEASED
from annotator.review.adjudication.filters import ItemFilter
from annotator.review.adjudication.keys import KEYS as ITEM_KEYS
from annotator.review.filters import CaseFilter
from annotator.review.keys import KEYS as REVIEW_KEYS
from annotator.studies.codebooks import load_codebook
from annotator.studies.models import Role
from articles import batch, forms
from articles.lineage.compare_page.keys import KEYS as COMPARE_KEYS
from articles.models import Slot
from articles.readers import READERS, prescan
from articles.readers.sandbox import Limits

ROOT = Path(__file__).resolve().parent.parent
MARKED = re.compile(r"(<!-- table: ([a-z-]+) -->\n).*?(<!-- end of table -->)", re.DOTALL)
#: what the README shows of the workbench's keys
FIRST_KEYS = ("claim", "insertion", "attribution", "nothing", "next-unread", "select", "undo", "help")

ATTRIBUTION = {
    "Status": facets.AttributionStatus,
    "Source": facets.SourceKind,
    "Mode": facets.Mode,
    "Stance of the cue": facets.Stance,
}
INSERTION = {
    "Marking": facets.Marking,
    "Operation": facets.Operation,
    "Host": facets.Host,
    "Function": facets.Function,
    "Inserter": facets.Inserter,
    "Effect": facets.Effect,
}


def guides() -> list[Path]:
    """Every page for readers: the README, the changelog, and what is under docs/."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def refreshed(text: str) -> str:
    """The page with each marked table as the code has it now; raises KeyError for a name that is not known."""
    return MARKED.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}\n{found[3]}", text)


def main() -> None:
    for page in guides():
        before = page.read_text(encoding="utf-8")
        after = refreshed(before)
        if after != before:
            page.write_text(after, encoding="utf-8")
            sys.stdout.write(f"{page.relative_to(ROOT)} was brought up to date\n")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a column in which no row says anything is left out."""
    body = list(rows)
    kept = [at for at in range(len(head)) if any(row[at] for row in body)]
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(_cell(line[at]) for at in kept) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


# -- Keys ----------------------------------------------------------------------------------------------------------


def workbench_keys() -> str:
    return table(("key", "what it does", "when"), ((_code(key.keys), key.name, key.where) for key in KEYS))


def first_keys() -> str:
    chosen = {key.command: key for key in KEYS}
    return table(("key", "what it does"), ((_code(chosen[one].keys), chosen[one].name) for one in FIRST_KEYS))


def review_keys() -> str:
    return table(("key", "what it does"), ((_code(key.keys), key.action) for key in REVIEW_KEYS))


def item_keys() -> str:
    return table(("key", "what it does"), ((_code(key.keys), key.action) for key in ITEM_KEYS))


def compare_keys() -> str:
    return table(("key", "what it does"), ((_code(key.keys), key.name) for key in COMPARE_KEYS))


# -- Exports -------------------------------------------------------------------------------------------------------


def columns_of(name: str) -> Callable[[], str]:
    return lambda: _columns(TABLES_RELEASED[name])


def _columns(columns: Iterable[Column]) -> str:
    def meaning(one: Column) -> str:
        values = ", ".join(_code(value) for value in one.values.split(" | ") if value)
        return f"{one.description}. One of: {values}" if values else one.description

    rows = ((_code(one.name), one.label, one.type, one.unit, meaning(one)) for one in columns)
    return table(("column", "on screen", "type", "unit", "meaning"), rows)


def formats() -> str:
    rows = [(f"**{one.title}**", _code(one.suffix), one.hint) for one in FORMATS.values()]
    return table(("format", "file name ends in", "what it is for"), rows)


def release_formats() -> str:
    rows = [(f"**{one.title}**", one.hint, one.loses or "Nothing.") for one in RELEASE_FORMATS.values()]
    return table(("format", "what it is for", "what it loses"), rows)


def package_files() -> str:
    return table(("file", "what is in it"), ((_code(path), about) for path, about in ABOUT.items()))


def export_filters() -> str:
    return _filters(AnnotationFilter)


def case_filters() -> str:
    return _filters(CaseFilter)


def item_filters() -> str:
    return _filters(ItemFilter)


def _filters(filters: type[AnnotationFilter | CaseFilter | ItemFilter]) -> str:
    rows = ((one.label, _code(name)) for name, one in filters.base_filters.items())
    return table(("filter", "name in the address"), rows)


def spreadsheet_rule() -> str:
    return f"> {RULE}"


# -- The codebook --------------------------------------------------------------------------------------------------


def claim_types() -> str:
    rows = (
        (
            _code(one.key),
            f"**{one.label}**",
            one.definition,
            f"“{one.example}”" if one.example else "",
            one.not_when,
            "yes" if one.note_required else "",
        )
        for one in load_codebook().types
    )
    return table(("key", "claim type", "what it is", "example", "not when", "note needed"), rows)


def coding_rules() -> str:
    book = load_codebook()
    labels = {one.code: one.label for one in book.types}
    order = " > ".join(labels[code] for code in book.priority_on_doubt)
    notes = [
        f"**Unit.** {book.unit}",
        *book.notes,
        f"**When two types fit one span**, take the one that comes first: {order}.",
    ]
    return "\n".join(f"- {note}" for note in notes)


def vocabularies(groups: dict[str, type[facets.Facet]]) -> Callable[[], str]:
    return lambda: "\n\n".join(f"### {title}\n\n{vocabulary(facet)}" for title, facet in groups.items())


def vocabulary(facet: type[facets.Facet]) -> str:
    rows = ((one.label, _code(one.value), one.definition, one.example, one.not_when) for one in facet)
    return table(("choice", "in exports", "what it is", "example", "not when"), rows)


# -- Reading in ----------------------------------------------------------------------------------------------------


def readers() -> str:
    rows = (
        (one.name, ", ".join(map(_code, sorted(one.suffixes))), ", ".join(map(_code, sorted(one.media_types))))
        for one in READERS
    )
    return table(("reader", "file names", "media types"), rows)


def limits() -> str:
    one = Limits()
    rows = [
        ("size of a file", f"{batch.MOST_BYTES >> 20} MB"),
        ("files sent at once on the page", str(forms.MOST_FILES)),
        ("time to read one file", f"{one.wall_seconds:g} s, {one.cpu_seconds} s of them on the processor"),
        ("memory to read one file", f"{one.memory_bytes >> 20} MB"),
        ("nesting of HTML elements", f"{prescan.DEEPEST} deep"),
        ("attributes on one HTML tag", f"{prescan.MOST_ATTRIBUTES}"),
        ("HTML elements on a page", f"{prescan.MOST_ELEMENTS:,}"),
        ("characters in one line of Markdown", f"{prescan.LONGEST_LINE:,}"),
        ("nesting of Markdown lists and quotations", f"{prescan.MOST_MARKERS} deep"),
    ]
    return table(("limit", "at most"), rows)


def slots() -> str:
    return ", ".join(label.lower() for label in Slot.labels) + "."


def roles() -> str:
    return table(("role", "in short"), ((role.label, role.definition) for role in Role))


TABLES: dict[str, Callable[[], str]] = {
    "workbench-keys": workbench_keys,
    "first-keys": first_keys,
    "review-keys": review_keys,
    "compare-keys": compare_keys,
    "item-keys": item_keys,
    "item-filters": item_filters,
    "error-types": lambda: vocabulary(facets.ErrorType),
    "adjudicated-columns": columns_of("adjudicated"),
    "annotation-columns": columns_of("annotations"),
    "decision-columns": columns_of("decisions"),
    "document-columns": columns_of("documents"),
    "coverage-columns": columns_of("coverage"),
    "versions-columns": columns_of("versions"),
    "derivations-columns": columns_of("derivations"),
    "alignments-columns": columns_of("alignments"),
    "changes-columns": columns_of("changes"),
    "insertions-columns": columns_of("insertions"),
    "attribution-pairs-columns": columns_of("attribution_pairs"),
    "reading-events-columns": columns_of("reading_events"),
    "paragraphs-columns": columns_of("paragraphs"),
    "attributions-columns": columns_of("attributions"),
    "coders-columns": columns_of("coders"),
    "codebook-columns": columns_of("codebook"),
    "agreement-columns": columns_of("agreement"),
    "formats": formats,
    "package-files": package_files,
    "release-formats": release_formats,
    "export-filters": export_filters,
    "case-filters": case_filters,
    "spreadsheet-rule": spreadsheet_rule,
    "claim-types": claim_types,
    "coding-rules": coding_rules,
    "attribution": vocabularies(ATTRIBUTION),
    "insertion": vocabularies(INSERTION),
    "certainty": lambda: vocabulary(facets.Certainty),
    "verdicts": lambda: vocabulary(facets.Verdict),
    "readers": readers,
    "limits": limits,
    "slots": slots,
    "roles": roles,
}


if __name__ == "__main__":
    main()
