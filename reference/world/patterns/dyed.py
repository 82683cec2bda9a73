"""Families that are dyed rather than printed or woven: tie-dye, and the held-out spiral."""

from __future__ import annotations

import numpy as np

from ..geometry import cell, fold
from .canvas import Canvas


def tie_dye(c: Canvas) -> None:
    """Sunbursts: soft rings of dye around where the cloth was tied, with rays bled through them."""
    u, v = c.u * 0.5, c.v * 0.5
    x, y = cell(u + 0.5 * (np.floor(v) % 2)), cell(v)
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    rays = 0.030 * np.sin(angle * 9 + 1.5 * np.sin(angle * 4)) + 0.016 * np.sin(angle * 23)
    t = (radius + rays) * (6 + 1.5 * c.shape)
    ring = np.floor(t)
    blend = np.clip((0.78 - fold(t)) * 2.0, 0, 1)
    c.lay_by_turns(blend * (ring % 2 == 0), np.floor(ring / 2))
    c.lay(0.85 * blend * (ring % 2 == 1), 1)


def spirals(c: Canvas) -> None:
    """Whorls on a brick lattice. Held out of the training world."""
    row = np.floor(c.v)
    u = c.u + 0.5 * (row % 2)
    x, y = cell(u), cell(c.v)
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    arm = fold(angle / (2 * np.pi) + radius * (4.4 + c.shape))
    c.lay_by_turns(c.within(radius - 0.46), np.floor(u) + 2 * row)
    width = c.soft * 9
    c.lay(np.clip(0.5 - (arm - 0.5) / width, 0, 1) * c.within(radius - 0.43), -1)
