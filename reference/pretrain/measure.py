"""Measures an exported starter: reconstruction, and whether a colour word gives its colour.

python measure.py ../../public/models/starter --held-out <shards>
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import torch
from grid import draw, load
from reconstruction import psnr
from shards import read_pictures

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from world.palette import COLOURS  # noqa: E402

THINGS = ("plain {c} fabric", "a {c} dress", "a {c} cushion")


def nearest_colour(picture: np.ndarray) -> str:
    """The named colour nearest to the mean of the middle of a picture [h, w, 3], 0..1."""
    h, w, _ = picture.shape
    mean = picture[h // 3 : 2 * h // 3, w // 3 : 2 * w // 3].mean((0, 1))
    return min(COLOURS, key=lambda name: np.square(mean - COLOURS[name]).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--held-out", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--steps", type=int, default=15)
    options = parser.parse_args()
    pipe = load(options.folder)
    for name in ("unet", "text_encoder", "vae"):
        count = sum(p.numel() for p in getattr(pipe, name).parameters())
        print(f"{name}: {count / 1e6:.2f} M parameters")
    pixels = torch.from_numpy(read_pictures(options.held_out)[0][:256].copy())
    pixels = pixels.permute(0, 3, 1, 2).float() / 127.5 - 1
    print(f"autoencoder, held-out pictures: {psnr(pipe.vae, pixels):.2f} dB")
    right = 0
    for colour in COLOURS:
        found = []
        for thing in THINGS:
            for seed in range(options.seeds):
                picture = draw(pipe, thing.format(c=colour), seed, options.steps, 7.5)
                found.append(nearest_colour(np.asarray(picture, np.float32) / 255))
        right += found.count(colour)
        print(f"{colour}: {', '.join(found)}", flush=True)
    total = len(COLOURS) * len(THINGS) * options.seeds
    print(f"colour as told: {right} of {total}")


if __name__ == "__main__":
    main()
