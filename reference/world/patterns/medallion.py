"""The medallion: concentric bands with radiating marks. Held out of the training world;
the sample fabrics are drawn with it, so that the starter has never seen their like."""

from __future__ import annotations

import numpy as np

from ..geometry import cell, fold, inside
from .canvas import Canvas


def medallion(
    u: np.ndarray, v: np.ndarray, soft: float, colours: np.ndarray, rays: int
) -> np.ndarray:
    """RGB [h, w, 3] of medallions on a brick lattice with seed marks between them.

    `colours` is [5, 3]: ground, deep, bright, pale, accent. `rays` is the number of
    radiating marks. Coordinates as on a `Canvas`.
    """
    ground, deep, bright, pale, accent = colours
    row = np.floor(v)
    x, y = cell(u + 0.5 * (row % 2)), cell(v)
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    turn = angle * np.float32(rays / (2 * np.pi))

    cloth = np.broadcast_to(ground, (*u.shape, 3)).astype(np.float32)

    def lay(mask: np.ndarray, colour: np.ndarray) -> None:
        nonlocal cloth
        cloth = cloth + (colour - cloth) * mask[..., None]

    # Veins across the ground, as cracked wax leaves them.
    vein = np.sin(u * 9.1 + 2.0 * np.sin(v * 5.3)) * np.sin(v * 8.3 + 2.0 * np.sin(u * 4.7))
    lay(0.55 * inside(np.abs(vein) - 0.05, 0.12), bright)
    # Seeds in the gaps between three medallions.
    gap = np.hypot(np.abs(x) - 0.5, np.abs(y) - 0.375)
    lay(inside(gap - 0.095, soft), pale)
    lay(inside(gap - 0.068, soft), accent)
    lay(inside(gap - 0.026, soft), pale)
    # Scalloped rim, then the bands from the outside in.
    rim = 0.445 + 0.022 * np.cos(angle * rays)
    lay(inside(radius - rim, soft), pale)
    lay(inside(radius - rim + 0.028, soft), deep)
    spoke = inside(fold(turn) - 0.42, soft * rays / 2.2)
    lay(spoke * inside(np.abs(radius - 0.345) - 0.062, soft), bright)
    tip = np.hypot((cell(turn + 0.5)) * 2 * np.pi * 0.35 / rays, radius - 0.345)
    lay(inside(tip - 0.020, soft), pale)
    lay(inside(radius - 0.262, soft), accent)
    lay(inside(radius - 0.238, soft), pale)
    petal = 0.135 + 0.072 * np.abs(np.cos(angle * rays / 4))
    lay(inside(radius - petal, soft), deep)
    lay(inside(radius - petal + 0.045, soft), bright)
    lay(inside(radius - 0.085, soft), pale)
    lay(inside(radius - 0.055, soft), accent)
    lay(inside(radius - 0.022, soft), deep)
    return cloth


def medallions(c: Canvas) -> None:
    """The medallion as a family like the others: in the colours of any fabric, with 12, 16 or 20 rays."""
    deep = c.inks[0] * np.float32(0.35)
    colours = np.stack([c.ground, deep, *(c.inks[i % len(c.inks)] for i in range(3))])
    rays = 12 + 4 * min(2, int(c.shape * 3))
    drawn = medallion(c.u, c.v, float(c.soft), colours, rays)
    c.cloth[:] = drawn.transpose(2, 0, 1)
