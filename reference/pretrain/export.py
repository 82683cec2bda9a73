"""Writes the starter as a diffusers folder: half-precision safetensors under the checkpoint's
own names, configurations, tokenizer, scheduler and `model_index.json`.

Takes what has been trained so far; a net without a checkpoint gets seeded random weights,
so that the folder can be read from the first minute.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from nets import new_text_encoder, new_unet, new_vae, read_config, text_settings
from safetensors.torch import save
from tokenizer import write_tokenizer
from transformers import CLIPTokenizer

from checkpoint import load_checkpoint

#: The layout of Stable Diffusion 1's pipeline, without the safety checker.
MODEL_INDEX = {
    "_class_name": "StableDiffusionPipeline",
    "_diffusers_version": "0.42.1",
    "feature_extractor": [None, None],
    "image_encoder": [None, None],
    "requires_safety_checker": False,
    "safety_checker": [None, None],
    "scheduler": ["diffusers", "DDIMScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
}


def write_json(path: Path, value: dict) -> None:
    """Writes JSON with two spaces, making the folder where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n")


def write_weights(path: Path, weights: dict[str, torch.Tensor], prefix: str = "") -> None:
    """Writes the tensors in half precision, sorted by name, each name under `prefix`."""
    halves = {prefix + k: weights[k].detach().half().contiguous() for k in sorted(weights)}
    path.write_bytes(save(halves, metadata={"format": "pt"}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vae", type=Path, help="checkpoint of train_vae.py")
    parser.add_argument("--denoiser", type=Path, help="checkpoint of train_denoiser.py")
    parser.add_argument("--text", type=Path, help="text encoder of train_text.py")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, help="made by tokenizer.py; else made anew")
    options = parser.parse_args()

    options.out.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(options.out / "tokenizer", ignore_errors=True)
    if options.tokenizer:
        shutil.copytree(options.tokenizer, options.out / "tokenizer")
        vocab_size = len(CLIPTokenizer.from_pretrained(options.tokenizer))
    else:
        vocab_size = len(write_tokenizer(options.out / "tokenizer"))
    torch.manual_seed(0)
    vae = new_vae().state_dict()
    unet = new_unet().state_dict()
    text_encoder = new_text_encoder(vocab_size).state_dict()
    if options.vae:
        vae = load_checkpoint(options.vae)["average"]
    if options.text:
        text_encoder = load_checkpoint(options.text)["text_encoder"]
    if options.denoiser:
        unet = load_checkpoint(options.denoiser)["average"]

    write_json(options.out / "model_index.json", MODEL_INDEX)
    write_json(options.out / "scheduler" / "scheduler_config.json", read_config("scheduler"))
    write_json(options.out / "unet" / "config.json", read_config("unet"))
    # Every latent channel has spread 1: see `standard_latents.py`.
    write_json(options.out / "vae" / "config.json", {**read_config("vae"), "scaling_factor": 1.0})
    write_json(
        options.out / "text_encoder" / "config.json",
        {**text_settings(vocab_size), "dtype": "float16"},
    )
    write_weights(options.out / "unet" / "diffusion_pytorch_model.safetensors", unet)
    write_weights(options.out / "vae" / "diffusion_pytorch_model.safetensors", vae)
    # Stable Diffusion's own files name the text tower `text_model`; so do some of transformers'
    # versions in the net itself.
    text_encoder = {k.removeprefix("text_model."): v for k, v in text_encoder.items()}
    encoder_file = options.out / "text_encoder" / "model.safetensors"
    write_weights(encoder_file, text_encoder, prefix="text_model.")


if __name__ == "__main__":
    main()
