"""What two images leave, against the zeros of Bessel's function."""

import pytest
from scipy.special import jv

from theory.size import airy, branches, pieces, two_codes


def test_one_image_leaves_what_airy_does() -> None:
    assert two_codes.left_by_images(1, 200) == pytest.approx(
        1 - airy.captured(), abs=1e-4
    )


def test_two_images_leave_what_the_second_zero_says() -> None:
    zeros = (1.8663508588738952, 4.9878533143474)
    assert max(abs(jv(-1 / 3, z)) for z in zeros) < 1e-6
    kept = sum(6 / (9 / 4 * z**2) for z in zeros)
    assert two_codes.left_by_images(2, 400) == pytest.approx(1 - kept, abs=1e-4)


def test_one_image_for_each_sign_is_the_best_split() -> None:
    assert two_codes.left_by_two_signs(1, 200) == pytest.approx(
        1 - branches.best_split().captured, abs=2e-4
    )


def test_more_images_leave_less_and_two_signs_less_still() -> None:
    left = [two_codes.left_by_images(k, 60) for k in range(4)]
    assert left[0] == 1
    assert left == sorted(left, reverse=True)
    assert two_codes.left_by_two_signs(2, 60) < left[2]
    assert pieces.joined(25, 60) < two_codes.left_by_two_signs(2, 60) / 3
