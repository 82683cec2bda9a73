"""Contact sheets of the world, to be looked at after every change.

    python -m world.sheet families families.png
    python -m world.sheet things things.png
    python -m world.sheet styles styles.png
    python -m world.sheet scenes scenes.png      # as training sees them; captions are printed

A row for each family, thing or style; the pictures are those that training sees.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from .captions import caption
from .fabric import random_fabric
from .geometry import to_pil
from .palette import PALETTES
from .patterns import FAMILIES
from .scene import CLOTH_REPEATS, Scene, random_scene, render
from .styles import STYLES
from .things import THINGS

SIZE = 128
COLUMNS = 8
LABEL = 76


def _scene(kind: str, name: str, column: int, rng: np.random.Generator) -> Scene:
    """A scene that shows the family, thing or style `name`."""
    if kind == "families":
        while True:
            fabric = random_fabric(rng, CLOTH_REPEATS, (name,), tuple(PALETTES))
            if fabric.family and bool(fabric.palette) == (column % 2 == 0):
                return Scene("cloth", "photograph", fabric)
    scene = random_scene(rng)
    if kind == "things":
        return replace(scene, thing=name, style="photograph")
    if kind == "styles":
        return replace(scene, thing=list(THINGS)[column], style=name)
    return scene


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("families", "things", "styles", "scenes"))
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rows = {
        "families": list(FAMILIES),
        "things": list(THINGS),
        "styles": list(STYLES),
        "scenes": [str(i) for i in range(8)],
    }[options.kind]
    columns = len(THINGS) if options.kind == "styles" else COLUMNS
    sheet = Image.new("RGB", (LABEL + columns * (SIZE + 2), len(rows) * (SIZE + 2)), "white")
    label = ImageDraw.Draw(sheet)
    for row, name in enumerate(rows):
        label.text((2, row * (SIZE + 2) + SIZE // 2), name, fill="black")
        for column in range(columns):
            rng = np.random.default_rng([options.seed, row, column])
            scene = _scene(options.kind, name, column, rng)
            picture = to_pil(render(scene, SIZE, rng))
            sheet.paste(picture, (LABEL + column * (SIZE + 2), row * (SIZE + 2)))
            if options.kind == "scenes":
                print(f"{row}.{column} {caption(scene, rng)}")
    sheet.save(options.out, optimize=True)


if __name__ == "__main__":
    main()
