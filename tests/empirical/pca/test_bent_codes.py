import numpy as np

from empirical.pca.bent_codes import bent_codes


def test_a_curve_in_the_second_code_costs_nothing_and_moves_along_the_first() -> None:
    found = bent_codes(seed=1000, bends=(0.0, 3.0), samples=300)
    assert np.max(found["errors"]) < 1e-20
    assert np.max(found["penalties"]) < 1e-20
    np.testing.assert_allclose(found["moved"][0, 1], 0, atol=1e-20)
    # The variance of u^2 is 4/45 for u uniform on (-1, 1).
    np.testing.assert_allclose(found["moved"][1], [1, 9 * 4 / 45], rtol=0.02)
    u = found["codes"][1, :, 0] / np.ptp(found["codes"][1, :, 0]) * 2
    second = found["codes"][1, :, 1]
    curved = u**2 - np.mean(u**2)
    told = np.corrcoef(curved, second)[0, 1] ** 2
    assert abs(np.corrcoef(u, second)[0, 1]) < 1e-10
    np.testing.assert_allclose(told, 9 * 4 / 45 / (1 + 9 * 4 / 45), rtol=0.02)
