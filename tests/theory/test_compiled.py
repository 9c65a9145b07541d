"""Compiled loops run wherever the package lies, and are kept where they can be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numba
import pytest

import theory

PROGRAM = """
import numpy as np
from theory.compiled import cache_of
from theory.pca.kernels import cover_half
from theory.position.kernels import fill_span

image = np.zeros((4, 8))
cover_half(1.5, 2.5, 0.3, image)
print(image.sum(), *{cache_of(loop) for loop in (cover_half, fill_span)}, sep="|")
"""
NOWHERE = "/dev/null/nowhere"
AREA = 3.14159 * 1.5 * 2.5 / 2


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a folder with a copy of the package that keeps no compiled code."""
    copy = tmp_path / "copy"
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(theory.__file__).parent, copy / "theory", ignore=without)
    for topic in ("pca", "position"):
        # A file in the way stops a root user, too.
        (copy / "theory" / topic / "__pycache__").write_text("")
    return copy


def answer(package: Path, **environment: str) -> tuple[float, set[str]]:
    """Return an area that a loop finds, and where the loops are kept."""
    own = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-B", "-c", PROGRAM],
        cwd=package,
        env={**own, "PYTHONPATH": str(package), "SHAPE_CHECKS": "", **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    area, *folders = done.stdout.strip().split("|")
    return float(area), set(folders)


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="the compiler is switched off")
@pytest.mark.parametrize("chosen", [{}, {"NUMBA_CACHE_DIR": NOWHERE}], ids=len)
def test_loops_run_where_nothing_can_be_kept(
    chosen: dict[str, str], package: Path
) -> None:
    places = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"), NOWHERE)
    area, folders = answer(package, **places, **chosen)
    assert area == pytest.approx(AREA, rel=0.01)
    assert folders == {"None"}


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="the compiler is switched off")
def test_loops_are_kept_where_they_can_be(package: Path, tmp_path: Path) -> None:
    area, folders = answer(package, NUMBA_CACHE_DIR=str(tmp_path / "kept"))
    assert area == pytest.approx(AREA, rel=0.01)
    assert all(Path(folder).is_relative_to(tmp_path / "kept") for folder in folders)
    assert list((tmp_path / "kept").rglob("kernels.cover_half*.nbi"))
