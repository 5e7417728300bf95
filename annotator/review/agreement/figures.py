"""What comes out: a figure never stands without what it counts, who is compared and what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from annotator.review.agreement.inputs import Code, Id


class Question(StrEnum):
    """What is asked of the coders' work. The value is a stable name, fit for addresses and files."""

    PARAGRAPHS = "paragraphs"  # did both find something in the same paragraphs?
    SENTENCES = "sentences"  # … in the same sentences?
    TOKENS = "tokens"  # … over the same words?
    EXACT = "exact"  # did both mark the very same spans?
    OVERLAP = "overlap"  # … spans that overlap?
    UNITIZING = "unitizing"  # did both cut the text into the same stretches?
    LABEL = "label"  # where both marked the same, did both give it the same label?


class Statistic(StrEnum):
    PERCENT = "percent"
    COHEN = "cohen-kappa"
    FLEISS = "fleiss-kappa"
    ALPHA = "krippendorff-alpha"
    F1 = "f1"
    ALPHA_U = "krippendorff-alpha-u-2004"


#: question → its statistics, in the order in which they are shown
STATISTICS: Mapping[Question, tuple[Statistic, ...]] = {
    **dict.fromkeys(
        (Question.PARAGRAPHS, Question.SENTENCES, Question.TOKENS, Question.LABEL),
        (Statistic.PERCENT, Statistic.COHEN, Statistic.FLEISS, Statistic.ALPHA),
    ),
    Question.EXACT: (Statistic.F1,),
    Question.OVERLAP: (Statistic.F1,),
    Question.UNITIZING: (Statistic.ALPHA_U,),
}

#: question → what its `n` counts
UNITS: Mapping[Question, str] = {
    Question.PARAGRAPHS: "paragraphs",
    Question.SENTENCES: "sentences",
    Question.TOKENS: "tokens",
    Question.EXACT: "marked spans",
    Question.OVERLAP: "marked spans",
    Question.UNITIZING: "marked stretches",
    Question.LABEL: "matched spans",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a figure is about: a question, narrowed by what is not empty. It is all that `units` needs to list them.

    `facet` belongs to LABEL, and to UNITIZING where all values of a facet are taken together. `coders` is empty (all)
    or a pair, `week` an ISO week such as "2026-W07" (UTC, when the last of the article's coders finished).
    """

    question: Question
    code: Code | None = None
    facet: str = ""
    coders: tuple[str, ...] = ()
    week: str = ""
    article: Id | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """`count` of `units` were left out, for this reason."""

    reason: str
    count: int
    units: str


@dataclass(frozen=True, slots=True)
class Interval:
    """A bootstrap percentile interval (see `bootstrap`). `caution` is "" or a sentence that belongs beside it."""

    low: float
    high: float
    confidence: float
    resamples: int
    #: resamples in which the statistic was undefined; they are not among the percentiles
    undefined: int
    #: what was drawn with replacement: articles, or blocks of them
    blocks: int
    articles: int
    seed: int
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, or the sentence that says why there is none: exactly one of `value` and `undefined` is set.

    `n` counts the units that two coders or more can be compared on. `observed` and `expected` are what the statistic
    is made of: disagreements for alpha, agreements for percent and kappas, None for F1. `coders` are those compared.
    """

    asked: Asked
    statistic: Statistic
    value: float | None
    undefined: str
    n: int
    units: str
    coders: tuple[str, ...]
    articles: int
    exclusions: tuple[Exclusion, ...] = ()
    interval: Interval | None = None
    no_interval: str = ""
    observed: float | None = None
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One of the units behind a figure, or a run of `count` of them that lie side by side and look the same (tokens).

    `values` and `marks` (ids) go by `coders`. A value is None where that coder has none; a unit with fewer than two
    values is not comparable and not in the figure's `n`; `left_out` says why.
    """

    article: Id
    paragraph: Id
    start: int
    end: int
    coders: tuple[str, ...]
    values: tuple[str | None, ...]
    marks: tuple[tuple[str, ...], ...]
    agree: bool
    count: int = 1
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often which value of a facet met which, on matched spans.

    Rows are the first coder's values and columns the second's. Without a pair of coders it is Krippendorff's
    coincidence matrix: each matched pair is in it twice, once either way round. None: a span that the other coder did
    not match, or matched without giving it this facet.
    """

    facet: str
    coders: tuple[str, ...]
    values: tuple[str, ...]
    cells: Mapping[tuple[str | None, str | None], int]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient of one table: exactly one of `value` and `undefined` is set. `n` counts comparable units."""

    value: float | None
    undefined: str
    n: int
    observed: float | None = None
    expected: float | None = None
