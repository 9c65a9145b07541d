"""The network of the authors' published code: disks through one number."""

from functools import cache

import numpy as np

from theory.size import blur, linear_codes
from verify.claim import (
    OPEN,
    Array,
    Arrays,
    Assumption,
    Claim,
    Distance,
    Evidence,
    Experiment,
    Measurement,
    Outcome,
    View,
)
from verify.claims.size.families.biased_disks import (
    ALONE,
    LEFT,
    alone,
    left_by_memory,
    off_disks,
    relative_errors,
    rivals,
    works,
)

_SIZE = 63
_RADIUS = 31.5
_SIGMA = 0.5
_COUNT = 20
_SHOWN = slice(2, None, 2)
"""Which of the unseen radii are shown: nine."""

_AUTHORS = 0.0076
"""Relative squared error that the authors' published weights leave."""

_NETWORK = {
    "size": _SIZE,
    "largest_radius": _RADIUS,
    "radii": _COUNT,
    "sigma": _SIGMA,
    "starts": 3,
    "channels": [8, 4, 3, 2],
    "slope": 0.05,
}
_ADAM = {"learning_rate": 1e-2, "batch": 20, "lbfgs_steps": 0}


def _radii() -> Array:
    """Return the radii halfway between those of the training."""
    return np.asarray(np.arange(1, _COUNT) * _RADIUS / _COUNT)


def _blurred(radii: Array) -> Array:
    return blur.blurred_disks(radii, _SIZE, _SIGMA)


@cache
def _predict() -> Array:
    return _blurred(_radii())


def _answers() -> tuple[Array, Array, Array]:
    many, table = (_blurred((np.arange(m) + 0.5) * _RADIUS / m) for m in (64, _COUNT))
    return many, _predict(), table


def _relative(u: Array, v: Array) -> float:
    return float(np.sum(u * v) / np.sum(_predict() ** 2))


def _read(arrays: Arrays) -> Measurement:
    if not np.allclose(arrays["radii"], _radii()):
        raise ValueError("the experiment showed other radii than the claim.")
    images, decoded, codes = (arrays[n] for n in ("images", "decoded", "codes"))
    errors = relative_errors(decoded, images)
    return Measurement(
        answer=decoded,
        values={
            LEFT: float(errors.mean()),
            "largest at one radius": float(errors.max()),
            ALONE: off_disks(arrays["between"], _blurred, _RADIUS),
            **{
                f"correlation of the code with r^{m}": float(
                    abs(np.corrcoef(codes, _radii() ** m)[0, 1])
                )
                for m in (1, 2, 3)
            },
            "best start after its trial": float(arrays["trials"].min()),
            "worst start after its trial": float(arrays["trials"].max()),
        },
        pictures={
            "Disks of radii that the training did not show, and what the network "
            "makes of them.": np.stack([images[_SHOWN], decoded[_SHOWN]]),
            "Learned weights, which tell little: the eight 3 x 3 filters of the first "
            "layer above, of the last layer below. Black is the most negative weight "
            "of all, white the most positive; each row has its own unit.": np.stack(
                [_scaled(arrays["first_filters"]), _scaled(arrays["last_filters"])]
            ),
        },
    )


def _scaled(filters: Array) -> Array:
    return np.asarray(filters / np.abs(filters).max())


def _middle_rows(answer: Array) -> tuple[Array, Array]:
    rows = answer[_SHOWN, _SIZE // 2, :]
    return np.arange(rows.size, dtype=float).reshape(rows.shape), rows


def _certificates() -> dict[str, float]:
    return {
        "left by the authors' weights, as they say": _AUTHORS,
        **left_by_memory(_answers),
    }


CLAIM = Claim(
    name="size.published",
    statement="The network of the authors' published code (63 x 63 pixels, five layers "
    "each way of 8, 4, 3, 2 and 1 channels, LeakyReLU of slope 0.05 everywhere), "
    "trained anew on blurred disks of 20 radii from the best of three starts, passes "
    "those halfway between through one number and loses no more of them than the "
    "authors' weights do of disks of all radii, 0.76 %.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.size.published_network:published_network",
        configurations={
            "quick": {
                **_NETWORK,
                "trial_steps": 200,
                "schedule": {**_ADAM, "adam_steps": 800},
            },
            "full": {
                **_NETWORK,
                "trial_steps": 400,
                "schedule": {**_ADAM, "adam_steps": 10_000},
            },
        },
        seconds={"quick": 11.0, "full": 87.0},
    ),
    read=_read,
    rivals=rivals(_answers),
    distance=Distance(
        name="root of the relative squared error",
        unit="the norm of the disks, all together",
        because="the Euclidean norm of all images together, over a fixed number",
        inner=_relative,
    ),
    tolerance=0.0872,
    because="the authors' own figure, a relative squared error of 0.76 %. A table of "
    "the 20 disks leaves 2.8 %, an even mix of the two nearest 0.5 %: blurred disks, "
    "1.6 pixels apart, are told from mixes by no such figure. On two pilot seeds 2,500 "
    "steps left 1.9 % and 2.7 %, and on one of them 10,000 steps 1.8 %; with radii "
    "0.12 pixels apart, where remembering would do as well, a single start left 0.44 % "
    "after 10,000",
    seeds={"quick": (0, 1), "full": (0, 1, 2)},
    derivation=linear_codes.derivation,
    certificates=_certificates,
    view=View(
        curve=_middle_rows,
        x="pixels of the middle rows of nine images, smallest disk first",
        y="grey value",
        caption="Disks of radii between those of the training, as they come out "
        "of the authors' network, here trained anew.",
    ),
    evidence=frozenset({Evidence.TRAINING}),
    assumptions=(
        Assumption(
            says="The training is this one: the best of three starts after a short "
            "trial, then so many steps. So narrow a network depends on its start.",
            without=OPEN,
        ),
        Assumption(
            says="The network has biases.", without="size.one-function", named=True
        ),
    ),
    checks=(alone(0.1), works(0.2)),
    expected=Outcome.UNRESOLVED,
)
