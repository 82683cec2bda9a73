"""A quilt spread on a bed, seen from the foot end."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import fold, inside
from .stage import FLOORS, WALLS, Stage, colour

WOOD = colour(0.45, 0.30, 0.20)
LINEN = colour(0.97, 0.96, 0.94)


def quilt(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """The top lies in perspective, the front and the sides hang down; seams puff it up."""
    stage = Stage(size, rng)
    x, y = stage.x, stage.y
    stage.picture[:] = WALLS[rng.integers(len(WALLS))][:, None, None]
    stage.lay(FLOORS[rng.integers(len(FLOORS))], inside(0.45 - y, stage.soft))
    stage.shade(np.exp(-((x / 0.95) ** 4) - ((y - 0.90) / 0.07) ** 2), 0.4)
    board = stage.region(
        [
            (-0.62, 0.1),
            (-0.62, -0.62),
            (-0.3, -0.74),
            (0, -0.77),
            (0.3, -0.74),
            (0.62, -0.62),
            (0.62, 0.1),
        ]
    )
    stage.lay(WOOD, board)
    stage.shade(board * inside(np.abs(np.abs(x) - 0.57) - 0.012, stage.soft), 0.5)
    for side in (-1, 1):
        m = side * 0.29
        pillow = stage.region(
            [(m - 0.25, -0.42), (m, -0.46), (m + 0.25, -0.42), (m + 0.27, -0.28), (m + 0.24, -0.12),
             (m - 0.24, -0.12), (m - 0.27, -0.28)], curved=True)  # fmt: skip
        stage.lay(LINEN, pillow)
        stage.shade(pillow * (1 - stage.roundness(pillow, 0.07)), 0.30)

    far, near = -0.20, 0.42  # the top's edges
    depth = np.clip((y - far) / (near - far), 0, 1)
    half = 0.60 + 0.24 * depth
    # Perspective: as far as the picture's scale grows, the cloth's lines spread.
    v = 1.15 * (1 - (0.60 / half)) / (1 - 0.60 / 0.84)
    u = x / half * 0.84
    top = inside(np.abs(x) - half, stage.soft) * inside(np.maximum(far - y, y - near), stage.soft)
    puff = np.sqrt(np.clip(1 - fold(u * 3.6) ** 6, 0, 1) * np.clip(1 - fold(v * 3.6) ** 6, 0, 1))
    light = 0.64 + 0.42 * puff
    stage.wear(fabric, u, v, top, light, 1.2)
    drop = y - near
    front = inside(np.abs(x) - 0.84 - 0.02 * drop, stage.soft)
    hem = 0.44 + 0.012 * np.cos(x * 26)
    front *= inside(-drop, stage.soft) * inside(drop - hem, stage.soft)
    phase = x * 13 + np.float32(rng.uniform(0, 6))
    seams = np.sqrt(np.clip(1 - fold(x * 3.6) ** 6, 0, 1))
    light = 0.56 + 0.18 * seams + 0.10 * np.cos(phase) * np.clip(drop * 4, 0, 1)
    stage.wear(fabric, x + 0.012 * np.sin(phase), 1.15 + drop, front, light)
    turned = stage.region([(-0.61, -0.22), (0.61, -0.22), (0.65, -0.10), (-0.65, -0.10)])
    stage.lay(LINEN * np.float32(0.95), turned)
    stage.shade(stage.stroke([(-0.65, -0.095), (0.65, -0.095)], 0.02), 0.35)
    return stage.picture
