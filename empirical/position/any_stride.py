"""Encoders of one channel with any stride: codes by given taps, and all filters."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import numpy as np
import torch
from jaxtyping import Bool, Float, Int

from empirical.arrays import Arrays
from empirical.position.given_codes import given_codes, rescaled
from empirical.position.images.diracs import diracs


def any_stride_codes(*, seed: int, encoders: Sequence[dict[str, Any]]) -> Arrays:
    """Encode every Dirac with given taps and any stride, by torch and in rationals.

    Parameters
    ----------
    seed
        Draws the order of the impulses, which may not matter, and powers of 2 by which
        one layer is multiplied and the last one divided, which may not either.
    encoders
        One after the other, with keys ``stride`` s and ``layers``, each with ``first``,
        where its first tap stands, 0 or less, and ``taps``, each a pair of numerator
        and denominator; the last tap stands at s - 1 or before.

    Returns
    -------
    dict
        ``codes``, shape (sum of s^L,), by torch in float64; ``exact_codes``, shape
        (sum of s^L, 2), numerators and denominators by Python's rationals.

    Raises
    ------
    ValueError
        If there is no encoder, or taps stand elsewhere.

    """
    for one in encoders:
        for row in one["layers"]:
            last = row["first"] + len(row["taps"]) - 1
            if row["first"] > 0 or last >= one["stride"]:
                raise ValueError(
                    f"taps must stand from 0 or less to {one['stride'] - 1} or less, "
                    f"got {row['first']} to {last}."
                )
    return given_codes(seed, encoders, _torch_codes, _exact_codes)


@torch.no_grad()
def _torch_codes(
    rng: np.random.Generator, stride: int, layers: Sequence[dict[str, Any]]
) -> Float[np.ndarray, " n"]:
    scales = rescaled(rng, len(layers))
    order = rng.permutation(stride ** len(layers))
    current = torch.from_numpy(diracs(len(order))[order])[:, None]
    for row, scale in zip(layers, scales, strict=True):
        pairs = torch.tensor(row["taps"], dtype=torch.float64)
        taps = scale * pairs[:, 0] / pairs[:, 1]
        ends = (-row["first"], row["first"] + len(taps) - 1)
        padded = torch.nn.functional.pad(current, (ends[0], max(0, ends[1])))
        current = torch.nn.functional.conv1d(padded, taps[None, None], stride=stride)
    codes = np.empty(len(order))
    codes[order] = current[:, 0, 0].numpy()
    return codes


def _exact_codes(stride: int, layers: Sequence[dict[str, Any]]) -> list[Fraction]:
    size = stride ** len(layers)
    return [_exact_code(a, size, stride, layers) for a in range(size)]


def _exact_code(
    a: int, size: int, stride: int, layers: Sequence[dict[str, Any]]
) -> Fraction:
    """Return a code by following the impulse to the samples whose taps meet it."""
    current = {a: Fraction(1)}
    for row in layers:
        size //= stride
        made: dict[int, Fraction] = {}
        for place, value in current.items():
            for k, pair in enumerate(row["taps"]):
                at, rest = divmod(place - row["first"] - k, stride)
                if not rest and 0 <= at < size:
                    made[at] = made.get(at, Fraction(0)) + Fraction(*pair) * value
        current = made
    return current.get(0, Fraction(0))


def affine_filters(*, seed: int, cases: Sequence[dict[str, int]]) -> Arrays:
    """Try all filters of small whole taps, with whatever linear layers behind them.

    A filter reads an affine label that is not constant where some sum of its outputs,
    zeros beyond the ends, is one of all Diracs. Each filter is tried up to a factor:
    no common divisor, and the first tap that is not 0 positive.

    Parameters
    ----------
    seed
        Draws the order in which the filters are tried, which may not matter.
    cases
        One after the other, with keys ``stride`` s, ``outputs`` N (of s N samples; two
        or more), ``first`` and ``last``, between which taps stand, ``most``, how many
        of them are not 0 at most, and ``largest``, what none exceeds.

    Returns
    -------
    dict
        ``tried`` and ``counts``, shape (cases, most of all cases): how many filters of
        1, 2, ... taps were tried, and how many of them read a label; ``found``, shape
        (filters that do, 1 + longest): the case, and the taps from ``first`` on, then
        0, sorted; ``zeros``, the place where the code of each would be 0.

    Raises
    ------
    ValueError
        If a case leaves fewer than two samples, or has no filter.

    """
    for one in cases:
        if one["outputs"] < 2 or not 0 < one["most"] <= 1 + one["last"] - one["first"]:
            raise ValueError(f"outputs and most leave nothing to try in {one}.")
    rng = np.random.default_rng(seed)
    width = max(one["most"] for one in cases)
    longest = 1 + max(1 + one["last"] - one["first"] for one in cases)
    tried, counts = np.zeros((2, len(cases), width), dtype=np.int64)
    rows: list[tuple[tuple[int, ...], float]] = []
    for case, one in enumerate(cases):
        for taps, zeros in _tried(rng, **one):
            count = np.count_nonzero(taps[0]) - 1
            reads = np.isfinite(zeros)
            tried[case, count] += len(taps)
            counts[case, count] += np.sum(reads)
            for row, zero in zip(taps[reads].tolist(), zeros[reads], strict=True):
                padded = (case, *row, *[0] * (longest - 1 - len(row)))
                rows.append((padded, float(zero)))
    rows.sort()
    found = np.array([row for row, _ in rows], dtype=np.int64).reshape(-1, longest)
    return {
        "tried": tried,
        "counts": counts,
        "found": found,
        "zeros": np.array([zero for _, zero in rows], dtype=np.float64),
    }


def _tried(
    rng: np.random.Generator,
    stride: int,
    outputs: int,
    first: int,
    last: int,
    most: int,
    largest: int,
) -> Iterator[tuple[Int[np.ndarray, "m taps"], Float[np.ndarray, " m"]]]:
    """Yield filters with the same taps not 0, and where the code of each is 0.

    NaN where it reads no affine label.
    """
    numbers = [t for t in range(-largest, largest + 1) if t]
    for count in range(1, most + 1):
        every = np.array(list(product(numbers, repeat=count)))
        every = every[(every[:, 0] > 0) & (np.gcd.reduce(every, axis=1) == 1)]
        for places in combinations(range(last - first + 1), count):
            taps = np.zeros((len(every), last - first + 1), dtype=np.int64)
            taps[:, places] = rng.permutation(every)
            yield taps, _zeros(taps, stride, outputs, first)


def _zeros(
    taps: Int[np.ndarray, "m taps"], stride: int, outputs: int, first: int
) -> Float[np.ndarray, " m"]:
    reads = np.zeros((taps.shape[1], stride * outputs, outputs))
    for j in range(taps.shape[1]):
        for k in range(outputs):
            place = stride * k + first + j
            if 0 <= place < stride * outputs:
                reads[j, place, k] = 1
    made = np.tensordot(taps.astype(float), reads, 1)
    # A sum v of the outputs is affine where its second differences are all 0.
    _, sizes, turned = np.linalg.svd(np.diff(made, 2, axis=1))
    straight = np.where(_vanishing(sizes)[:, :, None], turned, 0)
    codes = np.einsum("mik,mjk->mij", made, straight)
    # Of all straight lines the steepest.
    slopes = codes[:, -1] - codes[:, 0]
    return _zero(np.einsum("mij,mj->mi", codes, slopes))


def _vanishing(sizes: Float[np.ndarray, "m k"]) -> Bool[np.ndarray, "m k"]:
    """Return which singular values of matrices of whole numbers are 0.

    The product of those that are not, squared, is a whole number, so the least of them
    is at least 1 over all others.
    """
    least = 1 / np.prod(np.maximum(sizes, 1), axis=1)
    if np.min(least) < 1e-9 * np.max(sizes):
        raise ArithmeticError("whole numbers too large to tell 0 by float64.")
    return np.asarray(sizes < least[:, None] / 2)


def _zero(codes: Float[np.ndarray, "m n"]) -> Float[np.ndarray, " m"]:
    """Return where straight lines are 0; NaN for those that are constant."""
    slope = (codes[:, -1] - codes[:, 0]) / (codes.shape[1] - 1)
    steep = np.abs(slope) > 1e-9
    return np.where(steep, -codes[:, 0] / np.where(steep, slope, 1), np.nan)
