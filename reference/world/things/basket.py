"""A woven basket with an arched handle."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import fold, inside, mix
from .stage import backdrop, placed

CANE = np.asarray((0.72, 0.52, 0.30), np.float32)


def basket(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """A tapering body woven in the fabric's colours; rim and handle of cane."""
    x, y, pixel = placed(size, rng)
    half = 0.70 - 0.24 * (y + 0.05)
    body = inside(np.abs(x) - half, pixel * 1.5)
    bow = 0.07 * (1 - (x / 0.6) ** 2)
    body *= inside(y - 0.70 - bow, pixel * 1.5) * inside(-0.05 - y, pixel * 1.5)
    rim = inside(np.hypot(x / 0.74, (y + 0.05) / 0.13) - 1, 0.03)
    hollow = inside(np.hypot(x / 0.66, (y + 0.05) / 0.085) - 1, 0.05)
    arch = np.hypot(x / 0.56, (y + 0.05) / 0.78)
    handle = inside(np.abs(arch - 1) * 0.6 - 0.035, pixel * 1.5) * (y < -0.05)

    scene = backdrop(x, y, 0.76, 0.55, rng)
    turn = np.arcsin(np.clip(x / half, -0.999, 0.999))
    picture = fabric.colour(turn * 0.62, y * 0.9, pixel)
    row = np.floor((y - bow) * 11)
    weave = fold(turn * 3.5 + 0.5 * (row % 2)) * fold((y - bow) * 11 + 0.5)
    shade = (0.70 + 0.30 * np.cos(turn)) * (0.72 + 0.36 * weave)
    scene = mix(scene, picture * shade[..., None], body)
    twist = (0.75 + 0.25 * fold((x + y) * 9))[..., None]
    scene = mix(scene, CANE * twist, np.maximum(rim, handle))
    return mix(scene, np.broadcast_to(CANE * 0.35, scene.shape), hollow * (y > -0.14))
