"""An open umbrella, seen from the front and a little from below."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import inside, rotate
from .stage import Stage, colour

METAL = colour(0.34, 0.34, 0.37)
WOOD = colour(0.50, 0.31, 0.18)
PANELS = 6


def umbrella(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """Six panels meet at the tip; each sags between its ribs, and its hem is an arc."""
    stage = Stage(size, rng)
    stage.studio(0.97, 0.20)
    x, y = rotate(stage.x, stage.y, rng.uniform(-0.18, 0.18))
    tall = np.float32(rng.uniform(0.66, 0.76))
    shaft = inside(np.abs(x) - 0.022, stage.soft) * (y > 0) * (y < 0.78)
    stage.lay(METAL, shaft)
    hook = np.hypot(x - 0.12, y - 0.76)
    stage.lay(WOOD, inside(np.abs(hook - 0.12) - 0.035, stage.soft) * (y > 0.76))
    stage.lay(WOOD, inside(np.abs(x) - 0.035, stage.soft) * (y > 0.60) * (y < 0.77))
    stage.lay(METAL, inside(np.abs(x) - 0.02, stage.soft) * (y > 0.06 - tall - 0.12) * (y < 0))

    rise = np.clip((0.06 - y) / tall, 0, 1)  # 0 at the hem, 1 at the tip
    half = 0.90 * np.sqrt(np.clip(1 - rise**2, 1e-4, 1))
    across = np.clip(x / half, -1, 1)
    turn = np.arcsin(across * 0.9999) / np.pi + 0.5  # 0..1 around the seen half
    panel = turn * PANELS
    within = panel - np.floor(panel) - 0.5
    # The hem's arcs: low at the ribs, high between them.
    hem = 0.06 + 0.09 * (2 * np.abs(within)) ** 2 - 0.08 + 0.10 * np.cos(across * np.pi / 2)
    dome = inside(np.abs(x) - half, stage.soft) * inside(y - hem, stage.soft)
    dome *= inside(0.06 - tall - y, stage.soft)
    u = (turn - 0.5) * (0.40 + 1.50 * half)
    v = (1 - rise) * 1.0 - 0.1 * (2 * within) ** 2
    light = 0.78 + 0.30 * np.cos((turn - 0.38) * 2.6) - 0.16 * (2 * np.abs(within)) ** 3
    light = light + 0.08 * (within < 0)
    stage.wear(fabric, u, v, dome, light)
    rib = inside(0.5 - np.abs(within) - 0.022, 0.02) * dome
    stage.shade(rib * (rise < 0.985), 0.45)
    return stage.picture
