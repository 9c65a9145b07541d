"""What changed between two files of results."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

Results = Mapping[str, Any]


def verdicts_changed(old: Results, new: Results) -> list[str]:
    """Return a line for each claim whose outcome changed or that is gone.

    A claim that is new has no verdict to change.
    """
    after = _by_name(new)
    lines = []
    for name, before in _by_name(old).items():
        outcome = after[name]["outcome"] if name in after else "gone"
        if outcome != before["outcome"]:
            reason = f": {after[name]['reason']}" if name in after else ""
            lines.append(f"{name}: {before['outcome']} -> {outcome}{reason}")
    return lines


def others_changed(old: Results, new: Results) -> list[str]:
    """Return a line for each misfit, tolerance, version and source that changed."""
    return [*_claims_changed(old, new), *_circumstances_changed(old, new)]


def _claims_changed(old: Results, new: Results) -> Iterator[str]:
    before = _by_name(old)
    for name, now in _by_name(new).items():
        if name not in before:
            yield f"{name}: new, {now['outcome']}"
            continue
        then = before[name]
        if then["misfit"] != now["misfit"]:
            yield f"{name}: worst misfit {_worst(then)} -> {_worst(now)}"
        for field in ("tolerance", "expected", "budget", "device", "seeds"):
            if then[field] != now[field]:
                yield f"{name}: {field} {then[field]} -> {now[field]}"
        if then["statement"] != now["statement"]:
            yield f"{name}: another statement"
        if then["sources"] != now["sources"]:
            yield f"{name}: other sources of its experiment"


def _circumstances_changed(old: Results, new: Results) -> Iterator[str]:
    for package, now in new["sources"].items():
        if old["sources"].get(package) != now:
            yield f"sources of {package} changed"
    for package, now in new["versions"].items():
        if (then := old["versions"].get(package)) != now:
            yield f"{package} {then} -> {now}"


def _by_name(results: Results) -> dict[str, Results]:
    return {claim["name"]: claim for claim in results["claims"]}


def _worst(claim: Results) -> str:
    """Return the largest misfit; one that is no number counts as largest."""
    misfits = [math.inf if m is None else m for m in claim["misfit"]]
    return f"{max(misfits):.3g}" if misfits else "none"
