"""The full budget of every claim, as far as the first training."""

import pytest

import empirical.training
from verify.claim import Claim
from verify.claims import ALL
from verify.optional import missing
from verify.pool import measure
from verify.trial import Setting, Trial

pytestmark = pytest.mark.filterwarnings(
    "ignore:`torch.jit.script` is deprecated:DeprecationWarning"
)
DISTINCT = {
    (claim.experiment.function, repr(claim.experiment.configurations["full"])): claim
    for claim in ALL
}


class Reached(Exception):
    """A training would begin here."""


def stop(*_: object) -> None:
    raise Reached


@pytest.mark.parametrize("claim", DISTINCT.values(), ids=lambda c: c.name)
def test_the_experiment_accepts_what_the_full_budget_asks(
    claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    if absent := missing(claim.experiment.packages):
        pytest.skip(f"optional data is not installed: {absent}")
    monkeypatch.setattr(empirical.training, "_Run", stop)
    trial = Trial(claim=claim, setting=Setting(budget="full"))
    try:
        result = measure(trial.tasks[trial.seeds[0]])
    except Reached:
        assert claim.experiment.trains
    else:
        assert not claim.experiment.trains
        assert result.arrays
        assert not result.failure
