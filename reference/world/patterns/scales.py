"""The scale family: overlapping rounded tiles, as on a fish or a roof."""

from __future__ import annotations

import numpy as np

from ..geometry import cell, inside


def scales(u: np.ndarray, v: np.ndarray, soft: float, shape: float) -> np.ndarray:
    """Rows of half discs; each shows its rim and a paler inner band."""
    rim = np.full_like(u, 2.0)
    # From the bottom row up: the last one that covers a point is the one seen.
    for step in (-1.0, -0.5, 0.0):
        row = np.floor(v * 2) / 2 + step
        x = cell(u + np.where(np.round(row * 2) % 2 == 0, np.float32(0), np.float32(0.5)))
        radius = np.hypot(x, v - row)
        rim = np.where((radius < 0.5) & (rim > 1), radius, rim)
    rim = np.where(rim > 1, np.float32(0.5), rim)
    return inside(np.abs(rim - 0.41) - 0.07 - 0.03 * shape, soft) + inside(rim - 0.16, soft)
