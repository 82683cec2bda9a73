"""Families made of straight-edged cells: checks, plaid, diamonds, triangles."""

from __future__ import annotations

import numpy as np

from ..geometry import cell, fold, inside


def checks(u: np.ndarray, v: np.ndarray, soft: float, shape: float) -> np.ndarray:
    """A chessboard."""
    a = inside(fold(u) - 0.5, soft * 2)
    b = inside(fold(v) - 0.5, soft * 2)
    return a + b - 2 * a * b


def plaid(u: np.ndarray, v: np.ndarray, soft: float, shape: float) -> np.ndarray:
    """Crossing translucent bands with a thin line between them."""
    a = inside(fold(u) - 0.42, soft * 2)
    b = inside(fold(v) - 0.42, soft * 2)
    lines = np.maximum(
        inside(fold(u + 0.5) - 0.06 - 0.05 * shape, soft * 2),
        inside(fold(v + 0.5) - 0.06 - 0.05 * shape, soft * 2),
    )
    return np.maximum(0.5 * (a + b), lines)


def diamonds(u: np.ndarray, v: np.ndarray, soft: float, shape: float) -> np.ndarray:
    """Lozenges standing on their points, each with a small one left out within."""
    d = np.abs(cell(u)) * (1.3 + 0.5 * shape) + np.abs(cell(v))
    return inside(d - 0.46, soft * 1.5) - inside(d - 0.18, soft * 1.5)


def triangles(u: np.ndarray, v: np.ndarray, soft: float, shape: float) -> np.ndarray:
    """Rows of upright triangles."""
    height = cell(v) + 0.5
    return inside(np.abs(cell(u)) - 0.5 * height * (0.85 + 0.1 * shape), soft)
