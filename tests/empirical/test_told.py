"""What an experiment is told reaches all that it draws, and every activation."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import empirical
from tests.problems import PROBLEMS, Problem, arrays

pytestmark = [
    pytest.mark.again,
    # torch uses it itself, the first time that it differentiates forwards.
    pytest.mark.filterwarnings(
        "ignore:`torch.jit.script` is deprecated:DeprecationWarning"
    ),
]
FOLDER = Path(empirical.__file__).parent
BY_NAME = {problem.name: problem for problem in PROBLEMS}

_WHOLE = {"training.py": "every step sees all samples, so that no batch is drawn"}
CONSTANT: dict[str, dict[str, str]] = {
    "signs_by_start": _WHOLE,
    "train_pooled_encoders": _WHOLE,
    "search_max_pooling": _WHOLE,
    "train_channel_encoders": _WHOLE,
    "train_deep_encoders": _WHOLE,
    "organised_shapes": {
        "pca/latent_shapes.py": "axes of all generators are tried on the same offsets"
    },
}
"""By experiment: files that draw from a seed of their own, with the reason."""


@dataclass
class Heard:
    """The seeds of generators, by the file that makes them, and slopes below 0."""

    seeds: list[tuple[str, str]] = field(default_factory=list)
    slopes: set[float] = field(default_factory=set)

    def drawn(self, told: Any) -> None:
        """Note a seed, if the experiments themselves give it."""
        file = Path(sys._getframe(2).f_code.co_filename)
        if file.is_relative_to(FOLDER):
            self.seeds.append((file.relative_to(FOLDER).as_posix(), repr(told)))


@cache
def heard(name: str, seed: int) -> Heard:
    """Return what generators and activations are told in a run of an experiment."""
    found = Heard()
    drawing, leaky = np.random.default_rng, torch.nn.functional.leaky_relu

    class Generator(torch.Generator):
        def manual_seed(self, told: int) -> torch.Generator:
            found.drawn(told)
            return super().manual_seed(told)

    def rng(told: Any = None) -> np.random.Generator:
        found.drawn(told)
        return drawing(told)

    def activated(x: Any, slope: float = 0.01, *others: Any) -> Any:
        found.slopes.add(slope)
        return leaky(x, slope, *others)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(torch, "Generator", Generator)
        patched.setattr(np.random, "default_rng", rng)
        patched.setattr(torch.nn.functional, "leaky_relu", activated)
        arrays(BY_NAME[name], seed)
    return found


def slopes_told(options: Any) -> Iterator[float]:
    """Yield every slope of a setting, of the networks that it lists too."""
    if isinstance(options, dict):
        for name, value in options.items():
            if name == "slope":
                yield value
            else:
                yield from slopes_told(value)
    if isinstance(options, list | tuple):
        for one in options:
            yield from slopes_told(one)


def each(problems: Iterable[Problem]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("problem", problems, ids=lambda p: p.name)


@each(PROBLEMS)
def test_all_that_is_drawn_is_drawn_from_the_seed(problem: Problem) -> None:
    for package in problem.packages:
        pytest.importorskip(package)
    first, other = (heard(problem.name, seed).seeds for seed in (11, 12))
    assert [file for file, _ in first] == [file for file, _ in other]
    pairs = zip(first, other, strict=True)
    alike = {one[0] for one, another in pairs if one == another}
    assert alike == CONSTANT.get(problem.name.split(",")[0], {}).keys()


@each([p for p in PROBLEMS if list(slopes_told(p.options))])
def test_every_activation_has_a_slope_that_is_told(problem: Problem) -> None:
    for package in problem.packages:
        pytest.importorskip(package)
    assert heard(problem.name, 11).slopes == set(slopes_told(problem.options))


def test_every_exception_is_of_an_experiment_and_has_a_reason() -> None:
    assert {problem.name for problem in PROBLEMS} >= CONSTANT.keys()
    assert all(all(reasons.values()) for reasons in CONSTANT.values())
