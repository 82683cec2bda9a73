"""Named colours and named palettes: saturated and far apart, so that a word means a look."""

from __future__ import annotations

import numpy as np

#: sRGB, 0..1.
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

#: A quiet partner that is never named in captions.
CREAM = (0.95, 0.90, 0.78)

NAMES = tuple(COLOURS)

#: Three to five colours under one name, sRGB in 0..255.
_PALETTES: dict[str, tuple[tuple[int, int, int], ...]] = {
    "earth": ((72, 43, 26), (168, 80, 44), (214, 178, 128), (112, 98, 52)),
    "ocean": ((10, 34, 84), (16, 104, 170), (48, 184, 196), (222, 246, 244)),
    "sunset": ((84, 28, 104), (212, 52, 110), (252, 128, 62), (255, 212, 112)),
    "pastel": ((250, 200, 212), (190, 220, 246), (196, 238, 208), (252, 244, 188)),
    "indigo": ((20, 22, 74), (48, 62, 142), (128, 148, 208), (238, 240, 248)),
    "forest": ((16, 50, 30), (40, 106, 54), (128, 156, 66), (226, 226, 186)),
    "royal": ((66, 16, 112), (232, 182, 48), (124, 20, 60), (246, 236, 208)),
    "candy": ((250, 72, 152), (84, 202, 244), (255, 236, 90), (255, 255, 255)),
    "fire": ((88, 6, 12), (216, 26, 20), (255, 128, 14), (255, 222, 60)),
    "monochrome": ((16, 16, 18), (92, 92, 96), (178, 178, 180), (246, 246, 244)),
    "tropical": ((8, 132, 90), (252, 96, 84), (255, 216, 56), (10, 172, 184)),
    "berry": ((72, 8, 48), (168, 24, 92), (236, 136, 172), (252, 232, 238)),
    "mint": ((24, 112, 98), (112, 204, 172), (200, 242, 220), (255, 255, 255)),
    "rainbow": ((228, 36, 40), (252, 146, 28), (250, 226, 46), (46, 168, 72), (48, 84, 210)),
    "desert": ((204, 132, 108), (150, 166, 130), (240, 218, 178), (76, 96, 122)),
    "harvest": ((26, 38, 97), (227, 158, 41), (178, 61, 31), (245, 230, 196)),
    "mineral": ((18, 78, 84), (196, 112, 70), (70, 78, 92), (238, 232, 216)),
}
PALETTES: dict[str, np.ndarray] = {
    name: np.asarray(colours, np.float32) / 255 for name, colours in _PALETTES.items()
}

#: Largest change of a channel between two pictures of the same named colour or palette.
JITTER = 0.04


def tint(name: str, rng: np.random.Generator) -> np.ndarray:
    """The colour `name` as one picture shows it: RGB float32 [3], 0..1."""
    return _jittered(np.asarray(COLOURS[name], np.float32), rng)


def tints(palette: str, rng: np.random.Generator) -> np.ndarray:
    """The colours of a palette as one picture shows them, float32 [n, 3], in random order."""
    colours = PALETTES[palette]
    return _jittered(colours[rng.permutation(len(colours))], rng)


def partner(name: str, colour: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A second colour that doesn't contradict a caption that names only `name`:
    a lighter or a darker tone of it, or cream."""
    choice = rng.integers(3)
    if choice == 0 and name not in ("white", "yellow"):
        return np.asarray(CREAM, np.float32)
    if choice == 1 or name in ("black", "pink"):
        return colour * np.float32(0.4) + np.float32(0.6)
    return colour * np.float32(0.4)


def _jittered(colours: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    change = rng.uniform(-JITTER, JITTER, colours.shape).astype(np.float32)
    return np.clip(colours + change, 0, 1)
