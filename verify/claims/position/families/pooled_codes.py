"""Codes of encoders that pool, with weights given."""

from fractions import Fraction
from typing import Any

import numpy as np

from verify.claim import Arrays


def pooled_configuration(taps: Any, pooling: str) -> dict[str, Any]:
    """Return an encoder as JSON values, every tap as numerator and denominator."""
    rows = [[list(Fraction(t).as_integer_ratio()) for t in row] for row in taps]
    return {"pooling": pooling, "taps": rows}


def worst_defect(arrays: Arrays) -> float:
    """Return how far torch's codes are from those in rationals, relative to them."""
    exact = arrays["exact_codes"][:, 0] / arrays["exact_codes"][:, 1]
    return float(np.max(np.abs(arrays["codes"] - exact)))
