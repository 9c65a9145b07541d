"""What a fork says until its end, or that it takes too long."""

import json
import os
import select
import signal
import time
from typing import Any

from tests.faults.command import spent

STEP, TESTS = 600.0, 1500.0
"""Seconds of the processor that a test and all other tests may take, many times what
they need: a step beyond is said to loop, and tests beyond are cut short."""
IDLE = 600.0
"""Seconds without work after which an error is said to hang."""


class _Watch:
    """Hears what a fork says until its end, or says that it takes too long."""

    def __init__(self, child: int) -> None:
        self.child = child
        self.stage, self.step, self.limit = "verdict", "loading", STEP
        self.stage_began = self.step_began = self.spent = spent(child)
        self.moved, self.rest = time.monotonic(), b""

    def hear(self, data: bytes) -> tuple[str, str] | None:
        """Take words; return the answer if it is among them."""
        if not data:
            return "error", f"it died in {self.step}"
        *lines, self.rest = (self.rest + data).split(b"\n")
        for word, *more in map(json.loads, lines):
            if word == "ended":
                return more[0], more[1]
            self.step_began = spent(self.child)
            if word == "stage":
                self.stage, self.step, self.limit = more[0], more[0], STEP
                self.stage_began = self.step_began
            else:
                self.step, self.limit = more
        self.moved = time.monotonic()
        return None

    def tired(self) -> tuple[str, str] | None:
        """Return an answer if a step loops or hangs, or all tests take too long."""
        now = spent(self.child)
        if now > self.spent + 0.05:
            self.spent, self.moved = now, time.monotonic()
        if now - self.step_began > self.limit:
            return self.stage, f"it loops in {self.step}"
        if time.monotonic() - self.moved > IDLE:
            return self.stage, f"it hangs in {self.step}"
        if self.stage == "test" and now - self.stage_began > TESTS:
            return "nothing", f"cut short in {self.step}"
        return None


def heard(child: int, pipe: Any) -> tuple[str, str]:
    """Return what a fork answers."""
    watch, answer = _Watch(child), None
    while answer is None:
        ready, _, _ = select.select([pipe], [], [], 1.0)
        answer = watch.hear(pipe.read(65536)) if ready else None
        answer = answer or watch.tired()
    return answer


def end(child: int) -> None:
    """End a fork with all that it started."""
    try:
        os.killpg(child, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
