"""A run as the options of a command start it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from verify import options
from verify.budget import Budget

if TYPE_CHECKING:
    from verify.claim import Claim


def measured(
    claims: "Sequence[Claim]",
    *,
    budget: Budget,
    device: str,
    seed: int,
    jobs: int,
    out: Path,
    cluster: str | None,
    quiet: bool,
    verbose: bool,
    **others: bool,
) -> NoReturn:
    """Measure and judge claims, and end with the exit status."""
    from verify import session
    from verify.trial import Setting

    setting = Setting(budget=budget, device=device, offset=seed)
    place = session.Place(
        out=out,
        jobs=jobs,
        cluster=cluster,
        voice=options.voice(quiet=quiet, verbose=verbose),
    )
    sys.exit(session.verify(claims, setting, place, **others))
