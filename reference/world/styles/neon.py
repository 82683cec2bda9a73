"""Neon: a dark picture whose outlines shine and spill light."""

from __future__ import annotations

import numpy as np

from ..geometry import blur, grid
from .edges import edges

CYAN = np.asarray((0.10, 0.90, 1.00), np.float32)
MAGENTA = np.asarray((1.00, 0.15, 0.80), np.float32)
NIGHT = np.asarray((0.05, 0.03, 0.12), np.float32)


def neon(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Outlines glow between cyan and magenta; the colours lie in the dark."""
    x, _ = grid(image.shape[0])
    across = np.clip(0.5 + 0.6 * x * (1 if rng.random() < 0.5 else -1), 0, 1)[..., None]
    light = CYAN + (MAGENTA - CYAN) * across
    line = np.clip(edges(image) * 3.0 - 0.15, 0, 1)[..., None] * light
    dark = NIGHT + image**2 * 0.30
    return dark + 0.75 * line + 0.7 * blur(line, image.shape[0] / 36)
