"""All kinds of faults, in the order of the table."""

from tests.faults import (
    clusters,
    damage,
    killing,
    output,
    places,
    room,
    shapes,
    together,
)

KINDS = (
    *killing.KINDS,
    *together.KINDS,
    *clusters.KINDS,
    *damage.KINDS,
    *shapes.KINDS,
    *room.KINDS,
    *output.KINDS,
    *places.KINDS,
)
