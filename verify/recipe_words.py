"""Data, networks and starts of each experiment that trains, in words.

Names in braces stand for what the experiment is told.
"""

from typing import NamedTuple


class Words(NamedTuple):
    """What an observed training does not show of an experiment."""

    data: str
    networks: str
    start: str


ONE_SIGN = (
    "absolute values of normal weights, the encoder an average: codes of one sign"
)
TWO_SIGNS = "normal weights, and codes that change sign at a given size"
"""How an autoencoder without biases starts that is trained in rounds."""

_AVERAGING = "{signs}"
_NORMAL = "normal weights that keep the variance"
_TORCH = "uniform weights, as torch draws them"
_BIAS_FREE = (
    "autoencoder without biases, channels {channels}, LeakyReLU of slope {slope}, one "
    "code"
)
_BIASED = "autoencoder with biases, channels {channels}, slope {slope}, one code"
_ROUNDS = ", in {schedule[rounds]} rounds of decoder and encoder"
_PLACES = "one-hot vectors at every place"

WORDS = {
    "empirical.size.biased_disks:biased_disks": Words(
        "{radii} disks in {size} by {size} pixels, radii up to {largest_radius}",
        _BIASED,
        f"{_NORMAL}, and normal biases",
    ),
    "empirical.size.biased_disks:averaging_encoder": Words(
        "{radii} disks in {size} by {size} pixels, radii up to {largest_radius}",
        f"{_BIASED}; and its decoder behind the mean of the image",
        f"{_NORMAL}, and normal biases",
    ),
    "empirical.size.biased_disks:disks_with_a_hole": Words(
        "disks in {size} by {size} pixels, those of {radii} radii that are not in "
        "({hole})",
        f"{_BIASED}, once for each weight decay of {{decays}}",
        f"{_NORMAL}, and normal biases",
    ),
    "empirical.size.published_network:published_network": Words(
        "{radii} blurred disks in {size} by {size} pixels, radii up to "
        "{largest_radius}",
        "autoencoder without padding, channels {channels}, slope {slope}, one code",
        f"{_NORMAL}; the best of {{starts}} after {{trial_steps}} steps goes on",
    ),
    "empirical.size.affine_pieces:affine_pieces": Words(
        "{radii} disks, a number for each of as many rings",
        "decoders with {hidden} hidden units, each of one code per disk",
        "{starts} times for each: codes that follow the area, normal weights",
    ),
    "empirical.size.contraction:least_contractive_code": Words(
        "{count} disks in {size} by {size} pixels, radii in ({radii})",
        "encoder alone ({encoder}), {channels} channels where it has any",
        _NORMAL,
    ),
    "empirical.size.profiles:bias_free_disks": Words(
        "{radii} disks in {size} by {size} pixels, radii up to {largest_radius}",
        _BIAS_FREE + _ROUNDS,
        _AVERAGING,
    ),
    "empirical.size.profiles:scaled_bodies": Words(
        "{copies} copies of one shape ({body}), {size} pixels along each of "
        "{dimension} axes",
        _BIAS_FREE + _ROUNDS,
        _AVERAGING,
    ),
    "empirical.size.several_families:several_families": Words(
        "families of scaled shapes under several laws, one after the other",
        _BIAS_FREE + _ROUNDS,
        f"{_AVERAGING}, the same for every family",
    ),
    "empirical.size.scaled_pictures:blurred_disks": Words(
        "{radii} disks in {size} by {size} pixels, radii up to {largest_radius}, "
        "blurred by {sigma}",
        _BIAS_FREE + _ROUNDS,
        _AVERAGING,
    ),
    "empirical.size.scaled_pictures:scaled_shape": Words(
        "{scales} copies of one real shape ({shape}) in {size} by {size} pixels",
        _BIAS_FREE + _ROUNDS,
        _AVERAGING,
    ),
    "empirical.size.drawn_radii:networks_on_draws": Words(
        "drawn disks in {size} by {size} pixels, a few, more and many",
        _BIAS_FREE + _ROUNDS,
        f"{_AVERAGING}, the same for every list",
    ),
    "empirical.size.two_codes:two_codes": Words(
        "{radii} disks, a number for each of as many rings",
        "dense autoencoders with {hidden} hidden units: two codes without biases, one "
        "with, one without",
        "codes that follow the area, small normal weights",
    ),
    "empirical.size.starts:signs_by_start": Words(
        "{radii} disks in {size} by {size} pixels, radii up to {largest_radius}",
        "{starts} autoencoders side by side without biases, channels {channels}, slope "
        "{slope}, for each pair of upsampling and start: {cases}",
        "default: uniform, as torch draws; kaiming: normal; averaging: absolute values "
        "of normal weights",
    ),
    "empirical.size.slopes:left_by_slope": Words(
        "{radii} disks, a number for each of as many rings",
        "{starts} dense autoencoders side by side, {hidden} hidden units, for each "
        "slope",
        "codes that follow the area and change sign at a drawn radius, normal weights",
    ),
    "empirical.position.strided_training:train_strided_encoders": Words(
        _PLACES,
        "one linear channel, for each stride, depth and number of taps",
        "positive taps, uniform",
    ),
    "empirical.position.linear_encoder:train_position_encoder": Words(
        _PLACES,
        "one linear channel of {levels} layers with three taps and stride 2",
        "positive taps, uniform on [0, 1]",
    ),
    "empirical.position.pooled_encoders:train_pooled_encoders": Words(
        _PLACES,
        "{starts} encoders side by side, {levels} layers, one channel, for each of "
        "{poolings}",
        _TORCH,
    ),
    "empirical.position.pooled_encoders:search_max_pooling": Words(
        _PLACES,
        "{starts} encoders side by side with max pooling, one layer and more; the best "
        "{kept} go on",
        _TORCH,
    ),
    "empirical.position.channel_encoders:train_channel_encoders": Words(
        _PLACES,
        "{starts} encoders side by side with max pooling, {levels} layers, {widths} "
        "channels",
        _TORCH,
    ),
    "empirical.position.deep_encoders:train_deep_encoders": Words(
        _PLACES,
        "encoders side by side, {levels} layers, one channel, slopes {slopes}, for "
        "each of {poolings} and of two labels",
        f"{_TORCH}; {{starts}} for each",
    ),
    "empirical.position.found_decoders:search_decoders": Words(
        "Diracs at up to {distinct} places, none in a hole of one sample",
        "decoders side by side in the form of the exact ones, slope {slope}; wider "
        "ones too",
        f"{_TORCH}; and the exact numbers with noise of {{noises}}",
    ),
    "empirical.position.trained_decoders:train_position_decoders": Words(
        "Diracs at whole places, or between them too, by the case",
        "{starts} decoders side by side, {channels} channels, slope {slope}",
        _TORCH,
    ),
    "empirical.position.found_autoencoders:train_position_autoencoders": Words(
        "Diracs at up to {distinct} places, none in a hole of one sample",
        "autoencoders side by side: a linear strided encoder and a decoder, slope "
        "{slope}",
        f"{_TORCH}; and the exact numbers with noise of {{noises}}",
    ),
    "empirical.position.bright_objects:train_bright_objects": Words(
        "an object at every whole place, of brightness {strengths}",
        "encoders of {levels} layers: linear or of {width} channels and slope {slope}, "
        "with and without biases",
        "uniform weights, positive where linear; {starts} of each",
    ),
    "empirical.pca.disk_axes:progressive_axes": Words(
        "{count} disks in {size} by {size} pixels, radii up to {radius}",
        "linear autoencoder, {codes} codes one after the other, then at once",
        _NORMAL,
    ),
    "empirical.pca.ellipse_codes:ellipse_codes": Words(
        "{train} random ellipses",
        "convolutional autoencoders, channels {recipe[channels]}, {components} codes "
        "one after the other, then at once",
        f"{_NORMAL}; of one sign behind the features for the first code",
    ),
    "empirical.pca.rebuilt_faces:rebuilt_faces": Words(
        "75 faces and their mirror images",
        "convolutional autoencoders, channels {recipe[channels]}, {components} codes "
        "one after the other, then at once",
        _NORMAL,
    ),
    "empirical.pca.latent_shapes:organised_shapes": Words(
        "{generator[images]} shapes in {generator[size]} by {generator[size]} pixels "
        "for the generator; {offsets} codes for what organises it",
        "generator, channels {generator[channels]}; linear maps around one code, and "
        "maps with {whole[hidden]} hidden units for the whole space",
        f"{_NORMAL}; smaller ones behind hidden units",
    ),
    "empirical.pca.latent_faces:organised_faces": Words(
        "{offsets} offsets around one code of a generator that others trained",
        "linear maps, {organising[components]} codes one after the other",
        _NORMAL,
    ),
    "empirical.pca.latent_plane:organised_plane": Words(
        "{offsets} normal offsets in the plane",
        "linear maps, and maps with {organising[hidden]} hidden units",
        f"{_NORMAL}; smaller ones behind hidden units",
    ),
    "empirical.pca.packets:translated_codes": Words(
        "{train} disks of radius {radius} at random places in {size} by {size} pixels",
        "convolutional autoencoders, channels {recipe[channels]}: two codes one by one "
        "and both at once",
        _NORMAL,
    ),
}
