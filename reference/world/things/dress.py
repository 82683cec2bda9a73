"""A dress with a flared skirt on a dressmaker's stand."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import rotate
from .stage import Stage, colour, mirrored

STAND = colour(0.40, 0.28, 0.19)
NECK = colour(0.86, 0.76, 0.64)

#: Height y against the half width that cloth is measured by, from shoulder to hem.
_HEIGHTS = (-0.72, -0.45, -0.12, 0.25, 0.72)
_HALVES = (0.27, 0.29, 0.19, 0.40, 0.66)


def dress(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """Cloth follows the body to the waist and fans out into folds below it."""
    stage = Stage(size, rng)
    stage.studio(0.93, 0.30)
    x, y = stage.x, stage.y
    flare = np.float32(rng.uniform(0.85, 1.15))
    hem = np.float32(rng.uniform(0.62, 0.76))
    stage.lay(STAND, stage.box(-0.025, 0.5, 0.025, 0.93))
    stage.lay(STAND, stage.ellipse((0, 0.93), (0.20, 0.035)))
    stage.lay(NECK, stage.box(-0.075, -0.86, 0.075, -0.60))
    stage.lay(STAND, stage.ellipse((0, -0.87), (0.085, 0.04)))

    half = np.interp(y, _HEIGHTS, _HALVES).astype(np.float32)
    half = np.where(y > -0.12, 0.19 + (half - 0.19) * flare, half)
    across = np.clip(x / half, -1.3, 1.3)
    phase = across * np.float32(rng.uniform(8, 12)) + np.float32(rng.uniform(0, 6))
    skirt = np.clip((y + 0.10) * 2.2, 0, 1)
    # In the skirt the cloth fans out: its verticals run together at the waist.
    u = np.where(y < -0.12, x, across * (0.19 + 0.55 * (half - 0.19)))
    u = u + 0.018 * skirt * np.sin(phase)
    light = 1.04 - 0.30 * across**2 + 0.11 * skirt * np.cos(phase)

    w = 0.19 + (0.66 - 0.19) * float(flare) * (float(hem) + 0.12) / 0.84
    body = stage.region(
        mirrored([
            (0.08, -0.70), (0.23, -0.745), (0.27, -0.60), (0.295, -0.42), (0.25, -0.25), (0.19, -0.12),
            (0.26, 0.02), (0.19 + (w - 0.19) * 0.55, 0.30), (w, float(hem)), (w * 0.5, float(hem) + 0.035),
        ])
    )  # fmt: skip
    body *= 1 - stage.ellipse((0, -0.74), (0.15, 0.15))
    if rng.random() < 0.5:  # short sleeves
        for side in (-1, 1):
            sleeve = stage.region(
                [(side * 0.19, -0.745), (side * 0.34, -0.68), (side * 0.49, -0.40),
                 (side * 0.32, -0.34), (side * 0.23, -0.46)]
            )  # fmt: skip
            su, sv = rotate(x, y, side * -0.45)
            stage.wear(fabric, su, sv, sleeve, np.float32(0.86 if side > 0 else 0.94))
    stage.wear(fabric, u, y, body, light)
    belt = stage.box(-0.3, -0.15, 0.3, -0.095) * body
    stage.shade(belt, 0.65)
    return stage.picture
