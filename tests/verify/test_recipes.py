"""The recipes that reports print are those that the experiments follow."""

import pytest
from torch import nn
from torch.optim import optimizer

from empirical.training import Schedule, train
from tests.recipes import different, observed
from verify.claim import Claim
from verify.claims import ALL
from verify.optional import missing
from verify.recipe_words import WORDS
from verify.recipes import known, sources, told, trained, words
from verify.sources import source_hash

LONG = ("pca.ordered", "pca.gan-faces", "pca.whole-gan")
"""Claims whose experiments take long to observe: their sources are compared."""
TRAINED = [claim for claim in ALL if claim.experiment.trains]


@pytest.mark.parametrize("claim", TRAINED, ids=lambda claim: claim.name)
def test_every_claim_that_trains_has_a_recipe_in_words(claim: Claim) -> None:
    assert known(claim)
    assert trained(claim)
    assert all(words(claim))
    assert "{" not in " ".join(told(claim))


def test_no_words_are_left_without_an_experiment() -> None:
    assert set(WORDS) == {claim.experiment.function for claim in TRAINED}


def test_a_claim_that_trains_nothing_has_no_recipe() -> None:
    (claim, *_) = [claim for claim in ALL if not claim.experiment.trains]
    assert told(claim) == []


@pytest.mark.parametrize("claim", different().values(), ids=lambda claim: claim.name)
def test_what_was_observed_are_the_present_sources(claim: Claim) -> None:
    again = "observe the experiments again: python -m tests.recipes"
    assert sources(claim) == source_hash(claim.experiment.function), again


@pytest.mark.parametrize(
    "claim",
    [claim for claim in different().values() if claim.name not in LONG],
    ids=lambda claim: claim.name,
)
def test_experiments_train_as_recorded(claim: Claim) -> None:
    if lacking := missing(claim.experiment.packages):
        pytest.skip(f"without {lacking}")
    assert observed(claim) == trained(claim)


def test_the_loop_takes_the_steps_that_a_schedule_says() -> None:
    taken: dict[str, list[float]] = {}

    def step(optimiser: optimizer.Optimizer, *_: object) -> None:
        rates = taken.setdefault(type(optimiser).__name__, [])
        rates.append(float(optimiser.param_groups[0]["lr"]))

    model = nn.Linear(2, 1, bias=False)
    plan = Schedule(adam_steps=7, learning_rate=0.1, batch=3, lbfgs_steps=40)
    hook = optimizer.register_optimizer_step_pre_hook(step)
    try:
        train(model, lambda _: model.weight.square().sum(), 3, plan, seed=0)
    finally:
        hook.remove()
    assert len(taken["Adam"]) == 7
    assert taken["Adam"][0] == 0.1
    assert taken["Adam"] == sorted(taken["Adam"], reverse=True)
    assert len(taken["LBFGS"]) == 2
