"""One entry of the bank: a small setting of an experiment, and how it is run."""

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from empirical.training import Start

Arrays = dict[str, NDArray[Any]]
SLOPE = ({"slope": 1.5}, r"slope must be in \[0, 1\], got 1.5")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One experiment on a setting that takes a second at most.

    Parameters
    ----------
    function
        Where it lives, as an experiment of a claim says it.
    options
        The setting, by name of parameter.
    shapes
        Of every array that it returns.
    variant
        Tells several settings of one function apart.
    resumes
        Whether it goes on from a checkpoint, which it writes twice at least.
    fixed
        Arrays that are the same for every seed; every other one changes with it.
    settled
        Arrays that end at one value from every start, perhaps to the last bit.
    gaps
        Arrays that may hold NaN; every other one is finite.
    refused
        Options that differ, and the error that must follow.
    packages
        Modules without which it has no data.
    files
        Makes in a folder what it reads, and returns the options that say where.

    """

    function: str
    options: Mapping[str, Any]
    shapes: Mapping[str, tuple[int, ...]]
    variant: str = ""
    resumes: bool = False
    fixed: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    refused: tuple[tuple[Mapping[str, Any], str], ...] = ()
    packages: tuple[str, ...] = ()
    files: Callable[[Path], Mapping[str, Any]] | None = None

    @property
    def name(self) -> str:
        """Return the bare name of the function, and the variant behind it."""
        bare = self.function.split(":")[1]
        return f"{bare}, {self.variant}" if self.variant else bare

    @property
    def trains(self) -> bool:
        """Return whether it is given a start, and not only a seed."""
        return "start" in signature(experiment(self)).parameters


def experiment(problem: Problem) -> Callable[..., Arrays]:
    """Return the function itself."""
    module, name = problem.function.split(":")
    found: Callable[..., Arrays] = getattr(import_module(module), name)
    return found


def arrays(
    problem: Problem, seed: int = 0, checkpoint: Any = None, **changes: Any
) -> Arrays:
    """Return what an experiment gives on its small setting, or on one that differs."""
    torch.set_num_threads(1)
    begin = {"start": Start(seed=seed, checkpoint=checkpoint)}
    given = begin if problem.trains else {"seed": seed}
    with tempfile.TemporaryDirectory() as folder:
        read = problem.files(Path(folder)) if problem.files else {}
        options = {**problem.options, **read, **changes}
        return experiment(problem)(**given, **options)


def told(shapes: str) -> dict[str, tuple[int, ...]]:
    """Return shapes by name: ``"a 2 3, b c 4"`` has a of shape (2, 3) and b c of (4,).

    Examples
    --------
    >>> told("a 2 3, b c 4")
    {'a': (2, 3), 'b c': (4,)}

    """
    found = {}
    for one in shapes.split(", "):
        name, sizes = re.fullmatch(r"(\D+?)((?: \d+)+)", one).groups()
        found[name] = tuple(int(size) for size in sizes.split())
    return found


def adam(steps: int, batch: int | None = None, lbfgs: int | None = None) -> Any:
    """Return a schedule, without what an experiment chooses by itself."""
    sizes = {"batch": batch, "lbfgs_steps": lbfgs}
    given = {name: size for name, size in sizes.items() if size is not None}
    return {"adam_steps": steps, "learning_rate": 0.01, **given}


def often(steps: int, batch: int, lbfgs: int) -> Any:
    """Return a schedule that keeps its state every third step, and after L-BFGS."""
    return {**adam(steps, batch, lbfgs), "checkpoint_every": 3}


def turns(rounds: int) -> dict[str, int]:
    """Return a plan of decoder and encoder in turn, which keeps its state each time."""
    return {"rounds": rounds, "decoder_steps": 20, "encoder_steps": 2}


def kept(name: str, sizes: Mapping[str, tuple[int, ...]]) -> Mapping[str, Any]:
    """Return the shapes of kept weights, by the names of a network and its parts."""
    return {f"weights of {name}: {part}": size for part, size in sizes.items()}


def layers(channels: int, levels: int, axes: int = 1) -> list[dict[str, Any]]:
    """Return a decoder's layers, every number a numerator and a denominator.

    It reads one number for each axis, and doubles every axis in each level.
    """
    shapes = [(channels, axes, 1), *[(channels, channels, 3)] * levels]
    made = []
    for outer, inner, taps in (*shapes, (1, channels, 1)):
        shape = (outer, inner, *[taps] * axes)
        count = np.arange(np.prod(shape))
        pairs = np.stack([count * 7 % 11 - 5, 2 + count % 3], axis=1)
        bias = [[k % 3 - 1, 2] for k in range(outer)]
        made.append({"weight": pairs.reshape(*shape, 2).tolist(), "bias": bias})
    return made
