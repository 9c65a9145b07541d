"""What certifies must refuse too: each certificate is asked about a false bound."""

from verify.claim import Check

FALSE = "false bounds that were certified"


def refuses(because: str) -> Check:
    """Return the check that nothing false was certified, and why it is false."""
    return Check(value=FALSE, at_most=0.0, because=because)
