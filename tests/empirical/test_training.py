"""The training loop: resumable to the bit, and honest about failure."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from empirical.devices import choose_device
from empirical.training import Checkpoint, Schedule, Start, train

SCHEDULE = Schedule(
    adam_steps=30, learning_rate=1e-2, batch=8, lbfgs_steps=60, checkpoint_every=10
)
DATA = torch.randn(20, 3, generator=torch.Generator().manual_seed(9))


def model() -> nn.Module:
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 3))


def run(memory: Checkpoint | None, schedule: Schedule = SCHEDULE) -> tuple[list, list]:
    network = model()

    def loss(batch: torch.Tensor | None) -> torch.Tensor:
        data = DATA.to(next(network.parameters()).dtype)
        data = data if batch is None else data[batch]
        return (network(data) - data).square().mean()

    history = train(network, loss, len(DATA), schedule, 7, memory)
    return history, [p.detach().clone() for p in network.parameters()]


@pytest.mark.parametrize("writes", [1, 2, 3, 4, 5])
def test_a_killed_training_resumes_to_the_same_bits(
    writes: int, kept_in_memory: type
) -> None:
    history, weights = run(None)
    memory = kept_in_memory(writes)
    with pytest.raises(kept_in_memory.killed):
        run(memory)
    memory.left = None
    again, resumed = run(memory)
    assert again == history
    assert all(torch.equal(a, b) for a, b in zip(weights, resumed, strict=True))


def test_training_lowers_the_loss_in_both_phases() -> None:
    history, _ = run(None)
    assert history[2] < history[0]
    assert history[-1] < history[2]


@pytest.mark.parametrize("steps", [1, 7, 40])
def test_adam_steps_are_those_of_one_parameter_at_a_time(steps: int) -> None:
    schedule = replace(SCHEDULE, adam_steps=steps, lbfgs_steps=0)
    trained = run(None, schedule)[1]
    network, generator = model(), torch.Generator().manual_seed(7)
    optimiser = torch.optim.Adam(network.parameters(), 1e-2, foreach=False)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(steps):
        data = DATA[torch.randperm(20, generator=generator)[:8]]
        optimiser.zero_grad()
        (network(data) - data).square().mean().backward()
        optimiser.step()
        cosine.step()
    for weight, by_hand in zip(trained, network.parameters(), strict=True):
        torch.testing.assert_close(
            weight, by_hand.detach().double(), rtol=1e-5, atol=1e-6
        )


def test_another_seed_draws_other_batches() -> None:
    first = run(None)[0]
    network = model()

    def loss(batch: torch.Tensor | None) -> torch.Tensor:
        data = DATA.to(next(network.parameters()).dtype)
        data = data if batch is None else data[batch]
        return (network(data) - data).square().mean()

    assert train(network, loss, len(DATA), SCHEDULE, 8) != first


def test_a_loss_that_is_not_finite_is_named_with_its_step() -> None:
    network = nn.Linear(1, 1)
    with pytest.raises(FloatingPointError, match="Adam step 1; lower learning_rate"):
        train(
            network,
            lambda batch: network.weight.sum() * float("nan"),
            4,
            SCHEDULE,
            0,
        )


@pytest.mark.parametrize(
    ("field", "value"),
    [("adam_steps", -1), ("batch", 0), ("lbfgs_steps", -1), ("checkpoint_every", 0)],
)
def test_a_schedule_out_of_range_is_refused(field: str, value: int) -> None:
    with pytest.raises(ValueError, match=f"{field} must be at least .*, got {value}"):
        replace(SCHEDULE, **{field: value})
    with pytest.raises(ValueError, match="learning_rate must be positive"):
        replace(SCHEDULE, learning_rate=0.0)


def test_cuda_is_refused_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert choose_device("auto").type == "cpu"
    with pytest.raises(ValueError, match="sees no CUDA device"):
        choose_device("cuda")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert choose_device("auto").type == "cuda"
    assert choose_device("cpu").type == "cpu"


def test_a_device_is_taken_by_its_exact_name_or_refused_with_what_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert choose_device("cuda:1") == torch.device("cuda:1")
    assert choose_device(torch.device("cuda", 0)) == torch.device("cuda:0")
    for name in ("cuda:7", "gpu", "CPU", "", "cpu:3"):
        with pytest.raises(ValueError, match=r"no such .* cpu, cuda:0, cuda:1\.$"):
            choose_device(name)
    with pytest.raises(ValueError, match="mps was asked for, but it has no double"):
        choose_device("mps")


def test_a_start_knows_its_place_and_draws_the_same_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = Start(seed=3)
    first, again = (torch.rand(4, generator=start.generator()) for _ in range(2))
    assert torch.equal(first, again)
    assert not torch.equal(first, torch.rand(4, generator=Start(seed=4).generator()))
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert (start.place.type, Start(seed=3, device="cuda").place.type) == (
        "cpu",
        "cuda",
    )
