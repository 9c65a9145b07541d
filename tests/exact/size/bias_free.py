"""An exact network without biases on disks: Airy's function at every strength."""

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn

from empirical.disks import disks, midpoint_radii
from empirical.size.given_network import disks_through
from tests.exact.arrays import Exact, Maker
from tests.exact.size import profiles
from tests.exact.size.worlds import whatever_seed
from tests.guests import exactly
from verify.claim import Array, Arrays, Claim

GIVEN = ("images", "radii", "multipliers")
READ = (
    *GIVEN,
    "history",
    "decoded",
    "codes",
    "profile",
    "responses",
    "negated_responses",
    "leftover",
    "biased_responses",
    "negative_response",
    "at_zero",
)


class OneImage(nn.Module):
    """A decoder that scales one image; the code is how strong the image is."""

    def __init__(self, image: Array) -> None:
        super().__init__()
        self.register_buffer("image", torch.from_numpy(image))

    def encode(self, images: Tensor) -> Tensor:
        overlaps = (images * self.image).sum((2, 3))
        return overlaps / self.image.square().sum()

    def decode(self, codes: Tensor) -> Tensor:
        scaled = nn.functional.leaky_relu(codes, 0.2)
        return scaled[:, :, None, None] * self.image


class Average(OneImage):
    """A network that gives every image the average, whatever its code."""

    def encode(self, images: Tensor) -> Tensor:
        return images.new_ones(len(images), 1)

    def decode(self, codes: Tensor) -> Tensor:
        return self.image.expand(len(codes), 1, -1, -1)


def bias_free_disks(claim: Claim, seed: int) -> Exact:
    found = _disks(claim, seed)
    if claim.name != "size.homogeneity":
        return found
    # How a decoder responds to a factor is no image, and cannot be a copy of one.
    return replace(found, instead={**found.instead, "copies": None})


@whatever_seed
def _disks(claim: Claim) -> Exact:
    told = claim.experiment.configurations["quick"]
    size, largest, count = told["size"], told["largest_radius"], told["radii"]

    def draw(sizes: Array) -> Array:
        return disks(sizes, size)

    def through(network: nn.Module) -> Arrays:
        radii = midpoint_radii(count, largest)
        found = disks_through(exactly(network, (size, size)), size=size, radii=radii)
        return {name: found[name] for name in READ}

    images = draw(midpoint_radii(count, largest))
    airy = profiles.drawn(draw, largest, profiles.UNIFORM)
    found, average = through(OneImage(airy)), through(Average(images.mean(axis=0)))
    return Exact(
        given={name: found[name] for name in GIVEN},
        made={name: array for name, array in found.items() if name not in GIVEN},
        instead={
            "constant": {n: a for n, a in average.items() if n not in GIVEN},
            "copies": {
                "codes": found["radii"],
                "profile": images[-1],
                "decoded": images[count // 4 - 1 :: count // 4],
                "history": np.zeros(1),
            },
        },
    )


MAKERS: dict[str, Maker] = {"bias_free_disks": bias_free_disks}
