"""Outlines that a hand drew: the picture's pixels pushed about by smooth noise."""

from __future__ import annotations

import numpy as np

from ..geometry import smooth_noise


def wobbled(picture: np.ndarray, pixels: float, bumps: int, rng: np.random.Generator) -> np.ndarray:
    """Moves what is seen by up to `pixels` of a 128-pixel picture, in `bumps` waves along a side."""
    size = picture.shape[-1]
    rows, columns = np.mgrid[0:size, 0:size]
    reach = pixels * size / 128
    rows = np.clip(rows + reach * smooth_noise(size, bumps, rng), 0, size - 1).astype(int)
    columns = np.clip(columns + reach * smooth_noise(size, bumps, rng), 0, size - 1).astype(int)
    return picture[:, rows, columns]
