"""Who looks on while packets train: notes losses, tells the time left, may stop."""

import time
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from torch import nn

Notify = Callable[[str], object]
Noted = dict[str, int | float]
"""``packet`` and ``step`` from 1, ``loss``, and ``held_out`` where it is measured."""

LOOKS = 20
"""In the training of one packet."""

EVERY = 5.0
"""Seconds between two sentences, at least."""

FAIR = 20
"""Steps after which a training can be told from one that has hardly begun."""


class Progress:
    """Tells in sentences how far a training is, every few seconds.

    Parameters
    ----------
    notify
        Is told.
    packets, steps
        How many packets there are, and of how many steps each.
    clock
        Returns seconds.

    """

    def __init__(
        self,
        notify: Notify,
        packets: int,
        steps: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.notify, self.packets, self.steps = notify, packets, steps
        self.clock, self.told = clock, clock()
        self.begun: tuple[float, int] | None = None

    def seen(self, noted: Noted) -> None:
        """Say so if the last sentence is a few seconds old."""
        now = self.clock()
        done = self.steps * (int(noted["packet"]) - 1) + int(noted["step"])
        if self.begun is None:
            self.begun = now, done
        if now - self.told < EVERY:
            return
        self.told = now
        since, first = self.begun
        left = ""
        if done > first:
            whole = self.steps * self.packets
            seconds = (now - since) * (whole - done) / (done - first)
            left = f", about {duration(seconds)} left"
        held = f", held out {noted['held_out']:.1%}" if "held_out" in noted else ""
        self.notify(
            f"packet {noted['packet']} of {self.packets}, step {noted['step']} of "
            f"{self.steps}: loss {noted['loss']:.4g}{held}{left}."
        )


class Counting:
    """Tells in sentences how many images have been looked at, every few seconds.

    Parameters
    ----------
    notify
        Is told.
    images
        How many there are.
    clock
        Returns seconds.

    """

    def __init__(
        self, notify: Notify, images: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.notify, self.images, self.clock = notify, images, clock
        self.begun = self.told = clock()

    def seen(self, count: int) -> None:
        """Say so if the last sentence is a few seconds old."""
        now = self.clock()
        if now - self.told < EVERY:
            return
        self.told = now
        left = (now - self.begun) * (self.images - count) / count
        self.notify(
            f"looked at {count} of {self.images} images, about {duration(left)} left."
        )


def duration(seconds: float) -> str:
    """Return a time in words.

    Examples
    --------
    >>> duration(42.3), duration(600.0), duration(9000.0)
    ('42 s', '10 min', '2.5 h')

    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


class Watcher:
    """Looks on while one packet trains; see :class:`empirical.training.Watch`.

    Parameters
    ----------
    packet
        Its number, from 1.
    every
        Steps between two looks.
    networks
        That are trained.
    measure
        Returns which share of the variance of held-out images is left; None where
        none are held out.
    patience
        Looks without a better share after which to stop, and go back to the best
        networks; None never stops.
    progress
        Is told.

    """

    def __init__(
        self,
        packet: int,
        every: int,
        networks: nn.Module,
        measure: Callable[[], float] | None,
        patience: int | None,
        progress: Progress,
    ) -> None:
        self.packet, self.every, self.networks = packet, every, networks
        self.measure, self.patience, self.progress = measure, patience, progress
        self.history: list[Noted] = []
        self.best, self.since = float("inf"), 0
        self.kept: dict[str, Any] | None = None

    def looks(self, step: int, loss: float) -> bool:
        """Note the loss after that many steps, and return whether to stop."""
        noted: Noted = {"packet": self.packet, "step": step, "loss": loss}
        if self.measure is not None:
            noted["held_out"] = self.measure()
        self.history.append(noted)
        self.progress.seen(noted)
        if self.patience is None:
            return False
        self.since += 1
        if noted["held_out"] < self.best:
            self.best, self.since = noted["held_out"], 0
            self.kept = deepcopy(self.networks.state_dict())
        return self.since >= self.patience

    def settle(self) -> None:
        """Give the networks the best weights that were seen, if any were kept."""
        if self.kept is not None:
            self.networks.load_state_dict(self.kept)

    def state_dict(self) -> dict[str, Any]:
        """Return what was noted so far."""
        return {
            "history": self.history,
            "best": self.best,
            "since": self.since,
            "kept": self.kept,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from what was noted."""
        self.history, self.best = list(state["history"]), float(state["best"])
        self.since, self.kept = int(state["since"]), state["kept"]
