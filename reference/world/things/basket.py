"""A woven basket with an arched handle."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import fold, inside
from .stage import Stage, colour

CANE = colour(0.74, 0.54, 0.31)


def basket(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """A tapering body woven in the fabric's colours; rim, foot and handle of cane."""
    stage = Stage(size, rng)
    stage.studio(0.76, 0.56)
    x, y = stage.x, stage.y
    taper = np.float32(rng.uniform(0.14, 0.26))
    half = 0.70 - taper * (y + 0.05)
    bow = 0.08 * np.sqrt(np.clip(1 - (x / half) ** 2, 0, 1))
    body = inside(np.abs(x) - half, stage.soft)
    body *= inside(y - 0.68 - bow, stage.soft) * inside(-0.05 - y, stage.soft)
    arch = np.hypot(x / 0.56, (y + 0.05) / np.float32(rng.uniform(0.66, 0.80)))
    handle = inside(np.abs(arch - 1) * 0.6 - 0.04, stage.soft) * (y < 0.0)
    twist = 0.72 + 0.28 * fold((x + y) * 8)
    cane = CANE[:, None, None] * twist
    stage.lay(cane, handle)
    stage.lay(CANE * np.float32(0.28), stage.ellipse((0, -0.05), (0.70, 0.12)))

    turn = np.arcsin(np.clip(x / half, -0.999, 0.999))
    height = y - bow
    row = np.floor(height * 10)
    weave = np.sin(turn * 12 + np.pi * (row % 2)) * (1 - fold(height * 10) ** 2)
    grooves = fold(height * 10) ** 4
    light = (0.66 + 0.38 * np.cos(turn)) * (0.97 + 0.16 * weave - 0.30 * grooves)
    stage.wear(fabric, turn * 0.66, height, body * inside(1.5 * bow - y - 0.05, stage.soft), light)
    for level, thick in ((-0.05, 0.055), (0.64, 0.045)):
        at = y - level - (1.5 if level < 0 else 1.0) * bow
        band = inside(np.abs(at) - thick, stage.soft) * inside(np.abs(x) - half - 0.02, stage.soft)
        rope = 0.70 + 0.30 * fold(turn * 7 + at * 5)
        stage.lay(CANE[:, None, None] * rope * (0.7 + 0.3 * np.cos(turn)), band)
    return stage.picture
