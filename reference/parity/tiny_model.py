"""A Stable-Diffusion-shaped model of a few hundred kilobytes with random weights.

Norm weights and biases are random too, so that a net that leaves one out is found out.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import save
from transformers import CLIPTextConfig, CLIPTextModel

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

INDEX = {
    "_class_name": "StableDiffusionPipeline",
    "_diffusers_version": "0.42.1",
    "feature_extractor": [None, None],
    "safety_checker": [None, None],
    "scheduler": ["diffusers", "DDIMScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
}


def text_settings(vocab_size: int) -> dict:
    """`config.json` of the text encoder for a vocabulary of that size."""
    ids = {"bos_token_id": vocab_size - 2, "eos_token_id": vocab_size - 1}
    ids["pad_token_id"] = vocab_size - 1
    return {**TEXT, **ids, "vocab_size": vocab_size}


def _stir(module: torch.nn.Module) -> torch.nn.Module:
    """Moves every vector parameter (norms, biases) off its initial value."""
    with torch.no_grad():
        for parameter in module.parameters():
            if parameter.ndim == 1:
                parameter.add_(torch.randn(parameter.shape) * 0.2)
    return module.eval()


def build(vocab_size: int, seed: int) -> tuple[CLIPTextModel, UNet2DConditionModel, AutoencoderKL]:
    """The three nets with seeded random weights, float32."""
    torch.manual_seed(seed)
    text = CLIPTextModel(CLIPTextConfig(**text_settings(vocab_size)))
    return (
        _stir(text),
        _stir(UNet2DConditionModel.from_config(UNET)),
        _stir(AutoencoderKL.from_config(VAE)),
    )


def _write(path: Path, config: dict, weights: dict, file: str, prefix: str = "") -> None:
    path.mkdir(parents=True, exist_ok=True)
    (path / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    tensors = {prefix + name: value.contiguous() for name, value in weights.items()}
    (path / file).write_bytes(save(tensors, metadata={"format": "pt"}))


def write_model(folder: Path, tokenizer: Path, nets: tuple) -> None:
    """Writes the nets as a diffusers folder, with a copy of the tokenizer."""
    text, unet, vae = nets
    settings = text_settings(text.config.vocab_size)
    _write(folder / "text_encoder", settings, text.state_dict(), "model.safetensors", "text_model.")
    _write(folder / "unet", UNET, unet.state_dict(), "diffusion_pytorch_model.safetensors")
    _write(folder / "vae", VAE, vae.state_dict(), "diffusion_pytorch_model.safetensors")
    (folder / "model_index.json").write_text(json.dumps(INDEX, indent=2) + "\n")
    (folder / "scheduler").mkdir(exist_ok=True)
    scheduler = json.dumps(SCHEDULER, indent=2) + "\n"
    (folder / "scheduler" / "scheduler_config.json").write_text(scheduler)
    (folder / "tokenizer").mkdir(exist_ok=True)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(tokenizer / name, folder / "tokenizer" / name)
