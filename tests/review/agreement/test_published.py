"""Every published example in shared/data/agreement_reference.json, to the digits it was published with."""

import json
from collections import Counter

import pytest

from annotator.review.agreement import coefficients
from annotator.review.agreement.coefficients import Level
from annotator.review.agreement.unitizing import Continuum, Stretches, alpha_u

#: what is said of a coefficient in the file → how we come to it
MEANS = {
    "percent": lambda table: coefficients.percent(table).value,
    "alpha_nominal": lambda table: coefficients.alpha(table).value,
    "alpha_ordinal": lambda table: coefficients.alpha(table, Level.ORDINAL).value,
    "alpha_interval": lambda table: coefficients.alpha(table, Level.INTERVAL).value,
    "alpha_ratio": lambda table: coefficients.alpha(table, Level.RATIO).value,
    "Do": lambda table: coefficients.alpha(table).observed,
    "De": lambda table: coefficients.alpha(table).expected,
    "Do_nominal": lambda table: coefficients.alpha(table).observed,
    "De_nominal": lambda table: coefficients.alpha(table).expected,
    "fleiss_kappa": lambda table: coefficients.fleiss(table).value,
    "scott_pi": lambda table: coefficients.fleiss(table).value,
    "P_bar": lambda table: coefficients.fleiss(table).observed,
    "cohen_kappa": lambda table: coefficients.cohen(table).value,
    "kappa_max": lambda table: coefficients.highest_cohen(table).value,
    # Bennett, Alpert & Goldstein's S is not one of ours: here it shows that our observed agreement is theirs.
    "S": lambda table: 1 - (1 - coefficients.percent(table).value) * (k := values_of(table)) / (k - 1),
}
#: figures that were published from rounded ones: a test of their own, below, rounds as their author did
FROM_ROUNDED = {("fleiss1971", "Pe"), ("fleiss1971", "per_category")}
KAPPAS = {"Po": "observed", "Pe": "expected"}


def values_of(table):
    return len({value for unit in table for value in unit})


def table_of(entry):
    if "data" in entry:
        return Counter(map(tuple, entry["data"]))
    if "table" in entry:
        return {(row, column): n for row, cells in enumerate(entry["table"]) for column, n in enumerate(cells) if n}
    return Counter(tuple(value for value, n in enumerate(counts) for _ in range(n)) for counts in entry["counts"])


def digits(number):
    return len(str(number).partition(".")[2])


def agrees(ours, published):
    return ours == pytest.approx(published, abs=0.5001 * 10 ** -digits(published))


def entries(shared_file):
    return json.loads(shared_file("data/agreement_reference.json").read_text(encoding="utf-8"))


def test_every_published_figure_comes_out(shared_file):
    wrong, compared = [], 0
    for entry in entries(shared_file):
        if "units" not in entry:
            table = table_of(entry)
            for name, published in entry["expected"].items():
                if (entry["id"], name) not in FROM_ROUNDED:
                    compared += 1
                    ours = ours_of(name, table, fleiss="fleiss_kappa" in entry["expected"])
                    wrong += [] if agrees(ours, published) else [(entry["id"], name, ours, published)]
    assert wrong == []
    assert compared >= 40


def ours_of(name, table, *, fleiss):
    if name in KAPPAS:
        return getattr((coefficients.fleiss if fleiss else coefficients.cohen)(table), KAPPAS[name])
    return MEANS[name](table)


def test_fleiss_figures_come_out_when_rounded_on_the_way_as_he_did(shared_file):
    """He worked with proportions of three digits. Ours are those of his data, exactly."""
    (entry,) = (entry for entry in entries(shared_file) if entry["id"] == "fleiss1971")
    table, expected = table_of(entry), entry["expected"]
    pool = Counter(value for unit in entry["data"] for value in unit)
    share = {value: round(count / pool.total(), 3) for value, count in pool.items()}
    assert round(sum(part**2 for part in share.values()), 4) == expected["Pe"]
    assert coefficients.fleiss(table).expected == pytest.approx(7126 / 180**2)
    for value, found in coefficients.fleiss_by_value(table).items():
        squares = sum(unit.count(value) ** 2 for unit in entry["data"])
        again = round((squares - 180 * share[value]) / (180 * 5 * share[value]), 3)
        assert round((again - share[value]) / (1 - share[value]), 3) == expected["per_category"][str(value)]
        p = pool[value] / 180
        assert found.value == pytest.approx(((squares - 180 * p) / (900 * p) - p) / (1 - p))


def test_the_published_unitizing_example_comes_out(shared_file):
    """The total, .8591, was published from intermediate values that had been rounded; exactly, it is .8587."""
    (entry,) = (entry for entry in entries(shared_file) if "units" in entry)
    on, expected = Continuum(2, Counter({300: 1})), entry["expected"]
    categories = {}
    for category in "ck":
        spans_of = [
            sorted((start - 150, start - 150 + length) for start, length, of in entry["units"][coder] if of == category)
            for coder in "ij"
        ]
        categories[category] = Stretches()
        categories[category].add(spans_of, 300)
        found = alpha_u([categories[category]], on)
        assert agrees(found.observed, expected[category]["Do"])
        assert agrees(found.expected, expected[category]["De"])
        assert agrees(found.value, expected[category]["alpha"])
    whole = alpha_u(list(categories.values()), on)
    rounded = 1 - expected["c"]["Do"] / (expected["c"]["De"] + expected["k"]["De"])
    assert round(rounded, 4) == expected["alpha_u"]
    assert round(whole.value, 4) == 0.8587
