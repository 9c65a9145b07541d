"""Planted errors that nothing notices because they do no harm, each with its reason."""

from tests.trust.planted import Planted

HARMLESS = {
    (
        "verify/measuring.py",
        "1.0",
        "2 * 1.0",
    ): "who interrupts waits a second longer, and nothing else is asked so often",
    (
        "verify/claims/position/stride_reach.py",
        "levels + 0.1 * i",
        "((levels) - (0.1 * i))",
    ): "curves that lie on one another are drawn beside one another, to either side",
    (
        "verify/claims/position/brightness.py",
        "1 / np.array(STRENGTHS)",
        "((1) * (np.array(STRENGTHS)))",
    ): "with each strength comes its inverse, so that both have one mean",
    (
        "theory/size/shooting.py",
        "beyond(high) < 0",
        "((beyond(high)) <= (0))",
    ): "a continuous function is exactly 0 at no number that is tried",
    (
        "theory/size/minimisation.py",
        "np.random.default_rng(seed).uniform(size=points)",
        "(np.random.default_rng(seed).uniform(size=points)) ** 2",
    ): "another start, from which the same minimum is found",
    (
        "theory/size/pieces.py",
        "rng.uniform(-0.3, 0.3, pieces)",
        "(rng.uniform(-0.3, 0.3, pieces)) ** 2",
    ): "other starts of many, of which the best end at the same minimum",
    (
        "theory/position/pooling_certificate.py",
        "np.prod(np.abs(cell.vectors).sum(2).max(1).astype(float)) >= EXACT",
        "((np.prod(np.abs(cell.vectors).sum(2).max(1).astype(float))) > (EXACT))",
    ): "the bound itself is the last number that is exact",
    (
        "theory/position/pooling_least_proof.py",
        "_sign(even - odd) > 0",
        "((_sign(even - odd)) >= (0))",
    ): "either of two numbers that are equal is the larger one",
    (
        "theory/position/pooling_least_proof.py",
        "number.eval(low) > 0",
        "((number.eval(low)) >= (0))",
    ): "no root is left in the interval, the ends among it",
    (
        "theory/position/pooling_least_proof.py",
        "number.count_roots(low, high)",
        "number.count_roots(high, low)",
    ): "the ends of an interval are taken in either order",
    (
        "theory/pca/translated.py",
        "c > 1e-12",
        "((c) >= (1e-12))",
    ): "no direction that is asked has such a cosine",
    (
        "theory/size/bodies.py",
        "rho < 1",
        "((rho) <= (1))",
    ): "a profile is 0 at the edge",
    (
        "theory/position/paddings_affine.py",
        "reads",
        "(reads) * 1.1",
    ): "filters are normalised, and what lies behind takes any scale",
    (
        "theory/position/peeling.py",
        "len(free) and not plain",
        "((not plain))",
    ): "where no tap is free, a search ends at the only taps that there are",
    (
        "theory/size/scaled.py",
        "root[:, None] * (copies @ copies.T)",
        "(1.1 * (root[:, None] * (copies @ copies.T)))",
    ): "only shares of its trace are taken, and the best split of all",
    (
        "empirical/pca/images/form.py",
        "not (1e-30 < spread < 1e30 and most < 1e3 * spread)",
        "True",
    ): "double precision is never worse; it takes more memory",
    (
        "theory/pca/ellipses.py",
        "e.first >= e.second",
        "((e.first) > (e.second))",
    ): "a circle has no long axis, so that either direction is as good",
    (
        "theory/position/encoder.py",
        "np.result_type(entries, filters)",
        "np.result_type(filters, entries)",
    ): "the order makes no difference to the type",
    (
        "theory/position/pooling_certificate_search.py",
        "int(np.abs(cell.vectors[layer, vector]).max()).bit_length()",
        "0",
    ): "only steers a search: what it finds is proved by other code, or is no proof",
    (
        "theory/size/shooting.py",
        "_angle(law, dimension, kappa / total) - (mode + 0.5) * np.pi",
        "(_angle(law, dimension, kappa / total) - (mode + 0.5) * np.pi) * 1.1",
    ): "the zero is at the same place",
}
"""By file, the text that is replaced and the text that replaces it."""

_UNIT, _SIGN = ("a tenth more",), ("the other sign",)
_COMPARED = (
    "the errors compare each image with its own decoding before they are returned, "
    "and nothing given is read: the other seed's measurement is whole"
)
_FREE: dict[str, dict[str, tuple[str, ...]]] = {
    "disks grow with the radius, and responses with the factor: they are in that order "
    "already, and starts have none": {
        "size.published": ("in order of size",),
        "size.homogeneity": ("in order of size",),
    },
    "of as many pieces only the best decoder counts, wherever it stands": {
        "size.pieces": ("the last first",),
    },
    "what codes correlate with is told and not judged": {
        "size.published": ("capped at 1",),
        "pca.packets": ("capped at 1",),
        "pca.whole-gan": ("capped at 1",),
    },
    "of the second code only the sign is judged": {
        "size.two-codes": ("capped at 1",),
    },
    "exact networks all end with one sign and none below the floor, in any order; with "
    "a tenth more they leave more, and the size of a code is not judged": {
        "size.minimised": (
            "one image for all",
            "best starts only",
            "in order of size",
            "half of the samples twice",
            "the last first",
            "a tenth more",
            "capped at 1",
        ),
    },
    "starts have no order, codes no unit, and which sign is the rarer is not judged; "
    "the cases end nearly alike, so that the first of them for all says the same": {
        "size.start-averaging": (
            "one image for all",
            "best starts only",
            "in order of size",
            "half of the samples twice",
            "the last first",
            "a tenth more",
            "the other sign",
            "capped at 1",
        ),
        "size.start-random": (
            "one image for all",
            "in order of size",
            "half of the samples twice",
            "the last first",
            "a tenth more",
            "the other sign",
            "capped at 1",
        ),
    },
    "an image may have either sign, and so an axis": {
        "size.scaled-callosum-linear": _SIGN,
        "pca.linear": _SIGN,
        "pca.linear-uncentred": _SIGN,
    },
    "disks of the hole are compared with the others, all of them brighter alike": {
        "size.generalise": _UNIT,
    },
    "every layer has the same three taps, up to its scale": {
        "position.trained-filter": ("one image for all", *_UNIT, *_SIGN),
    },
    "errors are compared with one another, and have no unit": {
        "position.few-impulses": _UNIT,
        "pca.ordered": _UNIT,
        "pca.importance": _UNIT,
        "pca.packets": (*_UNIT, *_SIGN),
    },
    _COMPARED: {
        "pca.ordered": ("another",),
        "pca.importance": ("another",),
        "pca.packets": ("another",),
    },
    "a mean over thousands of errors hardly knows their noise": {
        "pca.importance": ("noise of a fifth",),
        "pca.packets": ("noise of a fifth",),
    },
    "what is found again of the detail of faces, noise leaves as it is": {
        "pca.faces": ("noise of a fifth",),
    },
    "codes have no unit and no sign, and no mean of squares is below 0": {
        "pca.attributes": (*_UNIT, *_SIGN),
        "pca.decorrelated": (*_UNIT, *_SIGN),
        "pca.ellipses": (*_UNIT, *_SIGN),
        "pca.ellipses-floors": (*_UNIT, *_SIGN),
        "pca.navigation": (*_UNIT, *_SIGN),
        "pca.navigation-implied": (*_UNIT, *_SIGN),
        "pca.gan": _SIGN,
    },
    "codes that are so noisy, or cut there, still tell all but 7 % of each attribute, "
    "and order sizes as they did": {
        "pca.attributes": ("noise of a fifth", "capped at 1"),
        "pca.decorrelated": ("noise of a fifth", "capped at 1"),
        "pca.ellipses": ("noise of a fifth", "capped at 1"),
        "pca.ellipses-floors": ("capped at 1",),
    },
    "codes that are independent stay so when each is changed by itself, or their order "
    "together": {
        "pca.independence": ("the last first", *_UNIT, *_SIGN, "capped at 1"),
    },
    "that codes of the whole leave at least nine tenths is said, and no bound above": {
        "pca.whole-gan": (*_UNIT, "in order of size", "noise of a fifth"),
    },
    "every network without biases is homogeneous, of whatever disks": {
        "size.homogeneity": ("a changed world",),
    },
}
FREE = {
    (slug, change): why
    for why, claims in _FREE.items()
    for slug, changes in claims.items()
    for change in changes
}
"""By claim and change of its arrays, or of its world: why it stays true."""


def reason(planted: Planted) -> str:
    """Return why an error does no harm; empty where it may."""
    if planted.of_claim:
        return FREE.get((planted.file, planted.operator), "")
    before, after = (" ".join(t.split()) for t in (planted.before, planted.after))
    return HARMLESS.get((planted.file, before, after), "")
