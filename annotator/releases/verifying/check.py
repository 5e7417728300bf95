"""Look at a release, or the package of a quick export, from end to end. Pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from annotator.releases.verifying.archive import DAMAGE, opened
from annotator.releases.verifying.finding import Finding, Tally
from annotator.releases.verifying.hashes import Advance, contents, said, wrong_files
from annotator.releases.verifying.tables import Stored, wrong_in_package, wrong_lines

ABOUT = "release.json"


@dataclass(slots=True)
class Check:
    """One look at one file: iterate to look, then read `tally`."""

    path: Path
    advance: Advance = lambda size: None
    stored: Stored = lambda version, digest: None
    tally: Tally = field(default_factory=Tally)
    is_release: bool = True

    def __iter__(self) -> Iterator[Finding]:
        """Raises NotReadable when there is nothing to look at."""
        with opened(self.path) as archive:
            names = set(archive.namelist())
            self.is_release = ABOUT in names or "annotations.jsonl" not in names
            yield from wrong_files(archive, self.tally, self.advance)
            if self.is_release:
                counts = dict[str, int]()
                yield from _about(archive, names, counts)
                yield from wrong_lines(archive, self.tally, names, counts)
            else:
                yield from wrong_in_package(archive, self.tally, self.stored)


def _about(archive: ZipFile, names: set[str], counts: dict[str, int]) -> Iterator[Finding]:
    if ABOUT not in names:
        yield Finding(ABOUT, "It is missing: every release has it.")
        return
    try:
        about: Any = json.loads(contents(archive, ABOUT))
        counts |= {str(name): int(number) for name, number in about["tables"].items()}
        if about["format"] != "annotator-release/1":
            yield Finding(ABOUT, f"Its format is {about['format']!r}; this product checks annotator-release/1.")
    except (*DAMAGE, LookupError, TypeError, AttributeError, RecursionError) as error:
        yield Finding(ABOUT, f"It cannot be read: {said(error)}.")
