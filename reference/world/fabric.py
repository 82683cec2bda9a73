"""A fabric: a pattern family in some colours at a scale and an angle, as an endless cloth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .geometry import rotate
from .held_out import TRAINING_FAMILIES, TRAINING_PALETTES
from .palette import NAMES, partner, tint, tints
from .patterns import FAMILIES
from .patterns.canvas import Canvas

#: Angles at which cloth is commonly laid, radians.
ANGLES = (0.0, np.pi / 2, np.pi / 4, -np.pi / 4)


@dataclass(frozen=True)
class Fabric:
    """`family` is None for plain cloth. Either `palette` names all the `colours`, or `named`
    holds the one or two colours that a caption may name. `colours` [n, 3], the ground first."""

    family: str | None
    palette: str | None
    named: tuple[str, ...]
    colours: np.ndarray
    cycle: int  #: how many inks marks take by turns; see `Canvas`
    repeats: float
    angle: float
    offset: tuple[float, float]
    shape: float

    def colour(self, x: np.ndarray, y: np.ndarray, pixel: float) -> np.ndarray:
        """The cloth at surface coordinates (-1..1 across a picture), planar RGB [3, h, w].
        `pixel` is the size of a pixel in those coordinates."""
        if self.family is None:
            cloth = np.empty((3, *x.shape), np.float32)
            cloth[:] = self.colours[0][:, None, None]
            return cloth
        family = FAMILIES[self.family]
        scale = np.float32(self.repeats * family.repeats / 2)
        u, v = rotate(x, y, self.angle)
        canvas = Canvas(
            u * scale + np.float32(self.offset[0]),
            v * scale + np.float32(self.offset[1]),
            float(pixel * scale * 1.2),
            self.shape,
            self.colours,
            self.cycle,
        )
        family.draw(canvas)
        return canvas.cloth


def _named_colours(plain: bool, rng: np.random.Generator) -> tuple[tuple[str, ...], np.ndarray]:
    """One or two colour names, and ground, ink and accent to go with them."""
    first = str(rng.choice(NAMES))
    ground = tint(first, rng)
    if plain or rng.random() < 0.35:
        named: tuple[str, ...] = (first,)
        ink = partner(first, ground, rng)
    else:
        second = str(rng.choice([name for name in NAMES if name != first]))
        named, ink = (first, second), tint(second, rng)
    # A dark tone of the one named colour stays the ink: as ground it would outweigh the name.
    dark = len(named) == 1 and ink.mean() < ground.mean()
    if not plain and not dark and rng.random() < 0.5:
        ground, ink = ink, ground
    # The accent lies on ground and ink alike: far in brightness from both, in the hue of one.
    middle = float((ground.mean() + ink.mean()) / 2)
    accent = ink * np.float32(0.35) + np.float32(0.65 if middle < 0.5 else 0.0)
    return named, np.stack([ground, ink, accent]).astype(np.float32)


def random_fabric(
    rng: np.random.Generator,
    repeats: tuple[float, float],
    families: tuple[str, ...] = TRAINING_FAMILIES,
    palettes: tuple[str, ...] = TRAINING_PALETTES,
) -> Fabric:
    """A fabric, by default of the training world; `repeats` bounds the repeats across a picture."""
    plain = rng.random() < 0.06
    family = None if plain else str(rng.choice(families))
    if not plain and rng.random() < 0.5:
        palette = str(rng.choice(palettes))
        named: tuple[str, ...] = ()
        colours = tints(palette, rng)
        cycle = len(colours) - 1
    else:
        palette = None
        named, colours = _named_colours(plain, rng)
        cycle = 1
    turns = family is not None and FAMILIES[family].turns
    return Fabric(
        family=family,
        palette=palette,
        named=named,
        colours=colours,
        cycle=cycle,
        repeats=float(rng.uniform(*repeats)),
        angle=(float(rng.choice(ANGLES)) if turns else 0.0) + float(rng.normal(0, 0.04)),
        offset=(float(rng.uniform(0, 8)), float(rng.uniform(0, 8))),
        shape=float(rng.random()),
    )
