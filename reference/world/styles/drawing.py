"""Line drawing: ink along the outlines on paper, with a breath of the colours left."""

from __future__ import annotations

import numpy as np

from ..geometry import blur
from .edges import edges

PAPER = np.asarray((0.98, 0.98, 0.96), np.float32)
INK = np.asarray((0.10, 0.10, 0.14), np.float32)


def drawing(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Edges become ink; the colours fade to a thin tint."""
    tint = PAPER + (image - PAPER) * np.float32(rng.uniform(0.22, 0.32))
    line = np.clip(edges(blur(image, 0.7)) * rng.uniform(5.0, 6.5) - 0.25, 0, 1)[..., None]
    return tint + (INK - tint) * line
