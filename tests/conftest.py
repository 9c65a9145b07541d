"""Optional checks of every annotation and shape: SHAPE_CHECKS=1 turns them on."""

import os

import pytest

if os.environ.get("SHAPE_CHECKS"):
    from jaxtyping import install_import_hook

    install_import_hook(["theory", "empirical"], "beartype.beartype")


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every child process on one thread, as the command does."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
