"""Families after West African cloth: strips as in kente, painted marks as in mud cloth."""

from __future__ import annotations

import numpy as np

from ..geometry import cell, fold
from .canvas import Canvas, scatter


def kente(c: Canvas) -> None:
    """Narrow strips sewn side by side; each is a sequence of blocks: stripes, steps, a lozenge."""
    u = c.u * 1.25
    strip = np.floor(u)
    v = c.v + 0.5 * (strip % 2)
    block = np.floor(v * 2)
    x, y = cell(u), cell(v * 2)
    kind = (block + strip) % 3
    first = strip + block
    c.lay_by_turns((kind == 1).astype(np.float32), first)
    c.lay((kind == 2).astype(np.float32), 1)
    bars = c.within(fold(y * 3 + 0.5) - 0.5, 12)
    c.lay_by_turns(bars * (kind == 0), first + 1)
    lozenge = c.within(np.abs(x) * 0.9 + np.abs(y) - 0.36, 2)
    c.lay_by_turns(lozenge * (kind == 1), first + 1)
    c.lay(c.within(np.abs(x) * 0.9 + np.abs(y) - 0.16, 2) * (kind == 1), -1)
    steps = c.within(np.maximum(np.abs(x) - 0.13, 0) - 0.12 * np.round(np.abs(y) * 5) / 2.5, 2)
    c.lay_by_turns(steps * (kind == 2), first + 2)
    c.lay(c.within(fold(u + 0.5) - 0.05, 2.5), -1)


def mudcloth(c: Canvas) -> None:
    """Bands of hand-drawn marks: a zigzag line, crosses, dashes, dots; ruled lines between."""
    wobble = 0.02 * np.sin(c.u * 7.3 + 2 * np.sin(c.v * 5.1))
    v = c.v * 1.5 + wobble
    band = np.floor(v)
    y = cell(v)
    kind = band % 4
    x = cell(c.u * 2 + 0.3 * scatter(band, np.zeros_like(band), 5) + wobble)
    line = np.abs(y + 0.30 - 0.60 * fold(c.u * 2)) - 0.10
    cross = np.minimum(np.abs(np.abs(x) - np.abs(y * 1.2)), 1) - 0.085
    cross = np.maximum(cross, np.maximum(np.abs(x), np.abs(y)) - 0.30)
    dash = np.maximum(np.abs(x) - 0.14, np.abs(y) - 0.28)
    dot = np.hypot(x, y) - 0.23
    marks = np.choose(kind.astype(np.int32), (line, cross, dot, dash))
    c.lay(c.within(marks, 2), 0)
    c.lay(c.within(fold(v + 0.5) - 0.09 - 0.03 * c.shape, 3), 0)
