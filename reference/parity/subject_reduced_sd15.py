"""Stable Diffusion 1.5's structure at small widths: eight heads on every level, quick_gelu, weights in float32 under
the names that the checkpoint was published with."""

from __future__ import annotations

from pathlib import Path

import reduced_model
import torch
from diffusers_folder import Architecture
from tokenizer_files import END

ARCHITECTURE = Architecture(
    text={
        **reduced_model.TEXT,
        "hidden_act": "quick_gelu",
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_attention_heads": 4,
        "num_hidden_layers": 3,
        "projection_dim": 32,
    },
    unet={
        **reduced_model.UNET,
        "attention_head_dim": 8,
        "block_out_channels": [8, 16, 24, 24],
        "cross_attention_dim": 32,
        "norm_num_groups": 4,
    },
    vae=reduced_model.VAE,
    scheduler={
        "_class_name": "PNDMScheduler",
        "_diffusers_version": "0.6.0",
        **reduced_model.SCHEDULER,
    },
)


def write(folder: Path) -> None:
    reduced_model.write(
        folder,
        ARCHITECTURE,
        seed=1500,
        pad_token=END,
        dtype=torch.float32,
        text_prefix="text_model.",
        published_names=True,
    )
