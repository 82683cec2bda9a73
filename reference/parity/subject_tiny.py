"""The tiny model (Stable Diffusion's architecture, a few hundred kilobytes) and what is computed with it."""

from __future__ import annotations

from pathlib import Path

import expected_nets
import torch
from prompts import PROMPTS
from safetensors.torch import save
from tiny_model import build, write_model
from tokenizer_files import STARTER_TOKENIZER
from transformers import CLIPTokenizer

SEED = 100
MAX_TOKENS = 77


def write(folder: Path) -> None:
    """Fills `folder` with a diffusers model, `expected.safetensors`."""
    tokenizer = CLIPTokenizer.from_pretrained(STARTER_TOKENIZER)
    nets = build(len(tokenizer), SEED)
    write_model(folder, STARTER_TOKENIZER, nets)
    padded = tokenizer(
        list(PROMPTS[:3]), padding="max_length", truncation=True, max_length=MAX_TOKENS
    ).input_ids
    text, unet, vae = nets
    tensors = {
        **expected_nets.text_encoder(text, torch.tensor(padded)),
        **expected_nets.unet(unet),
        **expected_nets.vae(vae),
    }
    contiguous = {name: value.contiguous().clone() for name, value in tensors.items()}
    (folder / "expected.safetensors").write_bytes(save(contiguous, metadata={"format": "pt"}))
