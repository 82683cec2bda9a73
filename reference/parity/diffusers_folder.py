"""Models of Stable Diffusion's architecture with random weights, and their folders in diffusers' layout.

Norm weights and biases are random too, so that a net that leaves one out is found out.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import save
from transformers import CLIPTextConfig, CLIPTextModel

Nets = tuple[CLIPTextModel, UNet2DConditionModel, AutoencoderKL]

#: The attention of the autoencoder, as diffusers calls its layers and as the files of Stable Diffusion 1.5 do.
PUBLISHED_ATTENTION = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}


@dataclass(frozen=True)
class Architecture:
    """The JSON files of a model: each net's `config.json` and the scheduler's."""

    text: dict
    unet: dict
    vae: dict
    scheduler: dict


def stir(module: torch.nn.Module) -> torch.nn.Module:
    """Moves every vector parameter (norms, biases) off its initial value."""
    with torch.no_grad():
        for parameter in module.parameters():
            if parameter.ndim == 1:
                parameter.add_(torch.randn(parameter.shape) * 0.2)
    return module.eval()


def build(architecture: Architecture, seed: int) -> Nets:
    """The three nets with seeded random weights, float32."""
    torch.manual_seed(seed)
    text = CLIPTextModel(CLIPTextConfig(**architecture.text))
    return (
        stir(text),
        stir(UNet2DConditionModel.from_config(architecture.unet)),
        stir(AutoencoderKL.from_config(architecture.vae)),
    )


def sharpen_attention(net: torch.nn.Module, gain: float) -> None:
    """Makes queries and keys larger: with initial weights attention is so even that a wrong head would hardly show."""
    with torch.no_grad():
        for name, parameter in net.named_parameters():
            if re.search(r"\b(to_q|to_k|q_proj|k_proj)\.weight$", name):
                parameter.mul_(gain)


def published_names(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """An autoencoder's weights under the names that Stable Diffusion 1.5 was published with."""

    def renamed(name: str) -> str:
        if "mid_block.attentions.0." not in name:
            return name
        for now, then in PUBLISHED_ATTENTION.items():
            name = name.replace(f".{now}.", f".{then}.")
        return name

    return {renamed(name): value for name, value in weights.items()}


def write_net(path: Path, config: dict, weights: dict[str, torch.Tensor], file: str) -> None:
    """One net's folder."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    tensors = {name: value.contiguous() for name, value in weights.items()}
    (path / file).write_bytes(save(tensors, metadata={"format": "pt"}))


def prefixed(weights: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    """The same weights with a prefix before every name."""
    return {prefix + name: value for name, value in weights.items()}


def write_model_index(folder: Path, scheduler: dict) -> None:
    """`model_index.json` and the scheduler's folder."""
    index = {
        "_class_name": "StableDiffusionPipeline",
        "_diffusers_version": "0.42.1",
        "feature_extractor": [None, None],
        "safety_checker": [None, None],
        "scheduler": ["diffusers", scheduler["_class_name"]],
        "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
    }
    (folder / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")
    (folder / "scheduler").mkdir(exist_ok=True)
    text_form = json.dumps(scheduler, indent=2) + "\n"
    (folder / "scheduler" / "scheduler_config.json").write_text(text_form)
