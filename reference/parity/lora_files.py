"""LoRA files in the layouts that are about, from PEFT's state dicts."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import StableDiffusionPipeline
from diffusers.training_utils import _collate_lora_metadata
from diffusers.utils import convert_state_dict_to_diffusers
from peft import get_peft_model_state_dict
from peft.tuners.lora import LoraLayer
from safetensors.torch import save_file

Tensors = dict[str, torch.Tensor]

#: How diffusers named the two factors of the U-Net's layers before it took PEFT's names.
OLDER = {".lora_A.weight": ".lora.down.weight", ".lora_B.weight": ".lora.up.weight"}


def _replaced(name: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        name = name.replace(old, new)
    return name


def with_text_model(tensors: Tensors) -> Tensors:
    """The text encoder's layers below `text_model.`, where they were until transformers 5."""
    return {f"text_model.{name}": value for name, value in tensors.items()}


def save_current(pipe: StableDiffusionPipeline, folder: Path, file: str) -> None:
    """As diffusers' training scripts save: `lora_A`, the text encoder's `lora_linear_layer`, settings in the header."""
    nets = {"unet": pipe.unet, "text_encoder": pipe.text_encoder}
    StableDiffusionPipeline.save_lora_weights(
        folder,
        unet_lora_layers=get_peft_model_state_dict(pipe.unet),
        text_encoder_lora_layers=convert_state_dict_to_diffusers(
            get_peft_model_state_dict(pipe.text_encoder)
        ),
        weight_name=file,
        **_collate_lora_metadata(nets),
    )


def save_older(pipe: StableDiffusionPipeline, folder: Path, file: str) -> None:
    """As diffusers saved up to 0.2x: `lora.down`, no settings; the scale is 1."""
    text = convert_state_dict_to_diffusers(get_peft_model_state_dict(pipe.text_encoder))
    unet = {_replaced(n, OLDER): v for n, v in get_peft_model_state_dict(pipe.unet).items()}
    StableDiffusionPipeline.save_lora_weights(
        folder,
        unet_lora_layers=unet,
        text_encoder_lora_layers=with_text_model(text),
        weight_name=file,
    )


def save_oldest(pipe: StableDiffusionPipeline, folder: Path, file: str) -> None:
    """As diffusers saved when attention processors held the factors; attention alone, scale 1."""
    unet: Tensors = {}
    for name, value in get_peft_model_state_dict(pipe.unet).items():
        attention, projection, *_, factor, _ = name.replace("to_out.0", "to_out").rsplit(".", 3)
        side = "down" if factor == "lora_A" else "up"
        unet[f"{attention}.processor.{projection}_lora.{side}.weight"] = value
    StableDiffusionPipeline.save_lora_weights(folder, unet_lora_layers=unet, weight_name=file)


def save_kohya(pipe: StableDiffusionPipeline, file: Path, dtype: torch.dtype) -> None:
    """As kohya's scripts save: paths with `_` for `.`, an alpha beside each pair."""
    nets = {"lora_unet_": pipe.unet, "lora_te_text_model_": pipe.text_encoder}
    metadata = {"ss_network_module": "networks.lora", "ss_sd_model_name": "starter"}
    save_file(_kohya_tensors(nets, dtype), file, metadata=metadata)


def save_unet_kohya(pipe: StableDiffusionPipeline, file: Path, dtype: torch.dtype) -> None:
    """As diffusers' distillation script saves an LCM-LoRA: kohya's names, and a header that says nothing."""
    save_file(_kohya_tensors({"lora_unet_": pipe.unet}, dtype), file, metadata={"format": "pt"})


def _kohya_tensors(nets: dict[str, torch.nn.Module], dtype: torch.dtype) -> Tensors:
    tensors: Tensors = {}
    for prefix, net in nets.items():
        for name, layer in net.named_modules():
            if not isinstance(layer, LoraLayer):
                continue
            stem = prefix + name.replace(".", "_")
            rank = layer.r["default"]
            tensors[f"{stem}.lora_down.weight"] = layer.lora_A["default"].weight.to(dtype)
            tensors[f"{stem}.lora_up.weight"] = layer.lora_B["default"].weight.to(dtype)
            tensors[f"{stem}.alpha"] = torch.tensor(layer.scaling["default"] * rank, dtype=dtype)
    return {name: value.detach().contiguous() for name, value in tensors.items()}
