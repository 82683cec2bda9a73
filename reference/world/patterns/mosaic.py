"""Families of tiles: scales, hexagons, stars, the Greek key, ogees."""

from __future__ import annotations

import numpy as np

from ..geometry import cell
from .canvas import Canvas


def scales(c: Canvas) -> None:
    """Overlapping rows of half discs; each shows its rim and an inner band."""
    radius = np.full_like(c.u, 2.0)
    turn = np.zeros_like(c.u)
    # From the row above down: the first half disc that covers a point is the one seen.
    for step in (-1.0, -0.5, 0.0):
        row = np.floor(c.v * 2) + 2 * step
        shift = np.where(row % 2 == 0, np.float32(0), np.float32(0.5))
        u = c.u + shift
        distance = np.hypot(cell(u), c.v - row / 2)
        seen = (distance < 0.5) & (radius > 1)
        radius = np.where(seen, distance, radius)
        turn = np.where(seen, np.floor(u) + row, turn)
    radius = np.where(radius > 1, np.float32(0.5), radius)
    c.lay_by_turns(c.within(radius - 0.46), turn)
    c.lay(c.within(np.abs(radius - 0.29) - 0.05 - 0.02 * c.shape), -1)
    c.lay(c.within(radius - 0.15), 1)


def hexagons(c: Canvas) -> None:
    """A honeycomb: six-sided tiles with joints, each with a smaller one inside."""
    tall = np.float32(np.sqrt(3))
    nearest = None
    for shift in (0.0, 0.5):
        x, y = cell(c.u + shift), cell(c.v / tall + shift) * tall
        d = np.maximum(np.abs(x), 0.5 * np.abs(x) + 0.5 * tall * np.abs(y))
        turn = 2 * np.floor(c.u + shift) + 3 * np.floor(c.v / tall + shift) + 2 * shift
        if nearest is None:
            nearest, which = d, turn
        else:
            which = np.where(d < nearest, turn, which)
            nearest = np.minimum(d, nearest)
    c.lay_by_turns(c.within(nearest - 0.44), which)
    c.lay(c.within(nearest - 0.27), -1)
    c.lay(c.within(nearest - 0.17 - 0.03 * c.shape), 1)


def stars(c: Canvas) -> None:
    """Five- or eight-pointed stars on a brick lattice."""
    row = np.floor(c.v)
    u = c.u + 0.5 * (row % 2)
    x, y = cell(u), cell(c.v)
    points = 5 if c.shape < 0.6 else 8
    inner = 0.19 if points == 5 else 0.27
    step = np.float32(np.pi / points)
    angle = np.arctan2(x, -y) % (2 * step)
    angle = np.minimum(angle, 2 * step - angle)
    radius = np.hypot(x, y)
    px, py = radius * np.cos(angle) - 0.46, radius * np.sin(angle)
    qx, qy = inner * np.cos(step) - 0.46, inner * np.sin(step)
    outside = (px * qy - py * qx) / np.hypot(qx, qy)
    c.lay_by_turns(c.within(outside, 1.2), np.floor(u) + 2 * row)


_KEY = np.asarray(
    [[int(mark) for mark in row] for row in
     ("11111111", "10000000", "10111110", "10100010", "10111010", "10000010", "11111110", "00000000")],
    np.float32,
)  # fmt: skip


def greek_key(c: Canvas) -> None:
    """The meander: square spirals strung on a line, in rows."""
    column = (np.floor(c.u * 8) % 8).astype(np.int32)
    row = (np.floor(c.v * 8) % 8).astype(np.int32)
    c.lay_by_turns(_KEY[row, column], np.floor(c.v))


def ogees(c: Canvas) -> None:
    """Onion shapes in a lattice of curved bands. Held out of the training world."""
    nearest, turn = None, None
    for shift in (0.0, 0.5):
        x, y = np.abs(cell(c.u + shift)), np.abs(cell(c.v * 0.7 + shift))
        d = x - 0.25 - 0.25 * np.cos(2 * np.pi * y)
        which = np.floor(c.u + shift) + 2 * shift
        if nearest is None:
            nearest, turn = d, which
        else:
            turn = np.where(d < nearest, which, turn)
            nearest = np.minimum(nearest, d)
    c.lay_by_turns(c.within(nearest + 0.05, 1.4), turn)
    c.lay(c.within(nearest + 0.15, 1.4), -1)
    c.lay(c.within(nearest + 0.22 + 0.04 * c.shape, 1.4), 1)
