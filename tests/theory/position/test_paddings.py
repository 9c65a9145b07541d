"""Codes where the signal is continued otherwise than by zeros."""

import numpy as np
import pytest

from theory.position.paddings import PADDINGS, padded_codes
from theory.position.variants import dirac_codes_numpy

MODES = dict(zip(PADDINGS, ("constant", "wrap", "reflect", "edge"), strict=True))


@pytest.mark.parametrize("padding", PADDINGS)
@pytest.mark.parametrize("levels", range(1, 11))
def test_closed_forms_are_what_slices_make(levels: int, padding: str) -> None:
    made = dirac_codes_numpy(levels, boundary=MODES[padding])
    np.testing.assert_array_equal(padded_codes(levels, padding), made)


@pytest.mark.parametrize("padding", PADDINGS[1:])
def test_no_other_padding_gives_the_deck_s_code(padding: str) -> None:
    assert np.any(padded_codes(3, padding) != 8 - np.arange(8))


def test_what_is_unknown_is_refused() -> None:
    with pytest.raises(ValueError, match=r"levels must be in \[1, 20\], got 0"):
        padded_codes(0, "zeros")
    with pytest.raises(ValueError, match=r"padding must be one of .*, got wrap"):
        padded_codes(3, "wrap")
