"""Cloth that fills the frame, with at most a hint of folds."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import grid, smooth_noise


def cloth(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """The fabric seen from above."""
    x, y = grid(size)
    picture = fabric.colour(x, y, 2 / size)
    depth = rng.uniform(0.0, 0.10)
    return picture * (1 - depth + depth * smooth_noise(size, 4, rng))[..., None]
