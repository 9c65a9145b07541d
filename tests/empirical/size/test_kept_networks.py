"""The networks on disks that their measurements keep do what was measured."""

import numpy as np
import pytest
import torch

from empirical.size.models.bias_free import BiasFreeAutoencoder
from empirical.size.models.biased import BiasedAutoencoder
from empirical.weights import loaded
from tests.problems import PROBLEMS, arrays

BY_NAME = {problem.name: problem for problem in PROBLEMS}


@pytest.mark.parametrize("seed", [0, 1])
def test_the_network_without_biases_gives_the_codes_and_the_profile(seed: int) -> None:
    found = arrays(BY_NAME["bias_free_disks"], seed)
    fresh = BiasFreeAutoencoder([2, 2], 0.2, torch.Generator())
    loaded(fresh, found, "no biases")
    images = torch.from_numpy(found["images"])[:, None].float()
    with torch.no_grad():
        codes = fresh.encode(images)[:, 0]
        image = fresh.decode(codes.sign()[:1, None])[0, 0]
    np.testing.assert_allclose(codes, found["codes"], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(image, found["profile"], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_network_with_biases_gives_the_codes_and_the_images(seed: int) -> None:
    found = arrays(BY_NAME["biased_disks"], seed)
    fresh = BiasedAutoencoder([2, 2], 0.2, torch.Generator())
    loaded(fresh, found, "biases")
    images = torch.from_numpy(found["images"])[:, None].float()
    with torch.no_grad():
        codes = fresh.encode(images)
        decoded = fresh.decode(codes)[:, 0]
    np.testing.assert_allclose(codes[:, 0], found["codes"], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(decoded, found["decoded"], rtol=1e-4, atol=1e-5)
