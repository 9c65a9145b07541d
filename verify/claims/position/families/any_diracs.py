"""What the codes and the decodings of impulses of any length could be."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from theory.position import decoder_proof, induction, plane
from verify.claim import (
    OPEN,
    Array,
    Arrays,
    Assumption,
    Check,
    Claim,
    Distance,
    Evidence,
    Experiment,
    Measurement,
    Rival,
    Sweep,
    View,
)
from verify.claims.position.families.given_decoders import BUMPS, Bump, hat
from verify.claims.position.families.trained_decoders import WORKS
from verify.claims.position.families.trained_encoders import ARRIVED
from verify.distances import RMS, distance
from verify.subjects import Diracs

Law = Callable[[Array, int], Array]
_SAME = 1e-9
_TELLS = 1.2
"""Times the tolerance; answers that are nearer are no rivals, but told by checks."""

_CODES: dict[str, tuple[str, Law]] = {
    "a": ("the position itself", lambda a, n: a),
    "a + 1": ("the odd positions kept", lambda a, n: a + 1),
    "n - 1 - a": ("the last position counted as 0", lambda a, n: n - 1 - a),
    "n - a - 1/2": ("positions at pixel centres", lambda a, n: n - a - 0.5),
    "one number for all": ("a code that tells nothing", lambda a, n: 0 * a + n / 2),
}
_BENT: dict[str, tuple[str, Law]] = {
    "a^2": ("bent: small near the start", lambda a, n: a**2),
    "the root of a": ("bent the other way", lambda a, n: np.sqrt(a)),
    "pairs of places alike": ("the first layer lost", lambda a, n: a // 2),
    "a bump": ("two places for each code", lambda a, n: np.sin(np.pi * a / (n - 1))),
    "one number for all": ("a code that tells nothing", lambda a, n: 0 * a),
}


def _places(diracs: Diracs, step: float = 0.0) -> Array:
    """Return all places, (m, d); those halfway to the next with a step of 1/2."""
    count = diracs.length - (step > 0)
    axes = np.meshgrid(*[np.arange(count) + step] * diracs.dimensions, indexing="ij")
    return np.stack([axis.ravel() for axis in axes], axis=1)


def _asked(diracs: Diracs, **claim: Any) -> Claim:
    """Return a claim that is asked of a finished network; nothing trains it."""
    none = Experiment(
        function="empirical.position.shown_diracs:codes_through",
        configurations={"quick": {}, "full": {}},
        seconds=0.0,
    )
    steps = induction.derivation if diracs.dimensions == 1 else plane.derivation
    fixed = {"experiment": none, "seeds": (0,), "derivation": steps}
    return Claim(
        evidence=frozenset({Evidence.TRAINING}),
        assumptions=(Assumption(says="Of this one network.", without=OPEN),),
        **{**fixed, **claim},
    )


LARGEST = "largest deviation, samples"
SHARED = "places that share a code with another"


def _each(samples: float) -> Check:
    """Return the check that no single place is off."""
    return Check(
        value=LARGEST,
        at_most=samples,
        because="each place by itself: the mean hides one that is lost, such as the "
        "last one by the padding",
    )


def told_by_a_line(
    codes: Array, places: Array, length: int, seen: Array | None = None
) -> Array:
    """Return the places that codes tell by the best affine map, in lengths.

    Best for all places, or for those that were seen.
    """
    known = np.column_stack([codes, np.ones(len(codes))])
    some = slice(None) if seen is None else seen
    best = np.linalg.lstsq(known[some], places[some], rcond=None)[0]
    return np.asarray(known @ best / length)


def affine_code(diracs: Diracs) -> Claim:
    """Return the claim that a straight line tells the place from the code."""
    places, n = _places(diracs), diracs.length

    def read(arrays: Arrays) -> Measurement:
        told = told_by_a_line(arrays["codes"], places, n)
        codes = arrays["codes"]
        shared = len(codes) - len(np.unique(codes, axis=0))
        off = float(np.abs(told - places / n).max() * n)
        return Measurement(answer=told, values={LARGEST: off, SHARED: float(shared)})

    def bent(law: Law) -> Array:
        return told_by_a_line(law(places, n), places, n)

    rivals = [
        Rival(name=name, answer=partial(bent, law), because=because)
        for name, (because, law) in _BENT.items()
    ]
    if diracs.dimensions == 2:
        rivals += [
            Rival(
                name="(n - a)(n - b)",
                answer=lambda: told_by_a_line(
                    np.prod(n - places, axis=1, keepdims=True), places, n
                ),
                because="one channel with [1, 2, 1] in both directions",
            ),
            Rival(
                name="one coordinate only",
                answer=lambda: told_by_a_line(places[:, :1], places, n),
                because="a second code that tells nothing",
            ),
        ]
    return _asked(
        diracs,
        name="position.affine-code",
        statement="The code of a Dirac is affine in its place, $z = s a + o$: the best "
        "straight line tells every place from the code.",
        predict=lambda: places / n,
        read=read,
        rivals=tuple(
            one
            for one in rivals
            if distance(RMS, one.answer(), places / n) > _TELLS * ARRIVED
        ),
        distance=RMS,
        tolerance=ARRIVED,
        because="1 % of the length, as for position.encoders-trained: of 144 pilot "
        "encoders of strides, of 8 to 256 places, that were trained towards n - a 141 "
        "were within 0.74 % and three 1.3 % and more away; 144 trained towards a, "
        "which no such layers give, were 2.4 % and more away",
        checks=(
            _each(max(0.5, 3 * ARRIVED * n)),
            Check(
                value=SHARED,
                at_most=0.0,
                because="what 1 % of a long signal does not tell: no two places have "
                "one code",
            ),
        ),
        view=_view("place told by the best line, in lengths"),
    )


def inverted_code(diracs: Diracs) -> Claim:
    """Return the claim that the code is the place, counted from the other end."""
    places, n = _places(diracs), diracs.length

    def code(law: Law) -> Array:
        return np.asarray(law(places, n) / n, dtype=float)

    def inverted(scale: float = 1.0, offset: float = 0.0) -> Array:
        return np.asarray((scale * (n - places) + offset) / n)

    def read(arrays: Arrays) -> Measurement:
        codes = arrays["codes"]
        return Measurement(
            answer=codes / n,
            values={LARGEST: float(np.abs(codes - n + places).max())},
        )

    rivals = [
        Rival(name=name, answer=partial(code, law), because=because)
        for name, (because, law) in _CODES.items()
    ]
    if diracs.dimensions == 2:
        rivals.append(
            Rival(
                name="coordinates exchanged",
                answer=lambda: (n - places[:, ::-1]) / n,
                because="n - b, then n - a",
            )
        )
    return _asked(
        diracs,
        name="position.inverted-code",
        statement="The code of a Dirac at $a$ is the inverted position $n - a$; in the "
        "plane $n - a$ and $n - b$.",
        predict=inverted,
        read=read,
        rivals=tuple(rivals),
        distance=RMS,
        tolerance=min(ARRIVED, 0.2 / n),
        because="1 % of the length as for position.encoders-trained, and a fifth of a "
        "sample at most: of 96 pilot encoders of strides, of 8 to 64 places, 92 were "
        "within; of 48 of 128 and 256 places, trained no longer, 8, so that a long "
        "encoder may not fit for want of training",
        checks=(_each(0.5),),
        view=_view("code, in lengths"),
        sweeps=(
            Sweep(
                parameter="the scale s in s (n - a)",
                values=tuple((0.9 + 0.005 * np.arange(41)).round(3).tolist()),
                answer=lambda s: inverted(scale=s),
                because="1 for the inverted position itself",
            ),
            Sweep(
                parameter="the offset o in n + o - a",
                values=tuple((-1.0 + 0.05 * np.arange(41)).round(2).tolist()),
                answer=lambda o: inverted(offset=o),
                because="where position 0 is counted from",
            ),
        ),
    )


def decoded_places(diracs: Diracs, step: float) -> Claim:
    """Return the claim that Diracs come back; halfway between with a step of 1/2."""
    places = _places(diracs, step)

    def made(bump: Bump) -> Array:
        axes = np.arange(diracs.length)
        parts = [bump(column[:, None] - axes) for column in places.T]
        if diracs.dimensions == 1:
            return parts[0]
        return np.asarray(parts[0][:, :, None] * parts[1][:, None, :])

    wanted = made(hat)
    energy = float(np.sum(wanted**2))
    metric = Distance(
        name="root of the relative squared error",
        unit="the norm of the Diracs, all together",
        because="the Euclidean norm of all images together, over a fixed number",
        inner=lambda u, v: float(np.sum(u * v)) / energy,
    )
    bumps = {
        **BUMPS,
        "nothing": ("a decoder that is silent", lambda v: 0.0 * v),
        "the same everywhere": ("one image for all places", None),
    }
    found = {
        name: (because, wanted * 0 + wanted.mean(axis=0) if b is None else made(b))
        for name, (because, b) in bumps.items()
    }
    where = "halfway between places" if step else "at every place"
    return _asked(
        diracs,
        name="position.decoded-between" if step else "position.decoded-places",
        statement=f"The decoder gives the Diracs {where}, to 10 % of them.",
        predict=lambda: wanted,
        read=lambda arrays: _decoded(arrays, wanted),
        rivals=tuple(
            Rival(name=name, answer=partial(np.asarray, image), because=because)
            for name, (because, image) in found.items()
            if distance(metric, image, wanted) > _SAME
        ),
        distance=metric,
        tolerance=WORKS,
        because="10 %, as for position.decoder-found: "
        + (
            "of 120 pilot decoders for 8 and 16 places that were trained halfway too "
            "102 were within, and of 120 trained at whole places alone none, 19 % away "
            "at the nearest"
            if step
            else "of 120 pilot decoders for 8 and 16 places that were trained there "
            "110 were within, and ten 12.8 % and more away"
        ),
        derivation=decoder_proof.doubling_derivation,
        view=_view("grey value"),
    )


def each_place(decoded: Array, wanted: Array) -> tuple[Array, Array]:
    """Return where the maximum of a decoding is right, and each relative error.

    It is right where a Dirac's own share is greatest.
    """
    flat, known = (a.reshape(len(a), -1) for a in (decoded, wanted))
    own = np.take_along_axis(known, flat.argmax(axis=1)[:, None], axis=1)[:, 0]
    errors = np.sqrt(((flat - known) ** 2).sum(axis=1) / (known**2).sum(axis=1))
    return own >= known.max(axis=1) - _SAME, errors


def _decoded(arrays: Arrays, wanted: Array) -> Measurement:
    """Read decodings, place by place."""
    right, errors = each_place(arrays["decoded"], wanted)
    return Measurement(
        answer=arrays["decoded"],
        values={
            "places": float(len(right)),
            "places with the maximum where it belongs": float(right.sum()),
            "worst error of one place": float(errors.max()),
            "worst place, in order": float(errors.argmax()),
        },
    )


def _view(label: str) -> View:
    return View(
        curve=lambda answer: (np.arange(float(answer.size)), answer.ravel()),
        x="all places in order, one number after the other",
        y=label,
        caption="One network.",
        marks=True,
    )
