"""What the claims on starts share: blocks of small networks and their final signs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verify.budget import Budget, ByBudget
from verify.claim import OPEN, Array, Arrays, Assumption, Check, Experiment
from verify.claims.binomial import interval

ONE_SIGN = 0.01
"""Largest share of the energy of the images whose codes have the rarer sign."""

LEARNED = 1.15
"""Most that a start that has learned leaves, over what codes of one sign must leave."""

CASES = (
    ("zeros", "default"),
    ("zeros", "kaiming"),
    ("nearest", "default"),
    ("nearest", "kaiming"),
)
"""Random starts: how the decoder upsamples, and from what its weights are drawn."""

SMALL = Assumption(
    says="The network is small: four layers each way, on 16 x 16 pixels and 12 radii.",
    without=OPEN,
)


SCALED = Assumption(
    says="The weights of the decoder are scaled before training, all layers alike, so "
    "that what it makes of the first codes has the energy of the disks.",
    without=OPEN,
)


def experiment(
    cases: Sequence[tuple[str, str]],
    starts: Mapping[Budget, int],
    seconds: ByBudget[float],
    steps: int,
) -> Experiment:
    """Return the training of blocks of starts, for pairs of upsampling and start.

    The deck's structure in small: 16 x 16 pixels, four layers each way.
    """
    network = {
        "cases": [list(case) for case in cases],
        "size": 16,
        "largest_radius": 7.5,
        "radii": 12,
        "channels": [4, 4, 8],
        "slope": 0.2,
        "schedule": {"adam_steps": steps, "learning_rate": 0.01},
    }
    return Experiment(
        function="empirical.size.starts:signs_by_start",
        configurations={
            "quick": {**network, "starts": starts["quick"]},
            "full": {**network, "starts": starts["full"]},
        },
        seconds=seconds,
    )


RANDOM = experiment(
    CASES, {"quick": 28, "full": 60}, {"quick": 40.0, "full": 90.0}, steps=2000
)

UNLEARNED = "starts that have not learned, largest share"
MOST_LEARN = Check(
    value=UNLEARNED,
    at_most=0.4,
    because=f"they leave more than {LEARNED:g} times what codes of one sign must "
    "leave; PyTorch's weights learn slowly where zeros are inserted, 13 to 20 % of "
    "the pilots were not done, and a network that learns nothing proves nothing",
    usable=True,
)


@dataclass(frozen=True, kw_only=True)
class Ends:
    """How starts ended, in arrays of shape (cases, starts).

    ``one`` says whose codes have one sign, ``over`` what is left over the floor.
    """

    one: NDArray[np.bool_]
    over: Array

    @property
    def learned(self) -> NDArray[np.bool_]:
        """Which starts have learned; those below the floor have."""
        return self.over <= LEARNED

    @property
    def below(self) -> NDArray[np.bool_]:
        """Which leave less than codes of one sign must, by 1 % of that or more."""
        return self.over < 0.99

    @property
    def unlearned(self) -> float:
        """The largest share, of the cases, of starts that have not learned."""
        return float(1 - self.learned.mean(axis=1).min())


def ends(arrays: Arrays) -> Ends:
    """Return how the starts of an experiment ended."""
    images = arrays["images"]
    return Ends(
        one=one_sign(arrays["codes"], images), over=arrays["left"] / floor(images)
    )


def one_sign(codes: Array, images: Array) -> NDArray[np.bool_]:
    """Return which starts have codes of one sign, by case and start."""
    return np.stack([rarer(case, images) <= ONE_SIGN for case in codes])


def rarer(codes: Array, images: Array) -> Array:
    """Return the share of the energy whose codes have the rarer sign, by start."""
    energy = np.sum(images**2, axis=(1, 2))
    shares = np.stack([(codes > 0) @ energy, (codes < 0) @ energy]) / energy.sum()
    return np.asarray(shares.min(axis=0))


def floor(images: Array) -> float:
    """Return the least share of the energy that codes of one sign leave."""
    flat = images.reshape(len(images), -1)
    gram = flat @ flat.T
    return float(1 - np.linalg.eigvalsh(gram)[-1] / np.trace(gram))


def likely(
    hits: Array, trials: Array, cases: Sequence[tuple[str, str]]
) -> dict[str, float]:
    """Return the exact 95 % intervals of the rates behind counts, case by case."""
    values: dict[str, float] = {}
    for case, some, of in zip(cases, hits, trials, strict=True):
        low, high = interval(np.asarray(some), int(of))
        name = ", ".join(case)
        values[f"{name}: least likely rate"] = float(low)
        values[f"{name}: greatest likely rate"] = float(high)
    return values
