"""Where the model's configurations lie, and how each net is built from its own."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.models.attention_processor import Attention, AttnProcessor, AttnProcessor2_0
from diffusers.models.downsampling import Downsample2D
from diffusers.models.resnet import ResnetBlock2D
from diffusers.models.transformers.transformer_2d import Transformer2DModel
from diffusers.models.upsampling import Upsample2D
from machine import Machine
from transformers import CLIPTextConfig, CLIPTextModel

CONFIGS = Path(__file__).resolve().parent / "configs"


def read_config(name: str) -> dict:
    """The JSON of `configs/<name>.json`."""
    return json.loads((CONFIGS / f"{name}.json").read_text())


#: Tokens of a prompt, start and end counted; what is longer is cut.
MAX_TOKENS: int = read_config("text_encoder")["max_position_embeddings"]


@torch.no_grad()
def _calm(net: torch.nn.Module) -> None:
    """Starts residual branches at zero and keeps the variance along the trunk, so that colour
    and place pass through a fresh net as through a linear one. With PyTorch's own start the
    branches drown the trunk, and an autoencoder of this size spends its first thousands of
    steps without a colour."""
    for module in net.modules():
        if isinstance(module, ResnetBlock2D):
            torch.nn.init.zeros_(module.conv2.weight)
            torch.nn.init.zeros_(module.conv2.bias)
            if module.conv_shortcut is not None:
                torch.nn.init.kaiming_normal_(module.conv_shortcut.weight, nonlinearity="linear")
        elif isinstance(module, Attention) and module.residual_connection:
            torch.nn.init.zeros_(module.to_out[0].weight)
        elif isinstance(module, Transformer2DModel):
            torch.nn.init.zeros_(module.proj_out.weight)
        elif isinstance(module, (Downsample2D, Upsample2D)):
            torch.nn.init.kaiming_normal_(module.conv.weight, nonlinearity="linear")
    torch.nn.init.kaiming_normal_(net.conv_in.weight, nonlinearity="linear")


def new_vae() -> AutoencoderKL:
    """The autoencoder with fresh weights."""
    vae = AutoencoderKL.from_config(read_config("vae"))
    _calm(vae.encoder)
    _calm(vae.decoder)
    return vae


def new_unet() -> UNet2DConditionModel:
    """The U-Net with fresh weights."""
    unet = UNet2DConditionModel.from_config(read_config("unet"))
    _calm(unet)
    return unet


def attention_for(machine: Machine) -> AttnProcessor | AttnProcessor2_0:
    """Attention as it is fastest: one fused kernel on a GPU, plain products on a processor."""
    return AttnProcessor2_0() if machine.is_gpu else AttnProcessor()


def text_settings(vocab_size: int) -> dict:
    """The text encoder's configuration; start and end are the last two of the vocabulary."""
    return {
        **read_config("text_encoder"),
        "vocab_size": vocab_size,
        "bos_token_id": vocab_size - 2,
        "eos_token_id": vocab_size - 1,
        "pad_token_id": vocab_size - 1,
    }


def new_text_encoder(vocab_size: int) -> CLIPTextModel:
    """The text encoder with fresh weights."""
    return CLIPTextModel(CLIPTextConfig(**text_settings(vocab_size)))
