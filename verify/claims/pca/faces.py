"""Real faces through the PCA-like autoencoder: what is kept of their detail."""

from empirical.pca.images.faces import split
from verify.claim import OPEN, Assumption, Experiment
from verify.claims.pca.families.rebuilt_faces import CODES, EDGES, faces_claim

_SETTING = {
    "components": CODES,
    "plain_steps": 150,
    "recipe": {
        "penalty": 0.1,
        "adam_steps": 150,
        "learning_rate": 5e-3,
        "channels": [8, 16],
        "hidden": 16,
        "batch": 150,
    },
}


CLAIM = faces_claim(
    name="pca.faces",
    statement="Three numbers for a real face blur it, and the codes of a PCA-like "
    "autoencoder are no exception: of what faces that it never saw have beyond the "
    "average in detail, waves shorter than 2/9 of the side, it keeps as little as "
    "three linear principal components, to a few per cent.",
    split=split,
    edges=EDGES,
    more_axes=(20,),
    experiment=Experiment(
        function="empirical.pca.rebuilt_faces:rebuilt_faces",
        configurations={"quick": _SETTING, "full": _SETTING},
        seconds=8.0,
        packages=("scikit-image",),
    ),
    tolerance=0.06,
    because="a training ends differently on another processor, which rounds "
    "differently: on two, pilot seeds 6 to 8 and 20 to 22 were off by 0.007 to 0.030; "
    "twice the worst. So three principal axes are told apart from twenty, 0.17 away, "
    "but not reliably from five or ten, 0.07 and 0.13 away, and not from the average "
    "face, 0.01 away. Seeds that were not seen before are judged",
    seeds={"quick": (40, 41, 42), "full": (40, 41, 42, 43, 44)},
    assumptions=(
        Assumption(
            says="Three codes; of the coarsest variation these keep about half, so "
            "that it is no average image that is drawn.",
            without="pca.create-and-organise",
        ),
        Assumption(
            says="75 faces of 25 x 25 pixels with their mirror images are trained on.",
            without=OPEN,
        ),
    ),
)
