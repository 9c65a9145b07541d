"""Why the codes of eq. (16) are singular vectors near one point, and no further."""

import sympy as sp

from theory.derivation import Kind, Step, equal

INDEX = sp.Symbol("i", integer=True)
D = sp.Symbol("d", integer=True, positive=True)
S, W = sp.Function("s"), sp.Function("w")


def _total(value: sp.Expr) -> sp.Expr:
    return sp.Sum(value, (INDEX, 1, D))


def local_steps() -> tuple[Step, ...]:
    """Return that the first code of eq. (16) is along the first singular vector.

    Hypotheses: sigma is so small that G is linear around z, the components of eta are
    uncorrelated with variance sigma^2, and the decoder is the best one. Coordinates
    of eta are along the right singular vectors of J = dG/dz.
    """
    sigma, amount = sp.symbols("sigma c", positive=True)
    error, total = sp.symbols("E T", positive=True)
    length, square = _total(W(INDEX) ** 2), _total(S(INDEX) ** 2 * W(INDEX) ** 2)
    before = _total(S(INDEX) ** 2)
    first = sp.Symbol("s_1", positive=True)
    gain, norm = sp.symbols("A B", positive=True)
    return (
        Step(
            says="Near z the image moves by J eta; along a singular vector, by s_i "
            "eta_i. Its variance, all directions of eta varying alike, is",
            relation=equal(total, sigma**2 * before),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="A code is <w, eta>, with variance sigma^2 B, B = |w|^2. Decoded as "
            "eta = c w / B it gives images that G can make, and with A = |J w|^2 it "
            "leaves, over sigma^2 and less than T, ",
            relation=equal(
                -2 * amount * gain / norm + amount**2 * gain / norm,
                -gain / norm + (1 - amount) ** 2 * gain / norm,
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="so the best is c = 1, and the error is T less a Rayleigh quotient of "
            "J^T J.",
            relation=equal(error, sigma**2 * (before - square / length)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="No quotient is above the largest singular value squared:",
            relation=equal(
                first**2 * length - square,
                _total((first**2 - S(INDEX) ** 2) * W(INDEX) ** 2),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="where s_1 is simple it is reached on the first singular vector "
            "alone. The next code, uncorrelated with the first, has w orthogonal to "
            "it, and finds the second: k codes leave the tail of the squares.",
            relation=equal(
                sp.Symbol("E_k"),
                sigma**2 * sp.Sum(S(INDEX) ** 2, (INDEX, sp.Symbol("k") + 1, D)),
            ),
            kind=Kind.CONCLUSION,
        ),
    )


def scale_steps() -> tuple[Step, ...]:
    """Return that captured shares do not depend on sigma, up to its square."""
    sigma = sp.Symbol("sigma", positive=True)
    a, b, c = sp.symbols("a b c", real=True)
    move = sigma * a + sigma**2 * b + sigma**3 * c
    back = move.subs(sigma, -sigma)
    shares = sp.Symbol("E_k") / sp.Symbol("T")
    tail = sp.Sum(S(INDEX) ** 2, (INDEX, sp.Symbol("k") + 1, D))
    return (
        Step(
            says="As a share of the variance that is",
            relation=equal(shares, tail / _total(S(INDEX) ** 2)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="without sigma: were G linear everywhere, one and the same share "
            "would be left around z and on the whole space. To the next orders a pixel "
            "moves by a sigma + b sigma^2 + c sigma^3; eta and -eta are equally "
            "likely, and in mean over both the square of the move is",
            relation=equal(
                (move**2 + back**2) / 2,
                sigma**2 * a**2 + sigma**4 * (b**2 + 2 * a * c) + sigma**6 * c**2,
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="so the shares change with sigma^2: at half the spread the linear "
            "prediction is four times as good.",
            relation=equal(
                shares,
                tail / _total(S(INDEX) ** 2) + sp.Symbol("C") * sigma**2,
            ),
            kind=Kind.CONCLUSION,
        ),
    )


def sphere_steps() -> tuple[Step, ...]:
    """Return why no code of the whole sphere is one-to-one: opposite points meet.

    For one code by the intermediate value theorem, for any number below d by the
    theorem of Borsuk and Ulam.
    """
    z = sp.Symbol("z", real=True)
    code, odd = sp.Function("E"), sp.Function("O")
    left, right, made = sp.symbols("G_1 G_2 y", real=True)
    return (
        Step(
            says="On the whole sphere, take a continuous code E and",
            relation=equal(odd(z), code(z) - code(-z)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="which changes its sign between opposite points,",
            relation=equal(odd(-z), -odd(z)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="so it is 0 somewhere: two opposite points share their code. Fewer "
            "codes than d do not help (Borsuk-Ulam), while d - 1 are enough for "
            "the part of a sphere around one point.",
            relation=equal(code(z), code(-z)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="A decoder gives both one image y, and is wrong by half their squared "
            "distance at least.",
            relation=equal(
                (left - made) ** 2 + (right - made) ** 2,
                (left - right) ** 2 / 2 + 2 * (made - (left + right) / 2) ** 2,
            ),
            kind=Kind.IDENTITY,
        ),
    )
