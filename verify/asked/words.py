"""The claim that words on a command line ask for."""

import shlex
from collections.abc import Callable
from pathlib import Path

from verify.asked.celeba import celeba_claim
from verify.asked.law import asked_law
from verify.asked.pgan import pgan_claim
from verify.claim import Claim


def asked_claim(words: str) -> Claim:
    """Return the claim that :attr:`verify.claim.Claim.asked` describes.

    Raises
    ------
    ValueError
        If the words ask for nothing, or what they name is not there any more.

    """
    kind, *given = shlex.split(words)
    makers: dict[str, Callable[[str], Claim]] = {
        "law": asked_law,
        "--celeba": lambda path: celeba_claim(Path(path)),
        "--pgan": lambda path: pgan_claim(Path(path)),
    }
    if kind not in makers or len(given) != 1:
        raise ValueError(f"nothing is asked for by {words[:80]!r}.")
    return makers[kind](given[0])
