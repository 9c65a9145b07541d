"""The date that a report bears."""

import os
import time
from datetime import UTC, datetime

LATEST = 253402300799
"""The last second of the year 9999, where calendars of Python end."""

_DAY = 24 * 60 * 60


def epoch(newest: int = 0) -> int:
    """Return the date of a report, in seconds since 1970.

    The day of the newest measurement that it shows, or if it shows none the present
    day, unless SOURCE_DATE_EPOCH says otherwise.

    Parameters
    ----------
    newest
        When the newest measurement was made, in seconds since 1970; 0 for none.

    Raises
    ------
    ValueError
        If SOURCE_DATE_EPOCH is no date.

    """
    # A clock may be wrong by any amount.
    day = min(max(0, newest or int(time.time())), LATEST) // _DAY * _DAY
    said = os.environ.get("SOURCE_DATE_EPOCH") or str(day)
    if not said.isdecimal() or int(said) > LATEST:
        raise ValueError(
            "SOURCE_DATE_EPOCH must be a whole number of seconds from 0 to "
            f"{LATEST}, got {said!r}."
        )
    return int(said)


def in_words(epoch: int) -> str:
    """Return the day of an epoch, as paper, dossier and explorer print it.

    Raises
    ------
    ValueError
        If it is outside 0 to the end of the year 9999.

    Examples
    --------
    >>> in_words(1_700_000_000)
    '14 November 2023'

    """
    if not 0 <= epoch <= LATEST:
        raise ValueError(f"epoch must be from 0 to {LATEST}, got {epoch}.")
    day = datetime.fromtimestamp(epoch, UTC)
    return f"{day.day} {day:%B %Y}"


def settle() -> None:
    """Refuse a wrong SOURCE_DATE_EPOCH, and forget an empty one, before SciPy reads it.

    Raises
    ------
    ValueError
        As for :func:`epoch`.

    """
    epoch()
    if not os.environ.get("SOURCE_DATE_EPOCH"):
        os.environ.pop("SOURCE_DATE_EPOCH", None)
