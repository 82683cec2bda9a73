"""A sleeveless dress with a flared skirt."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import inside, mix
from .stage import backdrop, placed

#: Height y against half width of the silhouette, from the shoulders to the hem.
_HEIGHTS = (-0.80, -0.62, -0.45, -0.15, 0.30, 0.84)
_HALF_WIDTHS = (0.30, 0.27, 0.27, 0.17, 0.42, 0.66)


def dress(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """The dress hangs in the middle; cloth fans out below the waist."""
    x, y, pixel = placed(size, rng)
    flare = np.float32(rng.uniform(0.88, 1.08))
    half = np.interp(y, _HEIGHTS, _HALF_WIDTHS).astype(np.float32)
    half = np.where(y > -0.15, 0.17 + (half - 0.17) * flare, half)
    hem = 0.84 + 0.02 * np.cos(x * 25)
    body = inside(np.abs(x) - half, pixel * 1.5)
    body *= inside(y - hem, pixel * 1.5) * inside(-0.80 - y, pixel * 1.5)
    body *= 1 - inside(np.hypot(x, (y + 0.84) * 0.9) - 0.16, pixel * 1.5)  # neckline

    across = x / half
    picture = fabric.colour(across * np.sqrt(half / 0.4) * 0.5, y, pixel)
    shade = 1.0 - 0.28 * across**2
    skirt = np.clip((y + 0.15) * 2, 0, 1)
    shade -= skirt * 0.13 * (0.5 + 0.5 * np.cos(across * 11 + rng.uniform(0, 6)))
    belt = inside(np.abs(y + 0.15) - 0.025, pixel * 2)
    picture = picture * (shade * (1 - 0.6 * belt))[..., None]
    return mix(backdrop(x, y, 0.88, 0.6, rng), picture, body)
