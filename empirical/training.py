"""The one training loop: Adam on batches, then L-BFGS on the whole set."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import torch
from torch import Tensor, nn

from empirical.devices import choose_device
from empirical.packed import packed, unpacked

Loss = Callable[[Tensor | None], Tensor]


@runtime_checkable
class Checkpoint(Protocol):
    """Where the state of an unfinished training is kept, as bytes."""

    def read(self) -> bytes | None:
        """Return the last state written, or None."""

    def write(self, data: bytes) -> None:
        """Replace the state, all or nothing."""


@runtime_checkable
class Watch(Protocol):
    """Looks on while Adam trains, and may end it; its state is kept with the rest."""

    every: int
    """Adam steps between two looks."""

    def looks(self, step: int, loss: float) -> bool:
        """Return whether to stop after that many steps, the last of this loss."""

    def state_dict(self) -> dict[str, Any]:
        """Return tensors and plain values."""

    def load_state_dict(self, state: dict[str, Any]) -> object:
        """Become what gave that state."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """How long, how fast and in what pieces to train.

    Parameters
    ----------
    adam_steps, learning_rate, batch
        Adam on random batches, its rate falling to zero along a cosine.
    lbfgs_steps
        Iterations of L-BFGS (strong Wolfe line search, float64, whole set)
        afterwards; first-order steps alone stop short of the tolerances.
    checkpoint_every
        Adam steps, and ten times as many L-BFGS iterations, between two checkpoints.

    Raises
    ------
    ValueError
        If a number is out of range.

    """

    adam_steps: int
    learning_rate: float
    batch: int
    lbfgs_steps: int
    checkpoint_every: int = 200

    def __post_init__(self) -> None:
        """Refuse what could not be trained."""
        for name, low in (
            ("adam_steps", 0),
            ("batch", 1),
            ("lbfgs_steps", 0),
            ("checkpoint_every", 1),
        ):
            if getattr(self, name) < low:
                raise ValueError(
                    f"{name} must be at least {low}, got {getattr(self, name)}."
                )
        if not self.learning_rate > 0:
            raise ValueError(
                f"learning_rate must be positive, got {self.learning_rate}."
            )


LBFGS_CHUNK = 20


@dataclass(frozen=True, kw_only=True)
class Start:
    """What a training is given before it begins; an experiment takes what it needs.

    Parameters
    ----------
    seed
        Draws whatever is random.
    device
        As for :func:`choose_device`.
    checkpoint
        Where to keep the state of an unfinished training; None to keep none.

    """

    seed: int
    device: str = "cpu"
    checkpoint: Checkpoint | None = None

    @property
    def place(self) -> torch.device:
        """Return where to train."""
        return choose_device(self.device)

    def generator(self) -> torch.Generator:
        """Return a new generator of the seed."""
        return torch.Generator().manual_seed(self.seed)


def train(
    model: nn.Module,
    loss: Loss,
    samples: int,
    schedule: Schedule,
    seed: int,
    checkpoint: Checkpoint | None = None,
    watch: Watch | None = None,
) -> list[float]:
    """Train a model in place and return its loss history.

    A training that is killed and started again from its checkpoint ends with the
    same bits as one that never stopped.

    Parameters
    ----------
    model
        Trained in place; it ends in float64.
    loss
        Maps indices of a batch (None for the whole set) to a scalar loss; it must
        follow the model's own dtype.
    samples
        Size of the training set.
    schedule, seed
        How to train; the seed draws the batches only.
    checkpoint
        Where to keep the state; None to keep none.
    watch
        Looks on while Adam trains; None for nobody.

    Returns
    -------
    list of float
        The loss after each L-BFGS chunk and at each Adam checkpoint.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.

    """
    torch.set_num_threads(1)
    run = _Run(model, loss, schedule, checkpoint, torch.Generator().manual_seed(seed))
    run.adam(samples, watch)
    run.lbfgs()
    return run.history


class _Run:
    """The state of one training, which a checkpoint can rebuild."""

    def __init__(
        self,
        model: nn.Module,
        loss: Loss,
        schedule: Schedule,
        checkpoint: Checkpoint | None,
        generator: torch.Generator,
    ) -> None:
        self.model, self.loss, self.schedule = model, loss, schedule
        self.checkpoint, self.generator = checkpoint, generator
        self.history: list[float] = []
        self.saved = self._read()

    def adam(self, samples: int, watch: Watch | None = None) -> None:
        """Run what is left of the first phase."""
        schedule = self.schedule
        if self.saved.get("phase") == "lbfgs":
            return
        # All parameters in one pass, which small networks feel.
        optimiser = torch.optim.Adam(
            self.model.parameters(), schedule.learning_rate, fused=True
        )
        cosine = torch.optim.lr_scheduler.CosineAnnealingLR(
            optimiser, max(1, schedule.adam_steps)
        )
        parts = [optimiser, cosine, *([] if watch is None else [watch])]
        for step in range(self._restore(*parts), schedule.adam_steps):
            order = torch.randperm(samples, generator=self.generator)
            optimiser.zero_grad()
            value = self.loss(order[: schedule.batch])
            value.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            cosine.step()
            done, now = step + 1, float(value.detach())
            _finite(now, f"Adam step {done}")
            last = watch and done % watch.every == 0 and watch.looks(done, now)
            if done % schedule.checkpoint_every == 0:
                self.history.append(now)
                self._write("adam", done, *parts)
            if last:
                break

    def lbfgs(self) -> None:
        """Run what is left of the second phase."""
        self.model.double()
        optimiser = torch.optim.LBFGS(
            self.model.parameters(),
            max_iter=min(LBFGS_CHUNK, max(1, self.schedule.lbfgs_steps)),
            history_size=30,
            tolerance_grad=0,
            tolerance_change=0,
            line_search_fn="strong_wolfe",
        )

        def closure() -> Tensor:
            optimiser.zero_grad()
            value = self.loss(None)
            value.backward()  # type: ignore[no-untyped-call]
            return value

        chunks = -(-self.schedule.lbfgs_steps // LBFGS_CHUNK)
        every = -(-self.schedule.checkpoint_every // LBFGS_CHUNK)
        start = self._restore(optimiser) if self.saved.get("phase") == "lbfgs" else 0
        for chunk in range(start, chunks):
            value = optimiser.step(closure)  # type: ignore[no-untyped-call]
            self.history.append(float(value.detach()))
            _finite(self.history[-1], f"L-BFGS iteration {(chunk + 1) * LBFGS_CHUNK}")
            if (chunk + 1) % every == 0:
                self._write("lbfgs", chunk + 1, optimiser)

    def _read(self) -> dict[str, Any]:
        data = self.checkpoint.read() if self.checkpoint else None
        if data is None:
            return {}
        saved: dict[str, Any] = unpacked(data, "checkpoint")
        if saved["phase"] == "lbfgs":
            self.model.double()
        self.model.load_state_dict(saved["model"])
        self.generator.set_state(saved["generator"])
        self.history = list(saved["history"])
        return saved

    def _restore(self, *parts: Any) -> int:
        for part, state in zip(parts, self.saved.get("parts", ()), strict=False):
            part.load_state_dict(state)
        return int(self.saved.get("step", 0))

    def _write(self, phase: str, step: int, *parts: Any) -> None:
        if self.checkpoint is None:
            return
        state = {
            "phase": phase,
            "step": step,
            "model": self.model.state_dict(),
            "generator": self.generator.get_state(),
            "history": self.history,
            "parts": [part.state_dict() for part in parts],
        }
        self.checkpoint.write(packed(state))


def _finite(loss: float, where: str) -> None:
    if not math.isfinite(loss):
        raise FloatingPointError(
            f"the loss is not finite at {where}; lower learning_rate."
        )
