"""Families made of plants: flowers and leaves."""

from __future__ import annotations

import numpy as np

from ..geometry import cell, inside


def flowers(u: np.ndarray, v: np.ndarray, soft: float, shape: float) -> np.ndarray:
    """Blossoms with round petals and an open heart, on a brick lattice."""
    row = np.floor(v)
    x, y = cell(u + 0.5 * row), cell(v)
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    petals = 5 if shape < 0.5 else 6
    edge = 0.34 + 0.11 * np.cos(angle * petals)
    heart = inside(radius - 0.1, soft)
    return inside(radius - edge, soft) - heart


def leaves(u: np.ndarray, v: np.ndarray, soft: float, shape: float) -> np.ndarray:
    """Slanting pointed leaves with a midrib, leaning left and right by turns."""
    lean = np.where(np.floor(u) % 2 == 0, np.float32(1), np.float32(-1))
    x, y = cell(u), cell(v + 0.25 * lean)
    along = x * lean * 0.6 + y * 0.8
    across = x * 0.8 - y * lean * 0.6
    half_width = (0.2 + 0.06 * shape) * (1 - (along / 0.46) ** 2)
    rib = inside(np.abs(across) - 0.025, soft)
    return np.clip(inside(np.abs(across) - half_width, soft) - rib, 0, 1)
