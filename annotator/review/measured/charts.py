"""Where the points, lines and words of a chart stand, in the units of its view box. Pure.

Every chart has a table beside it that says the same; shapes and words carry what colours do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotator.review.agreement import Confusion, Figure
from annotator.review.measured.words import number

#: where Krippendorff would draw tentative conclusions, and where firm ones
LINES = ((0.667, "·667"), (0.8, "·800"))
LABELS, PLOT, ROW, TOP = 150, 360, 26, 24
WEEK, HEIGHT, LEFT = 34, 180, 40
CELL, HEAD = 44, 120
#: how dark the darkest square is, so that its number can be read in light and in dark
DARKEST = 0.45


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure at (x, y), with its interval from `low` to `high` along the axis of values where it has one."""

    label: str
    value: str
    x: float
    y: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str
    is_threshold: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """`missing` are labels without a figure: the table says why. `path` joins neighbouring weeks."""

    width: float
    height: float
    dots: Sequence[Dot]
    ticks: Sequence[Tick]
    missing: Sequence[Dot] = ()
    path: str = ""
    end: float = 0


def by_code(figures: Sequence[tuple[str, Figure]]) -> Chart:
    """One row for each code: a dot for the figure, a line for its interval."""
    lowest = _lowest([figure for _, figure in figures])

    def x(value: float) -> float:
        return round(LABELS + PLOT * (value - lowest) / (1 - lowest), 1)

    dots, missing = [], []
    for row, (label, figure) in enumerate(figures):
        y = TOP + ROW * row + ROW / 2
        if figure.value is None:
            missing.append(Dot(label, "undefined", LABELS + 8, y))
            continue
        low, high = _ends(figure, lowest)
        ends = (None, None) if low is None or high is None else (x(low), x(high))
        dots.append(Dot(label, number(figure.statistic, figure.value), x(max(figure.value, lowest)), y, *ends))
    bottom = TOP + ROW * len(figures)
    ticks = [_tick(at, x(at)) for at in _marks(lowest)]
    return Chart(LABELS + PLOT + 60, bottom + 24, dots, ticks, missing, end=bottom)


def by_week(figures: Sequence[tuple[str, Figure]]) -> Chart:
    """Weeks from left to right; weeks that follow each other in the list are joined by a line."""
    lowest = _lowest([figure for _, figure in figures])

    def y(value: float) -> float:
        return round(12 + HEIGHT * (1 - value) / (1 - lowest), 1)

    dots, missing, path, pen = [], [], [], "M"
    for at, (label, figure) in enumerate(figures):
        x = LEFT + WEEK * at + WEEK / 2
        if figure.value is None:
            missing.append(Dot(label, "undefined", x, y(lowest)))
            pen = "M"
            continue
        low, high = _ends(figure, lowest)
        ends = (None, None) if low is None or high is None else (y(low), y(high))
        dots.append(Dot(label, number(figure.statistic, figure.value), x, y(max(figure.value, lowest)), *ends))
        path.append(f"{pen}{x:g} {dots[-1].y:g}")
        pen = "L"
    ticks = [_tick(at, y(at)) for at in _marks(lowest)]
    width = max(LEFT + WEEK * len(figures) + 12, 240)
    return Chart(width, HEIGHT + 12 + 76, dots, ticks, missing, " ".join(path), end=width - 12)


@dataclass(frozen=True, slots=True)
class Square:
    """`strength`, up to `DARKEST`, goes with its share of the row; on the diagonal both said the same."""

    x: float
    y: float
    count: int
    strength: float
    agrees: bool
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Heat:
    width: float
    height: float
    labels: Sequence[str]
    squares: Sequence[Square]
    rows: Sequence[tuple[str, Sequence[int]]] = field(default_factory=list)


def heat(confusion: Confusion, names: Mapping[str | None, str]) -> Heat:
    """Rows and columns in the confusion's order; the last is "nothing there" where something was not matched."""
    values: list[str | None] = list(confusion.values)
    if any(None in cell for cell in confusion.cells):
        values.append(None)
    squares, rows = [], []
    for down, row in enumerate(values):
        counts = [confusion.cells.get((row, column), 0) for column in values]
        rows.append((names[row], counts))
        for across, count in enumerate(counts):
            if count:
                place = (HEAD + CELL * across, HEAD + CELL * down)
                strength = round(DARKEST * count / sum(counts), 3)
                squares.append(Square(*place, count, strength, down == across, names[row], names[values[across]]))
    size = HEAD + CELL * len(values) + 4
    # The slanting name of the last column needs room to the right.
    return Heat(size + 60, size, [names[value] for value in values], squares, rows)


def _lowest(figures: Sequence[Figure]) -> float:
    """Where the axis begins: 0, or lower by fifths when figures or intervals are."""
    values = [figure.value for figure in figures if figure.value is not None]
    ends = [figure.interval.low for figure in figures if figure.interval]
    below = min([0.0, *values, *ends])
    return max(-1.0, -0.2 * -(below // 0.2)) if below < 0 else 0.0


def _ends(figure: Figure, lowest: float) -> tuple[float | None, float | None]:
    if not figure.interval:
        return None, None
    return max(figure.interval.low, lowest), max(figure.interval.high, lowest)


def _marks(lowest: float) -> list[float]:
    return sorted({round(lowest, 1), 0.0, 0.5, 1.0, *(at for at, _ in LINES)})


def _tick(value: float, at: float) -> Tick:
    thresholds = dict(LINES)
    label = thresholds.get(value, f"{value:g}".replace("-", "−"))
    return Tick(at, label.replace("·", "."), value in thresholds)
