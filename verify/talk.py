"""The talk, sentence by sentence: what it says, how we read it, and what decides."""

from dataclasses import dataclass
from enum import Enum

SPEAKER = "Alasdair Newson (Telecom ParisTech)"
OTHERS = "Andrés Almansa, Yann Gousseau, Saïd Ladjal and Chi-Hieu Pham"
TITLE = "Understanding and Organising the Latent Space of Autoencoders"
DATE = "6 February 2020"
ARTICLES = (
    "Newson, Almansa, Gousseau, Ladjal: Taking apart autoencoders: how do they encode "
    "geometric shapes? HAL 01676326, 2018.",
    "Newson, Almansa, Gousseau, Ladjal: Processing simple geometric attributes with "
    "autoencoders. Journal of Mathematical Imaging and Vision, 2020; arXiv 1904.07099.",
    "Ladjal, Newson, Pham: A PCA-like autoencoder. arXiv 1904.01277, 2019.",
    "Pham, Ladjal, Newson: PCAAE: principal component analysis autoencoder for "
    "organising the latent space of generative networks. Journal of Mathematical "
    "Imaging and Vision, 2022; arXiv 2006.07827.",
)
"""Those behind the talk; the last appeared after it."""


class Kind(Enum):
    """How a sentence of the talk is read; the value explains it."""

    LITERAL = "as it is said"
    SHARPENED = "with precision that we added"
    QUESTION = "a question of the talk, or work that it leaves open"
    UNCHECKABLE = "cannot be checked"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence of the talk that could be true or false, or a question that it asks.

    Parameters
    ----------
    slide
        Its number, or that of a page of the appendix, such as ``A2``.
    words
        Quoted.
    kind, reading
        How it is read: what exactly the claim decides; for what cannot be checked, why.
    claim
        The one that decides the reading; empty where none can.
    denied
        Whether that claim states the opposite.
    also
        Others that bear on it.

    """

    slide: str
    words: str
    kind: Kind
    reading: str
    claim: str = ""
    also: tuple[str, ...] = ()
    denied: bool = False


def sentences_of(name: str) -> list[Sentence]:
    """Return the sentences that a claim decides, and then those that it bears on."""
    decided = [s for s in TALK if s.claim == name]
    return decided + [s for s in TALK if name in s.also]


_LITERAL, _SHARPENED = Kind.LITERAL, Kind.SHARPENED
_QUESTION, _UNCHECKABLE = Kind.QUESTION, Kind.UNCHECKABLE


def _said(
    slide: str, words: str, kind: Kind, reading: str, claim: str = "", *also: str
) -> Sentence:
    return Sentence(
        slide=slide, words=words, kind=kind, reading=reading, claim=claim, also=also
    )


TALK: tuple[Sentence, ...] = (
    _said(
        "3",
        "Deep neural networks approximate a large class of functions",
        _UNCHECKABLE,
        "A reminder of approximation theorems, which name no class and no rate here.",
    ),
    _said(
        "4",
        "autoencoder mechanisms and latent spaces are not well understood",
        _UNCHECKABLE,
        "An opinion on the state of research.",
    ),
    _said(
        "8",
        "Blurred slightly to avoid discrete parameterisation",
        _UNCHECKABLE,
        "How the images were made, and why. What a blur of their width changes is said "
        "beside the figure of slide 18.",
    ),
    _said(
        "11",
        "can we compress disks to 1 dimension ? Yes !",
        _SHARPENED,
        "One number is enough for disks of radii that the network never saw, too, if "
        "they lie halfway between radii that it saw; not across a hole.",
        "size.one-number",
        "size.published",
        "size.pieces",
        "size.generalise",
        "size.decay-escapes",
    ),
    _said(
        "12",
        "inspect network weights. Unfortunately, very difficult to interpret",
        _UNCHECKABLE,
        "No measure of what is difficult to interpret is given.",
    ),
    _said(
        "13",
        "averaging filter gives area of disks",
        _LITERAL,
        "The mean of an image of a disk is its area, over that of the image.",
        "size.average-area",
    ),
    _said(
        "13",
        "Encoding simple to understand : averaging filter gives area of disks",
        _SHARPENED,
        "The code that a network trained on the squared error ends with is an affine "
        "function of the area.",
        "size.area-code",
        "size.average-area",
    ),
    _said(
        "13",
        "the optimal encoding is indeed the area, when a contractive loss is used",
        _LITERAL,
        "Of all codes of a given range, the area has the least contractive loss.",
        "size.area-optimal",
        "size.area-optimal-sharp",
        "size.area-optimal-law",
        "size.area-optimal-linear",
        "size.area-optimal-variance",
    ),
    _said(
        "15",
        "Consider a decoder, without biases. In this case, we have "
        "D(λz) = λD(z) for all λ ≥ 0",
        _LITERAL,
        "Eq. (2), for every decoder of such layers and every non-negative factor.",
        "size.homogeneity",
    ),
    _said(
        "15",
        "Output can be written y = h(r)f, with f learned during training",
        _LITERAL,
        "All outputs are multiples of one image.",
        "size.one-function",
        "size.two-signs",
        "size.two-codes",
    ),
    _said(
        "16",
        "for a fixed f, the optimal h is given by (5)",
        _LITERAL,
        "Eq. (5), for every f that is not 0.",
        "size.functional",
        "size.optimal-h",
    ),
    _said(
        "16",
        "Disk autoencoding training problem (continuous case), without biases: (3)",
        _LITERAL,
        "The problem (4) over f and h is the problem (3) over f.",
        "size.functional",
    ),
    _said(
        "17",
        "Since the disks are radially symmetric, the integration can be simplified to "
        "one dimension",
        _SHARPENED,
        "The image that is learned depends on the distance from the centre alone.",
        "size.radial",
    ),
    _said(
        "17",
        "The first variation leads to a differential equation, Airy's equation, "
        "with f(0) = 1, f'(0) = 0",
        _LITERAL,
        "Eq. (8), with the constant k and the condition at R that the slide leaves "
        "out, follows from (3).",
        "size.airy-constant",
        "size.law-linear",
        "size.laws",
    ),
    _said(
        "18",
        "The functional is indeed minimised by the training procedure",
        _SHARPENED,
        "A training from a random start ends at the least value of (4).",
        "size.minimised",
        "size.start-random",
        "size.start-averaging",
        "size.two-signs",
        "size.split-energy",
        "size.split-intervals",
        "size.slopes",
    ),
    _said(
        "18",
        "Comparison of autoencoder, numerical minimisation and Airy's equation",
        _LITERAL,
        "The three curves of the figure are one.",
        "size.airy",
        "size.energy",
        "size.blur",
        "size.sample-size",
        "size.drawn-radii",
    ),
    _said(
        "19",
        "Encoder : integration (averaging filter) sufficient",
        _LITERAL,
        "With an encoder that only averages, and never learns, a trained decoder "
        "rebuilds disks as well as with an encoder that learns.",
        "size.averaging-encoder",
    ),
    _said(
        "19",
        "Decoder : a function learned, scaled and thresholded",
        _SHARPENED,
        "The outputs of a decoder with biases are one function, scaled, shifted and "
        "cut off at 0.",
        "size.thresholded",
    ),
    _said(
        "19",
        "The encoder extracts the parameter of the shape (radius here)",
        _SHARPENED,
        "The code determines the radius, of disks that were never seen, too.",
        "size.one-number",
        "size.area-code",
    ),
    _said(
        "19",
        "The decoder contains a primitive of the shape",
        _SHARPENED,
        "Without biases all outputs are multiples of one image.",
        "size.one-function",
        "size.airy",
    ),
    _said(
        "20",
        "Further work : apply this to scaling of any shape",
        _QUESTION,
        "Whether another shape, scaled, has Airy's function of its own gauge.",
        "size.bodies",
        "size.body-square",
        "size.body-star",
        "size.dimension-one",
        "size.dimension-three",
    ),
    _said(
        "20",
        "Scaled mnist data",
        _QUESTION,
        "What a decoder without biases learns from one scaled digit.",
        "size.scaled-digit",
    ),
    _said(
        "20",
        "Corpus callosum data (MRI images)",
        _QUESTION,
        "What a decoder without biases learns from one scaled corpus callosum.",
        "size.scaled-callosum",
        "size.scaled-callosum-linear",
    ),
    _said(
        "23",
        "Solution to position problem : explicitly add spatial information",
        _SHARPENED,
        "With the coordinates as a further input, and trained on Diracs between the "
        "places too, a decoder is right at places that it never saw. Coordinates alone "
        "are no solution.",
        "position.decoder-continuous",
        "position.decoder-one-hot",
    ),
    _said(
        "24",
        "extracting the position a from δ_a can be achieved with a simple filter and "
        "subsampling, with filter φ = [1, 2, 1]",
        _LITERAL,
        "A cascade of [1, 2, 1] and subsampling at even places gives $2^L - a$.",
        "position.theorem",
        "position.fractional",
        "position.only-inverted",
        "position.any-stride",
        "position.paddings",
    ),
    _said(
        "25",
        "Table 1: Results of all possible one-hot vectors of size eight",
        _LITERAL,
        "Every entry of the table.",
        "position.table",
    ),
    _said(
        "26",
        "The network E_L indeed extracts the (inverted) position of a from δ_a, "
        "E_L(δ_a) = 2^L - a",
        _LITERAL,
        "For every depth L and every place a.",
        "position.theorem",
        "position.paddings",
        "position.paddings-affine",
    ),
    _said(
        "27",
        "The predicted weights are indeed found during training of an encoder of "
        "position. The (normalised) weights are correctly predicted",
        _LITERAL,
        "Trained with the inverted position as its label, every layer ends with a "
        "multiple of [1, 2, 1].",
        "position.trained-filter",
        "position.encoders-trained",
        "position.only-filter",
        "position.only-inverted",
        "position.any-stride-only",
        "position.any-stride-trained",
        "position.paddings-affine",
        "position.two-channels",
        "position.encoders-leaky",
    ),
    _said(
        "28",
        "Decoding position is more difficult to analyse",
        _UNCHECKABLE,
        "No measure of what is difficult is given.",
    ),
    _said(
        "28",
        "Given the position a as an input, possible to train a decoder to produce δ_a",
        _LITERAL,
        "A decoder that was given whole places makes their Diracs.",
        "position.decoder-one-hot",
        "position.decoder-exists",
    ),
    _said(
        "28",
        "however this does not produce reliable results",
        _SHARPENED,
        "A decoder that was given whole places fails at places between them.",
        "position.decoder-one-hot",
        "position.few-impulses",
    ),
    Sentence(
        slide="28",
        words="Due to the very limited number of Dirac impulses",
        kind=_SHARPENED,
        reading="It is the number of impulses that the decoder lacks, and not places "
        "between them.",
        claim="position.few-impulses",
        denied=True,
    ),
    _said(
        "28",
        "Can be partly addressed by using another approximation of a Dirac, where a is "
        "now a continuous parameter",
        _LITERAL,
        "Trained on eq. (11), a decoder is better at places that it never saw.",
        "position.decoder-continuous",
        "position.decoder-found",
        "position.decoder-nearest",
    ),
    _said(
        "29",
        "encoding position is not difficult (in this simplified setting). Does not "
        "even require non-linearity",
        _LITERAL,
        "A linear network, that of Table 1, encodes the position.",
        "position.theorem",
        "position.no-nonlinearity",
        "position.paddings-grid",
        "position.encoders-leaky",
    ),
    _said(
        "29",
        "crucial point : strided convolution (conv + subsampling) is necessary",
        _LITERAL,
        "In the simplified setting of the slide, L layers of three neighbouring taps "
        "for $2^L$ places, the position is not encoded without strides; with more "
        "layers, or with taps apart, it is.",
        "position.stride-reach",
        "position.stride-free",
        "position.stride-needed",
        "position.pooling-two-channels",
        "position.pooling-width",
    ),
    _said(
        "29",
        "Max pooling makes this behaviour break down",
        _SHARPENED,
        "With max pooling in place of the stride, the filter [1, 2, 1] no longer gives "
        "the position.",
        "position.pooling-fixed-filter",
        "position.pooling-trained",
        "position.pooling-nonnegative",
        "position.pooling-least-width",
        "position.pooling-biases",
        "position.pooling-four",
        "position.pooling-four-biases",
    ),
    _said(
        "31",
        "Latent space is often poorly understood, difficult to manipulate",
        _UNCHECKABLE,
        "No measure of what is difficult is given.",
    ),
    _said(
        "31",
        "It is not clear what each of the axes in the latent space mean",
        _UNCHECKABLE,
        "No measure of what is clear is given.",
    ),
    _said(
        "31",
        "Components can be correlated, also known as entanglement",
        _SHARPENED,
        "Three codes that are learned at once, without a covariance loss, are "
        "correlated; those of a PCA-like autoencoder are not.",
        "pca.decorrelated",
    ),
    _said(
        "32",
        "Most works use a supervised approach",
        _UNCHECKABLE,
        "A statement on the works of others.",
    ),
    _said(
        "33",
        "Autoencoder is a non-linear transformation, the PCA is linear",
        _UNCHECKABLE,
        "Definitions.",
    ),
    _said(
        "33",
        "PCA's axes are ordered in decreasing “importance” ... PCA finds statistically "
        "decorrelated components",
        _UNCHECKABLE,
        "The definition of principal components, as the eigenvectors of a covariance "
        "matrix in the order of its eigenvalues, which leaves nothing to measure.",
    ),
    _said(
        "33",
        "autoencoder greatly resembles Principal Component Analysis",
        _SHARPENED,
        "A linear PCA-like autoencoder trained on eq. (15) is the PCA.",
        "pca.linear",
        "pca.linear-uncentred",
    ),
    _said(
        "34",
        "we need to impose two criteria on the non-linear latent space",
        _SHARPENED,
        "In the linear case it takes both: growing alone gives the right span, and "
        "decorrelating alone any rotation.",
        "pca.linear",
    ),
    _said(
        "34",
        "Increasing importance of components",
        _SHARPENED,
        "On ellipses each further code lowers the error on images that were never "
        "seen, surely. By how much, in which order, is another question.",
        "pca.ordered",
        "pca.importance",
    ),
    _said(
        "34",
        "Progressively increasing the latent space size to capture most important "
        "variabilities in data",
        _SHARPENED,
        "On ellipses each further code lowers the error on images that were never "
        "seen, surely.",
        "pca.ordered",
        "pca.importance",
    ),
    _said(
        "34",
        "A covariance loss term to minimise correlation of latent components",
        _SHARPENED,
        "On ellipses each two codes that have it are correlated by 0.08 at most.",
        "pca.decorrelated",
        "pca.covariance",
    ),
    _said(
        "35",
        "Each encoder ... is trained, and then fixed",
        _SHARPENED,
        "While a code is trained, the codes before it keep every bit.",
        "pca.ordered",
    ),
    _said(
        "35",
        "the decoder is thrown away, and a new one is trained",
        _UNCHECKABLE,
        "A rule of the algorithm, which the toolkit follows; it states nothing.",
    ),
    _said(
        "36",
        "Decorrelated components likely represent different image attributes",
        _SHARPENED,
        "On ellipses, of what a code of a PCA-like autoencoder tells more is of one "
        "attribute, each code another, than with codes learned at once. That it is "
        "decorrelation that does it, and not that codes come one by one, is open.",
        "pca.attributes",
        "pca.independence",
    ),
    _said(
        "36",
        "we can use the following estimate ... (12) ... If the latent codes are "
        "zero-mean, this can be simplified to ... (13)",
        _LITERAL,
        "Eq. (12) as printed squares its bracket, and so estimates the square of the "
        "covariance; (13) is the same where the means are zero.",
        "pca.covariance",
    ),
    _said(
        "37",
        "We impose E[z] = 0 by adding a Batch Normalisation layer just before the "
        "latent space",
        _LITERAL,
        "With it, (13) is the estimate (12) on every batch.",
        "pca.covariance",
    ),
    _said(
        "37",
        "for iteration k, our covariance loss is ... (14)",
        _LITERAL,
        "With one sample index throughout, $1 / k$ times the sum of the squared "
        "correlations of code k with the codes before it.",
        "pca.covariance",
    ),
    _said(
        "38",
        "ellipses with three parameters (two axes and rotation)",
        _SHARPENED,
        "The three codes of a PCA-like autoencoder hold these three parameters.",
        "pca.ellipses",
        "pca.ellipses-floors",
    ),
    _said(
        "40",
        "The PCA autoencoder allows for meaningful navigation in the latent space of "
        "simple geometric shapes",
        _SHARPENED,
        "Along the axes of a PCA-like autoencoder of ellipses more of what moves is "
        "one attribute than along those of a plain one, and most of it.",
        "pca.navigation",
        "pca.navigation-implied",
    ),
    _said(
        "40",
        "More than 200,000 images ... 10,177 identities, 40 attributes",
        _UNCHECKABLE,
        "Figures of a collection of images that is not part of this toolkit.",
    ),
    _said(
        "41",
        "Extremely blurry",
        _SHARPENED,
        "Of the detail of faces, few codes keep next to nothing.",
        "pca.faces",
    ),
    _said(
        "41",
        "we tend to extract an average image",
        _UNCHECKABLE,
        "How near to an average image is meant is not said.",
    ),
    _said(
        "41",
        "Difficult to create and organise the latent space at the same time",
        _SHARPENED,
        "With as many codes, a PCA-like autoencoder rebuilds faces that it never saw "
        "worse than a plain one that is not trained for as long.",
        "pca.create-and-organise",
    ),
    _said(
        "41",
        "Solution : apply the PCA autoencoder directly to the latent space of a "
        "pre-trained GAN",
        _SHARPENED,
        "Around a point, what eq. (16) finds in the latent space of a generator that "
        "others trained is known beforehand: the singular vectors of its derivative.",
        "pca.gan-faces",
        "pca.gan",
        "pca.gan-unrestricted",
    ),
    _said(
        "42",
        "A GAN is basically a decoder ... with a probability distribution imposed on "
        "the latent space",
        _UNCHECKABLE,
        "A definition.",
    ),
    _said(
        "43",
        "We found the complete PGAN latent space too complicated to use directly",
        _SHARPENED,
        "Organised by eq. (16) over the whole of its latent space, after a short "
        "training, a generator leaves at least nine tenths of what principal "
        "components of its images do, and much more than around one code.",
        "pca.whole-gan",
        "pca.local-or-global",
    ),
    _said(
        "43",
        "z̃ is on the unit sphere, since PGAN normalises its input",
        _UNCHECKABLE,
        "It takes PGAN's code, which is no part of this toolkit. Everything here uses "
        "a sphere, of the root of the dimension as its radius.",
    ),
    _said(
        "44",
        "We require that the final synthesis result be meaningful, therefore we change "
        "the loss of the PCA autoencoder to ... (16)",
        _UNCHECKABLE,
        "A motive.",
    ),
    _said(
        "45",
        "Facial attributes are mixed up (entangled) : hair colour, identity, smile",
        _UNCHECKABLE,
        "It takes labels of faces, which the talk does not use either.",
    ),
    _said(
        "46",
        "the first axis corresponds to hair colour, the second to pose, the third to "
        "identity",
        _UNCHECKABLE,
        "It takes labels of faces, which the talk does not use either.",
    ),
    _said(
        "46",
        "our method is entirely unsupervised : at no point does the algorithm have "
        "access to any labels",
        _UNCHECKABLE,
        "It takes the authors' code. Neither eq. (15) nor eq. (16) names a label.",
    ),
    _said(
        "48",
        "The PCA autoencoder allows for meaningful navigation and interpretation of "
        "the latent space",
        _SHARPENED,
        "Along the axes of a PCA-like autoencoder of ellipses more of what moves is "
        "one attribute than along those of a plain one, and most of it.",
        "pca.navigation",
    ),
    _said(
        "48",
        "We can discover existing independent attributes in the data, in a completely "
        "unsupervised manner",
        _SHARPENED,
        "The codes that eq. (15) finds are independent.",
        "pca.independence",
        "pca.attributes",
    ),
    _said(
        "48",
        "Cases where progressively increasing the latent space might not work ... "
        "Translation for example, autoencoder needs two coordinates together ... "
        "Possible solution : increase the latent space size in code packets",
        _SHARPENED,
        "A packet of two rebuilds a translated disk. Codes one by one, which might "
        "not, do so too in the case that was tried, where the first is no linear "
        "coordinate; that decides no other case.",
        "pca.packets",
    ),
    _said(
        "48",
        "It is likely that the PCA autoencoder works best as a tool for local "
        "exploration/organisation of complex latent spaces",
        _SHARPENED,
        "The farther the offsets reach, the more the axes found at a point lose.",
        "pca.local-or-global",
        "pca.whole-gan",
    ),
    _said(
        "50",
        "Size can be extracted with a simple averaging filter",
        _LITERAL,
        "The mean of an image of a disk is its area, over that of the image.",
        "size.average-area",
        "size.averaging-encoder",
    ),
    _said(
        "50",
        "Decoding requires the learning of a shape primitive, modulated by the latent "
        "space",
        _SHARPENED,
        "Without biases all outputs are multiples of one image, Airy's function.",
        "size.one-function",
        "size.airy",
    ),
    _said(
        "50",
        "We investigated the encoding of a Dirac impulse. Can be done with a simple "
        "filter and subsampling",
        _LITERAL,
        "A cascade of [1, 2, 1] and subsampling at even places gives $2^L - a$.",
        "position.theorem",
    ),
    _said(
        "50",
        "Statistical decorrelation of latent components (with covariance loss)",
        _SHARPENED,
        "On ellipses each two codes are correlated by 0.08 at most.",
        "pca.decorrelated",
    ),
    _said(
        "50",
        "Ordering of latent components wrt to reconstruction error (progressive "
        "increase of latent space size)",
        _SHARPENED,
        "On ellipses each code gains less than the one before, with as short a "
        "training as here.",
        "pca.importance",
        "pca.ordered",
    ),
    _said(
        "50",
        "Can be applied a posteriori to organise pretrained complex latent spaces",
        _LITERAL,
        "Eq. (16) organises a generator that others trained, around a point.",
        "pca.gan-faces",
        "pca.gan",
    ),
    _said(
        "51",
        "understand how an autoencoder can decode more complex shapes (curves etc)",
        _QUESTION,
        "Which profile a body of another shape has.",
        "size.bodies",
        "size.scaled-digit",
    ),
    _said(
        "51",
        "Work remains to understand the autoencoder decoding process for position",
        _QUESTION,
        "Whether a decoder of such layers exists that is right at every place.",
        "position.decoder-exists",
        "position.decoder-plane",
        "position.decoder-found",
    ),
    _said(
        "51",
        "How does the autoencoder place an object in an image ?",
        _QUESTION,
        "By which codes an encoder and a decoder of such layers place an object of "
        "any brightness exactly. Training that finds both is another question.",
        "position.objects",
        "position.brightness",
        "position.objects-noise",
        "position.autoencoder-found",
        "position.decoder-plane",
    ),
    _said(
        "51",
        "Increase of latent space size by packets",
        _QUESTION,
        "Whether a packet of two rebuilds a translated disk, and codes one by one too.",
        "pca.packets",
    ),
    _said(
        "51",
        "Is the PCA autoencoder too local to apply to the entire space of complex "
        "generative models ?",
        _QUESTION,
        "What axes found at a point are worth farther away.",
        "pca.local-or-global",
        "pca.whole-gan",
    ),
    _said(
        "51",
        "Is it preferable/possible to learn first and organise afterwards ?",
        _QUESTION,
        "Whether the codes of a generator trained before can be organised.",
        "pca.gan-faces",
        "pca.create-and-organise",
    ),
    _said(
        "A2",
        "In the case of one hidden layer: E_1(δ_0) = 2, E_1(δ_1) = 1",
        _LITERAL,
        "The first two codes of one layer.",
        "position.theorem",
    ),
    _said(
        "A3",
        "The output of the network is a fixed positive linear combination of δ_a: (18)",
        _LITERAL,
        "Eq. (18), on signals of any numbers.",
        "position.theorem",
        "position.fractional",
        "position.objects",
        "position.moments",
        "position.moments-noise",
    ),
    _said(
        "A6",
        "Also works for any φ = c[1, 2, 1], c ≠ 0",
        _LITERAL,
        "The code is then $c^L (2^L - a)$, from which the position follows.",
        "position.scale",
    ),
    _said(
        "A6",
        "This result easily generalises to 2D since the two directions can be "
        "processed independently",
        _LITERAL,
        "The plane filter that is the product of two gives the product of two codes; "
        "two channels give both.",
        "position.two-dimensional",
        "position.decoder-plane",
    ),
)
