"""Networks with weights as they are drawn, kept as measurements keep trained ones."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

from empirical.arrays import Arrays
from empirical.disks import disks, midpoint_radii
from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images.ellipses import drawn_ellipses
from empirical.pca.images.form import PixelForm
from empirical.position.models.many_decoders import PositionDecoders
from empirical.size.models.bias_free import BiasFreeAutoencoder
from empirical.size.models.biased import BiasedAutoencoder
from empirical.weights import weights_of
from tests.judging import judged, near
from verify.claims.pca.ellipses import CLAIM as ELLIPSES
from verify.claims.position.decoder_continuous import CLAIM as DECODERS
from verify.claims.position.families.trained_decoders import CASES
from verify.claims.size.one_function import CLAIM as FREE
from verify.claims.size.thresholded import CLAIM as BIASED
from verify.explored import pieces
from verify.store import Store

CLAIMS = (FREE, BIASED, DECODERS, ELLIPSES)


def configuration(claim: Any) -> Mapping[str, Any]:
    return dict(claim.experiment.configurations["quick"])


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(3)


def free() -> BiasFreeAutoencoder:
    """Return an averaging encoder, so that codes grow with radii, before a decoder."""
    about = configuration(FREE)
    model = BiasFreeAutoencoder(about["channels"], about["slope"], generator())
    images = torch.from_numpy(disks(midpoint_radii(16, 31.0), 64))
    model.make_averaging(images[:, None].float())
    return model.double()


def biased() -> BiasedAutoencoder:
    about = configuration(BIASED)
    model = BiasedAutoencoder(about["channels"], about["slope"], generator())
    return model.double()


def position() -> PositionDecoders:
    about, case = configuration(DECODERS), CASES["continuous"]
    return PositionDecoders(
        starts=1,
        levels=case["levels"],
        channels=about["channels"],
        slope=about["slope"],
        kind=case["kind"],
        rng=np.random.default_rng(4),
    )


def ellipses(packets: tuple[int, ...]) -> PCAAutoencoder:
    recipe = {**configuration(ELLIPSES)["recipe"], "adam_steps": 1, "random_state": 5}
    model = PCAAutoencoder(3, packets, **recipe)
    return model.unfitted(PixelForm(shape=(64, 64), low=0.0, high=1.0))


def of_disks(model: Any, name: str) -> Arrays:
    radii = midpoint_radii(16, 31.0)
    with torch.no_grad():
        codes = model.encode(torch.from_numpy(disks(radii, 64))[:, None])[:, 0]
    return {"radii": radii, "codes": codes.numpy(), **weights_of(model, name)}


def of_ellipses() -> Arrays:
    ordered, plain, drawn = (
        ellipses((1, 1, 1)),
        ellipses((3,)),
        drawn_ellipses(40, 1, "test"),
    )
    return {
        "attributes": drawn.attributes,
        "codes ordered": ordered.transform(drawn.images),
        "codes plain": plain.transform(drawn.images),
        **weights_of(ordered.module_, "ordered"),
        **weights_of(plain.module_, "plain"),
    }


@cache
def measured() -> Mapping[str, Arrays]:
    case = list(CASES).index("continuous")
    return {
        FREE.name: of_disks(free(), "no biases"),
        BIASED.name: of_disks(biased(), "biases"),
        DECODERS.name: weights_of(position(), f"case {case}"),
        ELLIPSES.name: of_ellipses(),
    }


def found(folder: Path, *claims: Any) -> dict[str, Any]:
    """Return the pieces of the explorer where the store has these claims."""
    arrays = measured()
    shown = [judged(claim, near(claim)) for claim in claims]
    with Store(folder) as store:
        for one in shown:
            for task in one.trial.tasks.values():
                store.save(task.identity, arrays[one.claim.name], seconds=1.0)
        return pieces(shown, store)
