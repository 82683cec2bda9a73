"""Cloth that fills the frame: flat, or lying in soft folds."""

from __future__ import annotations

import numpy as np

from ..fabric import Fabric
from ..geometry import grid, smooth_noise, streaks


def cloth(fabric: Fabric, size: int, rng: np.random.Generator) -> np.ndarray:
    """The fabric seen from above; folds displace it and catch the light, threads lie in it."""
    x, y = grid(size)
    pixel = 2 / size
    depth = rng.uniform(0.3, 1.0) if rng.random() < 0.4 else 0.0
    light = 1 + 0.04 * smooth_noise(size, 4, rng)
    if depth > 0:
        angle = rng.uniform(0, np.pi)
        sx, sy = np.float32(np.cos(angle)), np.float32(np.sin(angle))
        phase = (x * sx + y * sy) * rng.uniform(3.0, 5.5) + np.float32(rng.uniform(0, 6))
        phase = phase + 0.7 * smooth_noise(size, 4, rng)
        shift = 0.05 * depth * np.sin(phase)
        x, y = x + shift * sx, y + shift * sy
        light = light + 0.13 * depth * np.cos(phase)
    if rng.random() < 0.5:  # a slight perspective, as from a camera that isn't quite above
        view = 1 + rng.uniform(-0.12, 0.12) * x + rng.uniform(-0.12, 0.12) * y
        x, y = x / view, y / view
    picture = fabric.colour(x.astype(np.float32), y.astype(np.float32), pixel)
    if rng.random() < 0.4:  # slubs: threads of uneven thickness
        light = light + 0.03 * streaks(size, 5, 48, rng) + 0.02 * streaks(size, 5, 48, rng).T
    return picture * light.astype(np.float32)
