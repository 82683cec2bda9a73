"""The judge's features as a perceptual loss: no pretrained net of photographs is needed."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from .net import load_judge

BLOCKS = 3  #: of each trunk, the first ones; later ones name things, which a crop doesn't hold


class PerceptualLoss(nn.Module):
    """Mean squared distance of two pictures' feature maps, each channel by its own size."""

    def __init__(self, checkpoint: Path) -> None:
        super().__init__()
        self.judge = load_judge(checkpoint)

    def _maps(self, images: torch.Tensor) -> list[torch.Tensor]:
        return [maps for trunk in self.judge.maps(images) for maps in trunk[:BLOCKS]]

    def forward(self, output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        with torch.no_grad():
            wanted = self._maps(target)
        loss = output.new_zeros(())
        for got, want in zip(self._maps(output), wanted, strict=True):
            size = want.square().mean((0, 2, 3), keepdim=True) + 1e-4
            loss = loss + ((got - want).square() / size).mean()
        return loss / len(wanted)
