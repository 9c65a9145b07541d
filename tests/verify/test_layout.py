"""Where a claim is found: its name says in which file."""

from importlib import import_module

import pytest

from verify.claim import Claim
from verify.claims import ALL


@pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)
def test_the_file_that_holds_a_claim_bears_its_slug(claim: Claim) -> None:
    module = import_module(f"verify.claims.{claim.name.replace('-', '_')}")
    assert module.CLAIM is claim
