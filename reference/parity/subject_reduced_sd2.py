"""Stable Diffusion 2.x's structure at small widths: a number of heads for each level, linear projections, gelu, the
penultimate layer's text states by a config with one layer less, velocity prediction, `!` as padding; weights in
float16 under the names that transformers 5 and diffusers write today."""

from __future__ import annotations

from pathlib import Path

import reduced_model
import torch
from diffusers_folder import Architecture

ARCHITECTURE = Architecture(
    text={
        **reduced_model.TEXT,
        "hidden_act": "gelu",
        "hidden_size": 40,
        "intermediate_size": 160,
        "num_attention_heads": 5,
        # As 23 are of the 24 that Stable Diffusion 2's text encoder was trained with.
        "num_hidden_layers": 3,
        "projection_dim": 16,
    },
    unet={
        **reduced_model.UNET,
        "attention_head_dim": [1, 2, 4, 4],
        "block_out_channels": [8, 16, 32, 32],
        "cross_attention_dim": 40,
        "dual_cross_attention": False,
        "norm_num_groups": 4,
        "num_class_embeds": None,
        "only_cross_attention": False,
        "upcast_attention": True,
        "use_linear_projection": True,
    },
    vae={**reduced_model.VAE, "scaling_factor": 0.18215, "force_upcast": True},
    scheduler={
        "_class_name": "DDIMScheduler",
        "_diffusers_version": "0.10.0",
        "prediction_type": "v_prediction",
        **reduced_model.SCHEDULER,
    },
)


def write(folder: Path) -> None:
    reduced_model.write(
        folder,
        ARCHITECTURE,
        seed=2100,
        pad_token="!",
        dtype=torch.float16,
        text_prefix="",
        published_names=False,
    )
