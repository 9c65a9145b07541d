"""Planted errors that nothing notices because they do no harm, each with its reason."""

from tests.trust.planted import Planted

HARMLESS = {
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
