"""Latents that turn and shrink as their pictures do (EQ-VAE, arXiv 2502.09509).

A latent that is turned by a quarter or scaled down must decode to the picture turned or scaled
alike. It keeps an autoencoder from hiding fine detail in codes that mean something only at
their own place, which a U-Net learns slowly.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F

CELL = 8  #: pixels of a latent's side
SHARES = (0.5, 0.75, 1.0)  #: of the side; a latent of eight cells keeps whole cells


def altered(
    latents: torch.Tensor, pictures: torch.Tensor, turns: int, mirrored: bool, share: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """Latents [b, c, n, n] and pictures [b, 3, 8n, 8n], both turned by `turns` quarters, mirrored,
    and scaled to `share` of their side."""
    side = round(latents.shape[-1] * share)
    pair = []
    for values, size in ((latents, side), (pictures, side * CELL)):
        if mirrored:
            values = values.flip(-1)
        values = torch.rot90(values, turns, (-2, -1))
        if size != values.shape[-1]:
            # A processor doesn't interpolate bfloat16, which latents are in there.
            scaled = F.interpolate(
                values.float(), size=(size, size), mode="bilinear", antialias=True
            )
            values = scaled.to(values.dtype)
        pair.append(values.contiguous())
    return pair[0], pair[1]


def at_random(
    latents: torch.Tensor, pictures: torch.Tensor, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """`altered` with a quarter turn, mirror and share drawn from `generator`."""

    def pick(count: int) -> int:
        return int(torch.randint(count, (), generator=generator, device=generator.device))

    return altered(latents, pictures, pick(4), pick(2) == 1, SHARES[pick(len(SHARES))])
