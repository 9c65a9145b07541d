"""What holds for tests of what a person asks for."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let no test see what another one's file imported, nor where it is told of."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    path, modules = list(sys.path), set(sys.modules)
    yield
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if name.startswith(("own_", "beside", "claim")):
            del sys.modules[name]
