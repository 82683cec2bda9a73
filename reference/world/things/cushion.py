"""A square cushion, plump in the middle."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import inside, mix, rotate
from .stage import backdrop, placed


def cushion(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """Sides are drawn in, corners stick out; shading follows the bulge."""
    x, y, pixel = placed(size, rng)
    scene = backdrop(x, y, 0.74, 0.62, rng)
    x, y = rotate(x, y, rng.uniform(-0.22, 0.22))
    half_x = 0.72 - 0.10 * (1 - (y / 0.72) ** 2)
    half_y = 0.72 - 0.10 * (1 - (x / 0.72) ** 2)
    body = inside(np.abs(x) - half_x, pixel * 1.5) * inside(np.abs(y) - half_y, pixel * 1.5)

    across, down = x / 0.7, y / 0.7
    bulge = np.clip(1 - across**2, 0, 1) * np.clip(1 - down**2, 0, 1)
    squeeze = 0.85 + 0.15 * (across**2 + down**2) * 0.5
    picture = fabric.colour(x * squeeze, y * squeeze, pixel)
    edge = np.maximum(np.abs(x) - half_x, np.abs(y) - half_y)
    piping = inside(-edge - 0.035, pixel * 2)
    shade = 0.66 + 0.36 * np.sqrt(bulge) - 0.07 * (across * 0.6 + down)
    picture = picture * (shade * (1 - 0.45 * piping))[..., None]
    return mix(scene, picture, body)
