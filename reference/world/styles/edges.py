"""Edge strength, which the drawn styles share."""

from __future__ import annotations

import numpy as np


def edges(picture: np.ndarray) -> np.ndarray:
    """Largest colour step to the right or downwards, [h, w], 0..about 1, of a planar picture."""
    right = np.abs(np.diff(picture, axis=2, append=picture[:, :, -1:])).max(0)
    down = np.abs(np.diff(picture, axis=1, append=picture[:, -1:])).max(0)
    return np.maximum(right, down)
