"""How much memory a folder takes that is larger than memory may be.

python -m benchmarks.streaming [--images N] writes N pictures of 64 x 64 (200,000 if
nothing is said) to a temporary folder, trains on them in a process of its own, and
prints how long that took and the most memory that it held.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images.ellipses import drawn_ellipses

_BLOCK = 1000


def written(folder: Path, count: int) -> None:
    """Write pictures of the same ellipses at other places, a thousand to a folder."""
    known = (255 * drawn_ellipses(_BLOCK, 0, "train").images).astype(np.uint8)
    for block in range(-(-count // _BLOCK)):
        inner = folder / f"{block:04d}"
        inner.mkdir()
        moved = np.roll(known, divmod(block, 16), axis=(1, 2))
        for place, image in enumerate(moved[: count - block * _BLOCK]):
            Image.fromarray(image).save(inner / f"{place:03d}.png", compress_level=1)


def trained(folder: Path) -> None:
    """Train two codes, and print what it took."""
    begun = time.monotonic()
    model = PCAAutoencoder(2, adam_steps=300)
    model.fit(folder, notify=lambda said: print(said, flush=True))
    seconds = time.monotonic() - begun
    own = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{seconds:.0f} s, {own:.0f} s of CPU, at most {peak:.2f} GiB of memory")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=200_000)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.folder:
        trained(asked.folder)
        return 0
    with tempfile.TemporaryDirectory() as name:
        written(Path(name), asked.images)
        full = 4 * 64 * 64 * asked.images / 2**30
        print(f"{asked.images} pictures, {full:.2f} GiB in single precision")
        own = [sys.executable, "-m", "benchmarks.streaming", "--folder", name]
        return subprocess.run(own, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
