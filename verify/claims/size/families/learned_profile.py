"""The claim that a bias-free network of one sign learns a given profile."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from verify.budget import ByBudget
from verify.claim import (
    Array,
    Arrays,
    Assumption,
    Check,
    Claim,
    Evidence,
    Experiment,
    Measurement,
    Rival,
    Sweep,
    View,
)
from verify.claims.size.families import near
from verify.claims.size.families.profiles import FOLLOWS, SEEDS, TRAINED, Grid, read
from verify.distances import RELATIVE_L2


def near_rival(grid: Grid, one: near.Near) -> Rival:
    """Return a profile next to the one that is claimed as a rival."""
    return Rival(
        name=one.name,
        answer=partial(grid.picture, one.function),
        because="the nearest of its kind, with one number chosen to come near",
    )


def _read_near(
    arrays: Arrays,
    grid: Grid,
    predict: Callable[[], Array],
    others: tuple[near.Near, ...],
) -> Measurement:
    """Return the image of :func:`read`, and how far it goes to each profile near by."""
    found = read(arrays, predict)
    leans = near.leans(others, grid.picture, found.answer, predict())
    return replace(found, values={**found.values, **leans})


def profile_claim(
    *,
    name: str,
    statement: str,
    grid: Grid,
    predict: Callable[[], Array],
    experiment: Experiment,
    rivals: tuple[Rival, ...],
    tolerance: ByBudget[float],
    because: str,
    grid_error: float,
    derivation: Callable[[], tuple[Any, ...]],
    caption: str,
    assumptions: tuple[Assumption, ...] = (),
    sweeps: tuple[Sweep, ...] = (),
    others: tuple[near.Near, ...] = (),
    training_error: ByBudget[float] | None = None,
) -> Claim:
    """Return the claim that a bias-free network of one sign learns a given profile.

    ``grid_error`` bounds the distance from the prediction to the best image for these
    very copies: more would mean copies that are not what they are said to be.
    ``others`` are profiles too near for the tolerance, each told by a check.
    ``training_error`` bounds the distance from the network to that best image, where
    the tolerance does not.
    """
    return Claim(
        name=name,
        statement=statement,
        predict=predict,
        experiment=experiment,
        read=partial(_read_near, grid=grid, predict=predict, others=others),
        rivals=rivals,
        distance=RELATIVE_L2,
        tolerance=tolerance,
        because=because,
        seeds=SEEDS,
        derivation=derivation,
        evidence=frozenset({Evidence.TRAINING}),
        assumptions=(*TRAINED, *assumptions),
        sweeps=sweeps,
        view=View(
            curve=grid.curve,
            x="size of the body through the point, pixels",
            y="profile f",
            caption=caption,
        ),
        checks=(
            FOLLOWS,
            Check(
                value="network to discrete optimum",
                at_most=tolerance if training_error is None else training_error,
                because="the best that any network could do on these very images",
            ),
            Check(
                value="discrete optimum to prediction",
                at_most=grid_error,
                because="the pixel grid and the finite list of sizes; more would mean "
                "images that are not those of the law",
            ),
            *near.told(others),
        ),
    )
