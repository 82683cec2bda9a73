"""Watercolour: wobbling outlines, uneven washes, pigment gathered at the edges, paper."""

from __future__ import annotations

import numpy as np

from ..geometry import blur, smooth_noise
from .edges import edges

PAPER = np.asarray((0.98, 0.97, 0.93), np.float32)


def watercolor(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Pale, bleeding colours on white paper that shows around the border."""
    size = image.shape[0]
    rows, columns = np.mgrid[0:size, 0:size]
    wobble = 2.2 * size / 128
    rows = np.clip(rows + wobble * smooth_noise(size, 14, rng), 0, size - 1).astype(int)
    columns = np.clip(columns + wobble * smooth_noise(size, 14, rng), 0, size - 1).astype(int)
    soft = blur(image[rows, columns], size / 128)
    wash = np.clip(0.72 + 0.22 * smooth_noise(size, 7, rng), 0.3, 1)
    rim = np.clip(edges(soft) * 1.6, 0, 0.35)
    painted = PAPER + (soft - PAPER) * wash[..., None] - rim[..., None] * 0.6
    axis = np.minimum(np.arange(size), np.arange(size)[::-1]) / (size * 0.07)
    border = np.minimum(axis[:, None], axis[None, :]) + 0.6 * smooth_noise(size, 18, rng)
    return PAPER + (painted - PAPER) * np.clip(border, 0, 1)[..., None]
