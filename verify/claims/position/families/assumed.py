"""What several claims on position take for granted, and who drops it."""

from verify.claim import OPEN, Assumption

ZEROS = Assumption(
    says="Every layer continues its input by zeros at both ends.",
    without="position.paddings",
)
ZEROS_SHOWN = Assumption(
    says="Every layer continues its input by zeros at both ends, as the first "
    "entries of Table 1 and the filtered signals of page A2 show.",
    without="position.paddings",
    named=True,
)
"""For the cascade of the talk; what it trains it does not say."""

ZEROS_POOLED = Assumption(
    says="Every layer continues its input by zeros at both ends; what pooling does "
    "with another padding is not asked.",
    without=OPEN,
)
THREE_POOLED_TAPS = Assumption(
    says="Every filter has three taps, the middle one at the place itself, and pooling "
    "keeps the larger of each pair $2 k$ and $2 k + 1$; with eight taps in its first "
    "layer one channel is exact at three layers.",
    without=OPEN,
)
EVEN = Assumption(
    says="Even positions are kept; with the odd ones the code is $a + 1$.",
    without="position.table",
    named=True,
)
NO_BIAS_STRIDES = Assumption(
    says="Layers without biases; one at the output opens every affine label.",
    without="position.only-inverted",
)
ONE_LINEAR_CHANNEL = Assumption(
    says="One linear channel; two read any affine label, with other filters too.",
    without="position.two-channels",
)
ONE_POOLED_CHANNEL = Assumption(
    says="One channel; with two, max pooling is exact at every depth.",
    without="position.pooling-two-channels",
)
BUDGET = Assumption(
    says="Starts as torch draws them, this many steps of Adam, and 1 % of the length "
    "as what counts as found.",
    without=OPEN,
)
PLACE_TOLD = Assumption(
    says="The decoder is given the place, and does not read it from an image.",
    without="position.autoencoder-found",
    named=True,
)
"""As the talk trains it."""

DECODER_BUDGET = Assumption(
    says="Decoders of a fixed width and this many steps of Adam; 10 % of the Diracs is "
    "what counts as right.",
    without=OPEN,
)
