"""Families made of bands: stripes, zigzags, waves."""

from __future__ import annotations

import numpy as np

from ..geometry import fold, inside


def _bands(t: np.ndarray, soft: float, share: float) -> np.ndarray:
    """Bands along t with period 1 that cover `share` of it."""
    return inside(fold(t) - share, soft * 2)


def stripes(u: np.ndarray, v: np.ndarray, soft: float, shape: float) -> np.ndarray:
    """Straight bands."""
    return _bands(v, soft, 0.35 + 0.2 * shape)


def zigzag(u: np.ndarray, v: np.ndarray, soft: float, shape: float) -> np.ndarray:
    """Chevrons: bands that follow a triangle wave."""
    return _bands(v + (0.5 + 0.3 * shape) * fold(u), soft * 1.6, 0.45)


def waves(u: np.ndarray, v: np.ndarray, soft: float, shape: float) -> np.ndarray:
    """Bands that follow a sine."""
    return _bands(v + (0.18 + 0.1 * shape) * np.sin(u * np.float32(np.pi)), soft * 1.4, 0.45)
