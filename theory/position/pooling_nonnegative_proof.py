"""Why max pooling breaks the position code if no tap is negative, as checked steps."""

import sympy as sp

from theory.derivation import Kind, Step, identity

_N = sp.Symbol("n", integer=True, positive=True)
_B, _C, _S1, _S2, _X = sp.symbols("b c s_1 s_2 x", nonnegative=True)
_DELTA = sp.Symbol("delta", nonnegative=True)
_E, _PHI = sp.Function("E"), sp.Function("phi")
_U = sp.Function("u")
_FALL = sp.symbols("d_1 d_3", positive=True)


def derivation() -> tuple[Step, ...]:
    """Return why no three or more layers read ``2^L - a`` with taps of at least 0.

    The hypotheses: every layer filters by three taps, none negative, and keeps the
    maximum of each pair; there are no biases, with which three layers can be exact; the
    first two layers have one channel, and the others any number of them. The codes of
    the first five positions are contradictory then, and one of them is off by at least
    ``1 / (2n - 1)``.
    """
    return (*unbiased_start_derivation(), *_quantified())


def unbiased_start_derivation() -> tuple[Step, ...]:
    """Return why two first layers of one channel, the first without bias, are lost.

    The hypotheses: L is at least 3, no tap is negative, every layer takes the maximum
    of each pair, the first two have one channel, and the first has no bias. The second
    one may have a bias, and the layers behind it any biases and numbers of channels.
    Only falls of the code are used, so no code ``c - a`` is made either.
    """
    return (*_first_taps(), *_five_codes(), *_contradiction())


def _first_taps() -> tuple[Step, ...]:
    t, s = sp.symbols("t_0:3", nonnegative=True), (sp.Symbol("s_0"), _S1, _S2)
    rest = sp.Function("M")
    x, y, w = sp.symbols("x y w")
    return (
        Step(
            says="Without negative taps a layer with max pooling is convex in all that "
            "it reads, whatever its biases and its channels; so is any cascade M of "
            "them, because it is monotone as well.",
            relation=sp.Le(rest(w * x + (1 - w) * y), w * rest(x) + (1 - w) * rest(y)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Let the first two layers have one channel, the first no bias, and "
            "suppose that the codes fall from one position to the next. The impulses "
            "at 0 and 1 leave max(t0, t1) and max(t1, t2) at the first place, so the "
            "first tap of the first layer has to be its largest; let it be 1, and the "
            "layers behind take the factor.",
            relation=sp.Lt(sp.Max(t[1], t[2]), t[0]),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="With b = t2 and c the larger of t1 and t2, an impulse at 2k leaves 1 "
            "at k and b at k - 1.",
            relation=sp.Le(_B, _C),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="An impulse at 2k + 1 leaves c at k and 1 at k + 1; and c is below 1.",
            relation=sp.Lt(_C, 1),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="The impulses at 0 and 2 leave 1 at the places 0 and 1 of the second "
            "layer, with taps s, so its first tap has to be the largest as well; let "
            "it be 1.",
            relation=sp.Lt(sp.Max(s[1], s[2]), s[0]),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="For L of at least 3 a cascade M is left behind the second layer, "
            "which takes a bias of that layer too. Let phi(x) be what M makes of x at "
            "the first place and 1 at the second: a convex function that does not "
            "fall.",
            relation=sp.Eq(_PHI(_X), rest(_X, 1)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Of 1 at the first place alone M makes E(0); with 1 at the second "
            "place beside it, no less.",
            relation=sp.Ge(_PHI(1), _E(0)),
            kind=Kind.CONCLUSION,
        ),
    )


def _five_codes() -> tuple[Step, ...]:
    u = [_U(a) for a in range(1, 5)]
    inside = sp.Max(_C + _S1, _S1 * _C + _S2)
    return (
        Step(
            says="Behind the second layer the impulse at 1 leaves this at the first "
            "place and 1 at the second, so that E(1) = phi(u(1)).",
            relation=sp.Eq(u[0], inside),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="As E(1) is below E(0), u(1) is below 1, and so is this.",
            relation=sp.Lt(_C + _S1, 1),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="In the same way E(2) = phi(u(2)) with this.",
            relation=sp.Eq(u[1], sp.Max(_B + _S1, _S1 * _B + _S2)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="The impulse at 3 leaves the larger of c + s1 and 1 at the second "
            "place, which is 1, and this at the first: E(3) = phi(u(3)).",
            relation=sp.Eq(u[2], _S1 * _C + _S2),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="And the one at 4, with b instead of c: E(4) = phi(u(4)).",
            relation=sp.Eq(u[3], _S1 * _B + _S2),
            kind=Kind.DEFINITION,
        ),
    )


def _contradiction() -> tuple[Step, ...]:
    u = [_U(a) for a in range(1, 5)]
    d1, d3 = _FALL
    return (
        Step(
            says="Were the second term the larger one in u(1), it would be u(3), but "
            "E(1) is not E(3).",
            relation=sp.Eq(u[0], _C + _S1),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Nor is E(2) E(4).",
            relation=sp.Eq(u[1], _B + _S1),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "From 1 to 2, then, u falls by c - b, which is not zero, and from 3 to 4 "
            "by s1 times as much.",
            sp.Add(_S1 * _C + _S2, -(_S1 * _B + _S2), evaluate=False),
            _S1 * (_C - _B),
        ),
        Step(
            says="Let E fall by d1 and d3 there. A convex function is steeper on the "
            "right, and u(1) and u(2), maxima, are not below u(3) and u(4).",
            relation=sp.Le((_C - _B) / d1, _S1 * (_C - _B) / d3),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="If E(a) is n - a, or this plus a constant, both falls are 1, so s1 "
            "is at least 1. But it is less: there is no such encoder.",
            relation=sp.Ge(_S1, d3 / d1),
            kind=Kind.CONCLUSION,
        ),
    )


def _quantified() -> tuple[Step, ...]:
    d1, d3 = _FALL
    low, high = _N - _DELTA, _N - 2 + _DELTA
    return (
        Step(
            says="How far off, if no layer has a bias? M then commutes with positive "
            "factors, so that of x alone it makes x times E(0), and no less of x and "
            "1.",
            relation=sp.Ge(_PHI(_X), _X * _E(0)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Convex, M is subadditive too, and phi nowhere steeper than E(0).",
            relation=sp.Le(d1, (_C - _B) * _E(0)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="With c - b at least d1 / E(0), s1 at least d3 / d1, and E(1) at "
            "least (c + s1) E(0), this is left for E(2) = E(1) - d1.",
            relation=sp.Ge(_E(2), _E(0) * d3 / d1),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "If no code is off by more than delta, below 1/2 (else there is nothing to "
            "show), then d3 is at least 1 - 2 delta and d1 at most 1 + 2 delta. The "
            "difference of the two sides, times 1 + 2 delta, is at most this,",
            (1 + 2 * _DELTA) * high - (1 - 2 * _DELTA) * low,
            (4 * _N - 2) * _DELTA - 2,
        ),
        Step(
            says="and it is not negative.",
            relation=sp.Ge(_DELTA, 1 / (2 * _N - 1)),
            kind=Kind.CONCLUSION,
        ),
    )
