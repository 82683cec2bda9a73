"""Pictures as the autoencoder sees them, encoded once: a mean and a deviation, drawn from anew in each step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from weft_runner.errors import RunnerError
from weft_runner.model.nets import Nets

#: diffusers' bounds of the log-variance.
_LOG_VARIANCE = (-30.0, 20.0)


@dataclass(frozen=True)
class Latents:
    """The distribution of one picture's latents, each [channels, side, side] before scaling_factor, on
    the processor, where what is drawn of it is drawn."""

    mean: torch.Tensor
    std: torch.Tensor


def read_picture(path: Path, size: int) -> torch.Tensor:
    """RGB [3, size, size] in −1…1. Raises RunnerError where the file is no picture of that size."""
    try:
        with Image.open(path) as image:
            rgb = np.asarray(image.convert("RGB"))
    except (OSError, Image.DecompressionBombError) as error:
        raise RunnerError(
            "picture-damaged", f"{path} can't be read as a picture.", "Unpack the bundle again."
        ) from error
    if rgb.shape != (size, size, 3):
        raise RunnerError(
            "picture-size",
            f"{path} is {rgb.shape[1]} × {rgb.shape[0]} pixels, and the run learns from {size} × {size}.",
            "Write the bundle again in the studio, which brings its pictures to that size.",
        )
    return torch.from_numpy(rgb.copy()).permute(2, 0, 1).double().div(127.5).sub(1).float()


@torch.no_grad()
def encode_picture(nets: Nets, pixels: torch.Tensor) -> Latents:
    """Encodes [3, size, size]."""
    moments = nets.vae.encode(pixels[None].to(nets.device)).latent_dist.parameters[0].cpu()
    mean, log_variance = moments.chunk(2)
    return Latents(mean.contiguous(), log_variance.clamp(*_LOG_VARIANCE).mul(0.5).exp())


def encode_views(nets: Nets, pixels: torch.Tensor, mirror: bool) -> list[Latents]:
    """The picture and, where mirroring is wanted, its mirror image, each drawn as often."""
    views = [pixels, pixels.flip(-1)] if mirror else [pixels]
    return [encode_picture(nets, view) for view in views]


def scaled_mean(nets: Nets, latents: Latents) -> torch.Tensor:
    return latents.mean * nets.scaling_factor


def draw_latents(nets: Nets, latents: Latents, generator: torch.Generator) -> torch.Tensor:
    noise = torch.randn(latents.mean.numel(), generator=generator).view_as(latents.mean)
    return (latents.mean + latents.std * noise) * nets.scaling_factor
