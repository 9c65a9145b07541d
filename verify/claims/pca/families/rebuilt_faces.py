"""The claim that a PCA-like autoencoder blurs faces, for any faces."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from theory.pca import sharpness
from verify.claim import (
    Array,
    Arrays,
    Check,
    Claim,
    Evidence,
    Experiment,
    Measurement,
    Rival,
    View,
)
from verify.distances import RMS

CODES = 3
_SEEN = 10
EDGES = (0.5, 1.5, 2.5, 4.5, 6.5, 18.0)
"""Cycles per side of 25 pixels."""
_DETAIL = slice(3, None)
GREY = "mean grey of rebuilt faces off that of the faces"
Split = Callable[[], tuple[Array, Array]]
"""Gives the faces to train on, and those to look at."""


def _axes(split: Split, edges: Sequence[float], count: int) -> Array:
    """Return what linear PCA keeps of the faces; the one thing both sides share."""
    known, unseen = split()
    return np.asarray(sharpness.kept_by_axes(known, unseen, count, edges)[_DETAIL])


def _everywhere(edges: Sequence[float], share: float) -> Array:
    return np.full(len(edges) - 1, share)[_DETAIL]


def off_grey(rebuilt: Array, unseen: Array) -> float:
    """Return how far the mean grey of rebuilt faces is from that of the faces."""
    return float(abs(rebuilt.mean() / unseen.mean() - 1))


def _read(split: Split, edges: Sequence[float], arrays: Arrays) -> Measurement:
    known, unseen = split()
    average = known.mean(axis=0)
    share = sharpness.kept(unseen, arrays["rebuilt"][-1], average, edges)
    linear = sharpness.kept_by_axes(known, unseen, CODES, edges)
    error = np.sum((arrays["rebuilt"][-1] - unseen) ** 2)
    control = {}
    if "plain" in arrays:
        kept = sharpness.kept(unseen, arrays["plain"], average, edges)[_DETAIL]
        control = {
            f"kept of detail band {k} by three codes at once": float(x)
            for k, x in enumerate(kept, 1)
        }
    return Measurement(
        answer=share[_DETAIL],
        values={
            "kept of the coarsest band": float(share[0]),
            "kept of waves of 2/9 to 2/5 of the side": float(share[2]),
            "kept of the coarsest band by 3 principal axes": float(linear[0]),
            "error over that of the average face": float(
                error / np.sum((average - unseen) ** 2)
            ),
            GREY: off_grey(arrays["rebuilt"][-1], unseen),
            **control,
            "left of the training set": float(1 - arrays["explained"][-1]),
            **{
                f"explained by {k + 1}, training": float(arrays["explained"][k])
                for k in range(CODES)
            },
        },
        pictures={
            "Held-out faces above, and below what one, two and three codes make of "
            "them.": np.stack([unseen[:_SEEN], *arrays["rebuilt"][:, :_SEEN]])
        },
    )


def faces_claim(
    *,
    split: Split,
    edges: Sequence[float],
    more_axes: Sequence[int],
    experiment: Experiment,
    **fields: Any,
) -> Claim:
    """Return the claim that a PCA-like autoencoder of some faces blurs them.

    Parameters
    ----------
    split
        The faces.
    edges
        Of the bands, in cycles per side; those from the fourth edge on are judged.
    more_axes
        Numbers of principal axes, more than three, that are rivals.
    experiment
        Trains on the faces, and gives ``rebuilt`` ones and the ``explained`` share.
    fields
        Of the claim: name, statement, tolerance, because, seeds, assumptions.

    """
    axes, everywhere = partial(_axes, split, edges), partial(_everywhere, edges)
    return Claim(
        predict=partial(axes, CODES),
        experiment=experiment,
        read=partial(_read, split, edges),
        rivals=(
            Rival(
                name="sharp",
                answer=partial(everywhere, 1.0),
                because="what a good autoencoder with many codes is known for",
            ),
            Rival(
                name="detail as much as the rest",
                answer=partial(everywhere, 0.4),
                because="the share of the whole variation that three codes keep, in "
                "every band alike",
            ),
            *(
                Rival(
                    name=f"{count} principal axes",
                    answer=partial(axes, count),
                    because="a non-linear code could hold what more linear ones do",
                )
                for count in more_axes
            ),
        ),
        distance=RMS,
        derivation=sharpness.derivation,
        view=View(
            x=f"band: {edges[3]:g} to {edges[4]:g} cycles per side, and more",
            y="share kept of the variation about the average face",
            caption="What is found again of the detail of faces that were not seen.",
            marks=True,
        ),
        evidence=frozenset({Evidence.TRAINING}),
        checks=(
            Check(
                value="error over that of the average face",
                at_most=0.9,
                because="on faces never seen the codes must tell more than the average "
                "face, the same for all; 0.68 to 0.80 on six pilot seeds",
                usable=True,
            ),
            Check(
                value=GREY,
                at_most=0.05,
                because="of faces that are drawn too bright or too dark more would "
                "seem to be kept, or less",
                usable=True,
            ),
            Check(
                value="left of the training set",
                at_most=0.75,
                because="an autoencoder that learned nothing would say nothing of "
                "blur; 0.57 to 0.65 on the pilot seeds",
            ),
        ),
        **fields,
    )
