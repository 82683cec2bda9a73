"""Photograph: light that falls off, and a little grain."""

from __future__ import annotations

import numpy as np

from ..geometry import grid


def photograph(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Exposure, a directed light, a vignette, grain."""
    size = picture.shape[-1]
    x, y = grid(size)
    tilt = rng.uniform(-0.05, 0.05, 2).astype(np.float32)
    light = np.float32(rng.uniform(0.94, 1.06)) + tilt[0] * x + tilt[1] * y
    light = light - np.float32(0.03) * (x * x + y * y)
    grain = rng.standard_normal((1, size, size), np.float32) * np.float32(0.006)
    return picture * light + grain
