"""What is looked at again of the certificate on four layers: cells drawn at random."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cache
from hashlib import sha256
from importlib.resources import files

import numpy as np
from jaxtyping import Integer

from theory.position.pooling_cells import CUT, NO_SHIFT, Cell, moved, whole
from theory.position.pooling_certificate import CERTIFIED, is_far, stored

_NEAREST = 26, 90
"""The cones of ``NEAREST_FOUR``, whose second layer's last tap is 0."""

CERTIFICATE, RECORD = "pooling_certificate.npz", "pooling_audit.json"


@dataclass(frozen=True, kw_only=True)
class FullCheck:
    """When all cells of a certificate were last checked, and with which result.

    Parameters
    ----------
    sha256
        Of the certificate that was checked.
    date
        As year, month and day.
    cones, failing
        How many cones were checked, and how many of them failed.

    """

    sha256: str
    date: str
    cones: int
    failing: int


def certificate_hash() -> str:
    """Return the SHA-256 of the stored certificate."""
    return sha256((files("theory.position") / CERTIFICATE).read_bytes()).hexdigest()


def last_full_check() -> FullCheck:
    """Return the record that ``make certificate`` wrote last."""
    text = (files("theory.position") / RECORD).read_text("utf-8")
    return FullCheck(**json.loads(text))


def as_text(check: FullCheck) -> str:
    """Return a record as it is stored."""
    return json.dumps(asdict(check), indent=2) + "\n"


def failing_cells(count: int, seed: int, bound: Fraction = CERTIFIED) -> int:
    """Return how many of some cells, drawn from all cones, are not certified.

    Parameters
    ----------
    count
        How many are drawn, every cell of the certificate as likely as any other; at
        least 1.
    seed
        Draws them.
    bound
        As for :func:`theory.position.pooling_certificate.certified`.

    Raises
    ------
    ValueError
        If none is drawn.

    Examples
    --------
    >>> failing_cells(3, seed=0), failing_cells(3, seed=0, bound=Fraction(16))
    (0, 3)

    """
    return sum(not is_far(cell, bound) for cell in drawn_cells(count, seed))


def false_certificates(count: int) -> int:
    """Return how often something false is certified, of what could be.

    Encoders without an output lie in every cell, and are off by 16: of the first cells
    drawn 17 is asked. The two cones of the closest encoder known, which is off by less
    than 2/5, are asked whether all encoders in them are off by that, before any cut.

    Parameters
    ----------
    count
        Cells that are drawn, at least 1.

    Raises
    ------
    ValueError
        If none is drawn.

    Examples
    --------
    >>> false_certificates(3)
    0

    """
    beyond = sum(is_far(cell, Fraction(17)) for cell in drawn_cells(count, seed=0))
    near = sum(is_far(whole(cone), Fraction(2, 5)) for cone in _NEAREST)
    return beyond + near


def drawn_cells(count: int, seed: int) -> Iterator[Cell]:
    """Yield cells drawn from those of all cones, one cone after the other.

    Raises
    ------
    ValueError
        If none is drawn.

    """
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}.")
    moves, starts = stored()
    ends = cell_ends()
    chosen = np.sort(np.random.default_rng(seed).choice(ends, count, replace=False))
    cones = np.searchsorted(starts, chosen, side="right") - 1
    for cone, end in zip(cones.tolist(), chosen.tolist(), strict=True):
        yield _cell(cone, moves[starts[cone] : end + 1].tolist())


@cache
def cell_ends() -> Integer[np.ndarray, " cells"]:
    """Return where among all moves a cell is left as it is."""
    moves, _ = stored()
    ends, second = [], False
    for place, move in enumerate(moves.tolist()):
        if second:
            second = False
        elif move == 0:
            ends.append(place)
        else:
            second = move >= CUT
    return np.array(ends)


def _cell(cone: int, moves: Sequence[int]) -> Cell:
    """Return the cell that the last of a cone's moves leaves as it is."""
    # Parts that wait: the moves that lead to each, as a chain.
    waiting: list[_Chain] = [None]
    chain: _Chain = None
    left = iter(moves)
    for move in left:
        chain = waiting.pop()
        if move:
            shift = next(left) if move >= CUT else NO_SHIFT
            waiting += [(chain, move, shift, part) for part in (1, 0)]
    steps = []
    while chain is not None:
        chain, *step = chain
        steps.append(step)
    cell = whole(cone)
    for move, shift, part in reversed(steps):
        cell = moved(cell, move, shift)[part]
    return cell


_Chain = tuple["_Chain", int, int, int] | None
