"""What the three nets put out for fixed inputs, computed in float64 and kept as float32."""

from __future__ import annotations

import copy

import torch

Tensors = dict[str, torch.Tensor]


def _draw(seed: int, *shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


@torch.no_grad()
def text_encoder(net: torch.nn.Module, ids: torch.Tensor) -> Tensors:
    """`last_hidden_state` of prompts, ids int64 [3, 77]."""
    states = copy.deepcopy(net).double()(ids).last_hidden_state
    return {"text.ids": ids.to(torch.int32), "text.last_hidden_state": states.float()}


@torch.no_grad()
def unet(net: torch.nn.Module) -> Tensors:
    """The predicted noise of two samples at different timesteps."""
    sample, states = _draw(101, 2, 4, 8, 8), _draw(102, 2, 77, 32)
    timesteps = torch.tensor([17, 801])
    output = copy.deepcopy(net).double()(sample.double(), timesteps, states.double()).sample
    return {
        "unet.sample": sample,
        "unet.timesteps": timesteps.to(torch.int32),
        "unet.encoder_hidden_states": states,
        "unet.output": output.float(),
    }


@torch.no_grad()
def vae(net: torch.nn.Module) -> Tensors:
    """Moments of two pictures, and two decoded latents; no scaling factor is applied."""
    net = copy.deepcopy(net).double()
    image = _draw(103, 2, 3, 32, 32).clamp(-1, 1)
    latents = _draw(104, 2, 4, 4, 4)
    posterior = net.encode(image.double()).latent_dist
    return {
        "vae.image": image,
        "vae.mean": posterior.mean.float().contiguous(),
        "vae.logvar": posterior.logvar.float().contiguous(),
        "vae.latents": latents,
        "vae.decoded": net.decode(latents.double()).sample.float(),
    }
