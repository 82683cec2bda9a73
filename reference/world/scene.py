"""A scene, and how it becomes a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .fabric import Fabric, random_fabric
from .geometry import halve, interleaved
from .held_out import TRAINING_FAMILIES, TRAINING_PALETTES
from .styles import STYLES
from .things import THINGS

#: How often the full-frame cloth and the plain photograph are drawn; the rest is shared evenly.
CLOTH_SHARE = 0.34
PHOTOGRAPH_SHARE = 0.55

#: Repeats of a plain mark across the picture: on cloth, and on things, which are smaller.
CLOTH_REPEATS = (3.5, 6.0)
THING_REPEATS = (5.0, 7.5)

_OTHER_THINGS = tuple(name for name in THINGS if name != "cloth")
_OTHER_STYLES = tuple(name for name in STYLES if name != "photograph")


@dataclass(frozen=True)
class Scene:
    """What a picture shows."""

    thing: str
    style: str
    fabric: Fabric


def random_scene(
    rng: np.random.Generator,
    families: tuple[str, ...] = TRAINING_FAMILIES,
    palettes: tuple[str, ...] = TRAINING_PALETTES,
    cloth_share: float = CLOTH_SHARE,
) -> Scene:
    """A scene, by default of the training world."""
    thing = "cloth" if rng.random() < cloth_share else str(rng.choice(_OTHER_THINGS))
    style = "photograph" if rng.random() < PHOTOGRAPH_SHARE else str(rng.choice(_OTHER_STYLES))
    repeats = CLOTH_REPEATS if thing == "cloth" else THING_REPEATS
    return Scene(thing, style, random_fabric(rng, repeats, families, palettes))


def render(scene: Scene, size: int, rng: np.random.Generator) -> np.ndarray:
    """The picture, float32 RGB [size, size, 3], 0..1. `rng` places and lights it. Things are drawn
    at twice the size and averaged down; styles work on the finished size."""
    picture = halve(np.clip(THINGS[scene.thing](scene.fabric, size * 2, rng), 0, 1))
    return np.clip(interleaved(STYLES[scene.style](picture, rng)), 0, 1)
