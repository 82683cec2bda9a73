"""Named colours: large, saturated and far apart, so that a word means a colour."""

from __future__ import annotations

import numpy as np

#: sRGB, 0..1. `cream` serves as a quiet partner and is never named in captions.
COLOURS: dict[str, tuple[float, float, float]] = {
    "red": (0.84, 0.13, 0.14),
    "orange": (0.95, 0.50, 0.10),
    "yellow": (0.97, 0.82, 0.17),
    "green": (0.13, 0.58, 0.25),
    "teal": (0.05, 0.56, 0.58),
    "blue": (0.12, 0.28, 0.78),
    "purple": (0.48, 0.17, 0.64),
    "pink": (0.96, 0.51, 0.71),
    "brown": (0.44, 0.26, 0.14),
    "black": (0.09, 0.09, 0.11),
    "white": (0.96, 0.95, 0.93),
    "gray": (0.53, 0.54, 0.56),
}

CREAM = (0.95, 0.90, 0.78)

NAMES = tuple(COLOURS)

#: Largest change of a channel between two pictures of the same named colour.
JITTER = 0.05


def tint(name: str, rng: np.random.Generator) -> np.ndarray:
    """The colour `name` as one picture shows it: RGB float32 [3], 0..1."""
    base = np.asarray(COLOURS[name], np.float32)
    return np.clip(base + rng.uniform(-JITTER, JITTER, 3), 0, 1).astype(np.float32)


def partner(name: str, colour: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A second colour that doesn't contradict a caption that names only `name`:
    a lighter or a darker tone of it, or cream."""
    choice = rng.integers(3)
    if choice == 0 and name not in ("white", "yellow"):
        return np.asarray(CREAM, np.float32)
    if choice == 1 or name == "black":
        return (colour * 0.45 + 0.55).astype(np.float32)
    return (colour * 0.45).astype(np.float32)
