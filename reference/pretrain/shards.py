"""Reading what `draw_world.py` drew."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np


def read_pictures(folder: Path) -> list[np.ndarray]:
    """The finished shards, memory-mapped uint8 [n, size, size, 3], in order."""
    return [np.load(path, mmap_mode="r") for path in sorted(folder.glob("pictures-*.npy"))]


def read_captions(folder: Path) -> list[list[str]]:
    """For each picture of the finished shards, its wordings."""
    captions: list[list[str]] = []
    for path in sorted(folder.glob("pictures-*.npy")):
        name = path.name.replace("pictures", "captions").replace(".npy", ".json")
        captions.extend(json.loads((folder / name).read_text()))
    return captions
