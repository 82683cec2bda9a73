"""Where the model's configurations lie, and how each net is built from its own."""

from __future__ import annotations

import json
from pathlib import Path

from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

CONFIGS = Path(__file__).resolve().parent / "configs"


def read_config(name: str) -> dict:
    """The JSON of `configs/<name>.json`."""
    return json.loads((CONFIGS / f"{name}.json").read_text())


def new_vae() -> AutoencoderKL:
    """The autoencoder with fresh weights."""
    return AutoencoderKL.from_config(read_config("vae"))


def new_unet() -> UNet2DConditionModel:
    """The U-Net with fresh weights."""
    return UNet2DConditionModel.from_config(read_config("unet"))


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
