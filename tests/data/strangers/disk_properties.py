"""What is true of the networks on disks, by NumPy, SciPy and torch alone.

It prints JSON: numbers under the names that a card gives them, and for each claim how
far off it is.
"""

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from scipy import ndimage, optimize, special, stats

HERE = Path(__file__).parent
FACTORS = np.array([0.125, 0.5, 0.75, 1.5, 3.0, 10.0])


def network(file, weights):
    """Return a network of a file, with its weights, at work."""
    spec = importlib.util.spec_from_file_location(f"stranger_{file.stem}", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    net = module.make()
    if weights:
        net.load_state_dict(load_file(weights))
    return net.eval()


def given(function, values):
    """Return what a function of the network gives for an array."""
    with torch.no_grad():
        return function(torch.tensor(values, dtype=torch.float32)).double().numpy()


def disks(radii, size, blur):
    """Return disks by the share of 16 x 16 points that each pixel has inside."""
    fine = (np.arange(16 * size) + 0.5) / 16 - size / 2
    far = np.hypot(fine, fine[:, None])
    whole = [(far <= r).reshape(size, 16, size, 16).mean((1, 3)) for r in radii]
    if blur:
        whole = [
            ndimage.gaussian_filter(x, blur, mode="constant", truncate=5) for x in whole
        ]
    return np.array(whole)


def airy_profile(rho):
    """Return f with f'' = -k rho f and f'(0) = f(1) = 0, up to a factor, and k."""

    def solution(at, root):
        """Return Ai and Bi combined so that the slope at 0 vanishes."""
        ai, _, bi, _ = special.airy(-root * at)
        slopes = special.airy(0)[1], special.airy(0)[3]
        return ai / slopes[0] - bi / slopes[1]

    roots = np.linspace(0.5, 4, 500)
    ends = solution(1.0, roots)
    first = np.flatnonzero(np.sign(ends[1:]) != np.sign(ends[:-1]))[0]
    root = optimize.brentq(lambda c: solution(1.0, c), roots[first], roots[first + 1])
    values = solution(np.minimum(rho, 1), root) * (rho < 1)
    return values / solution(0.0, root), root**3


def airy_image(size, radius):
    """Return the unit image of that profile, by the mean over 8 x 8 points."""
    fine = (np.arange(8 * size) + 0.5) / 8 - size / 2
    values, _ = airy_profile(np.hypot(fine, fine[:, None]) / radius)
    image = values.reshape(size, 8, size, 8).mean((1, 3))
    return image / np.linalg.norm(image)


def share_kept(images, f):
    """Return which share of the area of disks the multiples of an image keep."""
    overlap = np.tensordot(images, f, 2)
    return np.sum(overlap**2) / np.sum(f**2) / images.sum()


def homogeneous(decode, codes):
    """Return responses to factors over the factors, for codes and their negatives."""
    rows = []
    for sign in (1, -1):
        base = decode(sign * codes)
        norm = np.square(base).sum((1, 2))
        for t in FACTORS:
            scaled = decode(sign * t * codes)
            rows.append(np.mean((scaled * base).sum((1, 2)) / norm) / t)
    return np.array(rows)


def spread(values):
    """Return values with mean 0 and mean square 1."""
    return (values - values.mean()) / values.std()


def of_disks(encode, decode, size, radius, blur):
    """Return the properties of a network on disks."""
    count = 64
    shown = (np.arange(count) + 0.5) * radius / count
    between = np.arange(1, count) * radius / count
    few = np.arange(1, 20) * radius / 20
    images = {
        n: disks(r, size, blur)
        for n, r in {"shown": shown, "between": between, "few": few}.items()
    }
    codes = {n: encode(x) for n, x in images.items()}
    made = {n: decode(z) for n, z in codes.items()}
    lost = {n: np.square(made[n] - images[n]).sum((1, 2)) for n in images}
    energy = {n: np.square(x).sum((1, 2)) for n, x in images.items()}
    code = codes["shown"][:, 0]
    sizes = np.linalg.svd(made["shown"][15::16].reshape(4, -1), compute_uv=False)
    responses = homogeneous(decode, codes["shown"][::8])
    figures = {
        "relative squared error": lost["shown"].sum() / energy["shown"].sum(),
        "relative squared error between": lost["between"].sum()
        / energy["between"].sum(),
        "largest error of one radius": lost["shown"].max() / energy["shown"].mean(),
        "codes": codes["shown"].shape[1],
        "dimensions that the codes span": np.linalg.matrix_rank(
            codes["shown"] - codes["shown"].mean(0), tol=0.01 * code.std()
        ),
        "second image over the first, of four decoded": sizes[1] / sizes[0],
        "rank correlation with the area": stats.spearmanr(code, shown**2).statistic,
        "steps backwards": min((np.diff(code) >= 0).sum(), (np.diff(code) <= 0).sum()),
        "R^2 of the code, affine in the radius": stats.linregress(shown, code).rvalue
        ** 2,
        "R^2 of the code, affine in the area": stats.linregress(shown**2, code).rvalue
        ** 2,
    }
    later = spread(codes["between"][:, 0])
    sign = np.sign(np.sum(later * between))
    off = {
        "size.homogeneity": np.sqrt(np.mean((responses - 1) ** 2)),
        "size.one-number": np.sqrt(lost["few"].sum() / np.sum(np.pi * few**2)),
        "size.area-code": np.sqrt(np.mean((sign * later - spread(between**2)) ** 2)),
    }
    if off["size.homogeneity"] < 1e-4:
        more, also = of_one_image(decode, codes["shown"], images["shown"], size, radius)
        figures, off = figures | more, off | also
    return figures, off


def of_one_image(decode, codes, images, size, radius):
    """Return what a network that scales one image is off Airy's profile."""
    assert np.all(codes > 0) or np.all(codes < 0)
    image = decode(np.sign(codes[:1]))[0]
    image = image / np.linalg.norm(image) * np.sign(image.sum())
    ideal = airy_image(size, radius)
    _, _, axes = np.linalg.svd(images.reshape(len(images), -1), full_matrices=False)
    best = axes[0].reshape(size, size) * np.sign(axes[0].sum())
    figures = {
        "image of a unit code to theory's": np.linalg.norm(image - ideal),
        "best image of these very disks to theory's": np.linalg.norm(best - ideal),
    }
    outputs = decode(codes[15::16])
    units = outputs / np.sqrt(4 * np.square(outputs).sum((1, 2)))[:, None, None]
    radii = (np.arange(len(images)) + 0.5) * radius / len(images)
    strengths = np.tensordot(decode(codes), image, 2)
    strengths = strengths / np.linalg.norm(strengths)
    fine = (np.arange(100 * len(radii)) + 0.5) / 100 / len(radii)
    rings = np.cumsum(fine * airy_profile(fine)[0])
    overlap = np.interp(radii / radius, fine + fine[0], rings)
    off = {
        "size.airy": np.linalg.norm(image - ideal),
        "size.one-function": np.linalg.norm(units - ideal / 2),
        "size.optimal-h": np.linalg.norm(strengths - overlap / np.linalg.norm(overlap)),
        "size.energy": abs(share_kept(images, image) - share_kept(images, ideal)),
    }
    return figures, off


def properties(name):
    """Return figures, and how far off each claim is, of ``disks`` or ``line``."""
    if name == "line":
        net = network(HERE.parents[2] / "examples" / "network.py", None)
        call, back, form = net.encode, net.decode, (32, 15.0, 0.0)
    else:
        net = network(HERE / "disks.py", HERE / "disks.safetensors")
        call, back, form = net.encoder, net.decoder, (63, 31.5, 1.0)

    def encode(images):
        return given(call, images[:, None]).reshape(len(images), -1)

    def decode(codes):
        shaped = codes if name == "line" else codes[:, :, None, None]
        return given(back, shaped)[:, 0]

    return of_disks(encode, decode, *form)


if __name__ == "__main__":
    torch.set_num_threads(1)
    found = properties(sys.argv[1])
    print(json.dumps([{k: float(v) for k, v in part.items()} for part in found]))
