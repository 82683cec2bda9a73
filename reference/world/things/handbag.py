"""A handbag with an arched handle and a clasp."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import inside, mix
from .stage import backdrop, placed

LEATHER = np.asarray((0.30, 0.18, 0.12), np.float32)
BRASS = np.asarray((0.85, 0.68, 0.30), np.float32)


def handbag(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """The bag stands upright; its body is a rounded trapezoid."""
    x, y, pixel = placed(size, rng)
    half = 0.60 + 0.12 * (y - 0.25)
    squareness = (np.abs(x) / half) ** 7 + (np.abs(y - 0.25) / 0.47) ** 7
    body = inside((squareness - 1) * 0.07, pixel * 1.5)
    reach = np.hypot(x / 0.36, (y + 0.20) / 0.52)
    handle = inside(np.abs(reach - 1) * 0.4 - 0.04, pixel * 1.5) * (y < -0.1)

    scene = backdrop(x, y, 0.74, 0.62, rng)
    scene = mix(scene, np.broadcast_to(LEATHER, scene.shape), handle)
    picture = fabric.colour(x * 0.8, y * 0.8, pixel * 0.8)
    shade = 1.02 - 0.22 * (x / 0.65) ** 2 - 0.22 * np.clip(y, 0, 1) ** 2
    seam = inside(np.abs(y + 0.02 - 0.10 * x**2) - 0.022, pixel * 2)
    picture = picture * (shade * (1 - 0.65 * seam))[..., None]
    scene = mix(scene, picture, body)
    clasp = inside(np.hypot(x, y - 0.02) - 0.075, pixel * 1.5)
    return mix(scene, np.broadcast_to(BRASS, scene.shape), clasp)
