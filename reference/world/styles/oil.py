"""Oil: dabs of one colour each, as Kuwahara's filter makes them, in paint that stands up."""

from __future__ import annotations

import numpy as np

from ..geometry import luminance, rotate, streaks
from .tones import saturated
from .wobble import wobbled

RADIUS = 2  #: of a dab, in pixels of a 128-pixel picture


def _box_sums(planes: np.ndarray, width: int) -> np.ndarray:
    """Sums over `width` by `width` squares of padded planes [n, h, w]; the square begins there."""
    sums = np.cumsum(np.cumsum(planes, 1, dtype=np.float32), 2, dtype=np.float32)
    sums = np.pad(sums, ((0, 0), (1, 0), (1, 0)))
    rows = sums[:, width:] - sums[:, :-width]
    return rows[:, :, width:] - rows[:, :, :-width]


def kuwahara(picture: np.ndarray, radius: int) -> np.ndarray:
    """For each pixel the mean of that one of four squares about it that varies least."""
    size, width = picture.shape[-1], radius + 1
    gray = luminance(picture)
    planes = np.concatenate([picture, gray[None], gray[None] ** 2])
    planes = np.pad(planes, ((0, 0), (radius, radius), (radius, radius)), mode="edge")
    means = _box_sums(planes, width) / width**2
    spread = means[4] - means[3] ** 2
    best, chosen = None, None
    for top in (0, radius):
        for left in (0, radius):
            part = (slice(top, top + size), slice(left, left + size))
            here = spread[part]
            if best is None:
                best, chosen = here.copy(), means[(slice(0, 3), *part)].copy()
                continue
            better = here < best
            best = np.where(better, here, best)
            chosen = np.where(better, means[(slice(0, 3), *part)], chosen)
    return chosen


def oil(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Wobbling dabs, strong colours, and the light on the ridges that a bristle brush leaves."""
    size = picture.shape[-1]
    dabs = kuwahara(wobbled(picture, 1.2, 20, rng), max(1, round(RADIUS * size / 128)))
    bristles = streaks(size, 12, 64, rng)
    angle = rng.uniform(0.4, 0.9) * (1 if rng.random() < 0.5 else -1)
    down, right = np.mgrid[0:size, 0:size].astype(np.float32)
    u, v = rotate(right, down, angle)
    ridges = bristles[v.astype(int) % size, u.astype(int) % size]
    painted = saturated(dabs, 1.25) * (1 + 0.065 * ridges)
    return (painted - 0.5) * 1.08 + 0.48
