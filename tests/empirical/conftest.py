"""A checkpoint that every resumable training is tried on."""

import pytest


class Killed(Exception):
    """Stands for a process that ends without a word."""


class Memory:
    """Keeps the last state; ends the training once it has written a few times."""

    killed = Killed

    def __init__(self, writes: int | None = None) -> None:
        self.data: bytes | None = None
        self.left = writes
        self.writes = 0

    def read(self) -> bytes | None:
        return self.data

    def write(self, data: bytes) -> None:
        if self.left == 0:
            raise Killed
        self.data, self.writes = data, self.writes + 1
        self.left = None if self.left is None else self.left - 1


@pytest.fixture
def kept_in_memory() -> type[Memory]:
    """Return the class of checkpoints that live in memory."""
    return Memory
