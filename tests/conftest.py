"""What holds for every test: no deadline, one thread, and shape checks on request.

SHAPE_CHECKS=1 turns on the checks of every annotation and shape. Examples of hypothesis
are the same in every run; ``--hypothesis-profile searching`` tries new ones.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

# No test may depend on the machine's speed.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("searching", patient, derandomize=False)
settings.register_profile("repeatable", patient, derandomize=True)
settings.load_profile("repeatable")

if os.environ.get("SHAPE_CHECKS"):
    from jaxtyping import install_import_hook

    install_import_hook(["theory", "empirical"], "beartype.beartype")


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every child process on one thread, as the command does."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
