"""Draws the training pictures once, into shards that the later steps read.

A shard is `pictures-NNN.npy` (uint8 [n, size, size, 3]) beside `captions-NNN.json`
(for each picture a list of wordings of the same scene). Shards that exist are
kept, so the work can be interrupted and several processes can share it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from world.captions import caption  # noqa: E402
from world.scene import random_scene, render  # noqa: E402

#: Wordings kept for a picture; training draws one of them each time.
WORDINGS = 3


def draw_shard(seed: int, index: int, count: int, size: int) -> tuple[np.ndarray, list[list[str]]]:
    """Pictures and captions of one shard; a pure function of its arguments."""
    rng = np.random.default_rng([seed, index])
    pictures = np.empty((count, size, size, 3), np.uint8)
    captions = []
    for i in range(count):
        scene = random_scene(rng)
        pictures[i] = np.round(render(scene, size, rng) * 255)
        captions.append([caption(scene, rng) for _ in range(WORDINGS)])
    return pictures, captions


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="first shard")
    parser.add_argument("--last", type=int, default=11, help="last shard, included")
    parser.add_argument("--count", type=int, default=2500, help="pictures in a shard")
    parser.add_argument("--size", type=int, default=128)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for index in range(options.first, options.last + 1):
        target = options.out / f"pictures-{index:03d}.npy"
        if target.exists():
            continue
        pictures, captions = draw_shard(options.seed, index, options.count, options.size)
        (options.out / f"captions-{index:03d}.json").write_text(json.dumps(captions))
        unfinished = target.with_suffix(".part")
        with unfinished.open("wb") as file:
            np.save(file, pictures)
        unfinished.rename(target)
        print(f"shard {index}: {len(captions)} pictures", flush=True)


if __name__ == "__main__":
    main()
