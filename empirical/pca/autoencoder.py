"""The PCA-like autoencoder: codes added one packet at a time, uncorrelated."""

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from jaxtyping import Float

from empirical.pca.errors import codes_of, of_parts, share_explained
from empirical.pca.estimator import Estimator, code_tensor, undisturbed
from empirical.pca.growing import Nursery, started
from empirical.pca.images.form import Form, form_of, form_state
from empirical.pca.images.image_set import Streamed, given, image_set
from empirical.pca.images.rows import rows_of
from empirical.pca.images.survey import parts, surveyed
from empirical.pca.models.packets import Packets, untrained
from empirical.pca.plan import Plan
from empirical.pca.shelf import Shelf, fill
from empirical.pca.state_file import StateFile
from empirical.pca.watching import Counting, Noted, Notify
from empirical.training import Checkpoint

_TOLD = ("digest_", "explained_", "held_out_explained_", "history_")


class PCAAutoencoder(Estimator):
    """A non-linear PCA of images: ordered codes, as uncorrelated as the penalty makes.

    Codes come in packets, usually of one. Each packet has its own encoder, trained
    together with a new decoder that reads all codes so far (deck, eqs. 14 and 15),
    and is then frozen for good: weights, and mean and variance of its codes.
    Decoders are kept, so that images can be made from the first codes alone.

    It follows scikit-learn's conventions. ``images`` are, everywhere, an array of
    shape (m, h, w), (m, 3, h, w), (m, h, w, 3) or vectors (m, f), of any type of
    number; a tensor; a dataset of torch with a length; or the path of a folder of
    pictures; what takes a gigabyte or more is read again whenever it is needed.

    Parameters
    ----------
    n_components
        How many codes.
    packets
        Sizes of the packets, with that sum; ones where it is None.
    penalty, error, divisor, first, channels, hidden, adam_steps, learning_rate, batch
        As in :class:`Recipe`. Vectors have dense networks, without channels, whose
        error is squared and over the mean variance of a feature.
    missing_values
        What stands for a pixel that is not known and does not count, NaN or a number.
        None refuses NaN; masked arrays need no such word.
    validation_fraction
        Share of the images that is held out to measure on.
    early_stopping, n_iter_no_change
        Whether a packet ends, with the best networks, once its held-out error has not
        become smaller at so many looks in a row, of 20 in the whole training.
    random_state
        Draws starts, batches and what is held out; a number gives the same bits again.
    device
        ``auto``, ``cpu``, ``cuda:0`` and so on.

    Attributes
    ----------
    module_
        The networks, a torch module with ``encode`` and ``decode``.
    explained_
        Share of the variance of the training images explained after each packet.
    explained_variance_ratio_
        By how much each packet raises it.
    held_out_explained_
        The same as ``explained_`` for what was held out; empty where nothing was.
    history_
        ``packet``, ``step``, ``loss`` and ``held_out`` (share of the variance left).
    n_features_in_, image_shape_
        Numbers in one image, and its shape.

    Examples
    --------
    >>> images = np.random.default_rng(0).random((20, 12, 9))
    >>> model = PCAAutoencoder(2, adam_steps=5, channels=(4, 4))
    >>> codes = model.fit_transform(images)
    >>> codes.shape, model.inverse_transform(codes[:, :1]).shape, len(model.explained_)
    ((20, 2), (20, 12, 9), 2)

    """

    module_: Packets
    form_: Form
    digest_: str
    explained_: list[float]
    held_out_explained_: list[float]
    history_: list[Noted]

    def __init__(
        self,
        n_components: int = 3,
        packets: Sequence[int] | None = None,
        *,
        penalty: float = 0.1,
        error: Literal["squared", "cross-entropy"] = "squared",
        divisor: Literal["k", "k - 1"] = "k",
        first: Literal["any", "sum"] = "any",
        channels: Sequence[int] = (8, 16, 32, 32),
        hidden: int = 64,
        adam_steps: int = 1000,
        learning_rate: float = 1e-2,
        batch: int = 64,
        missing_values: float | None = None,
        validation_fraction: float = 0.0,
        early_stopping: bool = False,
        n_iter_no_change: int = 5,
        random_state: Any = 0,
        device: str = "cpu",
    ) -> None:
        self.n_components, self.packets = n_components, packets
        self.penalty, self.error, self.divisor = penalty, error, divisor
        self.first, self.channels, self.hidden = first, channels, hidden
        self.adam_steps, self.learning_rate = adam_steps, learning_rate
        self.batch, self.random_state, self.device = batch, random_state, device
        self.missing_values = missing_values
        self.validation_fraction = validation_fraction
        self.early_stopping, self.n_iter_no_change = early_stopping, n_iter_no_change

    def fit(
        self,
        images: Any,
        y: Any = None,
        *,
        checkpoint: Checkpoint | Path | str | None = None,
        start: "PCAAutoencoder | None" = None,
        notify: Notify | None = None,
    ) -> "PCAAutoencoder":
        """Train all packets, one after the other, and return the model itself.

        Interrupted, the model has the packets that are finished, can be saved, and
        ``start`` goes on from there.

        Parameters
        ----------
        images
            More than codes; any finite values that are not all equal.
        y
            Not looked at.
        checkpoint
            A file where the state of an unfinished training is kept; a training that
            is killed and started again ends with the same bits as one that never
            stopped.
        start
            A model fitted to the same images whose first packets, as frozen as
            ever, are taken over; at most all of them.
        notify
            Is told, a sentence each, how far the training is and how much time is
            left, and of every packet that is trained; ``print`` will do.

        Raises
        ------
        ValueError
            If a parameter is out of range; if the images cannot be learned; if the
            checkpoint, or ``start``, is of other packets or images.
        FloatingPointError
            If the training diverges.

        """
        with undisturbed():
            plan, rows = Plan.of(self.get_params()), rows_of(images)
            known, unseen = plan.held_out.split(len(rows))
            told = notify or (lambda sentence: None)
            counting, codes = Counting(told, len(known)), sum(plan.packets)
            seen = surveyed(rows, known, codes, plan.missing, counting.seen)
            plan.suits(seen.form)
            if isinstance(checkpoint, str | os.PathLike):
                checkpoint = StateFile(checkpoint)
            nursery = Nursery(
                images=image_set(rows, known, seen.form, plan.device),
                unseen=image_set(rows, unseen, seen.form, plan.device),
                survey=seen,
                plan=plan,
                shelf=Shelf(checkpoint, plan.about(seen.digest)),
                notify=told,
            )
            self._begin(seen.form, plan.packets, seen.digest, start)
            self._grow(nursery)
        return self

    def transform(self, images: Any) -> Float[np.ndarray, "m d"]:
        """Return the codes of images, or of one image.

        Raises
        ------
        ValueError
            If the model is not fitted, or the images have another shape.

        """
        encode = self._module().encode
        with undisturbed(), torch.no_grad():
            return np.asarray(of_parts(encode, self._given(images)).cpu())

    def inverse_transform(self, codes: Any) -> Float[np.ndarray, "m ..."]:
        """Return the images of codes (m, d), of all packets or of the first ones.

        Raises
        ------
        ValueError
            If the model is not fitted, the codes are not finite, or no number of
            packets has so many.

        """
        module = self._module()
        with undisturbed(), torch.no_grad():
            place = next(module.parameters()).device
            wanted = code_tensor(codes).to(place)
            some = parts(max(1, len(wanted)), self.n_features_in_)
            made = [self.form_.restored(module.decode(wanted[part])) for part in some]
            return np.concatenate(made)

    def score(self, images: Any, y: Any = None) -> float:
        """Return the share of the variance of images that their codes give back.

        The variance is around the mean of the training images.

        Raises
        ------
        ValueError
            If the model is not fitted, or the images have another shape.

        """
        with undisturbed(), torch.no_grad():
            return share_explained(self._module(), self._given(images), self.form_)

    @property
    def explained_variance_ratio_(self) -> Float[np.ndarray, " packets"]:
        """By how much each packet raises the share of the variance explained."""
        self._module()
        return np.diff(self.explained_, prepend=0.0)

    def unfitted(
        self, form: Form, packets: Sequence[int] | None = None, count: int | None = None
    ) -> "PCAAutoencoder":
        """Return the model itself with untrained networks, to load weights into."""
        with undisturbed():
            plan = Plan.of(self.get_params())
            packets = plan.packets if packets is None else tuple(packets)
            self._begin(form, packets, "", None)
            for place in range(len(packets) if count is None else count):
                step = untrained(packets, place, form, plan.recipe)
                self.module_.steps.append(step.requires_grad_(False).eval())
            self.module_.to(plan.device)
        return self

    def _begin(
        self,
        form: Form,
        packets: Sequence[int],
        digest: str,
        start: "PCAAutoencoder | None",
    ) -> None:
        """Forget what was fitted, and take over packets of another model."""
        taken = Packets(packets)
        if start is not None:
            taken = started(start, taken, digest)
        self.module_, self.form_, self.digest_ = taken, form, digest
        vars(self).update({name: [*getattr(start, name, [])] for name in _TOLD[1:]})
        self.image_shape_, self.n_features_in_ = form.shape, math.prod(form.shape)

    def _grow(self, nursery: Nursery) -> None:
        module, packets = self.module_.to(nursery.plan.device), nursery.plan.packets
        codes = codes_of(module, nursery.images).to(nursery.plan.device)
        for place in range(len(module.steps), len(packets)):
            grown = nursery.grown(module, codes)
            codes = grown.codes
            self.explained_.append(grown.explained)
            self.held_out_explained_ += grown.held_out
            self.history_ += grown.history
            held = "".join(f", {s:.1%} of what was held out" for s in grown.held_out)
            nursery.notify(
                f"packet {place + 1} of {len(packets)} is trained: the codes so "
                f"far explain {self.explained_[-1]:.1%} of the variance{held}."
            )

    def _given(self, images: Any) -> Streamed:
        return given(images, self.form_, next(self.module_.parameters()).device)

    def _fitted(self) -> dict[str, Any]:
        return {
            "packets": self.module_.packets,
            "steps": len(self.module_.steps),
            "form": form_state(self.form_),
            "weights": self.module_.state_dict(),
            "told": {name: getattr(self, name) for name in _TOLD},
        }

    def _restore(self, fitted: dict[str, Any], path: str) -> None:
        form = form_of(fitted["form"])
        self.unfitted(form, fitted["packets"], fitted["steps"])
        fill(self.module_, fitted["weights"], path)
        vars(self).update({name: fitted["told"][name] for name in _TOLD})
