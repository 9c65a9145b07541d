"""Where a claim is found, and that nothing about it lies elsewhere unused."""

from importlib import import_module
from pathlib import Path

import pytest

import verify.claims
from tests.exact.makers import MAKERS
from tests.record_measurements import FOLDER, path
from verify.claim import Claim
from verify.claims import ALL

FILES = sorted(Path(verify.claims.__file__).parent.glob("*/*.py"))


@pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)
def test_the_file_that_holds_a_claim_bears_its_slug(claim: Claim) -> None:
    module = import_module(f"verify.claims.{claim.name.replace('-', '_')}")
    assert module.CLAIM is claim


def test_every_file_that_holds_a_claim_is_listed() -> None:
    holding = {
        f"{file.parent.name}.{file.stem.replace('_', '-')}"
        for file in FILES
        if "\nCLAIM = " in file.read_text("utf-8")
    }
    assert holding == {claim.name for claim in ALL}


def test_every_recorded_measurement_belongs_to_a_claim() -> None:
    assert sorted(FOLDER.iterdir()) == sorted(path(claim) for claim in ALL)


def test_every_maker_of_exact_arrays_serves_a_claim() -> None:
    functions = {claim.experiment.function.split(":")[1] for claim in ALL}
    assert set(MAKERS) <= functions | {claim.name for claim in ALL}
