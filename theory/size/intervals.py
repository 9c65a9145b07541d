"""Two classes of radii in alternating blocks: what each partition of them keeps.

Areas x and y of two nested disks overlap in min(x, y), in any dimension; so a class
keeps the greatest eigenvalue of ``sqrt(w_i w_j) min(x_i, x_j)`` over its radii, w being
their weights. Its inverse is tridiagonal, and no Gram matrix is made here.
"""

from itertools import combinations

import numpy as np
import sympy as sp
from jaxtyping import Float
from scipy.linalg import eigh_tridiagonal

from theory.derivation import Kind, Step, equal, identity


def kept(x: Float[np.ndarray, " m"], weight: Float[np.ndarray, " m"]) -> float:
    """Return what one image keeps of nested bodies of volumes x, by weight.

    Parameters
    ----------
    x
        Volumes, positive and rising.
    weight
        Positive, one for each.

    Examples
    --------
    >>> kept(np.array([0.5]), np.array([3.0]))
    1.5

    """
    steps = 1 / np.diff(x, prepend=0.0)
    diagonal = (steps + np.append(steps[1:], 0.0)) / weight
    beside = -steps[1:] / np.sqrt(weight[1:] * weight[:-1])
    least = eigh_tridiagonal(diagonal, beside, True, select="i", select_range=(0, 0))
    return 1 / float(least[0])


def best_by_blocks(
    x: Float[np.ndarray, " m"], weight: Float[np.ndarray, " m"], most: int
) -> Float[np.ndarray, " most"]:
    """Return the greatest share that two classes in b alternating blocks keep.

    Every way to cut the radii into b blocks is tried, for b from 1, one class for all,
    to ``most``.

    Parameters
    ----------
    x, weight
        As for :func:`kept`.
    most
        At least 1 and at most the number of radii.

    Raises
    ------
    ValueError
        If volumes do not rise from above 0, a weight is not positive, or ``most`` is
        out of range.

    Examples
    --------
    >>> best_by_blocks(np.array([1.0, 2.0]), np.array([1.0, 1.0]), 2).round(6)
    array([0.872678, 1.      ])

    """
    if not (np.all(np.diff(x, prepend=0.0) > 0) and np.all(weight > 0)):
        raise ValueError(
            "x must rise from above 0 and weight be positive, got "
            f"{x.tolist()} and {weight.tolist()}."
        )
    if not 1 <= most <= len(x):
        raise ValueError(f"most must be in 1 to {len(x)}, got {most}.")
    found = [
        max(
            _of_cuts(x, weight, (0, *cuts, len(x)))
            for cuts in combinations(range(1, len(x)), blocks - 1)
        )
        for blocks in range(1, most + 1)
    ]
    return np.array(found) / float(x @ weight)


def halved(x: Float[np.ndarray, " m"], weight: Float[np.ndarray, " m"]) -> float:
    """Return the share kept where the two classes have as many radii each."""
    return _of_cuts(x, weight, (0, len(x) // 2, len(x))) / float(x @ weight)


def _of_cuts(
    x: Float[np.ndarray, " m"], weight: Float[np.ndarray, " m"], ends: tuple[int, ...]
) -> float:
    """Return what the blocks between the ends keep, every other one in one class."""
    side = np.repeat(np.arange(len(ends) - 1) % 2, np.diff(ends)) == 0
    parts = (side, ~side) if len(ends) > 2 else (side,)
    return sum(kept(x[part], weight[part]) for part in parts)


def derivation() -> tuple[Step, ...]:
    """Return why three blocks never keep more than two intervals, and what is more."""
    return _kernel_steps() + _block_steps() + _slope_steps()


_K = {
    f"{i}{j}": sp.Symbol(f"K_{i}{j}", positive=True)
    for i, j in ((1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (3, 3))
}
_C1, _C2, _D2, _D3 = sp.symbols("c_1 c_2 d_2 d_3", positive=True)
_R12, _R13, _R23 = sp.symbols("r_12 r_13 r_23", positive=True)
_M12, _M13, _M23 = sp.symbols("m_12 m_13 m_23", positive=True)


def _kernel_steps() -> tuple[Step, ...]:
    """Return what three blocks share with one another."""
    return (
        Step(
            says="Blocks 1, 2 and 3 of radii, 1 and 3 in one class, 2 in the other. On "
            "each, the best strengths of its class, at unit norm, sum the disks to an "
            "image; K holds the inner products of the three, c_i is the sum of the "
            "strengths times the areas, d_i that of the strengths alone. Disks are "
            "nested, so that each shares all its area with those of a later block.",
            relation=equal(_K["12"], _C1 * _D2),
            kind=Kind.CONDITION,
        ),
        Step(
            says="Likewise for blocks 2 and 3.",
            relation=equal(_K["23"], _C2 * _D3),
            kind=Kind.CONDITION,
        ),
        Step(
            says="And for blocks 1 and 3.",
            relation=equal(_K["13"], _C1 * _D3),
            kind=Kind.CONDITION,
        ),
        Step(
            says="Two disks of one block share the smaller of their areas, which is at "
            "most either.",
            relation=sp.Le(_K["22"], _C2 * _D2, evaluate=False),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "So neighbours are more alike than blocks that another one parts:",
            _C1 * _D2 * _C2 * _D3 - _C1 * _D3 * _K["22"],
            _C1 * _D3 * (_C2 * _D2 - _K["22"]),
        ),
        Step(
            says="In terms of the cosines r of the three images:",
            relation=sp.Le(_R13, _R12 * _R23, evaluate=False),
            kind=Kind.CONCLUSION,
        ),
    )


def _block_steps() -> tuple[Step, ...]:
    """Return why two neighbouring blocks may be joined."""
    a, c, r, s = sp.symbols("a c r s", positive=True)
    u, v = sp.symbols("u v", nonnegative=True)
    root = sp.sqrt((a - c) ** 2 + 4 * r**2 * a * c)
    least, most = (a + c - root) / 2, (a + c + root) / 2
    energy, joined = sp.symbols("E E_2", positive=True)
    trace = _K["11"] + _K["22"] + _K["33"]
    return (
        identity(
            "Let m_ij be the smaller eigenvalue of the block i, j of K; the greater "
            "one is at least either diagonal entry. Their product is the determinant.",
            least * most,
            a * c * (1 - r**2),
        ),
        Step(
            says="Hence a bound on what is lost where blocks 1 and 2 are one class:",
            relation=sp.Le(_M12, _K["11"] * (1 - _R12**2), evaluate=False),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="And where blocks 2 and 3 are.",
            relation=sp.Le(_M23, _K["33"] * (1 - _R23**2), evaluate=False),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "Let t be the smaller of both bounds, so that K_11 - t is K_11 r_12^2 and "
            "some u >= 0 more, and K_33 - t is K_33 r_23^2 and some v >= 0 more:",
            (a * r**2 + u) * (c * s**2 + v) - a * c * r**2 * s**2,
            u * c * s**2 + v * a * r**2 + u * v,
        ),
        Step(
            says="So they are positive, and their product is at least K_13 squared: "
            "no eigenvalue of the block 1, 3 is below t.",
            relation=sp.Le(
                sp.Min(_K["11"] * (1 - _R12**2), _K["33"] * (1 - _R23**2)),
                _M13,
                evaluate=False,
            ),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="The classes keep the trace of K less the smaller eigenvalue of the "
            "block 1, 3, for the strengths are the best ones.",
            relation=equal(energy, trace - _M13),
            kind=Kind.CONDITION,
        ),
        Step(
            says="Two intervals, 1 and 2 together or 2 and 3 together, keep at least "
            "the trace less m_12 or less m_23; so the better of them keeps at least "
            "what three blocks do. This holds for every law.",
            relation=sp.Ge(joined, energy, evaluate=False),
            kind=Kind.CONCLUSION,
        ),
    )


def _slope_steps() -> tuple[Step, ...]:
    """Return why two intervals do for any classes, where the worse of them counts."""
    x = sp.Symbol("x", positive=True)
    whole = sp.Function("F")(x)
    a, b, high = sp.symbols("q_A q_B q_2", positive=True)
    slope = sp.Derivative(whole, x) / whole
    return (
        identity(
            "Any two classes, now, of a law with a density p. In the area x, the "
            "overlap F of the best image of a class has F'' = -p F / mu on the class "
            "and 0 elsewhere, so that q = F'/F falls by q^2, and by p / mu on the "
            "class; from 1/x to 0.",
            sp.Derivative(slope, x),
            sp.Derivative(whole, x, 2) / whole - slope**2,
        ),
        identity(
            "Scale the law so that mu = 1 for the worse class, and take 1 for the "
            "better one too: its q is 0 early, and the rest of its radii is left out. "
            "Give the law to a first q until it is 0, at tau, then to a second: q_2 = "
            "1/x, the greatest, before. All sums are 2/x at 0, and x^2 times their "
            "difference vanishes there. While the sum of both is that of q_A and q_B, "
            "their squares sum to more:",
            (a + b - high) ** 2 + high**2 - a**2 - b**2,
            2 * (high - a) * (high - b),
        ),
        identity(
            "And after tau, where the first is 0:",
            (a + b) ** 2 - a**2 - b**2,
            2 * a * b,
        ),
        Step(
            says="So the sum for the two intervals never lies above that for the two "
            "classes, which is 0 at the last radius: there is a tau, for else the sum "
            "would be 1/x or more, and the second q is 0 by then. Two intervals exist "
            "of which the worse keeps what the worse class does. A radius with a "
            "weight of its own is a limit of such laws, and both may have to share it.",
            relation=sp.Ge(
                sp.Min(sp.Symbol("mu_1"), sp.Symbol("mu_2")),
                sp.Min(sp.Symbol("mu_A"), sp.Symbol("mu_B")),
                evaluate=False,
            ),
            kind=Kind.CONCLUSION,
        ),
    )
