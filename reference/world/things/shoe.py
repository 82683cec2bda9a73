"""A canvas shoe from the side: sole, toe cap, laces."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from .stage import Stage, colour

RUBBER = colour(0.96, 0.95, 0.92)
DARK = colour(0.16, 0.15, 0.17)
LACE = colour(0.99, 0.99, 0.98)

_UPPER = (
    (-0.78, 0.42), (-0.80, 0.10), (-0.74, -0.22), (-0.60, -0.28), (-0.40, -0.22), (-0.22, -0.26),
    (-0.08, -0.24), (0.10, -0.06), (0.34, 0.10), (0.62, 0.18), (0.80, 0.30), (0.84, 0.44), (0.0, 0.46),
)  # fmt: skip
_OPENING = (
    (-0.72, -0.23),
    (-0.60, -0.28),
    (-0.40, -0.22),
    (-0.24, -0.25),
    (-0.30, -0.10),
    (-0.58, -0.10),
)


def shoe(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """The fabric is the upper; it is stretched around the foot towards the toe."""
    stage = Stage(size, rng)
    stage.studio(0.60, 0.85)
    if rng.random() < 0.5:
        stage.x = -stage.x
    x, y = stage.x, stage.y
    side = 1 if x[0, -1] > x[0, 0] else -1

    def at(points):
        return [(px * side, py) for px, py in points]

    upper = stage.region(at(_UPPER), curved=True)
    bend = 0.18 * np.clip(x, 0, 1) ** 2
    light = 1.02 - 0.28 * np.clip((y - 0.05) / 0.5, 0, 1) ** 2
    stage.wear(fabric, x * 1.15, (y - bend) * 1.15, upper, light, 1.15)
    stage.shade(upper * (1 - stage.roundness(upper, 0.07)), 0.28)
    stage.lay(DARK, stage.region(at(_OPENING), curved=True))
    cap = [(0.56, 0.19), (0.70, 0.21), (0.83, 0.32), (0.87, 0.46), (0.50, 0.46), (0.46, 0.30)]
    toe = stage.region(at(cap), curved=True)
    stage.lay(RUBBER, toe)
    stage.shade(toe * (1 - stage.roundness(toe, 0.08)), 0.25)
    heel = stage.region(at([(-0.83, 0.44), (-0.80, 0.18), (-0.68, 0.20), (-0.66, 0.44)]))
    stage.shade(heel * upper, 0.45)
    sole = stage.region(
        at([(-0.84, 0.38), (0.0, 0.42), (0.90, 0.38), (0.90, 0.57), (0.78, 0.61), (-0.82, 0.61)])
    )
    stage.lay(RUBBER, sole)
    stage.lay(DARK, stage.stroke(at([(-0.83, 0.50), (0.89, 0.50)]), 0.028))
    stage.shade(stage.stroke(at([(-0.84, 0.385), (0.0, 0.42), (0.90, 0.385)]), 0.025), 0.45)
    for i in range(4):
        lx, ly = -0.16 + 0.125 * i, -0.17 + 0.095 * i
        lace = at([(lx - 0.10, ly + 0.13), (lx + 0.05, ly - 0.05)])
        stage.shade(stage.stroke([(px, py + 0.02) for px, py in lace], 0.05), 0.4)
        stage.lay(LACE, stage.stroke(lace, 0.045))
    return stage.picture
