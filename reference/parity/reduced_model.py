"""Small models with the true structure of Stable Diffusion 1.5 and 2.x, and what transformers and diffusers compute
with them after reading them from their folders."""

from __future__ import annotations

from pathlib import Path

import diffusers_folder
import expected_nets
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers_folder import Architecture, write_model_index, write_net
from prompts import PROMPTS
from safetensors.torch import save
from tokenizer_files import VOCABULARY, write_tokenizer
from transformers import CLIPTextModel, CLIPTokenizer

ATTENTION_GAIN = 4.0
#: Neither square nor the same on all levels.
LATENTS = {"height": 16, "width": 8}
PICTURE = {"height": 48, "width": 32}
CLIP_SKIPS = (1, 2)

DOWN = ["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"]
UP = ["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 3

#: What the published `config.json` of either family has in common.
UNET = {
    "_class_name": "UNet2DConditionModel",
    "_diffusers_version": "0.10.0",
    "act_fn": "silu",
    "center_input_sample": False,
    "down_block_types": DOWN,
    "downsample_padding": 1,
    "flip_sin_to_cos": True,
    "freq_shift": 0,
    "in_channels": 4,
    "layers_per_block": 2,
    "mid_block_scale_factor": 1,
    "norm_eps": 1e-05,
    "out_channels": 4,
    "sample_size": 16,
    "up_block_types": UP,
}

#: No scaling factor is written down: it is diffusers' own 0.18215.
VAE = {
    "_class_name": "AutoencoderKL",
    "_diffusers_version": "0.10.0",
    "act_fn": "silu",
    "block_out_channels": [4, 8, 8, 8],
    "down_block_types": ["DownEncoderBlock2D"] * 4,
    "in_channels": 3,
    "latent_channels": 4,
    "layers_per_block": 2,
    "norm_num_groups": 4,
    "out_channels": 3,
    "sample_size": 128,
    "up_block_types": ["UpDecoderBlock2D"] * 4,
}

TEXT = {
    "architectures": ["CLIPTextModel"],
    "attention_dropout": 0.0,
    "bos_token_id": 0,
    "dropout": 0.0,
    "eos_token_id": 2,
    "initializer_factor": 1.0,
    "initializer_range": 0.02,
    "layer_norm_eps": 1e-05,
    "max_position_embeddings": 77,
    "model_type": "clip_text_model",
    "pad_token_id": 1,
    "vocab_size": VOCABULARY,
}

SCHEDULER = {
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "clip_sample": False,
    "num_train_timesteps": 1000,
    "set_alpha_to_one": False,
    "skip_prk_steps": True,
    "steps_offset": 1,
    "trained_betas": None,
}


def write(
    folder: Path,
    architecture: Architecture,
    *,
    seed: int,
    pad_token: str,
    dtype: torch.dtype,
    text_prefix: str,
    published_names: bool,
) -> None:
    """Fills `folder` with a diffusers model and `expected.safetensors`.

    dtype: how the weights are stored; text_prefix: what stands before the text encoder's tensor names (transformers 5
    writes nothing, earlier versions `text_model.`); published_names: whether the autoencoder's attention has the names
    of Stable Diffusion 1.5's files, and the text encoder its table of positions.
    """
    nets = diffusers_folder.build(architecture, seed)
    for net in nets:
        diffusers_folder.sharpen_attention(net, ATTENTION_GAIN)
    text, unet, vae = (
        {name: value.to(dtype) for name, value in net.state_dict().items()} for net in nets
    )
    text = diffusers_folder.prefixed(text, text_prefix)
    if published_names:
        vae = diffusers_folder.published_names(vae)
        text[f"{text_prefix}embeddings.position_ids"] = torch.arange(77)[None]
    write_net(folder / "text_encoder", architecture.text, text, "model.safetensors")
    write_net(folder / "unet", architecture.unet, unet, "diffusion_pytorch_model.safetensors")
    write_net(folder / "vae", architecture.vae, vae, "diffusion_pytorch_model.safetensors")
    write_model_index(folder, architecture.scheduler)
    write_tokenizer(folder / "tokenizer", pad_token)
    tensors = {name: value.contiguous() for name, value in _expected(folder).items()}
    (folder / "expected.safetensors").write_bytes(save(tensors, metadata={"format": "pt"}))


def _expected(folder: Path) -> expected_nets.Tensors:
    """What the libraries compute with the folder's own files, in float64."""
    settings = {"local_files_only": True}
    tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer", **settings)
    text, loading = CLIPTextModel.from_pretrained(
        folder / "text_encoder", dtype=torch.float32, output_loading_info=True, **settings
    )
    unread = {*loading["missing_keys"], *loading["unexpected_keys"]}
    if any("position_ids" not in name for name in unread):
        raise ValueError(f"transformers did not take the text encoder's weights: {unread}")
    unet = UNet2DConditionModel.from_pretrained(
        folder / "unet", torch_dtype=torch.float32, **settings
    )
    vae = AutoencoderKL.from_pretrained(folder / "vae", torch_dtype=torch.float32, **settings)
    ids = tokenizer(
        list(PROMPTS[:3]), padding="max_length", truncation=True, return_tensors="pt"
    ).input_ids
    tensors = expected_nets.text_encoder(text.eval(), ids)
    for skipped in CLIP_SKIPS:
        tensors |= expected_nets.clip_skip(text, ids, skipped)
    return {
        **tensors,
        **expected_nets.unet(unet.eval(), **LATENTS),
        **expected_nets.vae(vae.eval(), **PICTURE),
    }
