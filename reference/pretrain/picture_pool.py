"""Crops for the autoencoder: the textile world, recoloured at times, and photo-like noise.

The pictures lie on the training's device as bytes; shards that are finished while it runs
join in. The autoencoder must also carry photographs of cloth that the world doesn't hold, so
a share of the crops gets its colours mixed at random, and a share is noise with the
spectrum of natural textures.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from machine import Machine
from shards import read_shard, shard_names


class PicturePool:
    """Draws batches of square crops, float32 [b, 3, size, size], -1..1, channels last."""

    def __init__(self, folder: Path, machine: Machine, seed: int, most: int) -> None:
        """At most `most` pictures are held."""
        self.folder, self.machine, self.most = folder, machine, most
        self.generator = machine.generator(seed)
        self.names: list[str] = []
        self.parts: list[torch.Tensor] = []
        self.pictures = torch.empty(0)
        self.refresh()

    def refresh(self) -> None:
        """Takes in the shards that have been finished since the last call."""
        fresh = [name for name in shard_names(self.folder) if name not in self.names]
        held = sum(len(part) for part in self.parts)
        for name in fresh:
            if held >= self.most:
                break
            shard = torch.from_numpy(read_shard(self.folder, name).copy())
            self.parts.append(shard.permute(0, 3, 1, 2).contiguous().to(self.machine.device))
            self.names.append(name)
            held += len(shard)
        self.pictures = torch.cat(self.parts)
        self.parts = [self.pictures]

    def _random(self, *shape: int) -> torch.Tensor:
        return torch.rand(*shape, generator=self.generator, device=self.machine.device)

    def _normal(self, *shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=self.generator, device=self.machine.device)

    def chance(self, share: float) -> bool:
        """True in this share of the calls."""
        return self._random(1).item() < share

    def world(self, count: int, size: int) -> torch.Tensor:
        """Crops of world pictures."""
        whole = self.pictures.shape[-1]
        index = (self._random(count) * len(self.pictures)).long()
        top, left = (self._random(2, count) * (whole - size + 1)).long()
        along = torch.arange(size, device=self.machine.device)
        rows, columns = top[:, None] + along, left[:, None] + along
        crops = self.pictures[index[:, None, None], :, rows[:, :, None], columns[:, None, :]]
        return crops.permute(0, 3, 1, 2).float() / 127.5 - 1

    def _recoloured(self, images: torch.Tensor) -> torch.Tensor:
        """A random colour rotation, contrast and brightness for each image."""
        b = len(images)
        turn, _ = torch.linalg.qr(self._normal(b, 3, 3))
        gain = 0.6 + 0.8 * self._random(b, 1, 1)
        shift = 0.4 * (self._random(b, 3, 1, 1) - 0.5)
        return (torch.einsum("bij,bjhw->bihw", turn * gain, images) + shift).clamp(-1, 1)

    def _texture(self, count: int, size: int) -> torch.Tensor:
        """Sums of noise octaves in random colours."""
        image = self._random(count, 3, 1, 1) * 1.6 - 0.8
        cells = 2
        while cells <= size:
            strength = self._random(count, 1, 1, 1) * 0.5
            tinted = self._normal(count, 1, cells, cells) + 0.4 * self._normal(
                count, 3, cells, cells
            )
            image = image + strength * F.interpolate(tinted, size=(size, size), mode="bilinear")
            cells *= 2
        return image.clamp(-1, 1)

    def batch(self, count: int, size: int) -> torch.Tensor:
        """Five eighths world as it is, a quarter recoloured, an eighth noise textures."""
        noise, recoloured = count // 8, count // 4
        world = self.world(count - noise, size)
        images = torch.cat(
            [self._texture(noise, size), self._recoloured(world[:recoloured]), world[recoloured:]]
        )
        return images.contiguous()
