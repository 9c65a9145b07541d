"""Encoders whose weights are given, run on Dirac impulses without any training."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
import torch
from jaxtyping import Float, Num
from torch import Tensor, nn

from empirical.arrays import Arrays
from empirical.position.images.diracs import continuous_diracs, diracs
from empirical.position.models.encoder import PositionEncoder

LARGEST_PART = 9
"""Numerators and denominators of random rationals are at most this."""


def scaled_filters(
    *,
    seed: int,
    levels: Sequence[int],
    scales: Sequence[float],
    drawn: int,
    rational_levels: Sequence[int],
    rationals: int,
) -> Arrays:
    """Encode every Dirac with multiples of [1, 2, 1], by torch and in rationals.

    Parameters
    ----------
    seed
        Draws the further scales: floats of both signs with magnitudes from 1/8 to 8,
        uniform in the logarithm, and rationals of both signs.
    levels
        Numbers of layers L, each at least 1.
    scales
        The factors c that every seed tries.
    drawn
        How many random floats, at least 1.
    rational_levels, rationals
        Numbers of layers (1 to 8, to stay within int64) and how many random
        rationals, at least 1, for the route in exact arithmetic.

    Returns
    -------
    dict
        ``codes``, shape (scales, sum of 2^L), one number of layers after the
        other, and the same for ``drawn_scales`` (d,) in ``drawn_codes``;
        ``rational_scales`` (r, 2) and ``rational_codes`` (r, sum of 2^L, 2), numerators
        and denominators.

    Raises
    ------
    ValueError
        If a number is out of range.

    """
    for level in rational_levels:
        if not 1 <= level <= 8:
            raise ValueError(f"rational_levels must be in [1, 8], got {level}.")
    for name, count in (("drawn", drawn), ("rationals", rationals)):
        if count < 1:
            raise ValueError(f"{name} must be at least 1, got {count}.")
    rng = np.random.default_rng(seed)
    further = rng.choice([-1.0, 1.0], drawn) * 8.0 ** rng.uniform(-1, 1, drawn)
    ratios = _random_ratios(rng, rationals)
    exact = [
        [_rational_code(x, [c, 2 * c, c]) for x in _rational_diracs(rational_levels)]
        for c in ratios
    ]
    return {
        "codes": np.stack([_scaled_codes(c, levels) for c in scales]),
        "drawn_scales": further,
        "drawn_codes": np.stack([_scaled_codes(c, levels) for c in further]),
        "rational_scales": _parts(ratios),
        "rational_codes": np.stack([_parts(codes) for codes in exact]),
    }


def activated_codes(
    *,
    seed: int,
    levels: Sequence[int],
    positive_slopes: Sequence[float],
    negative_slopes: Sequence[float],
    drawn: int,
) -> Arrays:
    """Encode every Dirac with a LeakyReLU behind each layer, by torch.

    Parameters
    ----------
    seed
        Draws further filters, signals and slopes.
    levels
        Numbers of layers L, each at least 1.
    positive_slopes, negative_slopes
        The slopes tried with the filter [1, 2, 1], and with -[1, 2, 1].
    drawn
        How many times random positive taps, a random signal without negative entries,
        and a random slope from -2 to 2 are tried, at least 1; every number of layers
        takes its turn.

    Returns
    -------
    dict
        ``positive`` and ``negative``, shape (slopes, sum of 2^L); ``linear_codes`` and
        ``activated_codes`` (drawn,), of the random networks without and with the
        activation, and ``mixed_codes`` (drawn, 2), the same two with the right taps
        made negative.

    Raises
    ------
    ValueError
        If a number is out of range.

    """
    if drawn < 1:
        raise ValueError(f"drawn must be at least 1, got {drawn}.")
    rng = np.random.default_rng(seed)
    plain, bent, mixed = [], [], []
    for turn in range(drawn):
        level = levels[turn % len(levels)]
        taps = rng.uniform(0, 2, size=(level, 3))
        signal = rng.uniform(0, 1, size=(1, 2**level))
        slope = rng.uniform(-2, 2)
        plain.append(_codes(taps, signal))
        bent.append(_codes(taps, signal, slope))
        turned = taps * [1, 1, -1]
        mixed.append([_codes(turned, signal)[0], _codes(turned, signal, slope)[0]])
    return {
        "positive": np.stack([_scaled_codes(1.0, levels, a) for a in positive_slopes]),
        "negative": np.stack([_scaled_codes(-1.0, levels, a) for a in negative_slopes]),
        "linear_codes": np.concatenate(plain),
        "activated_codes": np.concatenate(bent),
        "mixed_codes": np.array(mixed),
    }


def fractional_codes(
    *,
    seed: int,
    levels: Sequence[int],
    parts: int,
    drawn_levels: Sequence[int],
    drawn: int,
    rational_levels: Sequence[int],
    rationals: int,
) -> Arrays:
    """Encode Diracs shared by two samples with [1, 2, 1], by torch and in rationals.

    Parameters
    ----------
    seed
        Draws further positions: half of the floats uniform on the signal, half within
        1e-16 to 1e-3 of a whole number, where shares cancel; and rationals.
    levels, parts
        Numbers of layers L, each at least 1, at which every multiple of 1 / parts is
        tried; parts at least 1.
    drawn_levels, drawn
        Numbers of layers, and how many random floats at each, at least 1.
    rational_levels, rationals
        Numbers of layers, and how many random rationals at each, at least 1, for the
        route in exact arithmetic.

    Returns
    -------
    dict
        ``codes``, one number of layers after the other; ``drawn_positions`` and
        ``drawn_codes``, shape (drawn_levels, drawn); ``rational_positions`` and
        ``rational_codes``, shape (rational_levels, rationals, 2), numerators and
        denominators.

    Raises
    ------
    ValueError
        If a number is out of range.

    """
    counts = (("parts", parts), ("drawn", drawn), ("rationals", rationals))
    for name, count in counts:
        if count < 1:
            raise ValueError(f"{name} must be at least 1, got {count}.")
    rng = np.random.default_rng(seed)
    grids = [np.arange(parts * (2**n - 1) + 1) / parts for n in levels]
    places = [_random_places(rng, drawn, 2.0**n - 1) for n in drawn_levels]
    ratios = [
        [_random_ratio(rng, 2**n - 1) for _ in range(rationals)]
        for n in rational_levels
    ]
    exact = [
        [_rational_code(_shared(a, 2**n), [1, 2, 1]) for a in row]
        for n, row in zip(rational_levels, ratios, strict=True)
    ]
    return {
        "codes": np.concatenate(
            [_deck_codes(grid, n) for grid, n in zip(grids, levels, strict=True)]
        ),
        "drawn_positions": np.stack(places),
        "drawn_codes": np.stack(
            [_deck_codes(a, n) for a, n in zip(places, drawn_levels, strict=True)]
        ),
        "rational_positions": np.stack([_parts(row) for row in ratios]),
        "rational_codes": np.stack([_parts(row) for row in exact]),
    }


def _deck_codes(
    positions: Float[np.ndarray, " m"], levels: int
) -> Float[np.ndarray, " m"]:
    taps = np.tile([1.0, 2.0, 1.0], (levels, 1))
    return _codes(taps, continuous_diracs(positions, 2**levels))


def _random_places(
    rng: np.random.Generator, count: int, last: float
) -> Float[np.ndarray, " count"]:
    places = rng.uniform(0, last, count)
    offsets = rng.choice([-1.0, 1.0], count) * 10.0 ** rng.uniform(-16, -3, count)
    near = np.clip(np.round(places) + offsets, 0, last)
    return np.where(np.arange(count) % 2 == 0, places, near)


def _random_ratio(rng: np.random.Generator, last: int) -> Fraction:
    denominator = int(rng.integers(1, LARGEST_PART, endpoint=True))
    return Fraction(
        int(rng.integers(0, denominator * last, endpoint=True)), denominator
    )


def _shared(position: Fraction, size: int) -> list[Fraction]:
    return [max(Fraction(0), 1 - abs(position - i)) for i in range(size)]


def _scaled_codes(
    scale: float, levels: Sequence[int], slope: float | None = None
) -> Float[np.ndarray, " all"]:
    taps = scale * np.array([1.0, 2.0, 1.0])
    codes = [_codes(np.tile(taps, (n, 1)), diracs(2**n), slope) for n in levels]
    return np.concatenate(codes)


@torch.no_grad()
def _codes(
    taps: Float[np.ndarray, "levels 3"],
    signals: Float[np.ndarray, "m n"],
    slope: float | None = None,
) -> Float[np.ndarray, " m"]:
    """Return the codes of the signals by torch's convolutions.

    Behind each of them stands a LeakyReLU, where a slope is given.
    """
    torch.set_num_threads(1)
    encoder = PositionEncoder(taps)
    if slope is None:
        return np.asarray(encoder(torch.from_numpy(signals)).numpy())
    bends = nn.LeakyReLU(slope)
    network = nn.Sequential(*(nn.Sequential(conv, bends) for conv in encoder.layers))
    codes: Tensor = network(torch.from_numpy(signals)[:, None])[:, 0, 0]
    return np.asarray(codes.numpy())


def _random_ratios(rng: np.random.Generator, count: int) -> list[Fraction]:
    parts = rng.integers(1, LARGEST_PART, size=(count, 2), endpoint=True).tolist()
    signs = rng.choice([-1, 1], count).tolist()
    return [s * Fraction(p, q) for s, (p, q) in zip(signs, parts, strict=True)]


def _rational_diracs(levels: Sequence[int]) -> Iterator[list[Fraction]]:
    for level in levels:
        for position in range(2**level):
            yield [Fraction(i == position) for i in range(2**level)]


def _rational_code(signal: list[Fraction], taps: Sequence[Fraction | int]) -> Fraction:
    """Return a code by the definition of a layer, without torch or rounding."""
    while len(signal) > 1:
        padded = [Fraction(0), *signal]
        signal = [
            sum((t * u for t, u in zip(taps, padded[i:], strict=False)), Fraction(0))
            for i in range(0, len(signal), 2)
        ]
    return signal[0]


def _parts(numbers: Sequence[Fraction]) -> Num[np.ndarray, "m 2"]:
    pairs = [(number.numerator, number.denominator) for number in numbers]
    return np.array(pairs, dtype=np.int64)
