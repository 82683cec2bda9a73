"""Draws the sample fabrics: ten photographs, as it were, of one wax-print cloth.

    python -m world.samples ../public/samples
    python -m world.samples FOLDER --design ogee

The cloth is a medallion of a design that training never draws, in harvest colours, some two
repeats across a picture: large enough for the autoencoder to hold. What differs is what differs
between photographs: distance, angle, crop, light, folds. The other designs are of families and
palettes that training never draws; with them the judge asks whether the starter learns more than
the one cloth.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .geometry import grid, interleaved, rotate, shrink, smooth_noise, to_pil
from .palette import PALETTES
from .patterns import FAMILIES
from .patterns.canvas import Canvas
from .patterns.medallion import SAMPLE_FORM, lay_medallions

SIZE = 320
OVERSAMPLING = 2
SEED = 2024
COUNT = 10


@dataclass(frozen=True)
class Design:
    """A cloth to photograph: its name, its colours sRGB [n, 3], how it is laid, repeats across a
    picture."""

    title: str
    colours: np.ndarray
    lay: Callable[[Canvas], None]
    repeats: tuple[float, float]


DESIGNS = {
    # An indigo ground, cream rims, rust cores and gaps, ochre drops.
    "medallion": Design(
        "Drop medallion wax print",
        PALETTES["harvest"][[0, 3, 2, 1]],
        lambda canvas: lay_medallions(canvas, SAMPLE_FORM),
        (1.6, 2.1),
    ),
    "ogee": Design("Ogee print", PALETTES["harvest"], FAMILIES["ogee"].draw, (2.2, 2.9)),
    "spiral": Design("Spiral print", PALETTES["mineral"], FAMILIES["spiral"].draw, (2.2, 2.9)),
}
SAMPLE = DESIGNS["medallion"]


def photograph(rng: np.random.Generator, index: int, design: Design = SAMPLE) -> np.ndarray:
    """One picture of the cloth, float32 RGB [SIZE, SIZE, 3]."""
    size = SIZE * OVERSAMPLING
    x, y = grid(size)
    x, y = rotate(x, y, rng.uniform(-0.5, 0.5) if index % 3 else rng.uniform(-0.08, 0.08))
    # Folds: long waves across the cloth displace it and shade it.
    slope_x, slope_y = np.cos(fold_angle := rng.uniform(0, np.pi)), np.sin(fold_angle)
    depth = rng.uniform(0.0, 1.0) if index % 4 else 0.0
    phase = (x * slope_x + y * slope_y) * rng.uniform(3.0, 5.5) + rng.uniform(0, 6)
    phase = phase + 0.7 * smooth_noise(size, 4, rng)
    shift = 0.05 * depth * np.sin(phase)
    x, y = x + shift * slope_x, y + shift * slope_y
    # A slight perspective, as from a camera that isn't quite above.
    view = 1 + rng.uniform(-0.10, 0.10) * x + rng.uniform(-0.10, 0.10) * y
    repeats = rng.uniform(*design.repeats)
    scale = np.float32(repeats / 2) / view
    offset = rng.random(2)
    canvas = Canvas(
        (x * scale + offset[0]).astype(np.float32),
        (y * scale + offset[1]).astype(np.float32),
        2 / size * repeats,
        0.0,
        design.colours,
        1,
    )
    design.lay(canvas)
    cloth = interleaved(canvas.cloth)
    light = 0.96 + 0.13 * depth * np.cos(phase) + rng.uniform(-0.08, 0.08) * x
    light = light + rng.uniform(-0.08, 0.08) * y + 0.03 * smooth_noise(size, 5, rng)
    warmth = np.asarray([1, 0, -1], np.float32) * rng.uniform(-0.03, 0.03)
    thread = 0.018 * (np.sin(np.arange(size) * 1.9)[:, None] * np.sin(np.arange(size) * 1.7))
    picture = cloth * (light + thread)[..., None] * (1 + warmth)
    picture = shrink(np.clip(picture, 0, 1).astype(np.float32), OVERSAMPLING)
    return picture + rng.normal(0, 0.010, (SIZE, SIZE, 1)).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--design", choices=tuple(DESIGNS), default="medallion")
    options = parser.parse_args()
    folder, design = options.folder, DESIGNS[options.design]
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for index in range(COUNT):
        name = f"sample-{index + 1:02d}.webp"
        picture = to_pil(photograph(np.random.default_rng([SEED, index]), index, design))
        picture.save(folder / name, quality=86, method=6)
        names.append(name)
    listing = {
        "title": design.title,
        "description": "Ten views of one cloth, drawn by the project's own generator.",
        "instancePrompt": "a sks african fabric pattern",
        "classPrompt": "a fabric pattern",
        "images": names,
    }
    (folder / "samples.json").write_text(json.dumps(listing, indent=2) + "\n")


if __name__ == "__main__":
    main()
