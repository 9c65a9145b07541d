"""What is true of the network on ellipses, by NumPy, SciPy and torch alone.

It prints JSON: numbers under the names that a card gives them, and for each claim how
far off it is.
"""

import importlib.util
import json
from itertools import permutations
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from scipy import spatial, special, stats
from scipy.sparse.linalg import svds

HERE = Path(__file__).parent


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


def ellipses(a, b, turn):
    """Return ellipses of 64 x 64 pixels by the share of 6 x 6 points inside."""
    fine = (np.arange(6 * 64) + 0.5) / 6 - 32
    upper = fine[: 6 * 32, None]
    halves = []
    for along, across, t in zip(a, b, turn, strict=True):
        x = fine * np.cos(t) + upper * np.sin(t)
        y = upper * np.cos(t) - fine * np.sin(t)
        inside = (x / along) ** 2 + (y / across) ** 2 <= 1
        halves.append(inside.reshape(32, 6, 64, 6).mean((1, 3)))
    # The lower half is the upper one turned by half a turn.
    above = np.array(halves, dtype=np.float32)
    return np.concatenate([above, above[:, ::-1, ::-1]], axis=1)


def drawn(count, seed):
    """Return half axes and rotations of the family, by Sobol's sequence."""
    points = stats.qmc.Sobol(3, seed=seed).random(count)
    return 2 + 29 * points[:, 0], 2 + 29 * points[:, 1], np.pi / 2 * points[:, 2]


def extents(a, b, turn, direction):
    """Return the logarithm of the extent along a direction over that across it."""
    t = turn - direction
    along = a**2 * np.cos(t) ** 2 + b**2 * np.sin(t) ** 2
    across = a**2 * np.sin(t) ** 2 + b**2 * np.cos(t) ** 2
    return np.log(along / across) / 2


def told(code, target, bins=64):
    """Return the share of a target's variance that a code explains, by bins."""
    groups = np.array_split(target[np.argsort(code)], bins)
    within = sum(((g - g.mean()) ** 2).sum() / (len(g) - 1) for g in groups) / bins
    return max(0.0, 1 - within / target.var())


def left_by_neighbours(codes, target):
    """Return the share of a target that the codes together leave."""
    ranks = stats.rankdata(codes, axis=0)
    near = spatial.cKDTree(ranks).query(ranks, 2)[1][:, 1]
    return np.mean((target - target[near]) ** 2) / 2 / target.var()


def moments(images):
    """Return the area and both second moments that say how an image is stretched."""
    axis = np.arange(64) - 31.5
    xx = (images * axis**2).sum((1, 2))
    yy = (images * axis[:, None] ** 2).sum((1, 2))
    xy = (images * axis * axis[:, None]).sum((1, 2))
    return images.sum((1, 2)), (xx - yy) / (xx + yy), 2 * xy / (xx + yy)


def purest(table_of, directions):
    """Return each code's own entry, and its share, under the best naming."""
    best = None
    for direction in directions:
        table = table_of(direction)
        for order in permutations(range(3)):
            own = table[range(3), order]
            share = own / np.maximum(table.sum(1), 1e-9)
            if best is None or share.mean() > best[1].mean():
                best = own, share
    return best


def moved(decode, codes):
    """Return the share of its own attribute in what moves along each axis."""
    changes = []
    for start in codes[:24]:
        for axis in range(3):
            path = np.tile(start, (9, 1))
            path[:, axis] = np.percentile(codes[:, axis], np.linspace(5, 95, 9))
            changes.append(moments(decode(path)))
    area, level, slanted = np.array(changes).transpose(1, 0, 2)
    a, b, _ = drawn(4096, 7)
    scales = (np.pi * a * b).var(), np.mean(((a**2 - b**2) / (a**2 + b**2)) ** 2) / 2

    def table(turn):
        turned = (
            np.cos(2 * turn) * level + np.sin(2 * turn) * slanted,
            np.cos(2 * turn) * slanted - np.sin(2 * turn) * level,
        )
        parts = (area.var(1) / scales[0], *(t.var(1) / scales[1] for t in turned))
        return np.array(parts).T.reshape(-1, 3, 3).mean(0)

    return purest(table, np.radians(np.arange(0, 90, 3)))[1]


def of_ellipses(encode, decode):
    """Return the properties of a network of three codes on ellipses."""
    known, parameters = ellipses(*drawn(2048, 1)), drawn(4096, 2)
    a, b, _ = parameters
    drawings = ellipses(*parameters)
    images = drawings[:2048]
    codes = np.concatenate([encode(part) for part in np.array_split(drawings, 8)])
    total = np.square(images - images.mean(0)).mean()
    mean = known.mean(0)
    axes = svds((known - mean).reshape(len(known), -1), 3, random_state=0)[2][::-1]
    flat = (images - mean).reshape(len(images), -1)
    figures = {"codes": 3}
    for k in (1, 2, 3):
        some = np.where(np.arange(3) < k, codes[:2048], codes.mean(0))
        left = np.square(decode(some) - images).mean() / total
        linear = np.square(flat - flat @ axes[:k].T @ axes[:k]).mean() / total
        figures[f"variance left by the first {k}"] = left
        figures[f"variance left by {k} linear"] = linear
    correlations = np.corrcoef(codes.T)
    ranks = stats.rankdata(codes, axis=0)
    for i, j in ((0, 1), (0, 2), (1, 2)):
        pair = f"{i + 1} and {j + 1}"
        figures[f"correlation of codes {pair}"] = correlations[i, j]
        figures[f"most told by one of codes {pair} of the other"] = max(
            told(ranks[:, i], ranks[:, j]), told(ranks[:, j], ranks[:, i])
        )
    short, long = np.minimum(a, b), np.maximum(a, b)
    sizes = {"area": short * long, "harmonic mean": short * long / (short + long)}
    for name, size in sizes.items():
        pairs = images[np.argsort(size[:2048])].reshape(-1, 2, 64, 64)
        least = np.square(pairs[:, 0] - pairs[:, 1]).mean() / 2 / total
        figures[f"least that can be left by the {name} alone"] = least
    level, slanted = (extents(*parameters, d) for d in (0, np.pi / 4))
    named = {"area": a * b, "H/V": level, "diagonal": slanted}
    for k in range(3):
        for name, target in named.items():
            figures[f"explained, axis {k + 1} and {name}"] = told(codes[:, k], target)

    def table(direction):
        both = (extents(*parameters, direction + t) for t in (0, np.pi / 4))
        targets = (a * b, *both)
        return np.array([[told(z, t) for t in targets] for z in codes.T])

    own, share = purest(table, np.radians(np.arange(0, 45, 5)))
    along = moved(decode, codes)
    for k in range(3):
        figures[f"told of its own attribute by code {k + 1}"] = own[k]
        figures[f"share of its own in what code {k + 1} tells"] = share[k]
        figures[f"share of its own in what moves along axis {k + 1}"] = along[k]
    signs = np.where(correlations[0] < 0, -1, 1)
    pairs = (correlations * np.outer(signs, signs))[np.triu_indices(3, 1)]
    shares = [left_by_neighbours(codes, t) for t in named.values()]
    powers = np.arange(0, 1.01, 0.025)
    fits = [
        abs(stats.spearmanr(codes[:, 0], short * long**p).statistic) for p in powers
    ]
    off = {
        "pca.ellipses": np.sqrt(np.mean(np.square(shares))),
        "pca.decorrelated": np.sqrt(np.mean(pairs**2)),
        "pca.ellipses-floors": abs(powers[int(np.argmax(fits))] - 4 / 9),
    }
    return figures, off


def properties():
    """Return figures, and how far off each claim is."""
    net = network(HERE / "ellipses.py", HERE / "ellipses.safetensors")

    def encode(images):
        return given(net.encoder, images[:, None])

    def decode(codes):
        return special.expit(given(net.decoder, codes))[:, 0]

    return of_ellipses(encode, decode)


if __name__ == "__main__":
    torch.set_num_threads(1)
    found = properties()
    print(json.dumps([{k: float(v) for k, v in part.items()} for part in found]))
