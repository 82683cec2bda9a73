"""Families made of spots: dots, concentric rings, splatter, terrazzo, leopard."""

from __future__ import annotations

import numpy as np

from ..geometry import cell
from .canvas import Canvas, scatter


def _brick(c: Canvas) -> tuple[np.ndarray, np.ndarray]:
    """Distance to the nearest mark of a brick lattice, and a number for each mark."""
    row = np.floor(c.v)
    u = c.u + 0.5 * (row % 2)
    return np.hypot(cell(u), cell(c.v)), np.floor(u) + 2 * row


def dots(c: Canvas) -> None:
    """Polka dots."""
    distance, turn = _brick(c)
    c.lay_by_turns(c.within(distance - 0.25 - 0.08 * c.shape), turn)


def rings(c: Canvas) -> None:
    """Circles within circles."""
    distance, turn = _brick(c)
    c.lay_by_turns(c.within(distance - 0.45), turn)
    c.lay(c.within(distance - 0.34), -1)
    c.lay(c.within(distance - 0.23 - 0.03 * c.shape), 1)
    c.lay(c.within(distance - 0.10), -1)


def splatter(c: Canvas) -> None:
    """Blots of paint with ragged rims, and droplets around them."""
    for salt, cells, size in ((1, 3.4, 0.16), (2, 2.2, 0.24), (3, 1.0, 0.36)):
        u, v = c.u * cells + 0.37 * salt, c.v * cells + 0.61 * salt
        i, j = np.floor(u), np.floor(v)
        x = cell(u) - 0.5 * (scatter(i, j, salt) - 0.5)
        y = cell(v) - 0.5 * (scatter(i, j, salt + 10) - 0.5)
        angle = np.arctan2(y, x) + 6 * scatter(i, j, salt + 20)
        lean = 6 * scatter(i, j, salt + 40)
        radius = size * (0.35 + 0.65 * scatter(i, j, salt + 30))
        ragged = 0.14 * np.sin(3 * angle + lean) + 0.10 * np.sin(7 * angle - 2 * lean)
        radius = radius * (1 + ragged + 0.07 * np.sin(11 * angle + 3 * lean))
        c.lay_by_turns(c.within(np.hypot(x, y) - radius, cells), i + 2 * j + salt)


def terrazzo(c: Canvas) -> None:
    """Angular chips of stone, strewn."""
    for salt in (1, 2):
        u, v = c.u * 2.1 + 0.53 * salt, c.v * 2.1 + 0.29 * salt
        i, j = np.floor(u), np.floor(v)
        x = cell(u) - 0.34 * (scatter(i, j, salt) - 0.5)
        y = cell(v) - 0.34 * (scatter(i, j, salt + 10) - 0.5)
        turn = 6.28 * scatter(i, j, salt + 20)
        size = 0.13 + 0.13 * scatter(i, j, salt + 30)
        far = np.full_like(x, -1)
        # Four sides at uneven angles and distances: an irregular quadrangle or triangle.
        for side, (lean, reach) in enumerate(((0.0, 1.0), (1.4, 0.8), (2.7, 1.1), (4.4, 0.9))):
            at = turn + lean + 0.5 * scatter(i, j, salt + 40 + side)
            far = np.maximum(far, x * np.cos(at) + y * np.sin(at) - size * reach)
        c.lay_by_turns(c.within(far, 2.1), np.floor(scatter(i, j, salt + 50) * 60))


def leopard(c: Canvas) -> None:
    """Rosettes: broken dark rings around a patch of a middle tone."""
    u = c.u * 1.6 + 0.5 * (np.floor(c.v * 1.6) % 2)
    v = c.v * 1.6
    i, j = np.floor(u), np.floor(v)
    x = cell(u) - 0.22 * (scatter(i, j, 1) - 0.5)
    y = cell(v) - 0.22 * (scatter(i, j, 2) - 0.5)
    angle = np.arctan2(y, x) + 6.28 * scatter(i, j, 3)
    radius = np.hypot(x, y * (0.9 + 0.3 * scatter(i, j, 4)))
    radius = radius * (1 + 0.12 * np.sin(3 * angle))
    c.lay(c.within(radius - 0.22, 1.6), 1)
    ring = np.abs(radius - 0.27) - 0.085
    gap = 0.12 - np.abs(np.sin(angle * 1.5)) * 0.35
    c.lay(c.within(np.maximum(ring, gap), 1.6), 0)
