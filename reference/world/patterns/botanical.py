"""Families made of plants: flowers, leaves, paisley."""

from __future__ import annotations

import numpy as np

from ..geometry import cell
from .canvas import Canvas


def flowers(c: Canvas) -> None:
    """Blossoms with round petals and an open heart, small leaves between them."""
    row = np.floor(c.v)
    u = c.u + 0.5 * (row % 2)
    x, y = cell(u), cell(c.v)
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    gap_x, gap_y = np.abs(x) - 0.5, y
    leaf = np.hypot(gap_x * 1.1, gap_y * 2.4) - 0.13
    c.lay(c.within(leaf, 1.5), 2)
    petals = 5 if c.shape < 0.5 else 6
    edge = 0.32 + 0.10 * np.cos(angle * petals)
    c.lay_by_turns(c.within(radius - edge), np.floor(u) + 2 * row)
    c.lay(c.within(radius - 0.14), -1)
    c.lay(c.within(radius - 0.09), 1)


def leaves(c: Canvas) -> None:
    """Slanting pointed leaves with a midrib, leaning left and right by turns."""
    lean = np.where(np.floor(c.u) % 2 == 0, np.float32(1), np.float32(-1))
    v = c.v + 0.25 * lean
    x, y = cell(c.u), cell(v)
    along = x * lean * 0.6 + y * 0.8
    across = x * 0.8 - y * lean * 0.6
    half_width = (0.21 + 0.06 * c.shape) * (1 - (along / 0.47) ** 2)
    c.lay_by_turns(c.within(np.abs(across) - half_width), np.floor(c.u) + 2 * np.floor(v))
    c.lay(c.within(np.abs(across) - 0.022) * (np.abs(along) < 0.46), -1)


def paisley(c: Canvas) -> None:
    """Drops with a bent tip, one within the other, heads up and down by turns."""
    column = np.floor(c.u * 1.25)
    flip = np.where(column % 2 == 0, np.float32(1), np.float32(-1))
    v = c.v + 0.5 * (column % 2)
    x, y = cell(c.u * 1.25) / 1.25, cell(v) * flip
    t = np.clip((0.44 - y) / 0.88, 0, 1)  # 0 at the round end, 1 at the tip
    middle = 0.34 * t * t - 0.06
    width = 1.02 * np.sqrt(t) * (1 - t) * (0.66 + 0.12 * c.shape)
    across = np.abs(x - middle)
    for step, ink in ((0.0, 0), (0.055, -1), (0.095, 1)):
        c.lay(c.within(across - width + step, 1.3) * ((t > 0.02) & (t < 0.97)), ink)
    eye = np.hypot(x - 0.0, y - 0.16)
    c.lay(c.within(eye - 0.10), -1)
    c.lay(c.within(eye - 0.055), 0)
