"""A ceramic vase: a surface of revolution with a highlight."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import inside, mix
from .stage import backdrop, placed

#: Height y against radius, from the lip to the foot.
_HEIGHTS = (-0.80, -0.70, -0.50, -0.20, 0.15, 0.50, 0.80)
_RADII = (0.25, 0.19, 0.17, 0.36, 0.52, 0.44, 0.24)


def vase(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """The fabric is wrapped around the vase and shrinks towards its rims."""
    x, y, pixel = placed(size, rng)
    heights = np.linspace(-1, 1, 257)
    radii = np.interp(heights, _HEIGHTS, _RADII)
    radii = np.convolve(np.pad(radii, 12, mode="edge"), np.ones(25) / 25, mode="valid")
    radius = np.interp(y, heights, radii * rng.uniform(0.92, 1.08)).astype(np.float32)
    body = inside(np.abs(x) - radius, pixel * 1.5)
    body *= inside(y - 0.80 - 0.04 * (1 - (x / 0.3) ** 2), pixel * 1.5)
    body *= inside(-0.80 - y - 0.03 * (1 - (x / 0.25) ** 2), pixel * 1.5)

    across = np.clip(x / radius, -0.999, 0.999)
    turn = np.arcsin(across)
    picture = fabric.colour(turn * 0.42, y * 0.85, pixel)
    side = 1.0 if rng.random() < 0.5 else -1.0
    shade = 0.62 + 0.42 * np.cos(turn + side * 0.5)
    gloss = np.exp(-(((across + side * 0.42) / 0.13) ** 2) - ((y - 0.02) / 0.22) ** 2)
    mouth = inside(np.hypot(x / 0.2, (y + 0.80) / 0.035) - 1, 0.2)
    picture = picture * (shade * (1 - 0.75 * mouth))[..., None]
    picture = picture + (0.55 * gloss)[..., None] * (1 - picture)
    return mix(backdrop(x, y, 0.80, 0.4, rng), picture, body)
