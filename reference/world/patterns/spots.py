"""Families made of round marks: dots and rings."""

from __future__ import annotations

import numpy as np

from ..geometry import cell, inside


def _distance(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Distance to the nearest mark of a brick lattice."""
    row = np.floor(v)
    return np.hypot(cell(u + 0.5 * row), cell(v))


def dots(u: np.ndarray, v: np.ndarray, soft: float, shape: float) -> np.ndarray:
    """Polka dots."""
    return inside(_distance(u, v) - 0.24 - 0.1 * shape, soft)


def rings(u: np.ndarray, v: np.ndarray, soft: float, shape: float) -> np.ndarray:
    """Circles drawn as bands."""
    return inside(np.abs(_distance(u, v) - 0.32) - 0.09 - 0.03 * shape, soft)
