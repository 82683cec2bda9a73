"""A living room: the fabric papers the wall, an armchair stands before it, a lamp beside it."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import inside
from .stage import FLOORS, Stage, colour

CHAIRS = (colour(0.82, 0.79, 0.74), colour(0.36, 0.38, 0.42), colour(0.60, 0.45, 0.34))
SHADE = colour(0.99, 0.94, 0.78)
POST = colour(0.22, 0.18, 0.16)
SKIRTING = colour(0.97, 0.96, 0.94)


def wallpaper(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """The wall is lit by the lamp and shaded by the chair; the furniture keeps plain colours."""
    stage = Stage(size, rng)
    side = np.float32(1.0 if rng.random() < 0.5 else -1.0)
    lamp = 0.66 * side
    glow = np.exp(-((stage.x - lamp) ** 2 + (stage.y + 0.10) ** 2) / 0.25)
    wall = inside(stage.y - 0.55, stage.soft)
    stage.wear(fabric, stage.x * 0.8, stage.y * 0.8, wall, 0.86 + 0.20 * glow, 0.8)
    stage.lay(SKIRTING, stage.box(-1.5, 0.52, 1.5, 0.61))
    floor = FLOORS[rng.integers(len(FLOORS))]
    stage.lay(floor, inside(0.61 - stage.y, stage.soft))
    stage.shade(
        np.exp(-(((stage.x + 0.18 * side) / 0.6) ** 2) - ((stage.y - 0.86) / 0.08) ** 2), 0.4
    )
    # The lamp.
    stage.lay(POST, stage.box(lamp - 0.018, 0.0, lamp + 0.018, 0.80))
    stage.lay(POST, stage.ellipse((lamp, 0.80), (0.13, 0.03)))
    cone = [(lamp - 0.11, -0.32), (lamp + 0.11, -0.32), (lamp + 0.21, 0.02), (lamp - 0.21, 0.02)]
    stage.lay(SHADE, stage.region(cone))
    # The armchair: back, seat, arms, legs; each a little lighter or darker than its neighbour.
    chair = CHAIRS[rng.integers(len(CHAIRS))]
    m = -0.18 * float(side)
    for leg in (-0.36, 0.36):
        stage.lay(POST, stage.box(m + leg - 0.03, 0.72, m + leg + 0.03, 0.90))
    back = [(m - 0.34, 0.5), (m - 0.37, 0.0), (m - 0.30, -0.20), (m, -0.25), (m + 0.30, -0.20),
            (m + 0.37, 0.0), (m + 0.34, 0.5)]  # fmt: skip
    mask = stage.region(back, curved=True)
    shadow = stage.roundness(np.roll(mask, int(size * 0.02 * -side), 1), 0.10)
    stage.shade(shadow, 0.45)
    stage.lay(chair * np.float32(0.92), mask)
    stage.shade(mask * (1 - stage.roundness(mask, 0.10)), 0.35)
    stage.lay(chair * np.float32(0.72), stage.box(m - 0.36, 0.50, m + 0.36, 0.78))
    seat = stage.region(
        [(m - 0.33, 0.36), (m + 0.33, 0.36), (m + 0.36, 0.56), (m - 0.36, 0.56)], curved=True
    )
    stage.lay(chair * np.float32(1.05), seat)
    stage.shade(seat * (1 - stage.roundness(seat, 0.06)), 0.30)
    for arm in (-0.42, 0.42):
        shape = [(m + arm - 0.10, 0.20), (m + arm, 0.13), (m + arm + 0.10, 0.20), (m + arm + 0.10, 0.78),
                 (m + arm - 0.10, 0.78)]  # fmt: skip
        mask = stage.region(shape, curved=True)
        stage.lay(chair, mask)
        stage.shade(mask * (1 - stage.roundness(mask, 0.07)), 0.38)
    return stage.picture
