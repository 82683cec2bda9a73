"""Draws the training pictures once, into shards that the later steps read.

A shard is `pictures-NNNN.npy` (uint8 [n, size, size, 3]) beside `captions-NNNN.json` (for each
picture a list of wordings of the same scene) and `labels-NNNN.json` (what it shows, for the
judge). Shards that exist are kept, so the work can be interrupted; each is a pure function of
the seed and its number, whatever the number of processes.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from world.captions import caption  # noqa: E402
from world.held_out import TRAINING_FAMILIES, TRAINING_PALETTES  # noqa: E402
from world.palette import PALETTES  # noqa: E402
from world.patterns import FAMILIES  # noqa: E402
from world.scene import CLOTH_SHARE, Scene, random_scene, render  # noqa: E402

#: Wordings kept for a picture; training draws one of them each time.
WORDINGS = 4


def label(scene: Scene) -> dict:
    """What a picture shows, for the judge."""
    fabric = scene.fabric
    return {
        "thing": scene.thing,
        "style": scene.style,
        "family": fabric.family or "plain",
        "palette": fabric.palette,
        "colours": list(fabric.named),
    }


def with_held_out_marks(scene: Scene, rng: np.random.Generator) -> Scene:
    """Every second medallion with the mark that the training world doesn't draw."""
    fabric = scene.fabric
    if fabric.family != "medallion" or rng.random() < 0.5:
        return scene
    return replace(scene, fabric=replace(fabric, shape=1 + fabric.shape))


def draw_shard(
    out: Path, seed: int, count: int, size: int, whole_world: bool, cloth_share: float, index: int
) -> int:
    """Draws shard number `index` unless it is there; `whole_world` lets in what is held out of
    training. Returns the number of pictures."""
    target = out / f"pictures-{index:04d}.npy"
    if target.exists():
        return 0
    families = tuple(FAMILIES) if whole_world else TRAINING_FAMILIES
    palettes = tuple(PALETTES) if whole_world else TRAINING_PALETTES
    rng = np.random.default_rng([seed, index])
    pictures = np.empty((count, size, size, 3), np.uint8)
    captions, labels = [], []
    for i in range(count):
        scene = random_scene(rng, families, palettes, cloth_share)
        if whole_world:
            scene = with_held_out_marks(scene, rng)
        pictures[i] = np.round(render(scene, size, rng) * 255)
        captions.append([caption(scene, rng) for _ in range(WORDINGS)])
        labels.append(label(scene))
    (out / f"captions-{index:04d}.json").write_text(json.dumps(captions))
    (out / f"labels-{index:04d}.json").write_text(json.dumps(labels))
    unfinished = target.with_suffix(".part")
    with unfinished.open("wb") as file:
        np.save(file, pictures)
    unfinished.rename(target)
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shards", type=int, default=60)
    parser.add_argument("--count", type=int, default=1000, help="pictures in a shard")
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds", type=float, help="end after this long, with what is drawn")
    parser.add_argument(
        "--whole-world", action="store_true", help="with the families and palettes held out"
    )
    parser.add_argument("--cloth-share", type=float, default=CLOTH_SHARE)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    work = partial(
        draw_shard,
        options.out,
        options.seed,
        options.count,
        options.size,
        options.whole_world,
        options.cloth_share,
    )
    started, drawn = time.monotonic(), 0
    with multiprocessing.get_context("spawn").Pool(options.processes) as pool:
        for count in pool.imap_unordered(work, range(options.shards)):
            drawn += count
            spent = time.monotonic() - started
            print(f"{drawn} pictures, {drawn / spent:.0f} a second", flush=True)
            if options.seconds and spent > options.seconds:
                break  # leaving the pool ends its processes


if __name__ == "__main__":
    main()
