"""Pictures of the world with what they show, as the judge learns from them."""

from __future__ import annotations

import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "pretrain"))

from shards import read_labels, read_shard, shard_names  # noqa: E402

from .names import COLOUR_NAMES, FAMILY_NAMES, PALETTE_NAMES, STYLE_NAMES, THING_NAMES  # noqa: E402

UNTOLD = -100  #: a label that doesn't apply; PyTorch's cross entropy leaves it out


def targets(labels: list[dict]) -> dict[str, torch.Tensor]:
    """Indices for each head, int64 [n]; `colours` float32 [n, colours], -1 where a palette rules."""
    colours = torch.zeros(len(labels), len(COLOUR_NAMES))
    for i, label in enumerate(labels):
        for name in label["colours"]:
            colours[i, COLOUR_NAMES.index(name)] = 1
        if label["palette"]:
            colours[i] = -1
    return {
        "thing": torch.tensor([THING_NAMES.index(label["thing"]) for label in labels]),
        "style": torch.tensor([STYLE_NAMES.index(label["style"]) for label in labels]),
        "family": torch.tensor([FAMILY_NAMES.index(label["family"]) for label in labels]),
        "palette": torch.tensor(
            [
                PALETTE_NAMES.index(label["palette"]) if label["palette"] else UNTOLD
                for label in labels
            ]
        ),
        "colours": colours,
    }


def read_world(folder: Path, most: int) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """At most `most` pictures uint8 [n, 3, size, size] and their targets."""
    pictures, labels = [], []
    for name in shard_names(folder):
        shard = read_shard(folder, name)[: most - len(labels)]
        pictures.append(torch.from_numpy(shard.copy()).permute(0, 3, 1, 2))
        labels += read_labels(folder, name)[: len(shard)]
        if len(labels) >= most:
            break
    return torch.cat(pictures).contiguous(), targets(labels)
