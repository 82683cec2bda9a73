"""A scene, and how it becomes a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .fabric import Fabric, random_fabric
from .geometry import shrink
from .styles import STYLES
from .things import THINGS

#: How often a thing and a style are drawn; the full-frame cloth is the commonest.
THING_SHARES = {
    "cloth": 0.40,
    "dress": 0.10,
    "handbag": 0.10,
    "vase": 0.10,
    "basket": 0.10,
    "cushion": 0.10,
    "wallpaper": 0.10,
}
STYLE_SHARES = {"photograph": 0.70, "watercolor": 0.10, "drawing": 0.10, "neon": 0.10}

#: Pictures are drawn this many times larger and averaged down.
OVERSAMPLING = 2


@dataclass(frozen=True)
class Scene:
    """What a picture shows."""

    thing: str
    style: str
    fabric: Fabric


def random_scene(rng: np.random.Generator) -> Scene:
    """A scene of the training world."""
    thing = str(rng.choice(list(THING_SHARES), p=list(THING_SHARES.values())))
    style = str(rng.choice(list(STYLE_SHARES), p=list(STYLE_SHARES.values())))
    repeats = (3.0, 6.0) if thing == "cloth" else (5.5, 8.0)
    return Scene(thing, style, random_fabric(rng, repeats))


def render(scene: Scene, size: int, rng: np.random.Generator) -> np.ndarray:
    """The picture, float32 RGB [size, size, 3], 0..1. `rng` places and lights it."""
    picture = THINGS[scene.thing](scene.fabric, size * OVERSAMPLING, rng)
    return np.clip(STYLES[scene.style](shrink(picture, OVERSAMPLING), rng), 0, 1)
