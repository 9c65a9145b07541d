"""How experiments train, observed: every step that they ask for, one of each taken.

``python -m tests.recipes`` observes all at the quick budget and writes
verify/recipes.json.
"""

import json
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from importlib import import_module
from typing import Any
from unittest.mock import patch

import torch
from torch.optim import optimizer

from empirical import training
from empirical.size import alternation
from empirical.size.models.bias_free import BiasFreeAutoencoder
from empirical.training import Schedule, Start
from verify.budget import of_budget
from verify.claim import Claim, Experiment
from verify.claims import ALL
from verify.place import located
from verify.recipes import PATH, Phase, Training, key
from verify.sealed import write_whole
from verify.sources import source_hash

NAMES = {"LBFGS": "L-BFGS"}
"""What people call an optimiser that torch calls otherwise."""


@dataclass
class Seen:
    """One training as it is asked for, and the optimisers that took a step."""

    network: str
    parameters: int
    samples: int
    schedule: Schedule
    stepped: dict[str, float] = field(default_factory=dict)
    most: bool = False
    falls_over: int = 0

    def training(self) -> Training:
        """Return what is recorded of it; each phase was seen to be the real one."""
        plan, asked = self.schedule, []
        if plan.adam_steps:
            assert self.falls_over == plan.adam_steps
            batch = plan.batch if plan.batch < self.samples else 0
            rate = self.stepped["Adam"]
            fall = {"rate": rate, "batch": batch, "most": self.most}
            asked.append(Phase(optimiser="Adam", steps=plan.adam_steps, **fall))
        if plan.lbfgs_steps:
            asked.append(Phase(optimiser="L-BFGS", steps=plan.lbfgs_steps))
        named = {NAMES.get(name, name) for name in self.stepped}
        assert named == {one.optimiser for one in asked}
        return _training(self.network, self.parameters, *asked)


def observed(claim: Claim) -> tuple[Training, ...]:
    """Return how the experiment of a claim trains at the quick budget."""
    found: list[Training] = []
    with _watched(found), warnings.catch_warnings():
        # What has learned nothing after one step says so.
        warnings.simplefilter("ignore", RuntimeWarning)
        # Torch's own, when it first differentiates forwards.
        warnings.filterwarnings("ignore", "`torch.jit.script`", DeprecationWarning)
        _called(claim.experiment, of_budget(claim.seeds, "quick")[0])
    return _grouped(found)


def _called(experiment: Experiment, seed: int) -> None:
    options = experiment.configurations["quick"]
    where = located(experiment.function)
    function = getattr(import_module(where.module), where.name)
    function(**options, start=Start(seed=seed))


class _Stop:
    """Ends Adam after its first step."""

    every = 1

    def looks(self, step: int, loss: float) -> bool:
        return True

    def state_dict(self) -> dict[str, Any]:
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        return None


@contextmanager
def _watched(found: list[Training]) -> Iterator[None]:
    """Note every training in place of finishing it."""
    under_way: list[Seen] = []
    adam, lbfgs = training._Run.adam, training._Run.lbfgs
    falls = torch.optim.lr_scheduler.CosineAnnealingLR.__init__

    def first(run: Any, samples: int, watch: object = None) -> None:
        network, parameters = _of(run.model)
        seen = Seen(network, parameters, samples, run.schedule)
        seen.most = watch is not None
        under_way.append(seen)
        adam(run, samples, _Stop())

    def second(run: Any) -> None:
        steps = min(1, run.schedule.lbfgs_steps)
        run.schedule = replace(run.schedule, lbfgs_steps=steps)
        lbfgs(run)
        found.append(under_way.pop().training())

    def cosine(self: Any, optimiser: Any, steps: int) -> None:
        under_way[-1].falls_over = steps
        falls(self, optimiser, steps)

    def step(optimiser: Any, *_: object) -> None:
        rate = optimiser.param_groups[0]["lr"]
        under_way[-1].stepped.setdefault(type(optimiser).__name__, float(rate))

    def encoder(model: BiasFreeAutoencoder, images: Any, steps: int) -> float:
        parameters = sum(one.numel() for one in model.encoder)
        plan = Phase(optimiser="Gauss-Newton", steps=steps, most=True)
        found.append(_training("Encoder", parameters, plan))
        return fit_encoder(model, images, 1)

    fit_encoder = alternation.fit_encoder
    hook = optimizer.register_optimizer_step_pre_hook(step)
    with ExitStack() as stack:
        stack.callback(hook.remove)
        for owner, name, stands_in in (
            (training._Run, "adam", first),
            (training._Run, "lbfgs", second),
            (torch.optim.lr_scheduler.CosineAnnealingLR, "__init__", cosine),
            (alternation, "fit_encoder", encoder),
        ):
            stack.enter_context(patch.object(owner, name, stands_in))
        yield


def _of(model: torch.nn.Module) -> tuple[str, int]:
    moved = [one for one in model.parameters() if one.requires_grad]
    return type(model).__name__.strip("_"), sum(one.numel() for one in moved)


def _training(network: str, parameters: int, *phases: Phase) -> Training:
    return Training(
        network=network, parameters=(parameters, parameters), times=1, phases=phases
    )


def _grouped(ones: list[Training]) -> tuple[Training, ...]:
    """Return trainings that differ in their size alone as one."""
    groups: dict[Any, Training] = {}
    for one in ones:
        alike = (one.network, one.phases)
        so_far = groups.get(alike)
        if so_far:
            low, high = so_far.parameters
            parameters = (min(low, one.parameters[0]), max(high, one.parameters[1]))
            one = replace(one, parameters=parameters, times=so_far.times + 1)
        groups[alike] = one
    return tuple(groups.values())


def different() -> dict[str, Claim]:
    """Return a claim for each experiment and configuration that trains."""
    return {key(claim): claim for claim in reversed(ALL) if claim.experiment.trains}


def main() -> None:
    """Observe all, and write the record."""
    found = {
        name: {
            "sources": source_hash(claim.experiment.function),
            "trainings": list(map(asdict, observed(claim))),
        }
        for name, claim in different().items()
    }
    text = json.dumps(found, indent=1, sort_keys=True, allow_nan=False)
    write_whole(PATH, f"{text}\n".encode())


if __name__ == "__main__":
    main()
