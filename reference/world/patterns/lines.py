"""Families made of bands: stripes, zigzags, waves."""

from __future__ import annotations

import numpy as np

from ..geometry import fold
from .canvas import Canvas


def _bands(c: Canvas, t: np.ndarray, share: float, ramp: float) -> None:
    """Bands along t with period 1 that cover `share` of it, inks by turns."""
    c.lay_by_turns(c.within(fold(t) - share, ramp), np.floor(t))


def stripes(c: Canvas) -> None:
    """Straight bands; at times a thin line runs between them."""
    _bands(c, c.v, 0.40 + 0.2 * c.shape, 2)
    if c.shape > 0.6:
        c.lay(c.within(0.90 - fold(c.v), 2), 1)


def zigzag(c: Canvas) -> None:
    """Chevrons: bands that follow a triangle wave."""
    _bands(c, c.v + (0.5 + 0.3 * c.shape) * fold(c.u), 0.48, 3.2)


def waves(c: Canvas) -> None:
    """Bands that follow a sine."""
    bend = (0.18 + 0.1 * c.shape) * np.sin(c.u * np.float32(np.pi))
    _bands(c, c.v + bend, 0.46, 2.8)
