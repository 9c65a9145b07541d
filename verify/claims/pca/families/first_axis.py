"""Which size of an ellipse a first code orders by: one exponent."""

from functools import cache

import numpy as np

from theory.pca import ellipses, quadrature
from verify.claim import Array, Arrays
from verify.claims.pca.families.dependence import rank_correlation, unexplained
from verify.claims.pca.families.trained_ellipses import codes, drawn

_EXPONENTS = np.arange(-0.5, 3.0, 0.025)


def exponent(code: Array, short: Array, long: Array) -> tuple[float, float]:
    """Return p so that short * long^p orders best as the code does, and how well.

    The second number is the rank correlation. No monotone change of the code
    changes either.
    """
    sizes = np.log(short) + _EXPONENTS[:, None] * np.log(long)
    found = [abs(rank_correlation(code, size)) for size in sizes]
    best = int(np.argmax(found))
    return float(_EXPONENTS[best]), found[best]


@cache
def exponents() -> dict[str, float]:
    """Return the exponents of codes that theory knows, by name."""
    e = ellipses.drawn(2**14, 2)
    short, long = ellipses.short_axis(e), ellipses.long_axis(e)
    return {
        "a + b": exponent(ellipses.sum_of_axes(e), short, long)[0],
        "harmonic mean": exponent(ellipses.harmonic_mean(e), short, long)[0],
        "least floor": quadrature.best_exponent()[0],
    }


def first_axis_values(arrays: Arrays) -> tuple[float, dict[str, float]]:
    """Return the exponent of the first axis, with what else is worth printing."""
    e, code = drawn(arrays), codes(arrays)[:, 0]
    short, long = ellipses.short_axis(e), ellipses.long_axis(e)
    found, fit = exponent(code, short, long)
    sizes = {
        "area": ellipses.area(e),
        "short axis": short,
        "short * sqrt(long)": ellipses.power_code(e, 0.5),
        "harmonic mean": ellipses.harmonic_mean(e),
        "a + b": ellipses.sum_of_axes(e),
    }
    values = {
        f"rank correlation with {name}": abs(rank_correlation(code, size))
        for name, size in sizes.items()
    }
    return found, {
        "exponent": found,
        "rank correlation missed by the best exponent": 1 - fit,
        **values,
        "variance of the area left": unexplained(sizes["area"], code),
        "pixel error, 1 code": float(arrays["errors ordered"][1].mean()),
    }
