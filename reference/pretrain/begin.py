"""Weights to begin from: an earlier starter, as a diffusers folder, in nets of today's shapes.

    python make_starter.py --begin FOLDER …

A net whose shapes have stayed takes all of the earlier one's weights. Tokens keep their rows by
name: those the earlier vocabulary lacks stay as they were drawn.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import load_file
from transformers import CLIPTextModel, CLIPTokenizer


def begin_vae(vae: AutoencoderKL, folder: Path) -> None:
    """Loads the autoencoder of `folder`. Throws where shapes differ."""
    vae.load_state_dict(load_file(folder / "vae" / "diffusion_pytorch_model.safetensors"))


def begin_unet(unet: UNet2DConditionModel, folder: Path) -> None:
    """Loads the U-Net of `folder`. Throws where shapes differ."""
    unet.load_state_dict(load_file(folder / "unet" / "diffusion_pytorch_model.safetensors"))


@torch.no_grad()
def begin_text_encoder(encoder: CLIPTextModel, tokenizer: CLIPTokenizer, folder: Path) -> int:
    """Loads the text encoder of `folder`, with each token's row where the vocabulary of
    `tokenizer` has it. Returns how many tokens have taken a row. Throws where shapes or layers differ."""
    saved = load_file(folder / "text_encoder" / "model.safetensors")
    saved = {name.removeprefix("text_model."): weights.float() for name, weights in saved.items()}
    own = encoder.state_dict()
    prefix = "text_model." if any(name.startswith("text_model.") for name in own) else ""
    rows = saved.pop("embeddings.token_embedding.weight")
    earlier = json.loads((folder / "tokenizer" / "vocab.json").read_text())
    table = own[f"{prefix}embeddings.token_embedding.weight"].clone()
    vocabulary = tokenizer.get_vocab().items()
    kept = [(place, earlier[token]) for token, place in vocabulary if token in earlier]
    table[[place for place, _ in kept]] = rows[[place for _, place in kept]]
    saved["embeddings.token_embedding.weight"] = table
    named = {prefix + name: weights for name, weights in saved.items()}
    unexpected = encoder.load_state_dict(named, strict=False).unexpected_keys
    if unexpected:
        raise ValueError(f"{folder} holds layers that this text encoder lacks: {unexpected}")
    return len(kept)
