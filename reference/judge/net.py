"""The judge's net: a residual CNN with one head for each question, and its texture features."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from .names import COLOUR_NAMES, FAMILY_NAMES, PALETTE_NAMES, STYLE_NAMES, THING_NAMES

WIDTHS = (32, 64, 112, 160)
HEADS = {
    "thing": len(THING_NAMES),
    "style": len(STYLE_NAMES),
    "family": len(FAMILY_NAMES),
    "palette": len(PALETTE_NAMES),
    "colours": len(COLOUR_NAMES),
}


class _Block(nn.Module):
    """Two convolutions around a shortcut; the first halves the picture."""

    def __init__(self, inward: int, outward: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(inward, outward, 3, 2, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(outward)
        self.second = nn.Conv2d(outward, outward, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(outward)
        self.shortcut = nn.Conv2d(inward, outward, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = F.silu(self.first_norm(self.first(x)))
        return F.silu(self.second_norm(self.second(y)) + self.shortcut(F.avg_pool2d(x, 2)))


def statistics(maps: torch.Tensor) -> torch.Tensor:
    """Mean and spread of each channel of [b, c, h, w], [b, 2c]: what a texture is, wherever it lies."""
    return torch.cat([maps.mean((2, 3)), maps.std((2, 3))], 1)


class Judge(nn.Module):
    """Pictures [b, 3, h, w], -1..1, h and w from 64, to a dict of logits for each head."""

    def __init__(self) -> None:
        super().__init__()
        widths = (3, *WIDTHS)
        self.blocks = nn.ModuleList(_Block(a, b) for a, b in zip(widths, widths[1:], strict=False))
        pooled = 2 * sum(WIDTHS)
        self.norm = nn.BatchNorm1d(pooled)
        self.shared = nn.Linear(pooled, 256)
        # The thing is a matter of where: its head sees the last maps' layout too.
        self.layout = nn.Linear(WIDTHS[-1] * 16, 128)
        self.heads = nn.ModuleDict({name: nn.Linear(256 + 128, n) for name, n in HEADS.items()})
        #: Mean and spread of the texture features over the world, set at the end of training.
        self.register_buffer("texture_mean", torch.zeros(pooled))
        self.register_buffer("texture_spread", torch.ones(pooled))

    def maps(self, images: torch.Tensor) -> list[torch.Tensor]:
        """The blocks' outputs, fine to coarse."""
        outputs = []
        for block in self.blocks:
            images = block(images)
            outputs.append(images)
        return outputs

    def _pooled(self, maps: list[torch.Tensor]) -> torch.Tensor:
        return torch.cat([statistics(m) for m in maps], 1)

    def forward(self, images: torch.Tensor) -> dict[str, torch.Tensor]:
        maps = self.maps(images)
        pooled = F.silu(self.shared(self.norm(self._pooled(maps))))
        layout = F.adaptive_avg_pool2d(maps[-1], 4).flatten(1)
        both = torch.cat([pooled, F.silu(self.layout(layout))], 1)
        return {name: head(both) for name, head in self.heads.items()}

    def texture(self, images: torch.Tensor) -> torch.Tensor:
        """Unit vectors [b, d] whose products tell how alike two textures are: the channels'
        statistics at all scales, measured against the world's own spread."""
        return F.normalize(
            (self._pooled(self.maps(images)) - self.texture_mean) / self.texture_spread
        )


def load_judge(checkpoint: Path) -> Judge:
    """A trained judge, ready to answer."""
    judge = Judge().eval().requires_grad_(False)
    judge.load_state_dict(torch.load(checkpoint, map_location="cpu")["judge"])
    return judge
