"""What words on a command line ask for."""

import pytest

from verify.asked.words import asked_claim


@pytest.mark.parametrize(
    "words",
    [
        "law",
        "law r r",
        "size.airy",
        "--celeba",
        "nonsense 'x'",
        "law 'r",
        "law --radii f --x",
        "law --colour 3 r",
    ],
)
def test_words_that_ask_for_nothing_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"nothing is asked for|No closing quotation"):
        asked_claim(words)
