"""Edge strength, which the drawn styles share."""

from __future__ import annotations

import numpy as np


def edges(image: np.ndarray) -> np.ndarray:
    """Largest colour step to the right or downwards, [h, w], 0..about 1."""
    right = np.abs(np.diff(image, axis=1, append=image[:, -1:])).max(-1)
    down = np.abs(np.diff(image, axis=0, append=image[-1:])).max(-1)
    return np.maximum(right, down)
