"""A living room: the fabric on the wall, a sofa before it, a lamp beside it."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import inside, mix
from .stage import placed

FLOOR = np.asarray((0.66, 0.50, 0.36), np.float32)
SOFA = np.asarray((0.80, 0.78, 0.74), np.float32)
SHADE = np.asarray((0.99, 0.94, 0.78), np.float32)
POST = np.asarray((0.25, 0.20, 0.18), np.float32)


def _block(x: np.ndarray, y: np.ndarray, centre: tuple[float, float], half: tuple[float, float]):
    """Signed measure of a rounded box, negative inside."""
    q = (np.abs(x - centre[0]) / half[0]) ** 8 + (np.abs(y - centre[1]) / half[1]) ** 8
    return (q - 1) * 0.06


def wallpaper(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """The wall is lit by the lamp; the furniture keeps its own pale colours."""
    x, y, pixel = placed(size, rng)
    side = np.float32(1.0 if rng.random() < 0.5 else -1.0)
    x = x * side
    soft = pixel * 2
    wall = fabric.colour(x * 0.75, y * 0.75, pixel * 0.75)
    glow = np.exp(-((x - 0.68) ** 2 + (y + 0.05) ** 2) / 0.25)
    scene = wall * (0.86 + 0.16 * glow)[..., None]
    floor = FLOOR * (0.95 - 0.3 * np.clip(y - 0.6, 0, 1))[..., None]
    scene = mix(scene, floor, inside(0.62 - y, soft))
    scene = mix(scene, np.broadcast_to(SHADE, scene.shape), inside(np.abs(y - 0.60) - 0.03, soft))

    for centre, half, light in (
        ((-0.25, 0.36), (0.56, 0.28), 0.90),  # back
        ((-0.25, 0.58), (0.58, 0.16), 1.04),  # seat
        ((-0.82, 0.50), (0.11, 0.26), 0.97),  # arms
        ((0.32, 0.50), (0.11, 0.26), 0.97),
    ):
        tone = np.broadcast_to(SOFA * light, scene.shape)
        outline = _block(x, y, centre, half)
        scene = mix(scene, tone * 0.72, inside(outline - 0.03, 0.04))
        scene = mix(scene, tone, inside(outline, 0.04))
    scene = mix(
        scene,
        np.broadcast_to(POST, scene.shape),
        inside(np.abs(x - 0.70) - 0.02, soft) * (y > 0) * (y < 0.74),
    )
    shade = inside(np.abs(x - 0.70) - 0.20 - 0.25 * (y + 0.05), soft) * inside(
        np.abs(y + 0.05) - 0.17, soft
    )
    return mix(scene, np.broadcast_to(SHADE, scene.shape), shade)
