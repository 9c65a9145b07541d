"""Calls and experiments for workers that are about to be ended, watched or counted."""

import os
import time
from pathlib import Path
from typing import NoReturn

import numpy as np


def process() -> int:
    """Return where it ran."""
    return os.getpid()


def process_once(started: str, go: str) -> int:
    """Return where it ran, once a file is there; mark the start in a folder."""
    Path(started, str(os.getpid())).touch()
    while not Path(go).exists():
        time.sleep(0.02)
    return os.getpid()


def alone(folder: str) -> int:
    """Return where it ran; fail if another runs in the same process."""
    place = Path(folder, str(os.getpid()))
    place.touch(exist_ok=False)
    time.sleep(0.1)
    place.unlink()
    return os.getpid()


def beat(place: str) -> NoReturn:
    """Write dots for ever."""
    while True:
        with Path(place).open("a") as file:
            file.write(".")
        time.sleep(0.02)


def die() -> NoReturn:
    """End the process."""
    os._exit(1)


def fail(words: str) -> NoReturn:
    raise KeyError(words)


def level(*, seed: int, height: float, started: str, go: str) -> dict[str, np.ndarray]:
    """Measure seed 0 at once, and the others once a file is there."""
    if seed:
        process_once(started, go)
    return {"level": np.array([height + seed / 1000])}
