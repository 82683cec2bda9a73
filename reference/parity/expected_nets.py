"""What the three nets put out for fixed inputs, computed in float64 and kept as float32."""

from __future__ import annotations

import copy

import torch

Tensors = dict[str, torch.Tensor]


def _draw(seed: int, *shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def _double(net: torch.nn.Module) -> torch.nn.Module:
    """The net in float64; a copy where it is not."""
    return net if net.dtype == torch.float64 else copy.deepcopy(net).double()


@torch.no_grad()
def text_encoder(net: torch.nn.Module, ids: torch.Tensor) -> Tensors:
    """`last_hidden_state` of prompts, ids int64 [b, 77]."""
    states = _double(net)(ids).last_hidden_state
    return {"text.ids": ids.to(torch.int32), "text.last_hidden_state": states.float()}


@torch.no_grad()
def clip_skip(net: torch.nn.Module, ids: torch.Tensor, skipped: int) -> Tensors:
    """What diffusers' pipeline gives the U-Net with that `clip_skip`: an earlier layer's state, through the last norm."""
    net = _double(net)
    states = net(ids, output_hidden_states=True).hidden_states[-(skipped + 1)]
    # transformers 5 has the norm on the model itself, earlier versions on its `text_model`.
    states = getattr(net, "text_model", net).final_layer_norm(states)
    return {f"text.clip_skip.{skipped}": states.float()}


@torch.no_grad()
def unet(
    net: torch.nn.Module,
    *,
    height: int = 8,
    width: int = 8,
) -> Tensors:
    """The prediction for two samples at different timesteps."""
    sample = _draw(101, 2, net.config.in_channels, height, width)
    states = _draw(102, 2, 77, net.config.cross_attention_dim)
    return {
        "unet.sample": sample,
        "unet.encoder_hidden_states": states,
        **denoised(net, sample, states),
    }


@torch.no_grad()
def denoised(net: torch.nn.Module, sample: torch.Tensor, states: torch.Tensor) -> Tensors:
    """The prediction for samples [b, c, h, w], b at most 2, with those text states."""
    timesteps = torch.tensor([17, 801])[: len(sample)]
    output = _double(net)(sample.double(), timesteps, states.double()).sample
    return {"unet.timesteps": timesteps.to(torch.int32), "unet.output": output.float()}


@torch.no_grad()
def vae(net: torch.nn.Module, *, height: int = 32, width: int = 32) -> Tensors:
    """Moments of two pictures, and two decoded latents; no scaling factor is applied."""
    image = _draw(103, 2, 3, height, width).clamp(-1, 1)
    latents = _draw(104, 2, net.config.latent_channels, height // 8, width // 8)
    return {
        "vae.image": image,
        **encoded(net, image),
        "vae.latents": latents,
        **decoded(net, latents),
    }


@torch.no_grad()
def encoded(net: torch.nn.Module, image: torch.Tensor) -> Tensors:
    """Moments of pictures [b, 3, h, w]."""
    posterior = _double(net).encode(image.double()).latent_dist
    return {
        "vae.mean": posterior.mean.float().contiguous(),
        "vae.logvar": posterior.logvar.float().contiguous(),
    }


@torch.no_grad()
def decoded(net: torch.nn.Module, latents: torch.Tensor) -> Tensors:
    """Pictures of latents [b, c, h, w], not clipped."""
    return {"vae.decoded": _double(net).decode(latents.double()).sample.float()}
