"""Watercolour: wobbling outlines, uneven washes, pigment gathered at the edges, paper."""

from __future__ import annotations

import numpy as np

from ..geometry import blur, smooth_noise
from .edges import edges
from .wobble import wobbled

PAPER = np.asarray((0.98, 0.97, 0.93), np.float32)[:, None, None]


def watercolor(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Pale, bleeding colours on white paper that shows around the border."""
    size = picture.shape[-1]
    soft = blur(wobbled(picture, 2.2, 14, rng), 0.8 * size / 128)
    wash = np.clip(0.74 + 0.22 * smooth_noise(size, 7, rng), 0.3, 1)
    rim = np.clip(edges(soft) * 1.6, 0, 0.35)
    painted = PAPER + (soft - PAPER) * wash - rim * 0.5
    axis = np.minimum(np.arange(size), np.arange(size)[::-1]) / (size * 0.07)
    border = np.minimum(axis[:, None], axis[None, :]) - 0.5 + 0.6 * smooth_noise(size, 18, rng)
    return PAPER + (painted - PAPER) * np.clip(border, 0, 1)
