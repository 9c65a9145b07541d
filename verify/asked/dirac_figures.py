"""What a network gave for impulses, as figures."""

from collections.abc import Mapping

import numpy as np

from theory.position.peeling import peeled
from verify.claim import Array
from verify.claims.position.families.any_diracs import each_place, told_by_a_line
from verify.subjects import Diracs

_LINEAR = 1e-6
"""Share of the range of codes up to which codes add up as far as can be told."""

_CASCADE = 1e-4
"""Share of the codes that filters may leave and still be read from them."""

OFF_THE_HAT = "outer taps of these filters off those of [1, 2, 1]"
_BOTH = " in both directions"
_ENDS = {"left": (0,), "right": (2,)}
_SIDES = {"upper": (0, 1), "lower": (2, 1), "left": (1, 0), "right": (1, 2)}
SEEN, UNSEEN = (
    f"largest deviation, samples, at places that training {what}"
    for what in ("showed", "left out")
)
RIGHT = "decoded places right, of those that training left out"
MISSED = "error of the Diracs at places that training left out"


def of_codes(arrays: Mapping[str, Array], diracs: Diracs) -> dict[str, float]:
    """Return what can be said of codes, whatever claim it belongs to."""
    codes, places = arrays["codes"], arrays["places"]
    figures = {"codes": float(codes.shape[1])}
    for axis, name in enumerate("ab"[: diracs.dimensions]):
        figures |= _slopes(codes, places, axis, name)
    return figures | {
        "places with a code of their own": float(len(np.unique(codes, axis=0))),
        "of places": float(len(codes)),
        "codes of two impulses, off what theirs add up to": float(
            arrays["not additive"][0]
        ),
        "code of no impulse": float(np.abs(arrays["at nothing"]).max()),
        **_left_out(codes, places, diracs),
    }


def _slopes(codes: Array, places: Array, axis: int, name: str) -> dict[str, float]:
    """Return slope and offset of the code that follows one coordinate best."""
    place = places[:, axis]
    live = [k for k in range(codes.shape[1]) if np.ptp(codes[:, k]) > 0]
    if not live:
        return {}
    best = max(live, key=lambda k: abs(np.corrcoef(codes[:, k], place)[0, 1]))
    slope, offset = np.polyfit(place, codes[:, best], 1)
    return {
        f"slope of the code over {name}": float(slope),
        f"offset of the code over {name}": float(offset),
        f"correlation of the code with {name}": float(
            np.corrcoef(codes[:, best], place)[0, 1]
        ),
    }


def _left_out(codes: Array, places: Array, diracs: Diracs) -> dict[str, float]:
    """Return how far places are from the best line through those that were shown."""
    if not diracs.unseen:
        return {}
    seen = ~diracs.left_out
    told = told_by_a_line(codes, places, diracs.length, seen)
    off = np.abs(told * diracs.length - places).max(axis=1)
    return {SEEN: float(off[seen].max()), UNSEEN: float(off[~seen].max())}


def of_decodings(decoded: Array, wanted: Array, diracs: Diracs) -> dict[str, float]:
    """Return what becomes of the Diracs at places that training left out."""
    if not diracs.unseen:
        return {}
    right, errors = (each[diracs.left_out] for each in each_place(decoded, wanted))
    return {
        RIGHT: float(right.sum()),
        MISSED: float(np.sqrt(np.mean(errors**2))),
    }


def taps(
    arrays: Mapping[str, Array], diracs: Diracs, precision: float = 2.0**-52
) -> tuple[dict[str, float], str]:
    """Return the filters that the codes tell, or why they tell none.

    Layers of one channel, stride 2 and three taps are told by the codes that they
    give, but for their scales and what meets nothing but the padding.
    """
    added = float(arrays["not additive"][0])
    if added > max(_LINEAR, 100 * precision):
        return {}, (
            "the codes of two impulses do not add up, so that no linear layers give "
            f"them (off by {added:.2g} of their range)"
        )
    figures: dict[str, float] = {}
    left = []
    for number, code in enumerate((arrays["codes"] - arrays["at nothing"]).T, 1):
        if not np.ptp(code):
            continue
        found = peeled(code.reshape(diracs.shape), diracs.padding)
        left.append(found.left)
        if found.left <= _CASCADE:
            which = f"code {number}: " if arrays["codes"].shape[1] > 1 else ""
            figures |= _named(found.taps, found.told, found.left, which)
    if figures or not left:
        return figures, ""
    return {}, (
        "no cascade of layers of one channel, stride 2 and three taps, with "
        f"{diracs.padding} beyond the ends, gives these codes ({min(left):.2g} of "
        "them left)"
    )


def _named(found: Array, told: Array, left: float, which: str) -> dict[str, float]:
    """Return what is told of taps, the middle one of each filter being 1."""
    plane = found.ndim == 3
    hat = np.array([0.5, 1.0, 0.5])
    hat = np.multiply.outer(hat, hat) if plane else hat
    off = np.abs(found - hat)[told].max() / hat.min()
    figures = {
        f"{which}codes that three-tap filters leave unexplained": left,
        f"{which}{OFF_THE_HAT}{_BOTH * plane}": float(off),
    }
    for number, (taps, known) in enumerate(zip(found, told, strict=True), 1):
        for side, place in (_SIDES if plane else _ENDS).items():
            if known[place]:
                name = f"{which}{side} tap of layer {number}, the middle one 2"
                figures[name] = float(2 * taps[place])
    return figures
