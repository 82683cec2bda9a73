"""Photograph: light that falls off, and grain."""

from __future__ import annotations

import numpy as np

from ..geometry import grid


def photograph(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Exposure, a directed light, a vignette, a little grain."""
    x, y = grid(image.shape[0])
    tilt = rng.uniform(-0.05, 0.05, 2)
    light = rng.uniform(0.94, 1.06) + tilt[0] * x + tilt[1] * y - 0.06 * (x * x + y * y) / 2
    grain = rng.normal(0, 0.008, image.shape).astype(np.float32)
    return image * light[..., None] + grain
