"""What the explorer shows: weights from the store, exact layers from theory."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import takewhile
from typing import Any

import numpy as np

from theory.position.channels import ChannelLayer, two_channel_max_encoder
from theory.position.channels import layer as channel_layer
from theory.position.decoder import Layer, doubling_decoder, ramp_decoder
from theory.position.pooling import (
    MOST_MAX_LEVELS,
    NEAREST_FOUR,
    max_pooling_encoder,
)
from verify.claim import Array, Arrays, Experiment
from verify.claims.pca.families.trained_ellipses import ELLIPSES
from verify.claims.position.families.trained_decoders import CASES, TRAINED_DECODERS
from verify.claims.size.families.biased_disks import BIASED_DISKS
from verify.claims.size.families.disks import BIAS_FREE_DISKS
from verify.judge import Judged
from verify.store import Store

LEVELS = (3, 4)
"""Layers of the encoders and decoders of position; the talk's Table 1 has three."""

SLOPE = Fraction(1, 5)
"""Of the LeakyReLU of the exact decoders."""

ELLIPSE_SLOPE = 0.1
"""Of that of the PCA-like autoencoder."""

ENDS = (5, 95)
"""Percentiles of the codes of ellipses between which they are moved."""

_CASE = "continuous"
_DECK = (1, 2, 1)


def pieces(shown: Sequence[Judged], store: Store) -> dict[str, Any]:
    """Return what the sections of the explorer show, by their names.

    Parameters
    ----------
    shown
        All that is known; of a claim with measurements the first usable seed is shown.
    store
        Where these are kept.

    Returns
    -------
    dict
        ``disks``, ``position`` and ``ellipses``, for
        :func:`verify.report.explorer.page.page`. Where nothing is measured a
        section, or the network in it, has ``missing``, the command that measures it.

    """
    free = _found(shown, store, BIAS_FREE_DISKS)
    biased = _found(shown, store, BIASED_DISKS)
    trained = _found(shown, store, TRAINED_DECODERS)
    ellipses = _found(shown, store, ELLIPSES)
    return {
        "disks": _disks(free, biased),
        "position": {
            "lengths": {str(2**levels): _exact(levels) for levels in LEVELS},
            "trained": _decoder(*trained)
            if trained
            else _missing("position.decoder-continuous"),
        },
        "ellipses": _ellipses(*ellipses) if ellipses else _missing("pca.ellipses"),
    }


_Found = tuple[Mapping[str, Any], int, Arrays]
"""Configuration, seed and arrays of one measurement."""


def _found(
    shown: Sequence[Judged], store: Store, experiment: Experiment
) -> _Found | None:
    """Return the first usable measurement of an experiment."""
    for one in shown:
        if one.claim.experiment is not experiment:
            continue
        for seed, task in one.trial.tasks.items():
            measured = one.measurements.get(seed)
            if measured is None or measured.invalid:
                continue
            stored = store.load(task.key)
            if stored is not None and not stored.failure:
                return task.configuration, seed, stored.arrays
    return None


def _missing(*claims: str) -> dict[str, str]:
    return {"missing": " ".join(("python -m verify", *claims))}


def _disks(free: _Found | None, biased: _Found | None) -> dict[str, Any]:
    """Return what is there of two networks, or the command that makes both."""
    claims = {"no biases": "size.one-function", "biases": "size.thresholded"}
    kept = {"no biases": free, "biases": biased}
    if not any(kept.values()):
        return _missing(*claims.values())
    seeds = [f"seed {one[1]} with {name}" for name, one in kept.items() if one]
    of_free, of_biased = (
        _disk_decoder(*one, name=name) if one else _missing(claims[name])
        for name, one in kept.items()
    )
    source = f" ({', '.join(seeds)})"
    return {"source": source, "free": of_free, "biased": of_biased}


def _disk_decoder(
    configuration: Mapping[str, Any], seed: int, arrays: Arrays, *, name: str
) -> dict[str, Any]:
    biases = _listed(arrays, f"weights of {name}: decoder_biases.")
    count, largest = configuration["radii"], configuration["largest_radius"]
    return {
        "size": configuration["size"],
        "largest": largest,
        "training": f"{count} radii, {_steps(configuration['schedule'])}",
        "trained": (np.arange(count) + 0.5) * largest / count,
        "slope": configuration["slope"],
        "weights": _listed(arrays, f"weights of {name}: decoder."),
        **({"biases": biases} if biases else {}),
        "radii": arrays["radii"],
        "codes": arrays["codes"],
    }


def _steps(schedule: Mapping[str, int]) -> str:
    """Return how long a network of disks was trained, in words."""
    if "rounds" in schedule:
        return (
            "{rounds} rounds of {decoder_steps} steps of L-BFGS on the decoder and "
            "{encoder_steps} of Gauss-Newton on the encoder"
        ).format_map(schedule)
    said = "{adam_steps} steps of Adam, then {lbfgs_steps} of L-BFGS"
    return said.format_map(schedule)


def _listed(arrays: Arrays, place: str) -> list[Array]:
    """Return the arrays that a list of parameters was kept as."""
    names = (f"{place}{number}" for number in range(len(arrays)))
    return [arrays[name] for name in takewhile(arrays.__contains__, names)]


def _exact(levels: int) -> dict[str, Any]:
    """Return the encoders and decoders of one depth, in floats."""
    deck = [channel_layer([[_DECK]])] * levels
    taps = max_pooling_encoder(levels) if levels <= MOST_MAX_LEVELS else NEAREST_FOUR
    encoders = {
        "stride": ("stride", deck),
        "max": ("max", deck),
        "one": ("max", [channel_layer([[row]]) for row in taps]),
        "two": ("max", two_channel_max_encoder(levels)),
    }
    decoders = {
        "doubling": ("zeros", doubling_decoder(levels, SLOPE)),
        "ramp": ("nearest", ramp_decoder(levels, SLOPE, "nearest")),
    }
    return {
        "encoders": {
            name: {"pooling": pooling, "layers": [_floats(one) for one in layers]}
            for name, (pooling, layers) in encoders.items()
        },
        "decoders": {
            name: {
                "upsampling": upsampling,
                "slope": float(SLOPE),
                "layers": [_floats(one) for one in layers],
            }
            for name, (upsampling, layers) in decoders.items()
        },
    }


def _floats(layer: ChannelLayer | Layer) -> dict[str, Any]:
    return {
        "weight": [[[float(t) for t in taps] for taps in row] for row in layer.weight],
        "bias": [float(b) for b in layer.bias],
    }


def _decoder(
    configuration: Mapping[str, Any], seed: int, arrays: Arrays
) -> dict[str, Any]:
    """Return a trained decoder as layers, reading 2^L - a as the exact ones do.

    It was trained to read ``a / 2^L``, which its first layer is told of.
    """
    case = list(CASES).index(_CASE)
    channels, levels = configuration["channels"], CASES[_CASE]["levels"]
    numbers = arrays[f"weights of case {case}: numbers"].astype(float)
    widths = [1, *[channels] * (levels + 1), 1]
    layers = []
    for before, taps, after in zip(
        widths[:-1], [1, *[3] * levels, 1], widths[1:], strict=True
    ):
        count = before * taps * after
        weight, bias = numbers[:count], numbers[count : count + after]
        numbers = numbers[count + after :]
        layers.append((weight.reshape(before, taps, after).transpose(2, 0, 1), bias))
    first, shift = layers[0]
    layers[0] = (-first / 2**levels, shift + first[:, 0, 0])
    return {
        "source": f" and, where trained, from the weights of seed {seed}, after "
        f"{CASES[_CASE]['steps']} steps of Adam",
        "length": 2**levels,
        "upsampling": "zeros",
        "slope": configuration["slope"],
        "layers": [{"weight": w.tolist(), "bias": b.tolist()} for w, b in layers],
    }


def _ellipses(
    configuration: Mapping[str, Any], seed: int, arrays: Arrays
) -> dict[str, Any]:
    first, later, plain = (
        configuration["first_steps"],
        configuration["recipe"]["adam_steps"],
        configuration["plain_steps"],
    )
    return {
        "source": f" (seed {seed})",
        "training": f"{first} steps of Adam for the first code of the PCA-like one and "
        f"{later} for each later one, {plain} for the three codes of the plain one "
        "together, which are fewer",
        "ordered": _arm(arrays, "ordered", range(3)),
        "plain": _arm(arrays, "plain", range(1)),
    }


def _arm(arrays: Arrays, arm: str, steps: Sequence[int]) -> dict[str, Any]:
    """Return the decoders of an autoencoder of ellipses, and how its codes lie."""
    codes = arrays[f"codes {arm}"][:, :3].astype(float)
    low, high = np.percentile(codes, ENDS, axis=0)
    table = np.corrcoef(codes.T, arrays["attributes"].T)[:3, 3:]
    return {
        "low": low.tolist(),
        "high": high.tolist(),
        "correlations": np.abs(table),
        "decoders": [_ellipse_decoder(arrays, arm, step) for step in steps],
    }


def _ellipse_decoder(arrays: Arrays, arm: str, step: int) -> dict[str, Any]:
    """Return the layers of one decoder, two dense ones and the transposed others."""
    place = f"weights of {arm}: steps.{step}.decoder.layers."
    numbers = sorted(
        int(name.removeprefix(place).removesuffix(".weight"))
        for name in arrays
        if name.startswith(place) and name.endswith(".weight")
    )
    layers = [
        [arrays[f"{place}{number}.{part}"] for part in ("weight", "bias")]
        for number in numbers
    ]
    return {
        "slope": ELLIPSE_SLOPE,
        "dense": [one for one in layers if one[0].ndim == 2],
        "transposed": [one for one in layers if one[0].ndim == 4],
    }
