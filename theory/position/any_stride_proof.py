"""Why the hat reads a position with any stride, and no other filter does."""

import sympy as sp

from theory.derivation import Kind, Step, identity

_S, _V, _N, _M = sp.symbols("s V n m", integer=True, positive=True)
_K, _R, _P = sp.symbols("k r p", integer=True, nonnegative=True)
_Q = sp.Symbol("q", integer=True)
_C, _ALPHA, _BETA, _T, _U, _X = sp.symbols("c alpha beta t u x", real=True)
_RHO, _LAMBDA = sp.symbols("rho lambda", real=True)
_TAP, _BEHIND, _ALL, _COUNT = (sp.Function(x) for x in ("t", "v", "w", "T"))


def derivation() -> tuple[Step, ...]:
    """Return the induction over the layers, for the hat and for any offset."""
    read = (_S - _R - _C) * (_V - _K) + (_R + _C) * (_V - _K - 1)
    return (
        identity(
            "Of a Dirac at s k + r the hat s - |j| leaves s - r at k and r at k + 1. "
            "Layers that read V - k, with V = s^L, then read this; none read the one "
            "sample that is left as 1.",
            read.subs(_C, 0),
            _S * _V - (_S * _K + _R),
        ),
        identity(
            "At the end, k = V - 1, what is left at V falls off, and was read as 0.",
            (_S - _R) * (_V - _K).subs(_K, _V - 1),
            _S * _V - (_S * (_V - 1) + _R),
        ),
        identity(
            "A tap more on the left makes room for s - r - c at k and r + c at k + 1: "
            "every code is less by c, and the layers behind stay as they are,",
            read,
            _S * _V - (_S * _K + _R) - _C,
        ),
        identity(
            "at the end too.",
            read.subs(_K, _V - 1),
            _S * _V - (_S * (_V - 1) + _R) - _C,
        ),
    )


def only_derivation() -> tuple[Step, ...]:
    """Return why fewer taps read no affine label, and which others do."""
    return (*_setting(), *_single(), *_around(), *_one_more())


def _label(place: sp.Expr) -> sp.Expr:
    return _ALPHA * place + _BETA


def _setting() -> tuple[Step, ...]:
    terms = _TAP(_R + _S * _Q) * _BEHIND(_K - _Q)
    return (
        Step(
            says="Let v be what all that follows the first layer counts of its n "
            "samples, 0 beyond them, and t(j) the tap j samples to the right of the "
            "kept one, up to s m away. Of a place s k + r it reads what the taps of "
            "residue r meet.",
            relation=sp.Eq(_ALL(_S * _K + _R), sp.Sum(terms, (_Q, -_M, _M))),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="The code is to be affine and not constant: it is 0 at one place at "
            "most. So each residue has a tap.",
            relation=sp.Eq(_ALL(_K), _label(_K)),
            kind=Kind.CONDITION,
        ),
    )


def _single() -> tuple[Step, ...]:
    def miss(k: sp.Expr) -> sp.Expr:
        # Residue r has one tap t at q = 0, residue p one tap u at q.
        return _U * _label(_S * (k - _Q) + _R) - _T * _label(_S * k + _P)

    return (
        identity(
            "A residue whose only tap stands at r + s q reads 0 at |q| places: q is "
            "0, 1 or -1, and 0 for all such residues but one. Let residue r have one "
            "tap t, at q = 0, and p one tap u, at q: both fix v, and what they differ "
            "by changes from one k to the next by this.",
            sp.Add(miss(_K + 1), -miss(_K)),
            _ALPHA * _S * (_U - _T),
        ),
        identity(
            "With three samples there are two k to compare, so u = t, and what is "
            "left is not 0: r and p are different and both below s.",
            miss(_K).subs(_U, _T),
            _ALPHA * _T * (_R - _P - _S * _Q),
        ),
        Step(
            says="So at most one residue has a single tap, and the others have two or "
            "more.",
            relation=sp.Ge(_COUNT(_S), 1 + 2 * (_S - 1), evaluate=False),
            kind=Kind.CONCLUSION,
        ),
    )


def _around() -> tuple[Step, ...]:
    def miss(k: sp.Expr) -> sp.Expr:
        inside = _RHO * _label(_S * k) + _LAMBDA * _label(_S * (k + 1))
        return _label(_S * k + _R) - inside

    end = _label(_S * (_N - 1) + _R) - (1 - _R / _S) * _label(_S * (_N - 1))
    return (
        Step(
            says="With taps within s - 1 of the kept sample residue 0 has one, which "
            "fixes v,",
            relation=sp.Eq(_BEHIND(_K), _label(_S * _K) / _TAP(0)),
            kind=Kind.CONDITION,
        ),
        identity(
            "and the two of residue r, rho t(0) and lambda t(0), miss what changes by "
            "this:",
            sp.Add(miss(_K + 1), -miss(_K)),
            _ALPHA * _S * (1 - _RHO - _LAMBDA),
        ),
        identity(
            "they add up to 1, and the rest is 0 for the hat alone, lambda = r / s.",
            miss(_K).subs(_RHO, 1 - _LAMBDA),
            _ALPHA * (_R - _LAMBDA * _S),
        ),
        identity(
            "At the end only the right tap meets the signal. It misses nothing only "
            "where the label would be 0 at s n: the inverted place, which the layers "
            "behind have to read too.",
            end,
            _R / _S * _label(_S * _N),
        ),
        Step(
            says="So the label is a multiple of s n - a.",
            relation=sp.Eq(_BETA, -_ALPHA * _S * _N),
            kind=Kind.CONCLUSION,
        ),
    )


def _one_more() -> tuple[Step, ...]:
    both = _T * (_N - _K) + _U * (_N - _K - 1)
    three = both + _X * (_N - _K + 1)
    first = three.subs(_K, 0) - _X * (_N + 1)
    return (
        Step(
            says="With one tap more, at -s, every residue has two, and two residues "
            "fix both v(k) and v(k + 1), as their labels are no multiples of each "
            "other: with three samples v is affine to its end, and 0 behind it, as "
            "the end lacks all left taps.",
            relation=sp.Eq(_BEHIND(_N - 1), _BEHIND(0) / _N),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "So the layers behind read n - k, and taps t and u of a residue r make",
            both,
            (_T + _U) * (_N - _K) - _U,
        ),
        identity(
            "s n - c - (s k + r) where t + u = s and u = r + c: the shifted hat, for "
            "one c.",
            both.subs({_T: _S - _R - _C, _U: _R + _C}),
            _S * _N - _C - (_S * _K + _R),
        ),
        identity(
            "Where s is 3 or more there may be a tap x at s too: residues 1 and 2 "
            "have two taps and fix v as before, and residue 0, which meets x "
            "everywhere but at its first place, bends there by this. So x is 0.",
            sp.Add(first, -2 * three.subs(_K, 1), three.subs(_K, 2)),
            -_X * (_N + 1),
        ),
    )
