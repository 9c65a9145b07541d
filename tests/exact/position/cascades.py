"""Exact arrays of encoders whose filters are given: strided cascades of [1, 2, 1]."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from empirical.position.images.diracs import continuous_diracs
from tests.exact.arrays import Exact
from theory.position.exactness import LARGEST_EXACT_LEVELS, largest_exact_entry
from theory.position.filters import cascade_weights
from theory.position.plane import product_codes
from theory.position.pooling import pooled_codes
from theory.position.variants import dirac_table, encode_numpy
from verify.claim import Array, Arrays, Claim

READS = (1.0, 2.0, 1.0)
"""The deck's filter."""

SUMS = (0.0, 1.0, 1.0)
"""What only sums, along the other coordinate of an image."""

MOST_PART = 9
"""Numerators and denominators of the rationals that are drawn."""


def configuration(claim: Claim) -> Mapping[str, Any]:
    """Return what the experiment of a claim is told on the quick budget."""
    return claim.experiment.configurations["quick"]


def weights(levels: int, taps: Sequence[float] = READS) -> Array:
    """Return the codes of all Diracs, read backwards from the code to the signal."""
    return cascade_weights(np.tile(np.array(taps), (levels, 1)))


def inverted(levels: int) -> Array:
    """Return ``2^L - a`` for every position."""
    return np.arange(2.0**levels, 0, -1)


def beside_lost(codes: Array) -> Array:
    """Return codes of starts that arrive, and of those whose taps have become 0."""
    return np.stack([codes, np.zeros_like(codes)], axis=-1)


def cascade_table(claim: Claim, seed: int) -> Exact:
    """Return every layer's output by NumPy's slices."""
    told = configuration(claim)
    table = dirac_table(told["levels"], told["taps"])
    return Exact(given={}, made={"outputs": table.astype(float)})


def exhaustive(claim: Claim, seed: int) -> Exact:
    """Return codes read backwards, dense ones by slices, far ones by halving."""
    told, rng = configuration(claim), np.random.default_rng(seed)
    given, made = {}, {}
    for n in told["dense_levels"]:
        most = largest_exact_entry(n, "int64")
        signals = rng.integers(-most, most, (told["vectors"], 2**n), endpoint=True)
        given[f"dense {n}"], made[f"dense codes {n}"] = signals, encode_numpy(signals)
    for dtype, n in LARGEST_EXACT_LEVELS.items():
        ends = [0, 1, 2**n - 2, 2**n - 1]
        places = np.array([*ends, *rng.integers(2**n, size=told["far_positions"])])
        given[f"far {dtype}"] = places
        made[f"far codes {dtype}"] = np.array(
            [_two_codes(a, n)[0] for a in places.tolist()]
        )
    for name in ("levels", "further_levels"):
        codes = np.concatenate([weights(n) for n in told[name]])
        made[name] = codes.astype(np.int64)
    return Exact(given=given, made=made, returned=partial(_defects, told))


def _two_codes(place: int, levels: int) -> tuple[int, int]:
    """Return the codes of a Dirac and of its right neighbour, from the next layer's."""
    if not levels:
        return (1, 0) if place == 0 else (0, 0)
    first, second = _two_codes(place // 2, levels - 1)
    both = first + second
    return (both, 2 * second) if place % 2 else (2 * first, both)


def padded_codes(claim: Claim, seed: int) -> Exact:
    """Return codes read backwards, the first samples by what stands before them."""
    told, rng = configuration(claim), np.random.default_rng(seed)
    most = max(told["levels"])
    dense = rng.integers(-9, 9, (told["signals"], 2**most), endpoint=True).astype(float)
    rows = [[_padded(n, p) for n in told["levels"]] for p in told["paddings"]]
    return Exact(
        given={"dense_signals": dense},
        made={
            "codes": np.array([np.concatenate(row) for row in rows]),
            "dense_codes": np.array(
                [dense @ _padded(most, p) for p in told["paddings"]]
            ),
        },
        axes={"codes": 1, "dense_codes": 1},
    )


def _padded(levels: int, padding: str) -> Array:
    """Return the weights of layers that add a neighbour to their first entry."""
    found = np.ones(1)
    for _ in range(levels):
        finer = np.empty(2 * len(found))
        finer[::2] = 2 * found
        finer[1::2] = found + np.append(found[1:], 0)
        place = {"zeros": None, "circular": -1, "reflect": 1, "replicate": 0}[padding]
        if place is not None:
            finer[place] += found[0]
        found = finer
    return found


def _defects(told: Mapping[str, Any], arrays: Arrays) -> Arrays:
    """Return codes, and what others differ from the closed form."""
    dense, far = [], []
    for n in told["dense_levels"]:
        form = arrays[f"dense {n}"] @ np.arange(2**n, 0, -1)
        dense.append(arrays[f"dense codes {n}"] - form)
    for dtype, n in LARGEST_EXACT_LEVELS.items():
        far.append(arrays[f"far codes {dtype}"] - (2**n - arrays[f"far {dtype}"]))
    formula = np.concatenate([np.arange(2**n, 0, -1) for n in told["further_levels"]])
    return {
        "codes": arrays["levels"],
        "further_defects": arrays["further_levels"] - formula,
        "dense_defects": np.concatenate(dense).astype(float),
        "far_defects": np.concatenate(far).astype(float),
    }


def scaled_filters(claim: Claim, seed: int) -> Exact:
    """Return codes read backwards, and in rationals by the definition of a layer."""
    told, rng = configuration(claim), np.random.default_rng(seed)
    signs = rng.choice([-1.0, 1.0], told["drawn"])
    drawn = signs * 8.0 ** rng.uniform(-1, 1, told["drawn"])
    ratios = rng.integers(1, MOST_PART, (told["rationals"], 2), endpoint=True)
    exact = [
        [
            code.as_integer_ratio()
            for n in told["rational_levels"]
            for code in pooled_codes([(c, 2 * c, c)] * n, "stride")
        ]
        for c in (Fraction(*ratio) for ratio in ratios.tolist())
    ]
    return Exact(
        given={"drawn_scales": drawn, "rational_scales": ratios},
        made={
            "codes": _all_scaled(told["scales"], told["levels"]),
            "drawn_codes": _all_scaled(drawn, told["levels"]),
            "rational_codes": np.array(exact),
        },
    )


def _all_scaled(scales: Sequence[float] | Array, levels: Sequence[int]) -> Array:
    rows = [[weights(n, c * np.array(READS)) for n in levels] for c in scales]
    return np.array([np.concatenate(row) for row in rows])


def activated_codes(claim: Claim, seed: int) -> Exact:
    """Return codes behind LeakyReLUs by slices; the linear ones are told, not made."""
    told, rng = configuration(claim), np.random.default_rng(seed)
    linear, bent, mixed = [], [], []
    for turn in range(told["drawn"]):
        n = told["levels"][turn % len(told["levels"])]
        taps, slope = rng.uniform(0, 2, (n, 3)), rng.uniform(-2, 2)
        signal = rng.uniform(0, 1, (1, 2**n))
        turned = taps * [1, 1, -1]
        linear.append(_bent(taps, signal, 1)[0])
        bent.append(_bent(taps, signal, slope)[0])
        mixed.append([_bent(turned, signal, x)[0] for x in (1, slope)])
    return Exact(
        given={"linear_codes": np.array(linear)},
        made={
            "positive": _all_bent(1, told["positive_slopes"], told["levels"]),
            "negative": _all_bent(-1, told["negative_slopes"], told["levels"]),
            "activated_codes": np.array(bent),
            "mixed_codes": np.array(mixed),
        },
    )


def _all_bent(sign: int, slopes: Sequence[float], levels: Sequence[int]) -> Array:
    taps = {n: np.tile(sign * np.array(READS), (n, 1)) for n in levels}
    rows = [[_bent(taps[n], np.eye(2**n), slope) for n in levels] for slope in slopes]
    return np.array([np.concatenate(row) for row in rows])


def _bent(taps: Array, signals: Array, slope: float) -> Array:
    """Return the codes of signals with a LeakyReLU behind every layer."""
    for t0, t1, t2 in taps:
        even, odd = signals[:, ::2], signals[:, 1::2]
        before = np.pad(odd[:, :-1], ((0, 0), (1, 0)))
        sums = t0 * before + t1 * even + t2 * odd
        signals = np.where(sums >= 0, sums, slope * sums)
    return signals[:, 0]


def fractional_codes(claim: Claim, seed: int) -> Exact:
    """Return the codes of shared Diracs as sums of those of whole ones."""
    told, rng = configuration(claim), np.random.default_rng(seed)
    grids = [np.arange(told["parts"] * (2**n - 1) + 1) for n in told["levels"]]
    places = np.array(
        [_drawn_places(rng, told["drawn"], 2**n - 1) for n in told["drawn_levels"]]
    )
    ratios = np.array(
        [
            [_drawn_ratio(rng, 2**n - 1) for _ in range(told["rationals"])]
            for n in told["rational_levels"]
        ]
    )
    codes = [
        _shared(grid / told["parts"], n)
        for grid, n in zip(grids, told["levels"], strict=True)
    ]
    drawn = zip(places, told["drawn_levels"], strict=True)
    rational = zip(ratios.tolist(), told["rational_levels"], strict=True)
    return Exact(
        given={"drawn_positions": places, "rational_positions": ratios},
        made={
            "codes": np.concatenate(codes),
            "drawn_codes": np.array([_shared(row, n) for row, n in drawn]),
            "rational_codes": np.array(
                [[_rational_code(*ratio, n) for ratio in row] for row, n in rational]
            ),
        },
    )


def _shared(places: Array, levels: int) -> Array:
    return continuous_diracs(places, 2**levels) @ weights(levels)


def _rational_code(numerator: int, denominator: int, levels: int) -> tuple[int, int]:
    whole, rest = divmod(numerator, denominator)
    left, right = _two_codes(whole, levels)
    shared = Fraction((denominator - rest) * left + rest * right, denominator)
    return shared.as_integer_ratio()


def _drawn_places(rng: np.random.Generator, count: int, last: int) -> Array:
    """Return places of which half lie all along, half beside whole numbers."""
    places = rng.uniform(0, last, count)
    offsets = rng.normal(size=count) * 10 ** rng.uniform(-16, -3, count)
    beside = np.clip(np.round(places) + offsets, 0, last)
    return np.where(np.arange(count) % 2, beside, places)


def _drawn_ratio(rng: np.random.Generator, last: int) -> tuple[int, int]:
    denominator = int(rng.integers(1, MOST_PART, endpoint=True))
    return int(rng.integers(denominator * last, endpoint=True)), denominator


def plane_codes(claim: Claim, seed: int) -> Exact:
    """Return the codes of Diracs in the plane as products of those on lines."""
    told, rng = configuration(claim), np.random.default_rng(seed)
    channels = ((READS, SUMS), (SUMS, READS))
    depth = told["dense_levels"]
    side = 2**depth
    images = rng.integers(-99, 99, (told["images"], side, side), endpoint=True)
    codes = [
        np.stack([product_codes(n, *taps) for taps in channels], axis=1)
        for n in told["levels"]
    ]
    dense = [
        weights(depth, down) @ images @ weights(depth, across)
        for down, across in channels
    ]
    return Exact(
        given={"dense_images": images.astype(float)},
        made={
            "codes": np.concatenate(codes),
            "dense_codes": np.stack(dense, axis=1),
        },
    )


def stride_free_codes(claim: Claim, seed: int) -> Exact:
    """Return the codes of filters without a stride, by multiplying polynomials."""
    codes = []
    for encoder in configuration(claim)["encoders"]:
        made = np.ones(1)
        for one in encoder["layers"]:
            taps = np.zeros(one["apart"] * (len(one["taps"]) - 1) + 1)
            taps[:: one["apart"]] = one["taps"]
            made = np.convolve(made, taps)
        codes.append(made[encoder["before"] :])
    row = np.concatenate(codes)
    return Exact(given={}, made={"codes": row, "exact_codes": row.copy()})


def told_places(claim: Claim, seed: int) -> Exact:
    """Return how many codes there are where all places that are seen have their own."""
    told = configuration(claim)
    made = {}
    for kind in range(3):
        for n in told["levels"]:
            off = np.arange(2**n) - 2 ** (n - 1)
            seen = (np.abs(off) <= n) | (kind > 0)
            made[f"codes {kind} {n}"] = np.where(seen, 1.0 + np.arange(2**n), 0.0)
    return Exact(given={}, made=made, returned=partial(_counted, told))


def _counted(told: Mapping[str, Any], arrays: Arrays) -> Arrays:
    rows = [
        [[len(np.unique(arrays[f"codes {k} {n}"]))] * told["drawn"]]
        for k in range(3)
        for n in told["levels"]
    ]
    return {"told": np.array(rows).reshape(3, len(told["levels"]), -1)}
