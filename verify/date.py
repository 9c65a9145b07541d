"""The date that a report bears."""

import os
import time

LATEST = 253402300799
"""The last second of the year 9999, where calendars of Python end."""

_DAY = 24 * 60 * 60


def epoch() -> int:
    """Return the date of a report, in seconds since 1970.

    The day on which it is built, unless SOURCE_DATE_EPOCH says otherwise.

    Raises
    ------
    ValueError
        If SOURCE_DATE_EPOCH is no date.

    """
    today = int(time.time()) // _DAY * _DAY
    said = os.environ.get("SOURCE_DATE_EPOCH") or str(today)
    if not said.isdecimal() or int(said) > LATEST:
        raise ValueError(
            "SOURCE_DATE_EPOCH must be a whole number of seconds from 0 to "
            f"{LATEST}, got {said!r}."
        )
    return int(said)
