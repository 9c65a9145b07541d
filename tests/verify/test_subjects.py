"""What a claim is about: the talk's own by default, and nothing that is impossible."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.subjects import Diracs, Disks, Images


def test_the_defaults_are_those_of_the_talk() -> None:
    assert (Disks().size, Disks().largest, Disks().blur, Disks().slope) == (
        64,
        31.0,
        0.0,
        0.2,
    )
    np.testing.assert_array_equal(Disks().law.at(np.array([0.1, 0.9])), 1.0)
    assert Diracs() == Diracs(length=32, dimensions=1, padding="zeros", channels=1)
    assert Images().folder is None


@given(st.integers(4, 300))
def test_the_largest_disk_lies_inside_images_of_every_size(size: int) -> None:
    assert 0 < Disks(size=size).largest <= size / 2


@pytest.mark.parametrize(
    ("kind", "given", "says"),
    [
        (Disks, {"size": 3}, "size must be a whole number, at least 4, got 3"),
        (Disks, {"size": 64.5}, "size must be a whole number"),
        (Disks, {"size": float("nan")}, "size must be a whole number"),
        (Disks, {"radius": 33.0}, "radius must be in (0, 32], half of the size"),
        (Disks, {"radius": float("nan")}, "radius must be in"),
        (Disks, {"radius": 0.0}, "radius must be in"),
        (Disks, {"blur": -1.0}, "blur must be finite and at least 0"),
        (Disks, {"blur": float("inf")}, "blur must be finite"),
        (Disks, {"slope": 1.0}, "slope must be in [0, 1), got 1.0"),
        (Disks, {"count": True}, "count must be a whole number"),
        (Diracs, {"length": 1}, "length must be a whole number, at least 2"),
        (Diracs, {"dimensions": 3}, "dimensions must be 1 or 2, got 3"),
        (Diracs, {"padding": "same"}, "padding must be one of zeros, circular"),
        (Diracs, {"channels": 0}, "channels must be a whole number"),
        (Diracs, {"length": 8, "unseen": (8,)}, "unseen must be from 0 to 7, got 8"),
        (Diracs, {"length": 4, "unseen": (0, 1, 2)}, "unseen must leave 2 places"),
        (Images, {"components": 0}, "components must be a whole number"),
        (Images, {"colours": True}, "colours are those of pictures: give a folder"),
        (Images, {"attributes": Path("a.csv")}, "attributes are those of pictures"),
        (Images, {"size": 1}, "size must be a whole number, at least 2"),
    ],
)
def test_what_is_impossible_is_refused(
    kind: Any, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        kind(**given)
