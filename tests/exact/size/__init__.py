"""Exact arrays of the experiments on size."""

from tests.exact.arrays import Maker
from tests.exact.size import bias_free, biased, bodies, contraction, signs

MAKERS: dict[str, Maker] = {
    **bias_free.MAKERS,
    **biased.MAKERS,
    **bodies.MAKERS,
    **contraction.MAKERS,
    **signs.MAKERS,
}
"""By the bare name of an experiment's function, or by a claim's slug."""

ALIVE: dict[tuple[str, str], str] = {
    ("size.one-number", "copies"): "The reading compares what comes out with what goes "
    "in, and never looks at the codes: a copy of a disk counts as one that passed "
    "through one number.",
    ("size.published", "copies"): "The reading judges the outputs by the inputs alone, "
    "and quotes the codes without a bound: a copy counts as a disk that passed through "
    "one number.",
    ("size.generalise", "copies"): "The reading never looks at the codes: a network "
    "that hands its input on fills every hole.",
    (
        "size.thresholded",
        "copies",
    ): "Every family of sharp disks is one function cut at "
    "levels, the images themselves too, and no check asks for a code.",
    ("size.thresholded", "shifted"): "The reading looks at what is drawn and not for "
    "which disk: the reconstruction error is quoted without a bound.",
    ("size.one-function", "shifted"): "Every output is brought to unit norm, so that "
    "the strength of one disk may be that of another.",
    (
        "size.radial",
        "constant",
    ): "The mean of the disks is radial as well, and no check "
    "asks whether the codes tell disks apart.",
    (
        "size.radial",
        "copies",
    ): "A disk is radial as well, and no check asks whether the "
    "decoder learned more than one of them.",
}
"""Claims that a dead measurement confirms, by slug and kind, with the reason."""
