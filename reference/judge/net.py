"""The judge's net: two residual CNNs, one that sees structure and one that sees colour, with a
head for each question, and texture features of both."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

from .names import COLOUR_NAMES, FAMILY_NAMES, PALETTE_NAMES, STYLE_NAMES, THING_NAMES

#: The judge that scores the starter, in half precision.
WEIGHTS = Path(__file__).resolve().parent / "weights" / "judge.safetensors"

#: Channels after each halving, of the two trunks.
STRUCTURE_WIDTHS = (32, 64, 112, 160)
COLOUR_WIDTHS = (16, 32, 48, 64)
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


class _Trunk(nn.Module):
    """Blocks one after the other; all their outputs, fine to coarse."""

    def __init__(self, inward: int, widths: tuple[int, ...]) -> None:
        super().__init__()
        steps = zip((inward, *widths), widths, strict=False)
        self.blocks = nn.ModuleList(_Block(a, b) for a, b in steps)

    def forward(self, images: torch.Tensor) -> list[torch.Tensor]:
        outputs = []
        for block in self.blocks:
            images = block(images)
            outputs.append(images)
        return outputs


def structure(images: torch.Tensor) -> torch.Tensor:
    """Brightness [b, 1, h, w] with mean 0 and spread 1 in each picture: a pattern in whatever colours.
    A net that must find this by itself learns the families ten times slower."""
    gray = images.mean(1, keepdim=True)
    centred = gray - gray.mean((2, 3), keepdim=True)
    return centred / (centred.square().mean((2, 3), keepdim=True).sqrt() + 0.05)


def statistics(maps: torch.Tensor) -> torch.Tensor:
    """Mean and spread of each channel of [b, c, h, w], [b, 2c]: what a texture is, wherever it lies."""
    return torch.cat([maps.mean((2, 3)), maps.std((2, 3))], 1)


class Judge(nn.Module):
    """Pictures [b, 3, h, w], -1..1, h and w from 64, to a dict of logits for each head."""

    def __init__(self) -> None:
        super().__init__()
        self.structure = _Trunk(1, STRUCTURE_WIDTHS)
        self.colour = _Trunk(3, COLOUR_WIDTHS)
        pooled = 2 * (sum(STRUCTURE_WIDTHS) + sum(COLOUR_WIDTHS))
        self.norm = nn.BatchNorm1d(pooled)
        self.shared = nn.Linear(pooled, 256)
        # The thing is a matter of where: the heads see the last maps' layout too.
        self.layout = nn.Linear(STRUCTURE_WIDTHS[-1] * 16, 128)
        self.heads = nn.ModuleDict({name: nn.Linear(256 + 128, n) for name, n in HEADS.items()})
        #: Mean and spread of the texture features over the world, set at the end of training.
        self.register_buffer("texture_mean", torch.zeros(pooled))
        self.register_buffer("texture_spread", torch.ones(pooled))

    def maps(self, images: torch.Tensor) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
        """The blocks' outputs of both trunks, structure and colour, fine to coarse."""
        return self.structure(structure(images)), self.colour(images)

    def features(self, images: torch.Tensor) -> torch.Tensor:
        """The channels' statistics at all scales, as they are, [b, d]."""
        return self._pooled(*self.maps(images))

    def _pooled(self, *trunks: list[torch.Tensor]) -> torch.Tensor:
        return torch.cat([statistics(maps) for trunk in trunks for maps in trunk], 1)

    def forward(self, images: torch.Tensor) -> dict[str, torch.Tensor]:
        shapes, colours = self.maps(images)
        pooled = F.silu(self.shared(self.norm(self._pooled(shapes, colours))))
        layout = F.adaptive_avg_pool2d(shapes[-1], 4).flatten(1)
        both = torch.cat([pooled, F.silu(self.layout(layout))], 1)
        return {name: head(both) for name, head in self.heads.items()}

    def texture(self, images: torch.Tensor) -> torch.Tensor:
        """Unit vectors [b, d] whose products tell how alike two textures are: the features,
        measured against the world's own spread."""
        return F.normalize((self.features(images) - self.texture_mean) / self.texture_spread)


def load_judge(file: Path = WEIGHTS) -> Judge:
    """A trained judge, ready to answer: the weights that lie beside the code, or a checkpoint of
    `train_judge`."""
    judge = Judge().eval().requires_grad_(False)
    if file.suffix == ".safetensors":
        saved = {name: weights.float() for name, weights in load_file(file).items()}
    else:
        saved = torch.load(file, map_location="cpu")["judge"]
    # How many batches a norm has seen is of no use to a judge that learns no more.
    own = {k: v for k, v in judge.state_dict().items() if k.endswith("num_batches_tracked")}
    judge.load_state_dict({**own, **saved})
    return judge


def save_judge(judge: Judge, file: Path) -> None:
    """Writes the weights in half precision."""
    kept = {k: v for k, v in judge.state_dict().items() if not k.endswith("num_batches_tracked")}
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file({k: v.half().contiguous() for k, v in sorted(kept.items())}, file)
