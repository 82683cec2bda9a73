"""A pair of curtains on a rod, drawn aside from a window."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from .stage import WALLS, Stage, colour

ROD = colour(0.36, 0.26, 0.18)
FRAME = colour(0.98, 0.98, 0.97)


def curtain(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """Cloth hangs in pleats, gathered by a tie below the middle; the pattern goes in and out
    with the pleats."""
    stage = Stage(size, rng)
    x, y = stage.x, stage.y
    stage.picture[:] = WALLS[rng.integers(len(WALLS))][:, None, None] * np.float32(0.95)
    stage.lay(FRAME, stage.box(-0.52, -0.74, 0.52, 0.62))
    sky = np.stack([0.62 + 0.16 * y, 0.78 + 0.08 * y, np.full_like(y, 0.95)])
    stage.lay(sky, stage.box(-0.46, -0.68, 0.46, 0.55))
    hill = np.clip((y - 0.22 - 0.08 * np.sin(x * 5 + np.float32(rng.uniform(0, 6)))) * 60, 0, 1)
    stage.lay(colour(0.46, 0.62, 0.40), hill * stage.box(-0.46, -0.68, 0.46, 0.55))
    for bar in (stage.box(-0.022, -0.74, 0.022, 0.62), stage.box(-0.52, -0.12, 0.52, -0.08)):
        stage.lay(FRAME, bar)
    tie = rng.uniform(0.15, 0.32)
    gather = np.float32(rng.uniform(0.10, 0.17))
    folds = np.float32(rng.uniform(4.5, 6.5))
    for side in (-1, 1):
        inner = np.interp(
            y, (-0.82, tie - 0.30, tie, tie + 0.2, 0.9), (0.10, 0.16 + gather, 0.42, 0.34, 0.30)
        ).astype(np.float32)
        across = (x * side - inner) / (0.98 - inner)  # 0 at the inner edge, 1 at the outer
        mask = np.clip(across * 60, 0, 1) * np.clip((1 - across) * 60, 0, 1)
        mask = mask * stage.box(-2, -0.84, 2, 0.90)
        phase = across * folds * 2 * np.pi
        u = across * 0.95 + 0.028 * np.sin(phase)
        light = 0.86 + 0.20 * np.cos(phase) + 0.05 * np.sin(phase)
        light = light - 0.25 * np.exp(-(((y - tie) / 0.05) ** 2))
        stage.shade(np.clip((across + 0.1) * 10, 0, 1) * (across < 0) * (np.abs(y) < 0.8), 0.2)
        stage.wear(fabric, u * side, y * 0.95, mask, light)
        stage.lay(ROD, mask * np.clip(1.5 - np.abs(y - tie) * 40, 0, 1))
    stage.lay(ROD, stage.box(-1.0, -0.885, 1.0, -0.825))
    for end in (-1.0, 1.0):
        stage.lay(ROD, stage.ellipse((end * 0.96, -0.855), (0.06, 0.06)))
    return stage.picture
