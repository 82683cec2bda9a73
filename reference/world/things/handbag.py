"""A handbag with an arched handle, a flap and a clasp."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import inside
from .stage import Stage, colour

LEATHERS = (colour(0.30, 0.18, 0.12), colour(0.12, 0.11, 0.13), colour(0.55, 0.33, 0.18))
BRASS = colour(0.87, 0.70, 0.32)


def handbag(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """The bag stands upright; its body is a rounded trapezoid trimmed with leather."""
    stage = Stage(size, rng)
    stage.studio(0.74, 0.62)
    x, y = stage.x, stage.y
    leather = LEATHERS[rng.integers(len(LEATHERS))]
    tall = np.float32(rng.uniform(0.42, 0.50))
    top = 0.74 - 2 * tall
    half = 0.60 + 0.12 * (y - 0.25)
    squareness = (np.abs(x) / half) ** 7 + (np.abs(y - 0.74 + tall) / tall) ** 7
    body = inside((squareness - 1) * 0.07, stage.soft)
    reach = np.hypot(x / 0.34, (y - top) / np.float32(rng.uniform(0.42, 0.54)))
    handle = inside(np.abs(reach - 1) * 0.38 - 0.038, stage.soft) * (y < top + 0.08)
    stage.lay(leather, handle)
    stage.shade(handle * np.clip((reach - 1) * 9 + 0.3, 0, 1), 0.35)

    bulge = 1 + 0.12 * (x / 0.62) ** 2
    light = 1.05 - 0.26 * (x / 0.62) ** 2 - 0.20 * np.clip(y - 0.1, 0, 1) ** 2
    stage.wear(fabric, x * 0.9 * bulge, y * 0.9, body, light, 0.9)
    flap_end = top + 0.46 * 2 * tall - 0.12 * (x / 0.6) ** 2
    stage.shade(body * np.exp(-(np.clip(y - flap_end, 0, 1) ** 2) / 0.0016) * (y > flap_end), 0.5)
    stage.lay(leather, body * inside(np.abs(y - flap_end) - 0.022, stage.soft))
    stage.lay(leather, body * inside(half - np.abs(x) - 0.045, stage.soft))
    stage.lay(leather, body * inside(0.68 - y, stage.soft))
    middle = float(top + 0.46 * 2 * tall)
    stage.lay(BRASS * np.float32(0.6), stage.box(-0.085, middle - 0.065, 0.085, middle + 0.075))
    stage.lay(BRASS, stage.box(-0.07, middle - 0.055, 0.07, middle + 0.055))
    for side in (-1, 1):
        stage.lay(BRASS, stage.ellipse((side * 0.335, float(top) + 0.05), (0.05, 0.05)))
    return stage.picture
