"""Moving along one axis, and what changes in the image."""

from itertools import permutations

import numpy as np

from theory.pca import attributes_proof
from verify.claim import Array, Arrays, Claim, Measurement, Outcome, Rival, View
from verify.claims.pca.families.trained_ellipses import AXES, ELLIPSES, SEEDS
from verify.distances import RMS


def _changes(walk: Array, scale: Array, phi: float) -> Array:
    """Return the share of each attribute (column) in the changes along each axis."""
    turn = np.array(
        [[np.cos(2 * phi), np.sin(2 * phi)], [-np.sin(2 * phi), np.cos(2 * phi)]]
    )
    seen = np.concatenate([walk[..., :1], walk[..., 1:] @ turn.T], axis=-1)
    changes = seen.var(axis=2).mean(axis=0) / scale
    return np.asarray(changes / changes.sum(axis=1, keepdims=True))


def _own_shares(arrays: Arrays, name: str) -> Array:
    """Return the share of its own attribute along each axis, at the best directions.

    Whichever attribute is called an axis' own, and whichever direction the
    anisotropies are taken along, the most favourable choice counts.
    """
    area = np.pi * np.prod(arrays["half_axes"], axis=1)
    first, second = (arrays["half_axes"] ** 2).T
    elongation = (first - second) / (first + second)
    scale = np.array([area.var(), *[(elongation**2).mean() / 2] * 2])
    best = np.zeros(AXES)
    for phi in np.radians(np.arange(0, 90, 2)):
        shares = _changes(arrays[name], scale, phi)
        for own in permutations(range(AXES)):
            found = shares[np.arange(AXES), own]
            best = max(best, found, key=lambda values: float(values.mean()))
    return best


def _read(arrays: Arrays) -> Measurement:
    ordered, plain = (_own_shares(arrays, name) for name in ("walk", "walk plain"))
    return Measurement(
        answer=ordered,
        values={
            "own attribute, PCA-like": float(ordered.mean()),
            "own attribute, three codes at once": float(plain.mean()),
        },
        extras={"three codes at once": plain},
        pictures={
            "Along each axis of the PCA-like autoencoder, a row each, from the 5th to "
            "the 95th percentile of its code, the other codes at their median.": arrays[
                "pictures"
            ],
            "The same with three codes trained at once.": arrays["pictures plain"],
        },
    )


CLAIM = Claim(
    name="pca.navigation",
    statement="Moving along one axis of a PCA-like autoencoder of ellipses changes one "
    "attribute and no other, size or one of two anisotropies, each change measured "
    "against the attribute's variance in the data.",
    source="Slides 'PCA Autoencoder - results': 'latent space navigation', 'allows for "
    "meaningful navigation in the latent space of simple geometric shapes'",
    predict=lambda: np.ones(AXES),
    experiment=ELLIPSES,
    read=_read,
    rivals=(
        Rival(
            name="two attributes",
            answer=lambda: np.full(AXES, 0.5),
            because="each axis mixes two attributes half and half",
        ),
        Rival(
            name="three attributes",
            answer=lambda: np.full(AXES, 1 / 3),
            because="each axis mixes all three",
        ),
        Rival(
            name="size with anisotropy",
            answer=lambda: np.array([0.5, 1, 1]),
            because="axes 2 and 3 keep to themselves, the size does not",
        ),
    ),
    distance=RMS,
    tolerance=0.1,
    because="one tenth of the change on other attributes would still be one "
    "attribute to the eye; on five pilot seeds the misfit was 0.14 to 0.21",
    seeds=SEEDS,
    derivation=attributes_proof.moment_steps,
    view=View(
        x="axis",
        y="share of its own attribute in the change",
        caption="How much of what changes along each axis is one attribute.",
        marks=True,
    ),
    expected=Outcome.UNRESOLVED,
    amendment="Nearly so on axes 2 and 3, less on axis 1, on five pilot seeds: 89 % "
    "to 97 % and 64 % to 77 % of the change was one attribute, the best direction "
    "chosen for every network, against 53 % to 78 % on average with three codes at "
    "once. A size and an anisotropy are dependent, so a code of one moves the other.",
)
