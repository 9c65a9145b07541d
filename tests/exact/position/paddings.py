"""Exact arrays of encoders with other ends than zeros."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np
from scipy.optimize import least_squares

from tests.exact.arrays import Exact
from tests.exact.position.cascades import configuration, inverted
from verify.claim import Array, Arrays, Claim

MODES = {"zeros": None, "circular": "wrap", "reflect": "reflect", "replicate": "edge"}


def padded_channel_codes(claim: Claim, seed: int) -> Exact:
    """Return what NumPy's paddings and slices make of all Diracs, in rationals."""
    codes: list[Fraction] = []
    for encoder in configuration(claim)["encoders"]:
        odd = encoder["phase"] == "odd"
        signals = np.eye(2 ** len(encoder["layers"]), dtype=object)[:, None]
        signals = signals * Fraction(1)
        for one in encoder["layers"]:
            weight = _fractions(one["weight"])
            wide = _padded(signals, encoder["padding"], Fraction(*encoder["gain"]))
            parts = [
                wide[..., k + odd : k + odd + signals.shape[2] : 2] for k in range(3)
            ]
            signals = sum(
                np.einsum("oc,pci->poi", weight[..., k], parts[k]) for k in range(3)
            )
        codes += [code + Fraction(*encoder["bias"]) for code in signals[:, 0, 0]]
    exact = [code.as_integer_ratio() for code in codes]
    return Exact(
        given={},
        made={
            "codes": np.array(codes, dtype=float),
            "exact_codes": np.array(exact, dtype=float),
        },
    )


def _fractions(pairs: Any) -> np.ndarray:
    parts = np.array(pairs, dtype=object)
    return np.frompyfunc(Fraction, 2, 1)(parts[..., 0], parts[..., 1])


def _padded(signals: np.ndarray, padding: str, gain: Fraction) -> np.ndarray:
    places = np.arange(signals.shape[2])
    if MODES[padding] is None:
        return np.pad(signals, ((0, 0), (0, 0), (1, 1)), constant_values=Fraction(0))
    chosen = np.pad(places, 1, mode=MODES[padding])
    wide = signals[..., chosen].copy()
    wide[..., [0, -1]] = gain * wide[..., [0, -1]]
    return wide


def fit_padded_labels(claim: Claim, seed: int) -> Exact:
    """Return the codes of one channel that least squares bring closest to labels.

    The other half of the starts is lost: all its taps have become 0.
    """
    told = configuration(claim)
    wanted = inverted(told["levels"])
    given, made = {}, {}
    for phase in told["phases"]:
        for padding in told["paddings"]:
            closest = _closest(told["levels"], padding)
            labels, codes = wanted, closest
            if phase == "odd":
                labels, codes = wanted[::-1], closest[::-1]
            name = f"{phase} {padding}"
            given[f"labels {name}"] = np.stack([labels, labels], axis=1)
            made[f"codes {name}"] = np.stack([codes, np.zeros(len(codes))], axis=1)
    return Exact(given=given, made=made, shown=(), returned=partial(_errors, told))


@cache
def _closest(levels: int, padding: str) -> Array:
    rng = np.random.default_rng(5)
    wanted = inverted(levels)

    def codes(flat: Array) -> Array:
        signals = np.eye(len(wanted))
        for taps in flat.reshape(levels, 3):
            mode = MODES[padding]
            ends = ((0, 0), (1, 1))
            wide = np.pad(signals, ends, mode=mode) if mode else np.pad(signals, ends)
            size = signals.shape[1]
            signals = sum(taps[k] * wide[:, k : k + size : 2] for k in range(3))
        return signals[:, 0]

    runs = [
        least_squares(
            lambda flat: codes(flat) - wanted,
            rng.uniform(0, 2, 3 * levels),
            xtol=1e-15,
            ftol=1e-15,
            gtol=1e-15,
        )
        for _ in range(8)
    ]
    return codes(min(runs, key=lambda run: float(run.cost)).x)


def _errors(told: Mapping[str, Any], arrays: Arrays) -> Arrays:
    rows = []
    for phase in told["phases"]:
        for padding in told["paddings"]:
            name = f"{phase} {padding}"
            misses = arrays[f"codes {name}"] - arrays[f"labels {name}"]
            errors = np.sqrt(np.mean(misses**2, axis=0)) / len(misses)
            rows.append(np.repeat(errors, told["starts"] // 2))
    shape = (len(told["phases"]), len(told["paddings"]), told["starts"])
    return {"errors": np.array(rows).reshape(shape)}
