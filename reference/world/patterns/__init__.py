"""Pattern families. Each is a function of pattern coordinates to a mask.

`draw(u, v, soft, shape)`: `u`, `v` are pattern coordinates in which one repeat is
1 wide, `soft` is the width of an antialiasing ramp in those units, `shape` is a
number in 0..1 that varies the proportions. The result, [h, w] in 0..1, says where
the figure colour covers the ground colour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from . import botanical, checks, lines, scales, spots

Draw = Callable[[np.ndarray, np.ndarray, float, float], np.ndarray]


@dataclass(frozen=True)
class Family:
    """A pattern family with the adjectives and nouns that name it in captions."""

    draw: Draw
    adjectives: tuple[str, ...]
    nouns: tuple[str, ...]
    turns: bool = True  #: may be drawn at any of the common angles


FAMILIES: dict[str, Family] = {
    "striped": Family(lines.stripes, ("striped",), ("stripes",)),
    "zigzag": Family(lines.zigzag, ("zigzag",), ("zigzags",)),
    "wavy": Family(lines.waves, ("wavy",), ("waves",)),
    "checkered": Family(checks.checks, ("checkered",), ("checks",)),
    "plaid": Family(checks.plaid, ("plaid",), ("plaid",)),
    "diamond": Family(checks.diamonds, ("diamond",), ("diamonds",), turns=False),
    "triangle": Family(checks.triangles, ("triangle",), ("triangles",)),
    "dotted": Family(spots.dots, ("polka dot", "dotted"), ("dots", "polka dots")),
    "ring": Family(spots.rings, ("ring",), ("rings", "circles")),
    "floral": Family(botanical.flowers, ("floral",), ("flowers",), turns=False),
    "leaf": Family(botanical.leaves, ("leaf",), ("leaves",)),
    "scale": Family(scales.scales, ("scale",), ("scales",), turns=False),
}
