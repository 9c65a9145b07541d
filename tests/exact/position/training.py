"""Exact arrays of decoders that are trained, alone or behind an encoder."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from empirical.position.dirac_training import TESTED, seen_positions
from empirical.position.images.diracs import continuous_diracs
from empirical.position.images.positions import (
    in_hole,
    middle_positions,
    spaced_positions,
)
from tests.exact.arrays import Exact
from tests.exact.position.cascades import configuration, weights
from theory.position.fractional import continuous_dirac
from verify.claim import Array, Arrays, Claim

ENDS = 3
"""Networks that a start can end as: the exact one; one that gives the Dirac that it has
seen nearest by; and one that gives the same signal everywhere."""

PART = 2 ** (-1 / 3)
"""With half the spacing the way to the nearest is half as long, and this part of it."""

Shares = tuple[float, float]
"""Of the first two among the starts; the others are lost."""

EXACT, SEEN, LOST = (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)

DECODERS: dict[float, tuple[Shares, ...]] = {
    8: (SEEN, (0.0, 0.5), LOST),
    0.01: (EXACT, EXACT, EXACT),
    0.03: ((0.9, 0.1), EXACT, (0.75, 0.0)),
}
"""By channels or noise, and number of layers; all starts of other groups are lost."""

AUTOENCODERS: dict[float, tuple[Shares, ...]] = {
    0.01: (EXACT, EXACT),
    0.03: ((0.9, 0.1), (0.9, 0.1)),
}

CASES: dict[tuple[str, int], Shares] = {
    ("zeros", 253): (0.0, 0.9),
    ("coordinates", 8): (0.05, 0.95),
    ("coordinates", 253): (0.0, 0.95),
}
"""By kind and number of positions; all starts of other cases learn what they see."""


def search_decoders(claim: Claim, seed: int) -> Exact:
    """Return the errors of decoders that are found as often as the sentence says."""
    told = configuration(claim)
    groups = (*told["widths"], *told["noises"])
    shares = [DECODERS.get(group, (LOST,) * 3) for group in groups]
    given, made = _tests(told)
    levels = told["decoders"][0]["levels"]
    shown = np.array(told["shown"])
    made["signals"] = _ends(shown, _seen(told, levels), levels)
    return Exact(given=given, made=made, returned=partial(_found, told, shares))


def _found(
    told: Mapping[str, Any], shares: Sequence[Sequence[Shares]], arrays: Arrays
) -> Arrays:
    after = _spread(told, shares, arrays)
    lost = [[LOST] * len(told["decoders"])] * len(shares)
    typical = [np.argmax(_counts(told["starts"], rows[0])) for rows in shares]
    return {
        "before": _spread(told, lost, arrays),
        "after": after,
        "signals": arrays["signals"].swapaxes(0, 1)[[0, *typical]],
    }


def train_position_autoencoders(claim: Claim, seed: int) -> Exact:
    """Return the errors of autoencoders found as often as the sentence says."""
    told = configuration(claim)
    groups = ("random", *told["noises"])
    shares = [AUTOENCODERS.get(group, (LOST,) * 2) for group in groups]
    given, made = _tests(told)
    levels = told["decoders"][0]["levels"]
    places = middle_positions(TESTED, 2**levels)
    seen = _seen(told, levels)
    read = [places, seen[_nearest(places, seen)]]
    codes = [continuous_diracs(a, 2**levels) @ weights(levels) for a in read]
    # The encoder of a lost network does not tell the two halves of a signal apart.
    codes.append(np.abs(places - places.mean()))
    made["codes"] = np.stack(codes, axis=1)
    return Exact(given=given, made=made, returned=partial(_come_back, told, shares))


def _come_back(
    told: Mapping[str, Any], shares: Sequence[Sequence[Shares]], arrays: Arrays
) -> Arrays:
    ends = [np.repeat(range(ENDS), _counts(told["starts"], rows[0])) for rows in shares]
    return {
        "errors": _spread(told, shares, arrays),
        "codes": arrays["codes"].T[np.array(ends)],
    }


def _tests(told: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return Diracs all along a signal for every depth, and what each end makes."""
    given, made = {}, {}
    for n in (decoder["levels"] for decoder in told["decoders"]):
        places = _mixed(middle_positions(TESTED, 2**n))
        given[f"inside {n}"] = in_hole(places, 2**n, told["hole"])
        given[f"images {n}"] = _images(places, n)
        made[f"decoded {n}"] = _ends(places, _seen(told, n), n)
    return given, made


def _seen(told: Mapping[str, Any], levels: int) -> Array:
    return seen_positions(told["distinct"], 2**levels, told["hole"])


def _spread(
    told: Mapping[str, Any], shares: Sequence[Sequence[Shares]], arrays: Arrays
) -> Array:
    """Return errors outside the hole and in it: (depths, groups, starts, 2)."""
    errors = []
    for depth, decoder in enumerate(told["decoders"]):
        made, images = (
            arrays[f"{what} {decoder['levels']}"] for what in ("decoded", "images")
        )
        inside = arrays[f"inside {decoder['levels']}"]
        parts = [_relative(made[part], images[part]) for part in (~inside, inside)]
        ends = np.stack(parts, axis=1)
        counts = [_counts(told["starts"], rows[depth]) for rows in shares]
        errors.append([np.repeat(ends, count, axis=0) for count in counts])
    return np.array(errors)


def train_position_decoders(claim: Claim, seed: int) -> Exact:
    """Return the errors of decoders that give the nearest Dirac that they have seen.

    Between whole positions it is off by up to half a sample whatever the stretch, and
    by two fifths of that where halves are seen too.
    """
    told = configuration(claim)
    given, made = {}, {}
    for i, case in enumerate(told["cases"]):
        n, out = case["levels"], list(case["held_out"])
        every = spaced_positions(case["distinct"], case["reach"] + 1)
        seen = np.delete(every, out)
        part = PART if np.isclose(every[1], 0.5) else 1.0
        places = {
            "trained": seen,
            "held_out": every[out],
            "between": middle_positions(TESTED, case["reach"] + 1),
        }
        for name, row in places.items():
            mixed = _mixed(row)
            given[f"{name} images {i}"] = _images(mixed, n)
            made[f"{name} {i}"] = _ends(mixed, seen, n, part)
        made[f"signals {i}"] = _ends(np.array(told["shown"]), seen, n, part)
    return Exact(given=given, made=made, returned=partial(_learnt, told))


def _learnt(told: Mapping[str, Any], arrays: Arrays) -> Arrays:
    counts = [
        _counts(told["starts"], CASES.get((case["kind"], case["distinct"]), SEEN))
        for case in told["cases"]
    ]
    errors = {
        name: np.array(
            [
                np.repeat(
                    _relative(arrays[f"{name} {i}"], arrays[f"{name} images {i}"]),
                    count,
                )
                for i, count in enumerate(counts)
            ]
        )
        for name in ("trained", "held_out", "between")
    }
    signals = [
        arrays[f"signals {i}"][:, np.argmax(count)]
        for i, (case, count) in enumerate(zip(told["cases"], counts, strict=True))
        if case["levels"] == told["cases"][0]["levels"]
    ]
    return {**errors, "signals": np.array(signals)}


def _images(places: Array, levels: int) -> Array:
    """Return the Diracs that each end should make: (places, ends, n)."""
    images = continuous_diracs(places, 2**levels)
    return np.repeat(images[:, None], ENDS, axis=1)


def _ends(places: Array, seen: Array, levels: int, part: float = 1.0) -> Array:
    """Return what each end makes of places, having seen some: (places, ends, n).

    Of the way from a Dirac to the nearest that it has seen the second goes a part.
    """
    if not len(places):
        return np.empty((0, ENDS, 2**levels))
    exact = np.array([continuous_dirac(a, levels) for a in places])
    known = np.array([continuous_dirac(a, levels) for a in seen])
    lost = np.broadcast_to(known.mean(axis=0), exact.shape)
    near = exact + part * (known[_nearest(places, seen)] - exact)
    return np.stack([exact, near, lost], axis=1)


def _nearest(places: Array, seen: Array) -> Any:
    return np.argmin(np.abs(places[:, None] - seen), axis=1)


def _mixed(places: Array) -> Array:
    """Return places in another order, so that no neighbour gives nearly the same."""
    return np.random.default_rng(0).permutation(places)


def _relative(made: Array, images: Array) -> Array:
    """Return each end's error relative to the Diracs; NaN where there are none."""
    if not len(images):
        return np.full(ENDS, np.nan)
    misses = np.sum((made - images) ** 2, axis=(0, 2))
    return np.asarray(np.sqrt(misses / np.sum(images**2, axis=(0, 2))))


def _counts(starts: int, shares: Shares) -> list[int]:
    """Return how many starts end as each network, to the nearest whole start."""
    exact = round(starts * shares[0])
    known = round(starts * sum(shares)) - exact
    return [exact, known, starts - exact - known]
