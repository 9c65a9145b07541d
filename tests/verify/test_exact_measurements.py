"""An exact measurement confirms its claim, and a dead one confirms none."""

import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pytest

from tests.exact import pca, position, size
from tests.exact.arrays import DEAD
from tests.exact.makers import maker
from tests.judging import posed
from tests.trust.arrays import NAMES, ask
from tests.trust.harmless import FREE
from tests.trust.planted import Planted
from verify.claim import Arrays, Claim, Measurement, Outcome, Verdict
from verify.claims import ALL
from verify.judge import judge
from verify.optional import missing

SHARE = 0.25
"""Of the tolerance: how far an exact measurement may read from the prediction."""

ALIVE = {**size.ALIVE, **position.ALIVE, **pca.ALIVE}
ROUGH = {**size.ROUGH, **pca.ROUGH}
SPARED = {place for place in FREE if place[1] in DEAD}
GIVEN: dict[tuple[str, str], str] = {
    ("size.airy", "minimisation to Airy"): "two routes of theory",
    ("size.two-signs", "best split of these images off"): "one of a few splits, of the "
    "images alone; noise moves none of them to another",
    ("size.scaled-callosum", "best split off the start"): "of the picture itself",
    ("pca.attributes", "more than this the shares must differ"): "by how many ellipses",
    (
        "pca.faces",
        "kept of the coarsest band by 3 principal axes",
    ): "of the faces alone",
    ("pca.gan", "left by 3 raw axes, in mean"): "of the generator alone",
    ("pca.packets", "left by the best linear coordinate"): "theory's",
}
NONE = {
    ("position.autoencoder-found", f"{group}: share of monotone codes, L = 3"): "codes "
    "of encoders that are lost turn back, and those of noise and of the dead do too"
    for group in ("noise 0.1", "noise 0.3", "random")
}
GIVEN |= NONE
"""Values that no array changes, by slug and name, with the reason; 0 where NONE is."""
UNREADABLE = (ArithmeticError, ValueError, np.linalg.LinAlgError)
"""What a reading may raise on arrays that no experiment returns."""


_CLAIMS = {claim.name: claim for claim in ALL}


def require(claim: Claim) -> None:
    """Skip a claim whose data is not installed."""
    if absent := missing(claim.experiment.packages):
        pytest.skip(f"optional data is not installed: {absent}")


def verdict(claim: Claim, measured: Measurement) -> Verdict:
    """Judge a claim by the same measurement for every seed.

    As if no counter-example stood: one that does leaves nothing to confirm.
    """
    known = posed(replace(claim, counterexample=None))
    return judge(known, dict.fromkeys(known.trial.seeds, measured))


def dead(claim: Claim, kind: str) -> Any:
    marks = ()
    if reason := ALIVE.get((claim.name, kind)):
        marks = (pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason),)
    return pytest.param(claim, kind, marks=marks, id=f"{claim.name}-{kind}")


@pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)
def test_an_exact_measurement_is_confirmed(claim: Claim) -> None:
    require(claim)
    found = verdict(claim, exactly(claim.name))
    assert found.outcome is Outcome.CONFIRMED, found.reason
    least, most, _ = ROUGH.get(claim.name, (0.0, SHARE, ""))
    assert least * found.tolerance <= max(found.misfit) <= most * found.tolerance


@pytest.mark.parametrize(
    ("claim", "kind"),
    [dead(c, kind) for c in ALL for kind in DEAD if (c.name, kind) not in SPARED],
)
def test_a_dead_measurement_is_not_confirmed(claim: Claim, kind: str) -> None:
    require(claim)
    arrays = DEAD[kind](maker(claim), claim)
    if arrays is None:
        pytest.skip("no array of this experiment can be dead in this way")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = verdict(claim, claim.read(arrays))
        except UNREADABLE:
            return
    assert found.outcome is not Outcome.CONFIRMED


@pytest.mark.again
@pytest.mark.parametrize(
    ("slug", "change"), [place for place in FREE if place[1] in NAMES], ids=str
)
def test_a_claim_is_spared_only_where_it_is_confirmed_all_the_same(
    slug: str, change: str
) -> None:
    require(_CLAIMS[slug])
    planted = Planted(kind="arrays", operator=change, file=slug)
    assert ask(planted, lambda name: posed(_CLAIMS[name])) == ("nothing", "")


def test_every_exception_names_a_claim_and_a_kind() -> None:
    names = {claim.name for claim in ALL}
    assert names.issuperset(ROUGH)
    assert all(slug in names and kind in DEAD for slug, kind in ALIVE)
    kinds = {*NAMES, "a changed world"}
    assert all(slug in names and kind in kinds for slug, kind in FREE)
    for exceptions in (ALIVE, FREE, GIVEN):
        assert all(exceptions.values())


def noise(exact: Arrays, size: float) -> dict[str, np.ndarray]:
    """Return arrays of which every number is off by such a share and a little more."""
    rng = np.random.default_rng(0)
    found = {}
    for name, array in exact.items():
        off = 1e-3 + size * np.asarray(array) * rng.standard_normal(np.shape(array))
        kind = np.asarray(array).dtype.kind
        found[name] = array + off if kind == "f" else array
        if kind == "i":
            found[name] = array + rng.integers(0, 2, np.shape(array))
        if kind == "b":
            found[name] = array ^ (rng.random(np.shape(array)) < size)
    return found


@cache
def exactly(name: str) -> Measurement:
    """Return what a claim reads from exact arrays, worked out once for all tests."""
    claim = _CLAIMS[name]
    return claim.read(maker(claim)(claim, 0).arrays)


def otherwise(claim: Claim) -> Iterator[Measurement]:
    """Yield what a claim reads from arrays that are not exact: of noise, or dead."""
    yield from _noisy(claim.name)
    exact = maker(claim)(claim, 0).arrays
    made = (DEAD[kind](maker(claim), claim) for kind in DEAD)
    one_by_one = ({**exact, n: a} for n, a in noise(exact, 0.1).items())
    for arrays in chain([noise(exact, 2.0)], one_by_one, made):
        if arrays is not None:
            yield from _read(claim, arrays)


@cache
def _noisy(name: str) -> tuple[Measurement, ...]:
    """Return what a claim reads from arrays of some noise, worked out once."""
    claim = _CLAIMS[name]
    return _read(claim, noise(maker(claim)(claim, 0).arrays, 0.1))


def _read(claim: Claim, arrays: Arrays) -> tuple[Measurement, ...]:
    """Return the one thing that a claim reads from arrays, or nothing."""
    with suppress(*UNREADABLE, IndexError), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return (claim.read(arrays),)
    return ()


@pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)
def test_an_answer_is_read_from_what_was_measured(claim: Claim) -> None:
    require(claim)
    exact = exactly(claim.name)
    assert any(not np.array_equal(exact.answer, m.answer) for m in otherwise(claim))


@pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)
def test_values_are_read_from_what_was_measured(claim: Claim) -> None:
    """Whatever is measured changes them, but for numbers of tries and what is given."""
    require(claim)
    exact = exactly(claim.name).values
    given = {name for (slug, name) in GIVEN if slug == claim.name}
    alike = set(exact) - set(posed(claim).certificates)
    for measurement in otherwise(claim):
        alike = {name for name in alike if measurement.values[name] == exact[name]}
        if all(name in given or counted(exact[name]) for name in alike):
            break
    assert {name for name in alike if not counted(exact[name])} == given
    assert all(exact[name] > 0 for name in alike if (claim.name, name) not in NONE)


def counted(value: float) -> bool:
    """Return whether a value can be a number of tries."""
    return float(value).is_integer() and value >= 1
