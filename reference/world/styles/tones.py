"""Changes of colour that several styles share."""

from __future__ import annotations

import numpy as np

from ..geometry import luminance


def saturated(picture: np.ndarray, strength: float) -> np.ndarray:
    """Colours moved away from gray (strength above 1) or towards it (below 1)."""
    gray = luminance(picture)
    return gray + (picture - gray) * np.float32(strength)


def toned(gray: np.ndarray, dark: np.ndarray, light: np.ndarray) -> np.ndarray:
    """A planar picture between two colours, by brightness [h, w]."""
    return dark[:, None, None] + (light - dark)[:, None, None] * gray
