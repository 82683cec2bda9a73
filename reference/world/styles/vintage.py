"""Vintage photograph: a faded brown print with a white border, dust and scratches."""

from __future__ import annotations

import numpy as np

from ..geometry import grid, luminance, smooth_noise
from .tones import toned

SHADOW = np.asarray((0.22, 0.14, 0.09), np.float32)
LIGHT = np.asarray((0.96, 0.88, 0.70), np.float32)
CARD = np.asarray((0.95, 0.92, 0.84), np.float32)[:, None, None]


def vintage(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Sepia with a trace of the colours left, less contrast, dark corners, on a card."""
    size = picture.shape[-1]
    x, y = grid(size)
    sepia = toned(luminance(picture), SHADOW, LIGHT)
    faded = sepia + (picture - sepia) * np.float32(rng.uniform(0.12, 0.25))
    faded = faded * (1 - 0.22 * (x * x + y * y)) + 0.05 * smooth_noise(size, 6, rng)
    for _ in range(rng.integers(1, 4)):
        scratch = np.abs(
            x - np.float32(rng.uniform(-0.9, 0.9)) - np.float32(rng.normal(0, 0.02)) * y
        )
        reach = np.float32(rng.uniform(-0.6, 0.6))
        faded = faded + 0.25 * np.clip(1.2 - scratch * size / 2, 0, 1) * (np.abs(y - reach) < 0.45)
    faded = faded + rng.standard_normal((1, size, size), np.float32) * np.float32(0.015)
    border = np.float32(rng.uniform(0.88, 0.92))
    print_area = np.clip((border - np.maximum(np.abs(x), np.abs(y))) * size / 2 + 0.5, 0, 1)
    return CARD + (faded - CARD) * print_area
