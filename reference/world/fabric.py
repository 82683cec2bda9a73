"""A fabric: a pattern family in two colours at a scale and an angle, as an endless cloth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .geometry import rotate
from .palette import NAMES, partner, tint
from .patterns import FAMILIES

#: Angles at which cloth is commonly laid, radians.
ANGLES = (0.0, np.pi / 2, np.pi / 4, -np.pi / 4)


@dataclass(frozen=True)
class Fabric:
    """`family` is None for plain cloth. `named` are the colours that a caption may name."""

    family: str | None
    named: tuple[str, ...]
    ground: np.ndarray
    figure: np.ndarray
    repeats: float
    angle: float
    offset: tuple[float, float]
    shape: float

    def colour(self, x: np.ndarray, y: np.ndarray, pixel: float) -> np.ndarray:
        """The cloth at surface coordinates (-1..1 across a picture), RGB [h, w, 3].
        `pixel` is the size of a pixel in those coordinates."""
        if self.family is None:
            return np.broadcast_to(self.ground, (*x.shape, 3)).copy()
        u, v = rotate(x, y, self.angle)
        scale = np.float32(self.repeats / 2)
        mask = FAMILIES[self.family].draw(
            u * scale + np.float32(self.offset[0]),
            v * scale + np.float32(self.offset[1]),
            float(pixel * scale * 1.2),
            self.shape,
        )
        return self.ground + (self.figure - self.ground) * np.clip(mask, 0, 1)[..., None]


def random_fabric(rng: np.random.Generator, repeats: tuple[float, float]) -> Fabric:
    """A fabric of the training world; `repeats` bounds the repeats across a picture."""
    plain = rng.random() < 0.08
    family = None if plain else str(rng.choice(list(FAMILIES)))
    first = str(rng.choice(NAMES))
    ground = tint(first, rng)
    if plain or rng.random() < 0.4:
        named: tuple[str, ...] = (first,)
        figure = partner(first, ground, rng)
    else:
        second = str(rng.choice([name for name in NAMES if name != first]))
        named = (first, second)
        figure = tint(second, rng)
        if rng.random() < 0.5:
            ground, figure = figure, ground
    turns = family is not None and FAMILIES[family].turns
    angle = float(rng.choice(ANGLES)) if turns else 0.0
    return Fabric(
        family=family,
        named=named,
        ground=ground,
        figure=figure,
        repeats=float(rng.uniform(*repeats)),
        angle=angle + float(rng.normal(0, 0.04)),
        offset=(float(rng.random()), float(rng.random())),
        shape=float(rng.random()),
    )
