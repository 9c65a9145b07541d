"""The card of a network on impulses: which code, and what comes back."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from empirical.position.shown_diracs import codes_through, places_of
from verify.asked import dirac_figures
from verify.asked.card_lines import Card, Line, Standing, enumerated, line, percent
from verify.claim import Array
from verify.claims.position.families.any_diracs import (
    LARGEST,
    affine_code,
    decoded_places,
    inverted_code,
)
from verify.claims.position.families.frames import framed
from verify.subjects import Diracs

_SHOWN = 8
_HAT = 1e-3
"""Deviation of taps below which filters are called [1, 2, 1]."""

_PILOTED = (
    "Tolerances were tried on pilot encoders of lines of 8 to 256 places and on pilot "
    "decoders of 8 and 16; for a square and for other lengths they are the same."
)
_CHANNELS = (
    "Filters are read from the codes, as those of layers of one channel: several "
    "channels that give the same codes leave their own open."
)
_MANY = "there are more codes than coordinates, so that a line has much freedom"


def card(coder: Any, diracs: Diracs) -> Card:
    """Return the card of a network on impulses.

    Parameters
    ----------
    coder
        Of images of shape (length,) or (length, length); its ``encode`` or its
        ``decode`` may be None.
    diracs
        What it was made for.

    Raises
    ------
    ValueError
        If it is one of other images, or has neither part.

    """
    if coder.shape != diracs.shape:
        raise ValueError(
            f"the network takes images of shape {coder.shape}, the impulses have "
            f"{diracs.shape}."
        )
    if coder.encode is None and coder.decode is None:
        raise ValueError("the network must encode or decode, and does neither.")
    lines: list[Line] = []
    figures: dict[str, float] = {}
    parts, pictures, codes = [], {}, {}
    notes = [_PILOTED]
    if coder.encode is not None:
        codes = codes_through(coder.encode, diracs.length, diracs.dimensions)
        lines, figures = _encoder(codes, diracs)
        read, why = dirac_figures.taps(
            codes, diracs, getattr(coder, "precision", 2.0**-52)
        )
        figures |= read
        parts = [_code(lines, figures, diracs), _filters(read)]
        notes += [_CHANNELS] * bool(read) + [f"No filters: {why}."] * bool(why)
    if coder.decode is not None:
        label, found = _decoded(coder, diracs, codes)
        lines += found
        known = found[0].judged
        figures |= dirac_figures.of_decodings(
            known.measurements[0].answer, known.known.prediction, diracs
        )
        parts.append(_back(label, found, figures, diracs))
        figures |= {
            f"{x.judged.claim.name}: {name}": value
            for x in found
            for name, value in x.judged.measurements[0].values.items()
        }
        pictures = _pictures(found, diracs)
    kind = "a line" if diracs.dimensions == 1 else "a square"
    return Card(
        about=f"impulses at every place of {kind}, {diracs.length} along each axis"
        + (f", {len(diracs.unseen)} left out in training" if diracs.unseen else ""),
        sentence=enumerated(parts),
        lines=tuple(lines),
        figures=figures,
        notes=tuple(notes),
        pictures=pictures,
        drawn=("position.affine-code", "position.inverted-code"),
        findings=tuple(getattr(coder, "findings", ())),
    )


def _encoder(
    arrays: Mapping[str, Array], diracs: Diracs
) -> tuple[list[Line], dict[str, float]]:
    """Return the claims on the code, and what else can be said of it."""
    codes = arrays["codes"]
    many = codes.shape[1] > diracs.dimensions
    found = [line(affine_code(diracs), arrays, _MANY if many else "")]
    if codes.shape[1] == diracs.dimensions:
        found.append(line(inverted_code(diracs), arrays))
    return found, dirac_figures.of_codes(arrays, diracs)


def _decoded(
    coder: Any, diracs: Diracs, arrays: Mapping[str, Array]
) -> tuple[str, list[Line]]:
    """Return what the decoder was given, and what it makes of it.

    A decoder alone is given the place by each of four labels, and the best counts.
    """
    n, d = diracs.length, diracs.dimensions
    if arrays:
        given = {"its own code": (arrays["codes"], arrays["half codes"])}
    else:
        whole, half = places_of(n, d), places_of(n - 1, d) + 0.5
        given = {
            "n - a": (n - whole, n - half),
            "a": (whole, half),
            "(n - a) / n": (1 - whole / n, 1 - half / n),
            "a / n": (whole / n, half / n),
        }
    tried = []
    for label, both in given.items():
        lines = [
            line(decoded_places(diracs, step), {"decoded": coder.decode(codes)})
            for step, codes in zip((0.0, 0.5), both, strict=True)
        ]
        tried.append((label, lines))
    return min(tried, key=lambda one: one[1][0].off)


def _code(lines: list[Line], figures: Mapping[str, float], diracs: Diracs) -> str:
    """Say what the code is."""
    first = lines[0]
    if "slope of the code over a" not in figures:
        return "its code is constant"
    off = first.judged.measurements[0].values[LARGEST]
    affine = "is" if first.standing is Standing.FITS else "is not"
    text = f"its code {affine} affine in the place (off by {off:.2g} samples at most"
    if diracs.dimensions == 1:
        slope, offset = (
            figures[f"{x} of the code over a"] for x in ("slope", "offset")
        )
        text += f"; slope {slope:.4g}, offset {offset:.4g}"
    own, places = figures["places with a code of their own"], figures["of places"]
    one = "one to one" if own == places else f"{int(own)} codes of {int(places)} places"
    exact = lines[1:] and lines[1].standing is Standing.FITS
    text = f"{text}), {one}{', the inverted position itself' if exact else ''}"
    if not diracs.unseen:
        return text
    seen, unseen = (
        figures[name] for name in (dirac_figures.SEEN, dirac_figures.UNSEEN)
    )
    return (
        f"{text}; where training left places out it is off the line through the others "
        f"by {unseen:.2g} samples at most, and these by {seen:.2g}"
    )


def _filters(figures: Mapping[str, float]) -> str:
    """Say which filters the codes tell."""
    off = [v for n, v in figures.items() if dirac_figures.OFF_THE_HAT in n]
    if not off:
        return ""
    if max(off) < _HAT:
        return f"its filters are [1, 2, 1] (to {max(off):.1g})"
    return f"outer taps of its filters are off those of [1, 2, 1] by {max(off):.2g}"


def _back(
    label: str, lines: list[Line], figures: Mapping[str, float], diracs: Diracs
) -> str:
    """Say what comes back."""
    whole, half = (x.judged.measurements[0].values for x in lines)
    name = "places with the maximum where it belongs"
    text = (
        f"given {label}, the decoder's maximum is right at {int(whole[name])} of "
        f"{int(whole['places'])} places and at {int(half[name])} of "
        f"{int(half['places'])} halfway; error {percent(lines[0].off)} of the Diracs, "
        f"and {percent(lines[1].off)} halfway"
    )
    if not diracs.unseen:
        return text
    right, missed = (figures[n] for n in (dirac_figures.RIGHT, dirac_figures.MISSED))
    return (
        f"{text}; at {int(right)} of {len(diracs.unseen)} places that training left "
        f"out, error {percent(missed)}"
    )


def _pictures(lines: list[Line], diracs: Diracs) -> dict[str, Array]:
    rows = []
    for one in lines:
        decoded = one.judged.measurements[0].answer
        some = np.linspace(0, len(decoded) - 1, _SHOWN).round().astype(int)
        drawn = np.clip(decoded[some], 0, 1)
        if diracs.dimensions == 1:
            drawn = drawn[:, None, :].repeat(max(1, diracs.length // 4), axis=1)
        rows.append(framed(drawn.repeat(4, axis=1).repeat(4, axis=2)))
    return {
        "Decoded Diracs from the first place to the last, white where 1, black where 0 "
        "or below; above at whole places, below halfway.": np.stack(rows)
    }
