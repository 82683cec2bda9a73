"""Line drawing: ink outlines on paper, hatched where it is dark, without colour."""

from __future__ import annotations

import numpy as np

from ..geometry import blur, grid, luminance, smooth_noise
from .edges import edges
from .tones import toned

PAPER = np.asarray((0.98, 0.98, 0.96), np.float32)
INK = np.asarray((0.10, 0.10, 0.14), np.float32)


def drawing(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Edges become ink; shadows become slanting strokes, the darkest crossed ones."""
    size = picture.shape[-1]
    line = np.clip(edges(blur(picture, 0.7 * size / 128)) * rng.uniform(5.0, 6.5) - 0.30, 0, 1)
    gray = luminance(blur(picture, size / 128))
    x, y = grid(size)
    slant = (x + y) * np.float32(30) + smooth_noise(size, 6, rng)
    cross = (x - y) * np.float32(30) + smooth_noise(size, 6, rng)
    hatch = np.clip(0.42 - gray, 0, 0.3) * 2.4 * np.clip(np.sin(slant) * 1.5, 0, 1)
    hatch = hatch + np.clip(0.22 - gray, 0, 0.3) * 3 * np.clip(np.sin(cross) * 1.5, 0, 1)
    return toned(1 - np.clip(line + hatch, 0, 1), INK, PAPER)
