"""A ceramic vase: a surface of revolution with a highlight."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import inside
from .stage import Stage, colour

WHITE = colour(1, 1, 1)

#: Profiles from the lip to the foot: height y against radius.
_PROFILES = (
    ((-0.78, -0.70, -0.50, -0.20, 0.15, 0.50, 0.78), (0.25, 0.19, 0.17, 0.36, 0.53, 0.45, 0.25)),
    ((-0.78, -0.70, -0.55, -0.35, -0.05, 0.35, 0.78), (0.22, 0.18, 0.19, 0.42, 0.54, 0.42, 0.22)),
    ((-0.78, -0.70, -0.45, -0.10, 0.25, 0.55, 0.78), (0.30, 0.25, 0.22, 0.32, 0.50, 0.52, 0.34)),
)


def vase(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """The fabric is wrapped around the vase and shrinks towards its rims."""
    stage = Stage(size, rng)
    stage.studio(0.80, 0.40)
    x, y = stage.x, stage.y
    levels, widths = _PROFILES[rng.integers(len(_PROFILES))]
    heights = np.linspace(-1, 1, 257)
    radii = np.interp(heights, levels, widths)
    radii = np.convolve(np.pad(radii, 12, mode="edge"), np.ones(25) / 25, mode="valid")
    radius = np.interp(y, heights, radii * rng.uniform(0.92, 1.08)).astype(np.float32)
    body = inside(np.abs(x) - radius, stage.soft)
    body *= inside(y - 0.80 - 0.05 * np.sqrt(np.clip(1 - (x / 0.4) ** 2, 0, 1)), stage.soft)
    body *= inside(-0.78 - y - 0.04 * np.sqrt(np.clip(1 - (x / radius) ** 2, 0, 1)), stage.soft)

    across = np.clip(x / radius, -0.999, 0.999)
    turn = np.arcsin(across)
    # Seen a little from above: rings of the pattern sag in front.
    sag = 0.06 * np.cos(turn) * radius
    u, v = turn * 0.46, (y - sag) * 0.95
    side = 1.0 if rng.random() < 0.5 else -1.0
    light = 0.58 + 0.48 * np.cos(turn + np.float32(side * 0.5))
    gloss = np.exp(-(((across + side * 0.45) / 0.11) ** 2) - ((y - 0.05) / 0.26) ** 2)
    gloss = gloss + 0.6 * np.exp(-(((across + side * 0.4) / 0.12) ** 2) - ((y + 0.6) / 0.06) ** 2)
    stage.wear(fabric, u, v, body, light)
    stage.lay(WHITE, 0.6 * np.clip(gloss, 0, 1) * body)
    lip = float(np.interp(-0.78, heights, radii))
    rim = stage.ellipse((0, -0.785), (lip, 0.055))
    stage.wear(fabric, u, v, rim, light * np.float32(1.15))
    stage.wear(fabric, u, v, stage.ellipse((0, -0.78), (lip * 0.82, 0.036)), np.float32(0.22))
    return stage.picture
