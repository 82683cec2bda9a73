"""The stage a thing stands on: its coordinates, outlines, and the studio behind it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from ..fabric import Fabric
from ..geometry import blur_mask, grid, inside, paint

Points = Sequence[tuple[float, float]]

#: Pale neutral walls, so that the strongest colour in a picture is the fabric's.
WALLS = np.asarray(
    [(0.93, 0.92, 0.90), (0.86, 0.87, 0.89), (0.95, 0.92, 0.86), (0.80, 0.82, 0.85), (0.90, 0.86, 0.84)],
    np.float32,
)  # fmt: skip
FLOORS = np.asarray(
    [(0.78, 0.72, 0.64), (0.66, 0.52, 0.40), (0.84, 0.82, 0.80), (0.58, 0.56, 0.55)], np.float32
)


def colour(red: float, green: float, blue: float) -> np.ndarray:
    """An sRGB colour, 0..1."""
    return np.asarray((red, green, blue), np.float32)


def curve(points: Points, closed: bool) -> list[tuple[float, float]]:
    """A Catmull-Rom spline through the points, eight straight pieces to each."""
    p = np.asarray(points, np.float32)
    if closed:
        p = np.concatenate([p[-1:], p, p[:2]])
    else:
        p = np.concatenate([p[:1], p, p[-1:]])
    t = (np.arange(8, dtype=np.float32) / 8)[None, :, None]
    a, b, c, d = (p[i : len(p) - 3 + i, None] for i in range(4))
    drawn = 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
    path = drawn.reshape(-1, 2).tolist()
    return [tuple(at) for at in path] + ([] if closed else [tuple(points[-1])])


def mirrored(right: Points) -> list[tuple[float, float]]:
    """A closed outline from its right half, top to bottom."""
    return [*right, *((-x, y) for x, y in reversed(right))]


class Stage:
    """A picture in the making, planar [3, size, size].

    `x` (right) and `y` (down) are the thing's coordinates: -1..1 across the frame but for a
    little shift and zoom. `pixel` is a pixel's size in them.
    """

    def __init__(self, size: int, rng: np.random.Generator, shift: float = 0.07) -> None:
        self.size, self.rng = size, rng
        self.zoom = np.float32(rng.uniform(0.94, 1.08))
        self.left = np.float32(rng.uniform(-shift, shift))
        self.down = np.float32(rng.uniform(-0.03, 0.03))
        x, y = grid(size)
        self.x, self.y = (x - self.left) * self.zoom, (y - self.down) * self.zoom
        self.pixel = float(2 / size * self.zoom)
        self.soft = self.pixel * 1.5
        self.picture = np.zeros((3, size, size), np.float32)

    def _places(self, points: Points) -> list[tuple[float, float]]:
        half = self.size / 2
        return [
            (
                (px / self.zoom + self.left + 1) * half - 0.5,
                (py / self.zoom + self.down + 1) * half - 0.5,
            )
            for px, py in points
        ]

    def region(self, points: Points, curved: bool = False) -> np.ndarray:
        """Coverage [size, size] of a closed outline in the thing's coordinates."""
        image = Image.new("L", (self.size, self.size))
        path = curve(points, closed=True) if curved else points
        ImageDraw.Draw(image).polygon(self._places(path), fill=255)
        return np.asarray(image, np.float32) / 255

    def stroke(self, points: Points, width: float, curved: bool = False) -> np.ndarray:
        """Coverage of a line `width` wide through the points."""
        image = Image.new("L", (self.size, self.size))
        path = curve(points, closed=False) if curved else points
        across = max(1, round(width / self.pixel))
        ImageDraw.Draw(image).line(self._places(path), fill=255, width=across, joint="curve")
        return np.asarray(image, np.float32) / 255

    def ellipse(self, centre: tuple[float, float], half: tuple[float, float]) -> np.ndarray:
        """Coverage of an ellipse with these half axes."""
        reach = np.hypot((self.x - centre[0]) / half[0], (self.y - centre[1]) / half[1])
        return inside(reach - 1, self.soft / min(half))

    def box(self, left: float, top: float, right: float, bottom: float) -> np.ndarray:
        """Coverage of an upright rectangle."""
        wide = inside(np.maximum(left - self.x, self.x - right), self.soft)
        return wide * inside(np.maximum(top - self.y, self.y - bottom), self.soft)

    def lay(self, what: np.ndarray, mask: np.ndarray) -> None:
        """Covers the picture by a colour [3] or a picture [3, size, size] where `mask` is 1."""
        paint(self.picture, what, mask)

    def wear(
        self,
        fabric: Fabric,
        u: np.ndarray,
        v: np.ndarray,
        mask: np.ndarray,
        light: np.ndarray,
        scale: float = 1.0,
    ) -> None:
        """Covers the region `mask` by the fabric at surface coordinates u, v, times `light`
        ([size, size] or a number). `scale` says how much a pixel grows in u, v. Only the part of
        the frame where the mask lies is drawn."""
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        if len(rows) == 0:
            return
        part = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
        cloth = fabric.colour(
            u[part].astype(np.float32), v[part].astype(np.float32), self.pixel * scale
        )
        cloth *= light if np.ndim(light) == 0 else light[part]
        paint(self.picture[(slice(None), *part)], np.clip(cloth, 0, 1), mask[part])

    def shade(self, mask: np.ndarray, strength: float) -> None:
        """Darkens the picture where `mask` is 1 by the share `strength`."""
        self.picture *= 1 - np.float32(strength) * mask

    def roundness(self, mask: np.ndarray, reach: float) -> np.ndarray:
        """0 outside to 1 deep within a region, rising over `reach`: a stuffed body's light."""
        soft = blur_mask(mask, reach / self.pixel)
        return np.clip((soft - 0.4) * 1.8, 0, 1)

    def studio(self, ground: float, width: float) -> None:
        """A wall, a floor from y = `ground` - 0.14 or a seamless sweep, and the shadow of a
        thing that is `width` wide (half) and stands at y = `ground`."""
        rng = self.rng
        x, y = self.x, self.y
        wall = WALLS[rng.integers(len(WALLS))]
        if rng.random() < 0.5:
            floor, edge = FLOORS[rng.integers(len(FLOORS))], 0.02
        else:
            floor, edge = wall * np.float32(0.9), 0.5
        horizon = ground - 0.14
        below = np.clip((y - horizon) / edge + 0.5, 0, 1)
        light = 1 - 0.07 * (y * 0.5 + 0.5) + np.float32(rng.uniform(-0.05, 0.05)) * x
        self.picture[:] = wall[:, None, None]
        self.lay(floor, below)
        self.picture *= light
        lean = np.float32(rng.uniform(-0.12, 0.12))
        shadow = np.exp(
            -(((x - lean) / (width * 1.05)) ** 2) * 2 - ((y - ground - 0.01) / 0.07) ** 2
        )
        self.shade(shadow, 0.45)
