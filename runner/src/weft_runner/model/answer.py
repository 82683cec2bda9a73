"""The U-Net's answer to noised latents."""

from __future__ import annotations

import torch

from weft_runner.model.nets import Nets
from weft_runner.model.prompts import Conditioning


def answer(
    nets: Nets, noisy: torch.Tensor, timesteps: torch.Tensor, told: Conditioning
) -> torch.Tensor:
    """[n, channels, side, side], of latents of that shape.

    XL hears of sizes too: a run's pictures are squares of the size that they were prepared in, and whole."""
    if told.pooled is None:
        return nets.unet(noisy, timesteps, told.states).sample
    side = noisy.shape[-1] * nets.pixels_per_latent
    sizes = torch.tensor([[side, side, 0, 0, side, side]], dtype=noisy.dtype, device=noisy.device)
    about = {"text_embeds": told.pooled, "time_ids": sizes.repeat(len(noisy), 1)}
    return nets.unet(noisy, timesteps, told.states, added_cond_kwargs=about).sample
