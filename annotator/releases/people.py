"""What people are called in one export: by pseudonym, and by name only when an owner asked for names."""

from functools import cache
from typing import Any

from annotator.studies.models import Study


class People:
    def __init__(self, study: Study, *, names: bool) -> None:
        self.pseudonym = cache(study.pseudonym)
        self._names = names

    def name(self, row: Any, attribute: str) -> str:
        """The name of the person that `row` has at `attribute`, or ""; nobody is fetched for nothing."""
        return str(getattr(row, attribute).get_full_name()) if self._names else ""

    def shown(self, row: Any, attribute: str) -> str:
        """The name when names were asked for, else the pseudonym."""
        return self.name(row, attribute) if self._names else self.pseudonym(getattr(row, f"{attribute}_id"))
