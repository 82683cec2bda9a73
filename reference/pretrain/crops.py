"""Crops for the autoencoder: the textile world, recoloured at times, and photo-like noise.

The autoencoder must also carry photographs of cloth that the world doesn't hold, so
a share of the crops gets its colours mixed at random, and a share is noise with the
spectrum of natural textures.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from shards import read_pictures


def _recolour(images: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """A random colour rotation, contrast and brightness for each image of [b, 3, h, w]."""
    b = images.shape[0]
    turn, _ = torch.linalg.qr(torch.randn(b, 3, 3, generator=generator))
    gain = 0.6 + 0.8 * torch.rand(b, 1, 1, generator=generator)
    shift = 0.4 * (torch.rand(b, 3, 1, 1, generator=generator) - 0.5)
    return (torch.einsum("bij,bjhw->bihw", turn * gain, images) + shift).clamp(-1, 1)


def _texture(count: int, size: int, generator: torch.Generator) -> torch.Tensor:
    """Sums of noise octaves in random colours, [count, 3, size, size], -1..1."""
    image = torch.rand(count, 3, 1, 1, generator=generator) * 1.6 - 0.8
    cells = 2
    while cells <= size:
        strength = torch.rand(count, 1, 1, 1, generator=generator) * 0.5
        grey = torch.randn(count, 1, cells, cells, generator=generator)
        tinted = torch.randn(count, 3, cells, cells, generator=generator) * 0.4
        wave = F.interpolate(grey + tinted, size=(size, size), mode="bilinear")
        image = image + strength * wave
        cells *= 2
    return image.clamp(-1, 1)


class Crops:
    """Draws batches of square crops, float32 [b, 3, size, size], -1..1."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.shards = read_pictures(folder)
        self.random = np.random.default_rng(seed)
        self.generator = torch.Generator().manual_seed(seed)

    def world(self, count: int, size: int) -> torch.Tensor:
        """Crops of world pictures."""
        crops = np.empty((count, size, size, 3), np.uint8)
        for i in range(count):
            shard = self.shards[self.random.integers(len(self.shards))]
            picture = shard[self.random.integers(len(shard))]
            y, x = self.random.integers(0, picture.shape[0] - size + 1, 2)
            crops[i] = picture[y : y + size, x : x + size]
        return torch.from_numpy(crops).permute(0, 3, 1, 2).float() / 127.5 - 1

    def batch(self, count: int, size: int) -> torch.Tensor:
        """Five eighths world as it is, a quarter recoloured, an eighth noise textures."""
        images = self.world(count, size)
        noise, recoloured = count // 8, count // 4
        images[:noise] = _texture(noise, size, self.generator)
        part = slice(noise, noise + recoloured)
        images[part] = _recolour(images[part], self.generator)
        return images.contiguous(memory_format=torch.channels_last)
