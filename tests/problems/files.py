"""Files that experiments read: faces and a generator, made as small as can be."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from PIL import Image

from empirical.pca.images.celeba import content
from empirical.pca.models.progressive_generator import ProgressiveGenerator, checksum

FACES, PARTS = "img_align_celeba", "list_eval_partition.txt"


def celeba(folder: Path) -> dict[str, Any]:
    """Write twice twenty images of the size and in the layout of CelebA's."""
    (folder / FACES).mkdir()
    rng, lines = np.random.default_rng(0), []
    for number in range(40):
        grey = np.full((218, 178, 3), 40.0)
        grey[20:198, : rng.integers(20, 170)] += 100 * rng.random()
        name = f"{number + 1:06}.jpg"
        Image.fromarray(grey.astype(np.uint8)).save(folder / FACES / name)
        lines.append(f"{name} {0 if number < 20 else 2}\n")
    (folder / PARTS).write_text("".join(lines))
    faces: dict[str, Any] = {
        "folder": str(folder),
        "known": 20,
        "unseen": 20,
        "size": 16,
    }
    return {"faces": faces, "digest": content(**faces)}


def pgan(folder: Path) -> dict[str, Any]:
    """Write a tiny checkpoint as pytorch_GAN_zoo does."""
    names = ("models", "models.utils", "models.utils.config")
    before = {name: sys.modules.get(name) for name in names}
    made = type("BaseConfig", (), {"__module__": names[-1]})
    sys.modules.update({name: ModuleType(name) for name in names})
    setattr(sys.modules[names[-1]], "BaseConfig", made)  # noqa: B010
    torch.manual_seed(0)
    weights = ProgressiveGenerator(9, (8, 6, 4), 3, 0.2).state_dict()
    path = folder / "pgan.pth"
    torch.save({"config": made(), "netG": weights, "netD": {}}, path)
    for name, module in before.items():
        if module is None:
            del sys.modules[name]
        else:
            sys.modules[name] = module
    return {"pgan": str(path), "digest": checksum(path)}
