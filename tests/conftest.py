"""What holds for every test: no deadline, and shape checks on request.

SHAPE_CHECKS=1 turns on the checks of every annotation and shape, on few examples; of
a test marked ``again`` they would see nothing new. Examples of hypothesis
are the same in every run; ``--hypothesis-profile searching`` tries new ones.
"""

import gc
import os
import shutil
import tempfile

import pytest
from hypothesis import HealthCheck, settings

# No test may depend on the machine's speed.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("searching", patient, derandomize=False)
settings.register_profile("repeatable", patient, derandomize=True)
# A shape hardly ever depends on more than the first few examples of values.
settings.register_profile("shapes", patient, derandomize=True, max_examples=10)
settings.load_profile("shapes" if os.environ.get("SHAPE_CHECKS") else "repeatable")

# Loading makes many objects, and nearly all stay: Python need not look through them
# again and again for what is not used any more.
gc.set_threshold(100_000, 50, 50)

FOLDER = pytest.StashKey[str]()

if os.environ.get("SHAPE_CHECKS"):
    from jaxtyping import install_import_hook

    install_import_hook(["theory", "empirical"], "beartype.beartype")


def pytest_configure(config: pytest.Config) -> None:
    """Give all processes of the session one folder for answers; see judging.py."""
    if "SHARED_ANSWERS" not in os.environ:
        config.stash[FOLDER] = tempfile.mkdtemp(prefix="answers-")
        os.environ["SHARED_ANSWERS"] = config.stash[FOLDER]


def pytest_collection_finish() -> None:
    """Never look through what was loaded and collected again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove that folder where it was made."""
    if folder := config.stash.get(FOLDER, ""):
        shutil.rmtree(folder, ignore_errors=True)
        del os.environ["SHARED_ANSWERS"]
