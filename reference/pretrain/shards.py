"""Reading what `draw_world.py` drew, also while it is still drawing."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np


def shard_names(folder: Path) -> list[str]:
    """The numbers of the finished shards, in order, as they stand in file names."""
    return [path.stem.removeprefix("pictures-") for path in sorted(folder.glob("pictures-*.npy"))]


def read_shard(folder: Path, name: str) -> np.ndarray:
    """One shard's pictures, memory-mapped uint8 [n, size, size, 3]."""
    return np.load(folder / f"pictures-{name}.npy", mmap_mode="r")


def read_pictures(folder: Path) -> list[np.ndarray]:
    """All finished shards."""
    return [read_shard(folder, name) for name in shard_names(folder)]


def read_captions(folder: Path, name: str) -> list[list[str]]:
    """For each picture of a shard, its wordings."""
    return json.loads((folder / f"captions-{name}.json").read_text())


def read_labels(folder: Path, name: str) -> list[dict]:
    """For each picture of a shard, what it shows."""
    return json.loads((folder / f"labels-{name}.json").read_text())


def wait_for_shards(folder: Path, count: int) -> None:
    """Returns when so many shards are finished, or when none has been for five minutes."""
    seen, since = -1, time.monotonic()
    while True:
        there = len(shard_names(folder))
        if there >= count:
            return
        if there != seen:
            seen, since = there, time.monotonic()
        elif time.monotonic() - since > 300:
            raise TimeoutError(
                f"{folder} holds {there} shards and gets no more; {count} are needed"
            )
        time.sleep(0.5)
