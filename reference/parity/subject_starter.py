"""The starter's own nets on inputs of its own: a prompt's states for the U-Net, a decoded picture for the encoder."""

from __future__ import annotations

from pathlib import Path

import expected_nets
import torch
from prompts import PROMPTS
from safetensors.torch import save
from starter_pipeline import load


def write(folder: Path) -> None:
    """`expected.safetensors`; the U-Net's text states are `text.last_hidden_state`, the encoder's picture is
    `vae.decoded`."""
    pipe = load()
    ids = pipe.tokenizer(
        list(PROMPTS[:1]), padding="max_length", truncation=True, return_tensors="pt"
    ).input_ids
    generator = torch.Generator().manual_seed(300)
    shape = (1, pipe.unet.config.in_channels, 16, 16)
    sample, latents = (
        torch.randn(shape, generator=generator),
        torch.randn(shape, generator=generator),
    )
    text = expected_nets.text_encoder(pipe.text_encoder, ids)
    decoded = expected_nets.decoded(pipe.vae, latents)
    with torch.no_grad():
        tensors = {
            **text,
            "unet.sample": sample,
            **expected_nets.denoised(pipe.unet, sample, text["text.last_hidden_state"]),
            "vae.latents": latents,
            **decoded,
            **expected_nets.encoded(pipe.vae, decoded["vae.decoded"]),
        }
    contiguous = {name: value.contiguous() for name, value in tensors.items()}
    (folder / "expected.safetensors").write_bytes(save(contiguous, metadata={"format": "pt"}))
