from fractions import Fraction

import numpy as np
import pytest

from theory.pca import tetrahedron, unidentified


@pytest.mark.parametrize("c", [Fraction(0), Fraction(1, 3), Fraction(-5)])
def test_error_and_covariance_stay_while_the_share_falls(c: Fraction) -> None:
    assert unidentified.loss_parts(c) == (0, 0)
    grid = np.array([(u, v) for u in unidentified.FIRST for v in unidentified.SECOND])
    moved = float(c) * grid[:, 0] ** 2
    share = 1 / (1 + moved.var() / grid[:, 1].var())
    assert float(unidentified.own_share(c)) == pytest.approx(share)
    code = grid[:, 1] + moved - 2 * float(c)
    curve = [code[grid[:, 0] == u].mean() for u in grid[:, 0]]
    explained = np.var(curve) / code.var()
    assert float(unidentified.explained_share(c)) == pytest.approx(explained)


def test_all_pairs_of_the_four_images_are_as_far_apart() -> None:
    images = np.array(tetrahedron.IMAGES)
    away = ((images[:, None] - images) ** 2).sum(axis=2)
    assert set(away[np.triu_indices(4, 1)]) == {8}


def test_no_code_of_one_bit_gains_more_than_a_third() -> None:
    images = np.array(tetrahedron.IMAGES, dtype=float)
    gains = []
    for code in range(1, 15):
        bit = np.array([code >> i & 1 for i in range(4)], dtype=bool)
        means = np.where(bit[:, None], images[bit].mean(0), images[~bit].mean(0))
        gains.append(np.sum(means**2) / np.sum(images**2))
    assert max(gains) == pytest.approx(1 / 3)
    assert tetrahedron.second_gains_more()
