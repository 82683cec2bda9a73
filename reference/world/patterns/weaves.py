"""Families that come from the loom: herringbone, basketweave, ikat."""

from __future__ import annotations

import numpy as np

from ..geometry import cell, fold
from .canvas import Canvas, scatter


def herringbone(c: Canvas) -> None:
    """Columns of slanting strokes that lean left and right by turns and break at the seams."""
    column = np.floor(c.u * 1.5)
    lean = np.where(column % 2 == 0, np.float32(1), np.float32(-1))
    t = c.v * 2.2 + lean * cell(c.u * 1.5) * 1.3 + 0.5 * (column % 2)
    c.lay_by_turns(c.within(fold(t) - 0.52, 4), column)
    c.lay(c.within(fold(c.u * 1.5 + 0.5) - 0.05 - 0.03 * c.shape, 3), -1)


def basketweave(c: Canvas) -> None:
    """Squares of three threads each, across and down by turns, shaded where they dive under."""
    u, v = c.u * 1.5, c.v * 1.5
    across = (np.floor(u) + np.floor(v)) % 2 == 0
    along, side = np.where(across, cell(u), cell(v)), np.where(across, cell(v), cell(u))
    thread = fold(side * 3 + 0.5)
    c.lay(np.where(across, np.float32(1), np.float32(0)), 0)
    c.lay(np.where(across, np.float32(0), np.float32(1)), 1)
    c.lay(c.within(0.76 - thread, 8), -1)
    c.cloth *= 1 - 0.40 * np.abs(2 * along) ** 4 - 0.10 * thread


def ikat(c: Canvas) -> None:
    """Lozenges whose edges run along the threads, as dye does in bundles bound before weaving."""
    strand = np.floor(c.u * 14)
    slip = 0.16 * (scatter(strand, np.zeros_like(strand), 7) - 0.5)
    v = c.v + slip + 0.5 * (np.floor(c.u) % 2)
    d = np.abs(cell(c.u)) * (0.9 + 0.3 * c.shape) + np.abs(cell(v))
    ramp = 0.06 / c.soft
    c.lay(c.within(d - 0.47, ramp), 0)
    c.lay(c.within(d - 0.33, ramp), 2)
    c.lay(c.within(d - 0.21, ramp), -1)
    c.lay(c.within(d - 0.10, ramp), 1)
