"""What checking found wrong, and how much it looked at. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`line` counts from 1; 0 when it is about the file as a whole. `said` is a sentence."""

    path: str
    said: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.said}" if self.line else f"{self.path}: {self.said}"


@dataclass(slots=True)
class Tally:
    files: int = 0
    rows: int = 0
    spans: int = 0
    withheld: int = 0
    #: spans of versions whose text is not in the file
    elsewhere: int = 0
