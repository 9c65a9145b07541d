"""Numbers as people read them: a few digits, raised powers of ten, true minus signs."""

import math
from collections.abc import Sequence

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def measured(value: float, digits: int = 3) -> str:
    """Return a measured number with that many significant digits.

    Whole numbers below a million are given in full, very small and very large ones
    with a power of ten; a NaN is called missing.

    Examples
    --------
    >>> [measured(x) for x in (0.0101234, 8190.0, -1.234e-7, 0.0)]
    ['0.0101', '8190', '−1.23 × 10⁻⁷', '0']
    >>> measured(7.83735182, digits=9)
    '7.83735182'

    """
    if not math.isfinite(value):
        return "missing" if math.isnan(value) else "∞" if value > 0 else "−∞"
    if value == int(value) and abs(value) < 1e6:
        return _signed(str(int(value)))
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    if -3 <= int(power) < 6:
        return _signed(f"{value:.{max(0, digits - 1 - int(power))}f}")
    return f"{_signed(mantissa)} × {power_of_ten(int(power))}"


def chosen(value: float, digits: int = 6) -> str:
    """Return a number that somebody chose, such as a bound, with no more digits.

    Those beyond ``digits`` significant ones are left out.

    Examples
    --------
    >>> [chosen(x) for x in (0.02, 1e-12, 2.5e-4, 20.0)]
    ['0.02', '10⁻¹²', '2.5 × 10⁻⁴', '20']

    """
    if value == 0 or not math.isfinite(value) or 1e-3 <= abs(value) < 1e6:
        finite = math.isfinite(value)
        return _signed(f"{value:.{digits}g}") if finite else measured(value)
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    front = mantissa.rstrip("0").rstrip(".")
    ten = power_of_ten(int(power))
    return ten if front == "1" else f"{_signed(front)} × {ten}"


def digits_apart(values: Sequence[float]) -> int:
    """Return with how many digits, 6 or more, numbers are written that differ.

    Examples
    --------
    >>> digits_apart([0.9, 1.0]), digits_apart([1.0, 1.00000025])
    (6, 8)

    """
    counts = range(6, 18)
    enough = (d for d in counts if len({f"{v:.{d}g}" for v in values}) == len(values))
    return next(enough, counts[-1])


def power_of_ten(exponent: int) -> str:
    """Return a power of ten in raised digits.

    Examples
    --------
    >>> power_of_ten(-12)
    '10⁻¹²'

    """
    return "10" + str(exponent).translate(_RAISED)


def _signed(text: str) -> str:
    return text.replace("-", "−")


def duration(seconds: float) -> str:
    """Return a duration as people say it.

    Examples
    --------
    >>> duration(12.34), duration(600)
    ('12.3 s', '10.0 min')

    """
    return f"{seconds / 60:.1f} min" if seconds >= 90 else f"{seconds:.1f} s"
