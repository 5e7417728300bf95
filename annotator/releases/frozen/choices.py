"""What an owner chooses when they release, and what the moment adds. Pure: the same choices give the same bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from annotator.releases.frozen.withholding import TextPolicy


@dataclass(frozen=True, slots=True)
class Choices:
    """`filters` are those in force, by name; `permission` says why the full text may be given away. `creators` are
    names that an owner typed in for the citation, as "Family, Given" or as an organisation calls itself; `license` is
    an SPDX name or ""."""

    number: int
    at: datetime
    title: str
    filters: Mapping[str, str] = field(default_factory=dict)
    formats: Sequence[str] = ()
    policy: TextPolicy = field(default_factory=TextPolicy)
    permission: str = ""
    names: bool = False
    creators: Sequence[str] = ()
    license: str = ""
