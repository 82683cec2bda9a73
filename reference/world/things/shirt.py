"""A short-sleeved shirt with collar and buttons, laid out or on a hanger."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import rotate, smooth_noise
from .stage import WALLS, Stage, colour, mirrored

BUTTON = colour(0.97, 0.96, 0.93)
WOOD = colour(0.62, 0.44, 0.28)


def shirt(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """The sleeves' cloth is turned with the sleeves; the placket hides a strip of the pattern."""
    stage = Stage(size, rng)
    x, y = stage.x, stage.y
    stage.picture[:] = WALLS[rng.integers(len(WALLS))][:, None, None]
    stage.picture *= 1 - 0.06 * (y * 0.5 + 0.5)
    if rng.random() < 0.6:
        hook = [(0, -0.72), (0.0, -0.82), (0.05, -0.87), (0.02, -0.94), (-0.05, -0.91)]
        stage.lay(colour(0.35, 0.35, 0.37), stage.stroke(hook, 0.03, curved=True))
        stage.lay(WOOD, stage.stroke([(-0.40, -0.54), (0, -0.74), (0.40, -0.54)], 0.06))

    torso = mirrored([
        (0.13, -0.70), (0.46, -0.585), (0.455, -0.20), (0.44, 0.20), (0.46, 0.74), (0.2, 0.775),
    ])  # fmt: skip
    body = stage.region(torso)
    shadow = stage.roundness(np.roll(body, (size // 50, size // 60), (0, 1)), 0.06)
    stage.shade(shadow, 0.25)
    light = 1 + 0.05 * smooth_noise(size, 5, rng)
    for side in (-1, 1):
        sleeve = [
            (side * 0.30, -0.645), (side * 0.50, -0.575), (side * 0.88, -0.14),
            (side * 0.66, 0.02), (side * 0.44, -0.22),
        ]  # fmt: skip
        su, sv = rotate(x, y, side * -0.72)
        mask = stage.region(sleeve)
        stage.wear(fabric, su, sv, mask, light * np.float32(0.9 if side > 0 else 0.97))
        cuff = stage.stroke([(side * 0.86, -0.16), (side * 0.65, 0.0)], 0.03)
        stage.shade(cuff * mask, 0.35)
    waist = 1 - 0.22 * (x / 0.46) ** 4
    creases = 0.05 * np.cos(x * 9 + 3 * y + np.float32(rng.uniform(0, 6))) * np.clip(y + 0.3, 0, 1)
    stage.wear(fabric, x, y, body, light * waist + creases)
    for side in (-1, 1):  # seams at the arms
        seam = [(side * 0.46, -0.585), (side * 0.41, -0.40), (side * 0.452, -0.18)]
        stage.shade(stage.stroke(seam, 0.022, curved=True), 0.45)
    stage.lay(colour(0.20, 0.17, 0.17), stage.region([(-0.13, -0.70), (0.13, -0.70), (0, -0.48)]))
    stage.shade(stage.box(0.045, -0.5, 0.065, 0.765), 0.40)
    stage.shade(stage.box(-0.06, -0.5, -0.045, 0.765), 0.25)
    for at in (-0.38, -0.12, 0.14, 0.40, 0.65):
        stage.lay(BUTTON * np.float32(0.5), stage.ellipse((0.003, at + 0.006), (0.036, 0.036)))
        stage.lay(BUTTON, stage.ellipse((-0.004, at), (0.03, 0.03)))
    cu, cv = rotate(x, y, 0.8)
    for side in (-1, 1):
        wing = [
            (side * 0.13, -0.745),
            (side * 0.20, -0.67),
            (side * 0.19, -0.50),
            (side * 0.005, -0.52),
        ]
        mask = stage.region(wing)
        stage.shade(stage.region([(px, py + 0.03) for px, py in wing]), 0.5)
        stage.wear(fabric, cu, cv, mask, np.float32(1.04))
        stage.shade(stage.stroke([wing[3], wing[2], wing[1]], 0.016), 0.45)
    return stage.picture
