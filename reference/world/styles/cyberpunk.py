"""Cyberpunk: night, outlines that glow in neon, scan lines."""

from __future__ import annotations

import numpy as np

from ..geometry import blur, grid
from .edges import edges
from .tones import saturated

CYAN = np.asarray((0.10, 0.90, 1.00), np.float32)[:, None, None]
MAGENTA = np.asarray((1.00, 0.15, 0.80), np.float32)[:, None, None]
NIGHT = np.asarray((0.05, 0.02, 0.13), np.float32)[:, None, None]


def cyberpunk(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Light runs from cyan on one side to magenta on the other; the cloth's own colours lie in
    the dark."""
    size = picture.shape[-1]
    x, y = grid(size)
    angle = rng.uniform(-0.6, 0.6) + (0 if rng.random() < 0.5 else np.pi)
    across = np.clip(0.5 + 0.65 * (x * np.cos(angle) + y * np.sin(angle)), 0, 1).astype(np.float32)
    light = CYAN + (MAGENTA - CYAN) * across
    line = np.clip(edges(picture) * 2.6 - 0.15, 0, 1) * light
    dark = NIGHT + saturated(picture, 1.2) ** 2 * (0.20 + 0.22 * light)
    glowing = dark + 0.70 * line + 0.75 * blur(line, size / 36)
    scan = 1 - 0.10 * (np.arange(size) // max(1, size // 64) % 2)
    return glowing * scan[:, None].astype(np.float32)
