"""Decoder and encoder of a network without biases, trained in turn."""

from dataclasses import dataclass, fields

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.func import grad, vmap
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from empirical.packed import packed, unpacked
from empirical.size.losses import TrainingImages, homogeneous_reconstruction
from empirical.size.models.bias_free import BiasFreeAutoencoder
from empirical.training import Checkpoint, Schedule, train

DAMPING = 1e-6
"""First damping, as a share of the mean squared gradient of a code."""

TRIES = 10
"""Dampings of one step, each ten times the last, before the encoder is left alone."""


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """How long to train.

    Parameters
    ----------
    rounds
        How often the decoder is trained and then the encoder, at least 1.
    decoder_steps
        Iterations of L-BFGS on the decoder in each round, at least 1.
    encoder_steps
        Damped Gauss-Newton steps on the encoder in each round, at least 1.

    Raises
    ------
    ValueError
        If a number is below 1.

    """

    rounds: int
    decoder_steps: int
    encoder_steps: int

    def __post_init__(self) -> None:
        """Refuse what would train nothing."""
        for field in fields(self):
            given = getattr(self, field.name)
            if given < 1:
                raise ValueError(f"{field.name} must be at least 1, got {given}.")


def train_in_turn(
    model: BiasFreeAutoencoder,
    images: TrainingImages,
    plan: Rounds,
    seed: int,
    checkpoint: Checkpoint | None = None,
) -> list[float]:
    """Train a model in place on the squared error, and return what is left of it.

    The squared error of the whole set depends on the decoder through two images,
    ``D(1)`` and ``D(-1)``, and on the encoder through one code for each image. With
    the codes held, a step of the decoder does not look at the images; with ``D(1)``
    and ``D(-1)`` held, the encoder is a least squares fit of one number for each image.
    Either half only lowers the error, so a round does too.

    A training that is killed and started again from its checkpoint, kept after each
    round, ends with the same bits as one that never stopped.

    Parameters
    ----------
    model
        Trained in place; it ends in float64.
    images
        The training set.
    plan
        How long.
    seed
        For the training loop, which draws nothing of it here.
    checkpoint
        Where to keep the state; None to keep none.

    Returns
    -------
    list of float
        The squared error over the energy of the images after each round.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.

    """
    model.double()
    history = _restored(model, checkpoint)
    for _ in range(len(history), plan.rounds):
        fit_decoder(model, images, plan.decoder_steps, seed)
        history.append(fit_encoder(model, images, plan.encoder_steps))
        _keep(model, history, checkpoint)
    return history


def fit_decoder(
    model: BiasFreeAutoencoder, images: TrainingImages, steps: int, seed: int
) -> None:
    """Train the decoder by L-BFGS on the squared error, the codes held."""
    exact, count = images.exact.flatten(1), len(images.exact)
    with torch.no_grad():
        codes = model.encode(images.exact)
    gains = codes.new_tensor([[1.0], [-1.0]])
    parts = (codes * gains.T).clamp(min=0)
    # A sign without codes costs a decoding; without any code both remain.
    used = parts.any(0) | ~parts.any()
    parts, gains = parts[:, used], gains[used]
    # Sums over the images, which no step changes.
    squares = parts.square().sum(0) / count / images.energy
    sums = parts.T @ exact / count / images.energy

    def loss(_: Tensor | None) -> Tensor:
        atoms = model.decode(gains).flatten(1)
        return 1 + (squares @ atoms.square() - 2 * (sums * atoms).sum(0)).sum()

    plan = Schedule(adam_steps=0, learning_rate=1.0, batch=count, lbfgs_steps=steps)
    model.encoder.requires_grad_(False)
    train(_Decoder(model), loss, count, plan, seed)
    model.encoder.requires_grad_(True)


class _Decoder(nn.Module):
    """The weights of the decoder and no others."""

    def __init__(self, model: BiasFreeAutoencoder) -> None:
        super().__init__()
        self.weights = model.decoder


@torch.no_grad()
def fit_encoder(
    model: BiasFreeAutoencoder, images: TrainingImages, steps: int
) -> float:
    """Train the encoder by damped Gauss-Newton steps, the decoder held.

    For a code z that keeps its sign the squared error is that of no code and
    ``|D|^2 (z - <D, x> / |D|^2)^2``, D being ``D(1)`` for z > 0 and ``-D(-1)`` for
    z < 0. A step is kept if the error of the whole set falls, and the damping follows
    it (Levenberg and Marquardt). Steps are sums of one gradient for each image, so the
    equations have as many unknowns as there are images.

    Returns
    -------
    float
        The squared error over the energy of the images.

    """
    gains = images.exact.new_tensor([[1.0], [-1.0]])
    atoms = gains * model.decode(gains).flatten(1)
    left, damping = _left(model, images), DAMPING
    for _ in range(steps):
        gradients, missing = _equations(model, images, atoms)
        before = parameters_to_vector(model.encoder)
        for _ in range(TRIES):
            step = _damped(gradients, missing, damping)
            vector_to_parameters(before + step, model.encoder)
            if (found := _left(model, images)) < left:
                break
            damping *= 10
        else:
            vector_to_parameters(before, model.encoder)
            break
        left, damping = found, damping / 10
    return left


def _equations(
    model: BiasFreeAutoencoder, images: TrainingImages, atoms: Float[Tensor, "2 pixels"]
) -> tuple[Float[Tensor, "m weights"], Float[Tensor, " m"]]:
    """Return the gradient of each code and what it misses, both times ``|D|``."""
    codes = model.encode(images.exact)
    norms, sign = atoms.square().sum(1), (codes < 0).long()
    wanted = (images.exact.flatten(1) @ atoms.T / norms).gather(1, sign)
    weight = norms[sign].sqrt()
    gradients = weight * _gradients(model, images.exact)
    return gradients, (weight * (wanted - codes))[:, 0]


def _damped(
    gradients: Float[Tensor, "m weights"], missing: Float[Tensor, " m"], damping: float
) -> Float[Tensor, " weights"]:
    """Return the damped Gauss-Newton step of the encoder's weights."""
    kernel = gradients @ gradients.T
    kernel.diagonal().add_(damping * kernel.diagonal().mean())
    # Without a gradient it gives no number, and no step is kept.
    solved, _ = torch.linalg.solve_ex(kernel, missing)
    step: Tensor = solved @ gradients
    return step


def _left(model: BiasFreeAutoencoder, images: TrainingImages) -> float:
    return float(homogeneous_reconstruction(model, images.exact, images.energy))


def _gradients(
    model: BiasFreeAutoencoder, images: Float[Tensor, "m 1 ..."]
) -> Float[Tensor, "m weights"]:
    """Return the gradient of each image's code by all weights of the encoder."""
    weights = tuple(value.detach() for value in model.encoder)

    def code(weights: tuple[Tensor, ...], image: Tensor) -> Tensor:
        return model.encode_by(weights, image[None]).sum()

    with torch.enable_grad():
        each = vmap(grad(code), (None, 0))(weights, images)
    return torch.cat([part.flatten(1) for part in each], 1)


def _restored(model: BiasFreeAutoencoder, checkpoint: Checkpoint | None) -> list[float]:
    data = checkpoint.read() if checkpoint else None
    if data is None:
        return []
    saved = unpacked(data, "checkpoint")
    model.load_state_dict(saved["model"])
    return list(saved["history"])


def _keep(
    model: BiasFreeAutoencoder, history: list[float], checkpoint: Checkpoint | None
) -> None:
    if checkpoint is None:
        return
    checkpoint.write(packed({"model": model.state_dict(), "history": history}))
