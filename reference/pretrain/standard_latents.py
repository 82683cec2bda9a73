"""Latents of mean 0 and spread 1 in every channel, whose scaling factor is therefore 1.

The change is written into the autoencoder's own 1×1 convolutions before and after its latents, so
that the files stay plain ones.
"""

from __future__ import annotations

import torch
from diffusers import AutoencoderKL


@torch.no_grad()
def standardise(vae: AutoencoderKL, mean: torch.Tensor, spread: torch.Tensor) -> None:
    """Shifts and scales the latents by their `mean` and `spread` [channels]; what is decoded
    stays the same."""
    moments, back = vae.quant_conv, vae.post_quant_conv
    channels = len(mean)
    moments.weight[:channels] /= spread[:, None, None, None]
    moments.bias[:channels] = (moments.bias[:channels] - mean) / spread
    moments.bias[channels:] -= 2 * spread.log()  # log variances
    back.bias += back.weight[:, :, 0, 0] @ mean
    back.weight *= spread[None, :, None, None]


@torch.no_grad()
def statistics(vae: AutoencoderKL, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and spread of each channel over pictures [n, 3, h, w], -1..1."""
    parts = [vae.encode(part).latent_dist.mean for part in pictures.split(25)]
    latents = torch.cat(parts)
    return latents.mean((0, 2, 3)), latents.std((0, 2, 3))
