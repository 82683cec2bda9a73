"""A square cushion, plump in the middle, on a sofa's seat or against a wall."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import inside, rotate
from .stage import Stage


def cushion(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """Sides are drawn in, corners stick out; pattern and light follow the bulge."""
    stage = Stage(size, rng)
    stage.studio(0.74, 0.66)
    x, y = rotate(stage.x, stage.y, rng.uniform(-0.22, 0.22))
    half_x = 0.74 - 0.11 * (1 - (y / 0.74) ** 2)
    half_y = 0.74 - 0.11 * (1 - (x / 0.74) ** 2)
    edge = np.maximum(np.abs(x) - half_x, np.abs(y) - half_y)
    across, down = x / 0.72, y / 0.72
    bulge = np.clip(1 - across**2, 0, 1) * np.clip(1 - down**2, 0, 1)
    squeeze = 0.84 + 0.10 * (across**2 + down**2)
    light = 0.60 + 0.44 * np.sqrt(bulge) - 0.09 * (across * 0.6 + down)
    # Creases run from the corners towards the middle.
    corner = np.abs(np.abs(across) - np.abs(down))
    light = light - 0.16 * np.exp(-((corner / 0.07) ** 2)) * np.clip(1 - 2.2 * bulge, 0, 1)
    stage.wear(fabric, x * squeeze, y * squeeze, inside(edge, stage.soft), light)
    piping = inside(np.abs(edge + 0.018) - 0.02, stage.soft)
    stage.shade(piping, 0.55)
    return stage.picture
