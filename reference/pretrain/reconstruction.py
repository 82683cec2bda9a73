"""How far a rebuilt picture is from the original: the autoencoder's losses, and PSNR."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F

GRADIENT_WEIGHT = 0.5  #: of neighbour differences, beside the pixels
FREQUENCY_WEIGHT = 0.25  #: of the cosine transform's coefficients, beside the pixels
BLOCK = 8


def _cosines() -> torch.Tensor:
    """The orthonormal DCT-II of eight samples, [8, 8]."""
    k, n = torch.arange(BLOCK)[:, None], torch.arange(BLOCK)[None, :]
    basis = torch.cos(math.pi * (n + 0.5) * k / BLOCK) * math.sqrt(2 / BLOCK)
    basis[0] /= math.sqrt(2)
    return basis


def frequency_loss(error: torch.Tensor) -> torch.Tensor:
    """L1 of the error's cosine transform in blocks of 8 by 8: errors that are spread over a block as
    noise cost more than in L1 of pixels, and a pattern that is missing costs its whole amplitude."""
    basis = _cosines().to(error)
    b, c, h, w = error.shape
    blocks = error.reshape(b, c, h // BLOCK, BLOCK, w // BLOCK, BLOCK)
    return torch.einsum("bciyjx,ky,lx->bcijkl", blocks, basis, basis).abs().mean()


def reconstruction_loss(
    output: torch.Tensor, target: torch.Tensor, sharpness: float
) -> torch.Tensor:
    """Squared error at three sizes, and L1 on pixels, neighbour differences and frequencies weighted
    by `sharpness` (0..1). L1 from the start holds two-coloured patterns at their median, a flat
    colour; squared error leads away from it."""
    error = output - target
    loss = error.square().mean()
    edges = error.diff(dim=-1).abs().mean() + error.diff(dim=-2).abs().mean()
    sharp = error.abs().mean() + GRADIENT_WEIGHT * edges + FREQUENCY_WEIGHT * frequency_loss(error)
    loss = loss + sharpness * sharp
    for _ in range(2):
        error = F.avg_pool2d(error, 2)
        loss = loss + error.square().mean()
    return loss


@torch.no_grad()
def psnr(vae: torch.nn.Module, pictures: torch.Tensor) -> float:
    """Mean PSNR in dB of the reconstructions of pictures [n, 3, h, w], -1..1."""
    values = []
    for part in pictures.split(16):
        output = vae.decode(vae.encode(part).latent_dist.mode()).sample.clamp(-1, 1)
        error = ((output - part) / 2).square().mean((1, 2, 3))
        values.append(-10 * error.clamp(min=1e-10).log10())
    return torch.cat(values).mean().item()
