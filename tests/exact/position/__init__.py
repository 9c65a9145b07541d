"""Exact arrays of the experiments on position."""

from tests.exact.arrays import Maker
from tests.exact.position import (
    cascades,
    channels,
    decoders,
    filters,
    moments,
    objects,
    paddings,
    pooling,
    strides,
    training,
)

MAKERS: dict[str, Maker] = {
    "cascade_table": cascades.cascade_table,
    "exhaustive": cascades.exhaustive,
    "padded_codes": cascades.padded_codes,
    "given_channel_codes": channels.given_channel_codes,
    "stride_free_codes": cascades.stride_free_codes,
    "any_stride_codes": strides.any_stride_codes,
    "train_strided_encoders": strides.train_strided_encoders,
    "affine_filters": strides.affine_filters,
    "placed_objects": objects.placed_objects,
    "noisy_codes": objects.noisy_codes,
    "train_bright_objects": objects.train_bright_objects,
    "padded_channel_codes": paddings.padded_channel_codes,
    "fit_padded_labels": paddings.fit_padded_labels,
    "noisy_impulses": moments.noisy_impulses,
    "told_places": cascades.told_places,
    "train_channel_encoders": channels.train_channel_encoders,
    "scaled_filters": cascades.scaled_filters,
    "plane_codes": cascades.plane_codes,
    "affine_codes": filters.affine_codes,
    "fit_labels": filters.fit_labels,
    "train_position_encoder": filters.train_position_encoder,
    "activated_codes": cascades.activated_codes,
    "position.stride-needed": pooling.broken_codes,
    "given_pooled_codes": pooling.given_pooled_codes,
    "position.pooling-nonnegative": pooling.nonnegative_encoders,
    "search_max_pooling": pooling.search_max_pooling,
    "position.pooling-trained": pooling.pooled_encoders,
    "train_deep_encoders": pooling.train_deep_encoders,
    "fractional_codes": cascades.fractional_codes,
    "decoded_diracs": decoders.decoded_diracs,
    "decoded_plane_diracs": decoders.decoded_plane_diracs,
    "search_decoders": training.search_decoders,
    "train_position_decoders": training.train_position_decoders,
    "train_position_autoencoders": training.train_position_autoencoders,
}
"""By the bare name of an experiment's function, or by a claim's slug."""

ALIVE: dict[tuple[str, str], str] = {}
"""Claims that a dead measurement confirms, by slug and kind, with the reason."""
