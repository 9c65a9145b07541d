"""No claim changes what it says or asks for unless its text is changed too."""

import pytest

from tests.golden import FOLDER, golden, path
from verify.claim import Claim
from verify.claims import ALL


@pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)
def test_a_claim_says_what_its_record_says(claim: Claim) -> None:
    record = path(claim).read_text("utf-8") if path(claim).exists() else "nothing"
    assert golden(claim) == record, (
        "if the change is meant, write the record anew: python -m tests.golden"
    )


def test_every_record_belongs_to_a_claim() -> None:
    assert sorted(FOLDER.iterdir()) == sorted(path(claim) for claim in ALL)
