"""Psychedelic: everything swirls, and colours run through the rainbow in rings."""

from __future__ import annotations

import numpy as np

from ..geometry import grid, luminance, smooth_noise

PHASES = np.asarray((0.0, 2.1, 4.2), np.float32)[:, None, None]


def psychedelic(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The picture turned about its middle in waves; brightness and distance set the hue."""
    size = picture.shape[-1]
    x, y = grid(size)
    radius = np.hypot(x, y)
    turn = 0.30 * np.sin(radius * 7 + np.float32(rng.uniform(0, 6))) * np.clip(1.2 - radius, 0, 1)
    c, s = np.cos(turn), np.sin(turn)
    wave = 0.035 * np.sin(y * 9 + np.float32(rng.uniform(0, 6)))
    columns = np.clip(((c * x - s * y + wave + 1) / 2 * size).astype(int), 0, size - 1)
    rows = np.clip(((s * x + c * y + 1) / 2 * size).astype(int), 0, size - 1)
    swirled = picture[:, rows, columns]
    gray = luminance(swirled)
    hue = gray * 7 + radius * 5 + 0.8 * smooth_noise(size, 5, rng) + np.float32(rng.uniform(0, 6))
    rainbow = 0.5 + 0.5 * np.cos(hue + PHASES)
    mixed = 0.52 * swirled + 0.54 * rainbow
    return (mixed - 0.5) * 1.25 + 0.5
