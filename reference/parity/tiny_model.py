"""A Stable-Diffusion-shaped model of a few hundred kilobytes with random weights."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import diffusers_folder
from diffusers_folder import Architecture, Nets, prefixed, write_model_index, write_net

SCHEDULER = {
    "_class_name": "DDIMScheduler",
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "clip_sample": False,
    "num_train_timesteps": 1000,
    "prediction_type": "epsilon",
    "set_alpha_to_one": False,
    "skip_prk_steps": True,
    "steps_offset": 1,
    "timestep_spacing": "leading",
    "trained_betas": None,
}

UNET = {
    "_class_name": "UNet2DConditionModel",
    "act_fn": "silu",
    "attention_head_dim": 2,
    "block_out_channels": [16, 32],
    "center_input_sample": False,
    "cross_attention_dim": 32,
    "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"],
    "downsample_padding": 1,
    "flip_sin_to_cos": True,
    "freq_shift": 0,
    "in_channels": 4,
    "layers_per_block": 1,
    "mid_block_scale_factor": 1,
    "norm_eps": 1e-05,
    "norm_num_groups": 8,
    "out_channels": 4,
    "sample_size": 8,
    "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D"],
}

VAE = {
    "_class_name": "AutoencoderKL",
    "act_fn": "silu",
    "block_out_channels": [4, 8, 8, 8],
    "down_block_types": ["DownEncoderBlock2D"] * 4,
    "in_channels": 3,
    "latent_channels": 4,
    "layers_per_block": 1,
    "norm_num_groups": 4,
    "out_channels": 3,
    "sample_size": 32,
    "scaling_factor": 0.5,
    "up_block_types": ["UpDecoderBlock2D"] * 4,
}

TEXT = {
    "architectures": ["CLIPTextModel"],
    "attention_dropout": 0.0,
    "hidden_act": "quick_gelu",
    "hidden_size": 32,
    "intermediate_size": 64,
    "layer_norm_eps": 1e-05,
    "max_position_embeddings": 77,
    "model_type": "clip_text_model",
    "num_attention_heads": 2,
    "num_hidden_layers": 2,
    "projection_dim": 32,
}


def text_settings(vocab_size: int) -> dict:
    """`config.json` of the text encoder for a vocabulary of that size."""
    ids = {"bos_token_id": vocab_size - 2, "eos_token_id": vocab_size - 1}
    ids["pad_token_id"] = vocab_size - 1
    return {**TEXT, **ids, "vocab_size": vocab_size}


def _architecture(vocab_size: int) -> Architecture:
    return Architecture(text=text_settings(vocab_size), unet=UNET, vae=VAE, scheduler=SCHEDULER)


def build(vocab_size: int, seed: int) -> Nets:
    """The three nets with seeded random weights, float32."""
    return diffusers_folder.build(_architecture(vocab_size), seed)


def write_model(folder: Path, tokenizer: Path, nets: Nets) -> None:
    """Writes the nets as a diffusers folder, with a copy of the tokenizer."""
    text, unet, vae = nets
    settings = text_settings(text.config.vocab_size)
    weights = prefixed(text.state_dict(), "text_model.")
    write_net(folder / "text_encoder", settings, weights, "model.safetensors")
    write_net(folder / "unet", UNET, unet.state_dict(), "diffusion_pytorch_model.safetensors")
    write_net(folder / "vae", VAE, vae.state_dict(), "diffusion_pytorch_model.safetensors")
    write_model_index(folder, SCHEDULER)
    (folder / "tokenizer").mkdir(exist_ok=True)
    shutil.copyfile(tokenizer / "tokenizer.json", folder / "tokenizer" / "tokenizer.json")
    # As long as the encoder's positions, whatever the starter's are.
    tokens = json.loads((tokenizer / "tokenizer_config.json").read_text())
    tokens["model_max_length"] = text.config.max_position_embeddings
    (folder / "tokenizer" / "tokenizer_config.json").write_text(json.dumps(tokens, indent=2) + "\n")
