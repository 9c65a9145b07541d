"""Why a penalty on the encoder alone chooses no function."""

import sympy as sp

from theory.derivation import Kind, Step, equal


def derivation() -> tuple[Step, ...]:
    """Return how a network with biases escapes a penalty on its encoder.

    It needs LeakyReLU (or anything positively homogeneous) between the layers, biases
    and decoder without a penalty, and no bound on the weights. Depth, width, slope and
    kernels stay symbols.
    """
    c, factor, penalty, epsilon = sp.symbols("c mu P epsilon", positive=True)
    b, z, w_1, error = sp.symbols("b z w_1 J", real=True)
    i = sp.Symbol("i", integer=True)
    n, layer, depth = sp.symbols("n l L", integer=True, positive=True)
    w, u = sp.Function("w"), sp.Function("u")
    encoder, decoder = sp.Function("E"), sp.Function("D")
    changed_encoder, changed_decoder = sp.Function("E_c"), sp.Function("D_c")
    image = sp.Symbol("x", real=True)

    divided = sp.UnevaluatedExpr(w_1 / c**depth)

    def one(weights: sp.Expr | int, inputs: sp.Expr | int, bias: sp.Expr) -> sp.Expr:
        return _leaky(sp.Sum(weights * w(i) * inputs * u(i), (i, 1, n)) + bias)

    return (
        Step(
            says="Multiply the weights of every layer of the encoder by c, and the "
            "biases of layer l by the l-th power of c. What comes into the layer has "
            "the power before; what leaves it has the l-th.",
            relation=equal(
                one(c, c ** (layer - 1), c**layer * b), c**layer * one(1, 1, b)
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So the code is multiplied by the power of the depth, and its "
            "derivative in the image with it.",
            relation=equal(changed_encoder(image), c**depth * encoder(image)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Divide the first weights of the decoder by as much: they see no "
            "difference.",
            relation=equal(divided * (c**depth * z) + b, w_1 * z + b),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Every reconstruction is as it was.",
            relation=equal(
                changed_decoder(changed_encoder(image)), decoder(encoder(image))
            ),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="The penalty is not.",
            relation=equal(
                factor * sp.Sum((c * w(i)) ** 2, (i, 1, n)),
                c**2 * factor * sp.Sum(w(i) ** 2, (i, 1, n)),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="For every epsilon > 0 some c makes an error J of reconstruction cost "
            "J + epsilon, penalty included, whatever the network does in the hole.",
            relation=equal(
                sp.Subs(
                    error + c**2 * factor * penalty,
                    c,
                    sp.sqrt(epsilon / (factor * penalty)),
                ),
                error + epsilon,
            ),
            kind=Kind.IDENTITY,
        ),
    )


def _leaky(t: sp.Expr) -> sp.Expr:
    return sp.Max(t, 0) + sp.Symbol("alpha", real=True) * sp.Min(t, 0)
