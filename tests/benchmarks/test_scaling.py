"""The exponents that are fitted to curves, and what stands in the tables."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.__main__ import markdown
from benchmarks.growth import CURVES
from benchmarks.scaling import column, draw, exponent, rows

NUMBERS = [8, 16, 32, 64, 128, 256, 512]


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("count", [3, 4, 7])
def test_a_power_law_has_its_exponent_and_no_spread(power: float, count: int) -> None:
    numbers = NUMBERS[:count]
    found = exponent(numbers, [3e-6 * n**power for n in numbers])
    assert found.value == pytest.approx(power, abs=1e-9)
    assert found.error == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("power", [1.0, 2.0])
def test_only_the_larger_half_of_a_curve_counts(power: float) -> None:
    costs = [1.0 if n < 128 else float(n) ** power for n in NUMBERS]
    assert exponent(NUMBERS, costs).value == pytest.approx(power)


@pytest.mark.parametrize("noise", [0.01, 0.1])
def test_a_curve_that_is_no_power_law_has_a_spread_of_its_size(noise: float) -> None:
    bent = np.array([1, 1, 1, 1, np.exp(noise), np.exp(-noise), np.exp(noise)])
    found = exponent(NUMBERS, list(bent * np.array(NUMBERS)))
    # Against the steps of log 2, by the formula of least squares on three points.
    assert found.value == pytest.approx(1)
    assert found.error == pytest.approx(2 * noise / np.sqrt(3) / np.log(2))


def test_two_points_have_no_exponent() -> None:
    with pytest.raises(ValueError, match="at least three, got 2"):
        exponent([1, 2], [1.0, 2.0])


def grown() -> dict:
    """Return a point for every number of every curve, as if all were linear."""
    return {
        name: [
            {
                "number": number,
                "seconds": {"low": 0.5 * number, "middle": number, "high": 2 * number},
                "memory": 100.0 + number,
            }
            for number in curve.numbers
        ]
        for name, curve in CURVES.items()
    }


def test_every_curve_has_a_line_with_its_ends_and_its_exponent() -> None:
    found = rows(grown())
    assert [line[0] for line in found] == [curve.work for curve in CURVES.values()]
    assert found[-1][2:] == ("1 to 64", "1e+03 to 6.4e+04", "1.00 ± 0.00", "101 to 164")


def test_the_plot_is_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        draw(grown(), tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_every_curve_goes_upwards_and_far_enough_for_an_exponent() -> None:
    for curve in CURVES.values():
        assert list(curve.numbers) == sorted(set(curve.numbers))
        assert len(curve.numbers) >= 3


@pytest.mark.parametrize("name", CURVES)
def test_the_smallest_number_of_every_curve_runs(name: str) -> None:
    CURVES[name].prepared(CURVES[name].numbers[0])()


@pytest.mark.parametrize("mebibytes", [200, 400])
def test_memory_that_was_used_counts_when_it_is_free_again(mebibytes: int) -> None:
    script = (
        "import numpy as np; from benchmarks.growth import peak; before = peak(); "
        f"used = np.ones({mebibytes} * 2**17); del used; print(peak() - before)"
    )
    root = Path(__file__).parents[2]
    found = subprocess.check_output([sys.executable, "-c", script], cwd=root)
    assert float(found) == pytest.approx(mebibytes, rel=0.1)


def test_a_column_is_one_quartile() -> None:
    assert column(grown()["seeds"], "low") == [0.5 * n for n in CURVES["seeds"].numbers]


def test_a_table_is_as_wide_as_its_widest_cell() -> None:
    assert markdown(("a", "long"), [("wide", "b")]).splitlines() == [
        "| a    | long |",
        "| ---- | ---- |",
        "| wide | b    |",
    ]
