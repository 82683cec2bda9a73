"""What things stand on: a quiet backdrop, a soft shadow, and placing within the frame."""

from __future__ import annotations

import numpy as np

from ..geometry import grid

#: Pale neutral walls, so that the strongest colour in a picture is the fabric's.
WALLS = np.asarray(
    [(0.93, 0.92, 0.90), (0.88, 0.88, 0.89), (0.95, 0.93, 0.88), (0.82, 0.83, 0.85)], np.float32
)


def placed(size: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, float]:
    """Thing coordinates x, y (-1..1) with a little shift and zoom, and a pixel's size in them."""
    x, y = grid(size)
    zoom = np.float32(rng.uniform(0.94, 1.08))
    dx, dy = rng.uniform(-0.07, 0.07), rng.uniform(-0.03, 0.03)
    return (x - np.float32(dx)) * zoom, (y - np.float32(dy)) * zoom, float(2 / size * zoom)


def backdrop(
    x: np.ndarray, y: np.ndarray, ground: float, width: float, rng: np.random.Generator
) -> np.ndarray:
    """A wall that darkens towards the floor, with the shadow of a thing that is `width`
    wide (half) and stands at height y = `ground`."""
    wall = WALLS[rng.integers(len(WALLS))]
    light = 1.0 - 0.10 * np.clip(y * 0.5 + 0.5, 0, 1) - 0.06 * np.clip(y - ground + 0.25, 0, 1)
    shadow = np.exp(-((x / (width * 1.1)) ** 2) * 2 - ((y - ground) / 0.07) ** 2)
    return wall * (light * (1 - 0.35 * shadow))[..., None]
