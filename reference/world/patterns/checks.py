"""Families made of straight-edged cells: checks, tartan, houndstooth, argyle, diamonds, triangles."""

from __future__ import annotations

import numpy as np

from ..geometry import cell, fold
from .canvas import Canvas


def checks(c: Canvas) -> None:
    """A chessboard."""
    a = c.within(fold(c.u) - 0.5, 2)
    b = c.within(fold(c.v) - 0.5, 2)
    turn = np.floor(2 * c.u + 0.5) + np.floor(2 * c.v + 0.5)
    c.lay_by_turns(a + b - 2 * a * b, np.floor(turn / 2))


def tartan(c: Canvas) -> None:
    """Broad translucent bands crossing, with thin bright lines between and within them."""
    for t in (c.u, c.v):
        c.lay(0.55 * c.within(fold(t) - 0.46, 2), 0)
    for t in (c.u, c.v):
        c.lay(0.85 * c.within(0.90 - 0.03 * c.shape - fold(t), 2), 1)
        c.lay(0.80 * c.within(fold(t) - 0.07, 2), 2)


def houndstooth(c: Canvas) -> None:
    """Broken checks, as a twill makes them of four dark and four light threads."""
    x, y = np.floor(c.u * 8), np.floor(c.v * 8)
    warp, weft = np.floor(x / 4) % 2, np.floor(y / 4) % 2
    c.lay(np.where((x + y) % 4 < 2, warp, weft), 0)


def argyle(c: Canvas) -> None:
    """Standing diamonds that touch, crossed by thin diagonal lines."""
    x, y = np.abs(cell(c.u)), np.abs(cell(c.v * 0.75))
    turn = np.floor(c.u) + 2 * np.floor(c.v * 0.75)
    c.lay_by_turns(c.within((x + y) * 2 - 0.97, 2.5), turn)
    c.lay(c.within(np.abs(x - y) - 0.022, 1.2), 1)


def diamonds(c: Canvas) -> None:
    """Lozenges within lozenges."""
    d = np.abs(cell(c.u)) * (1.3 + 0.4 * c.shape) + np.abs(cell(c.v))
    c.lay(c.within(d - 0.48, 1.6), 0)
    c.lay(c.within(d - 0.32, 1.6), -1)
    c.lay(c.within(d - 0.18, 1.6), 1)


def triangles(c: Canvas) -> None:
    """Rows of upright triangles."""
    height = cell(c.v) + 0.5
    turn = np.floor(c.u) + 2 * np.floor(c.v)
    c.lay_by_turns(c.within(np.abs(cell(c.u)) - 0.5 * height * (0.85 + 0.1 * c.shape)), turn)
