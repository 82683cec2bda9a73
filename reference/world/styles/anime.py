"""Anime: flat areas in a few steps of light, dark outlines, strong colours, a tinted sky of light."""

from __future__ import annotations

import numpy as np

from ..geometry import blur, grid, luminance
from .edges import edges
from .oil import kuwahara
from .tones import saturated

INK = np.asarray((0.13, 0.08, 0.20), np.float32)[:, None, None]
SKY = np.asarray((0.62, 0.82, 1.00), np.float32)[:, None, None]
BLUSH = np.asarray((1.00, 0.80, 0.86), np.float32)[:, None, None]
STEPS = 4


def anime(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Brightness falls in cels; what is pale and colourless takes the sky's blue and pink."""
    size = picture.shape[-1]
    flat = kuwahara(picture, max(1, size // 128))
    gray = np.clip(luminance(flat), 0.02, 1)
    cels = (np.floor(gray * STEPS) + 0.6) / STEPS
    flat = saturated(flat * (cels / gray), 1.45)
    _, y = grid(size)
    tint = SKY + (BLUSH - SKY) * (0.5 + 0.5 * y)
    grayness = np.clip(1 - (picture.max(0) - picture.min(0)) * 5, 0, 1) * np.clip(
        gray * 2 - 0.9, 0, 1
    )
    flat = flat + (tint * (0.75 + 0.25 * cels) - flat) * (0.85 * grayness)
    line = np.clip(edges(blur(picture, 0.6 * size / 128)) * rng.uniform(5.0, 6.0) - 0.55, 0, 1)
    return flat + (INK - flat) * line
