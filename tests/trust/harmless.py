"""Planted errors that nothing notices because they do no harm, each with its reason."""

from tests.trust.planted import Planted

HARMLESS: dict[tuple[str, str, str], str] = {}
"""By file, the text that is replaced and the text that replaces it."""


def reason(planted: Planted) -> str:
    """Return why an error does no harm; empty where it may."""
    place = (
        planted.file,
        *(" ".join(t.split()) for t in (planted.before, planted.after)),
    )
    if planted.of_claim:
        place = (planted.file, "", planted.operator)
    return HARMLESS.get(place, "")
