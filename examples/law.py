"""The profile under a law of radii of one's own: predicted, without training."""

import numpy as np

from theory.size.law import Law
from verify.asked.predicted_law import predicted
from verify.subjects import Disks

law = Law(density=lambda r: (r < 0.3) + 2.0 * (r > 0.6), breaks=(0.3, 0.6))
found = predicted(Disks(law=law), np.linspace(0, 1, 11))
for r, f, h in zip(found.radius, found.f, found.h, strict=True):
    print(f"r = {r:.1f} R: f = {f:.4f}, h = {h:z.4f}")
