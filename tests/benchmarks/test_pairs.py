"""Every pair of routes that is timed leads to one result; how fast is not asked."""

from importlib import import_module

import pytest

from benchmarks.__main__ import KINDS
from benchmarks.timing import refuse_apart


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_both_routes_of_every_pair_lead_to_one_result(kind: str) -> None:
    pairs = import_module(f"benchmarks.{kind}").pairs()
    found = []
    for pair in pairs:
        refuse_apart(pair)
        found.append((pair.kind, pair.work, pair.rival))
    assert {name for name, _, _ in found} == {kind}
    assert len(set(found)) == len(found) >= 2
