"""Framed art: a geometric composition cut from the fabric, behind a mat, on a wall."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import inside, rotate
from .stage import WALLS, Stage, colour

FRAMES = (colour(0.13, 0.12, 0.12), colour(0.52, 0.34, 0.19), colour(0.82, 0.66, 0.34))
MAT = colour(0.98, 0.97, 0.95)


def art(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """Discs, half discs and wedges of the cloth at other scales and angles, over plain colours
    of the cloth."""
    stage = Stage(size, rng)
    x, y = stage.x, stage.y
    stage.picture[:] = WALLS[rng.integers(len(WALLS))][:, None, None]
    stage.picture *= 1 + 0.05 * x - 0.05 * y
    wide, tall = (0.62, 0.78) if rng.random() < 0.6 else (0.80, 0.62)
    shadow = stage.box(-wide + 0.05, -tall + 0.07, wide + 0.05, tall + 0.07)
    stage.shade(stage.roundness(shadow, 0.07), 0.35)
    stage.lay(FRAMES[rng.integers(len(FRAMES))], stage.box(-wide, -tall, wide, tall))
    stage.shade(
        stage.box(-wide, tall - 0.07, wide, tall) + stage.box(wide - 0.07, -tall, wide, tall), 0.2
    )
    stage.lay(MAT, stage.box(0.065 - wide, 0.065 - tall, wide - 0.065, tall - 0.065))
    w, h = wide - 0.17, tall - 0.17
    sheet = stage.box(-w, -h, w, h)
    colours = fabric.colours
    stage.wear(fabric, x, y, sheet, np.float32(1))

    def plain(index: int) -> np.ndarray:
        return colours[index % len(colours)]

    def cut(angle: float, scale: float, mask: np.ndarray) -> None:
        u, v = rotate(x * np.float32(scale), y * np.float32(scale), angle)
        stage.wear(fabric, u, v, sheet * mask, np.float32(1), scale)

    composition = rng.integers(3)
    if composition == 0:  # a great disc over a horizon
        stage.lay(plain(1), sheet * inside(-y + 0.45 * h, stage.soft))
        reach = 0.70 * min(w, h)
        stage.lay(plain(2), sheet * stage.ellipse((0, -0.06), (reach + 0.05, reach + 0.05)))
        cut(0.8, 0.7, stage.ellipse((0, -0.06), (reach, reach)))
    elif composition == 1:  # wedges from corner to corner
        stage.lay(plain(1), sheet * stage.region([(0.2 * w, h), (w, h), (w, -h)]))
        cut(0.8, 0.7, stage.region([(-w, h), (-0.2 * w, -0.8 * h), (0.8 * w, h)]))
        stage.lay(plain(2), sheet * stage.ellipse((0.5 * w, -0.5 * h), (0.26 * w, 0.26 * w)))
    else:  # quarters with half discs
        stage.lay(plain(1), sheet * stage.box(-w, -h, 0, 0))
        stage.lay(plain(2), sheet * stage.box(0, 0, w, h))
        cut(1.57, 0.8, stage.ellipse((-0.5 * w, 0), (0.46 * w, 0.8 * h)) * inside(y, stage.soft))
        cut(0.8, 0.7, stage.ellipse((0.5 * w, 0), (0.46 * w, 0.8 * h)) * inside(-y, stage.soft))
    return stage.picture
