"""Planted errors that nothing notices because they do no harm, each with its reason."""

from tests.trust.planted import Planted

HARMLESS = {
    (
        "theory/size/shooting.py",
        "beyond(high) < 0",
        "((beyond(high)) <= (0))",
    ): "a continuous function is exactly 0 at no number that is tried",
    (
        "size.minimised",
        "",
        "best starts only",
    ): "exact networks all end with one sign and none below the floor, the best too",
    (
        "size.start-random",
        "",
        "one image for all",
    ): "the cases end nearly alike, so that the first of them for all says the same",
    (
        "position.trained-filter",
        "",
        "one image for all",
    ): "every layer has the same three taps, up to its scale",
}
"""By file, the text that is replaced and the text that replaces it; for arrays by
claim and change."""


def reason(planted: Planted) -> str:
    """Return why an error does no harm; empty where it may."""
    place = (
        planted.file,
        *(" ".join(t.split()) for t in (planted.before, planted.after)),
    )
    if planted.of_claim:
        place = (planted.file, "", planted.operator)
    return HARMLESS.get(place, "")
