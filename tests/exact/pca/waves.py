"""A generator with a formula: a few waves on the sphere of latent codes."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq

LATENT, SIDE = 8, 24
_DECAY, _STRETCH = 0.8, 0.5
"""Each wave's height over the one before, and the last frequency over the first.

Singular values differ then, and the strong waves, which are short, bend first.
"""
_CANDIDATES, AMONG, _OFFSETS = 512, 32, 256
_COMPONENTS = 3
_LOST = 0.6
"""Of what theory predicts near a code, at the spread of the codes: the claim's own."""

Vectors = Float[np.ndarray, "*m d"]


@dataclass(frozen=True, kw_only=True)
class Waves:
    """The generator ``G(z) = sum_j a_j cos(<w_j, sqrt(d) z / |z|> + p_j) u_j``.

    Parameters
    ----------
    amplitudes, frequencies, phases
        The a_j (d,), w_j (d, d) and p_j (d,); the w_j are at right angles.
    patterns
        The images u_j, orthonormal, shape (d, pixels): errors of levels are those of
        images.

    """

    amplitudes: Float[np.ndarray, " d"]
    frequencies: Float[np.ndarray, "d d"]
    phases: Float[np.ndarray, " d"]
    patterns: Float[np.ndarray, "d pixels"]

    def levels(self, codes: Vectors) -> Vectors:
        """Return how much of each pattern the images of codes anywhere have."""
        angles = sphere(codes) @ self.frequencies.T + self.phases
        return np.asarray(self.amplitudes * np.cos(angles))

    def images(self, codes: Vectors) -> Float[np.ndarray, "*m one side side"]:
        """Return the images of codes anywhere."""
        flat = self.levels(codes) @ self.patterns
        return np.asarray(flat.reshape(*codes.shape[:-1], 1, SIDE, SIDE))

    def derivative(self, code: Float[np.ndarray, " d"]) -> Float[np.ndarray, "p d"]:
        """Return dG/dz at a code on the sphere: its own direction changes nothing."""
        slopes = -self.amplitudes * np.sin(self.frequencies @ code + self.phases)
        along = np.eye(LATENT) - np.outer(code, code) / LATENT
        return np.asarray(
            self.patterns.T @ (slopes[:, None] * self.frequencies) @ along
        )


@cache
def bent_waves(seed: int) -> Waves:
    """Return waves as long as loses what the claim says at the spread of the codes.

    Not every draw can be stretched so: seeds 0 and 1, which the laws ask for, can.
    """
    rng = np.random.default_rng((seed, 8))
    turned = np.linalg.qr(rng.standard_normal((LATENT, LATENT)))[0]
    turned *= _STRETCH ** np.linspace(-0.5, 0.5, LATENT)[:, None]
    unit = Waves(
        amplitudes=_DECAY ** np.arange(LATENT),
        frequencies=turned,
        phases=rng.uniform(0, 2 * np.pi, LATENT),
        patterns=np.linalg.qr(rng.standard_normal((SIDE**2, LATENT)))[0].T,
    )
    codes = candidates(seed)[:AMONG]

    def lost(stretch: float) -> float:
        waves = replace(unit, frequencies=stretch * turned)
        left = carried(waves, codes, (1.0,))[:, 0]
        least = np.stack([_tails(waves.derivative(code)) for code in codes])
        return float(np.mean((left - least) / (1 - least))) - _LOST

    return replace(unit, frequencies=brentq(lost, 0.5, 2.5, xtol=1e-4) * turned)


def sphere(codes: Vectors) -> Vectors:
    """Return codes moved to the sphere of radius sqrt(d)."""
    lengths = np.linalg.norm(codes, axis=-1, keepdims=True)
    return np.asarray(np.sqrt(LATENT) * codes / lengths)


def candidates(seed: int) -> Float[np.ndarray, "n d"]:
    """Return codes of which one is chosen, uniform on the sphere."""
    rng = np.random.default_rng((seed, 512))
    return sphere(rng.standard_normal((_CANDIDATES, LATENT)))


def white(count: int, size: int, rng: np.random.Generator) -> Vectors:
    """Return vectors of mean 0 and covariance I, exactly so."""
    drawn = rng.standard_normal((count, size))
    basis = np.linalg.qr(drawn - drawn.mean(axis=0))[0]
    return np.asarray(np.sqrt(count) * basis)


def singular_axes(jacobian: Float[np.ndarray, "p d"]) -> Float[np.ndarray, "d d"]:
    """Return the right singular vectors as rows, largest first."""
    return np.asarray(np.linalg.eigh(jacobian.T @ jacobian)[1].T[::-1])


def apart(jacobian: Float[np.ndarray, "p d"]) -> float:
    """Return the least ratio of neighbours among the leading singular values."""
    values = np.linalg.svd(jacobian, compute_uv=False)
    return float(np.min(values[:_COMPONENTS] / values[1 : _COMPONENTS + 1]))


def relative_error(made: Vectors, seen: Vectors) -> float:
    """Return the squared error over the variance of what is seen."""
    return float(np.sum((made - seen) ** 2) / np.sum((seen - seen.mean(axis=0)) ** 2))


def left_by_parts(
    waves: Waves,
    code: Float[np.ndarray, " d"],
    offsets: Float[np.ndarray, "m d"],
    axes: Float[np.ndarray, "d d"],
) -> Float[np.ndarray, " k"]:
    """Return what the images of the offsets' parts along the first axes leave."""
    seen = waves.levels(code + offsets)
    parts = (offsets @ axes[:k].T @ axes[:k] for k in range(1, _COMPONENTS + 1))
    return np.array([relative_error(waves.levels(code + p), seen) for p in parts])


def carried(
    waves: Waves, codes: Float[np.ndarray, "n d"], scales: tuple[float, ...]
) -> Float[np.ndarray, "n s k"]:
    """Return what the axes of each code leave around it, at each spread."""
    offsets = white(_OFFSETS, LATENT, np.random.default_rng(0))
    axes = [singular_axes(waves.derivative(code)) for code in codes]
    return np.array(
        [
            [left_by_parts(waves, code, scale * offsets, own) for scale in scales]
            for code, own in zip(codes, axes, strict=True)
        ]
    )


def _tails(jacobian: Float[np.ndarray, "p d"]) -> Float[np.ndarray, " k"]:
    """Return which share of the variance the first axes leave, near a code."""
    squares = np.linalg.eigvalsh(jacobian.T @ jacobian)[::-1]
    return np.asarray(1 - np.cumsum(squares)[:_COMPONENTS] / squares.sum())
