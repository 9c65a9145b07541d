"""A pretrained generator of faces, organised around one code (eq. 16)."""

from verify.claim import Experiment
from verify.claims.pca.families.organised_generator import SETTING, organised_claim

_LATENT = 100

CLAIM = organised_claim(
    name="pca.gan-faces",
    statement="Around a chosen code z of a pretrained generator of 64 x 64 colour "
    "faces (d = 100, |z| = 10), eq. (16) with a spread of eta of 2 % of that of the "
    "codes finds the first right singular vectors of dG/dz at z, in order.",
    latent=_LATENT,
    experiment=Experiment(
        function="empirical.pca.latent_faces:organised_faces",
        configurations={"quick": SETTING, "full": {**SETTING, "offsets": 512}},
        seconds={"quick": 65.0, "full": 175.0},
        packages=("gan-face-generate",),
    ),
    because="on pilot seeds 1001 and 1006 the entries were off by 0.009 and 0.003, "
    "and with 136 offsets in place of 192, on 1000, 1003 and 1005, by 0.007 to 0.013; "
    "somewhat over twice the worst. With 136, seeds 0 and 1 fitted and 2 did not "
    "(0.34): its code singled out some offsets, left 0.65 of the training images' "
    "variance, less than theory allows, and 1.66 of others. So 192 were taken, and "
    "others are judged. Of seeds 3 to 7 the last went the same way with 192 (0.13), so "
    "the full budget has 512, which left 0.001 to 0.007 on four pilot seeds, and "
    "again others are judged",
    seeds={"quick": (3, 4, 5), "full": (8, 9, 10, 11, 12)},
    amendment="As around the toolkit's own generator (pca.gan), and as local: on the "
    "pilot seeds the axes of z lost 0.2 to 0.4 of what theory predicts near z at a "
    "spread of 0.2, and 0.8 and more at that of the codes. Along the axes found "
    "the image changes three to four times as much as along raw ones. What changes "
    "(light, side, background) has no labels, so nothing is claimed of it.",
)
