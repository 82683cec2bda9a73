"""Adapters and words in the layouts that the studio writes, their numbers in float32 as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import torch
from safetensors.torch import save

from weft_runner.bundle.run import Module
from weft_runner.bundle.settings import LoraSettings
from weft_runner.model.layers import net_and_path
from weft_runner.model.lora import split_theta
from weft_runner.out.xl_names import XlNames

Files = dict[str, bytes]

#: By which programs know what a file is for before they look into it.
_XL_HEADER = {
    "ss_base_model_version": "sdxl_base_v1-0",
    "modelspec.architecture": "stable-diffusion-xl-v1-base/lora",
}


def file_name(name: str) -> str:
    """A name that a file may have everywhere: other programs show it, or take a word from it."""
    return re.sub(r"[^\w-]+", "-", name).strip("-") or "adapter"


def _in_file(name: str) -> tuple[str, str]:
    """A layer's net and its path as files name it: a text encoder's below `text_model.`."""
    net, path = net_and_path(name)
    return net, path if net == "unet" else f"text_model.{path}"


def _kohya_stem(net: str, path: str, xl: XlNames | None) -> str:
    """What kohya calls a layer: with XL the text encoders have numbers, and the U-Net's names are Stability AI's."""
    if xl is None:
        prefix = "lora_unet_" if net == "unet" else "lora_te_"
    elif net == "unet":
        prefix, path = "lora_unet_", xl.path(path)
    else:
        prefix = "lora_te1_" if net == "text_encoder" else "lora_te2_"
    return prefix + path.replace(".", "_")


def peft_config(base_model: str, paths: Sequence[str], settings: LoraSettings) -> dict[str, Any]:
    """PEFT's `adapter_config.json`."""
    return {
        "peft_type": "LORA",
        "base_model_name_or_path": base_model,
        "r": settings.rank,
        "lora_alpha": settings.lora_alpha,
        "rank_pattern": {},
        "alpha_pattern": {},
        "target_modules": list(paths),
        "lora_dropout": 0,
        "bias": "none",
        "inference_mode": True,
    }


def lora_files(
    theta: torch.Tensor,
    modules: Sequence[Module],
    settings: LoraSettings,
    base_model: str,
    note: dict[str, str],
    xl: XlNames | None = None,
) -> Files:
    """Files by their paths below the adapter's folder. PEFT's layout, which holds one net, is left out
    where a text encoder has learnt too. `xl` is given where the model is an XL."""
    pairs = list(zip(modules, split_theta(theta.clone(), modules, settings.rank), strict=True))
    header = {**note, "format": "pt", "base_model": base_model}
    settings_of: dict[str, Any] = {}
    for net in ("unet", "text_encoder", "text_encoder_2"):
        paths = [net_and_path(m.name)[1] for m in modules if net_and_path(m.name)[0] == net]
        if paths:
            told = peft_config(base_model, paths, settings)
            settings_of |= {f"{net}.{key}": value for key, value in told.items()}
    diffusers, kohya, peft = {}, {}, {}
    for module, (a, b) in pairs:
        net, path = _in_file(module.name)
        # Tensors of a file may not share memory.
        a, b = a.clone(), b.clone()
        diffusers |= {f"{net}.{path}.lora_A.weight": a, f"{net}.{path}.lora_B.weight": b}
        stem = _kohya_stem(net, path, xl)
        kohya |= {
            f"{stem}.lora_down.weight": a,
            f"{stem}.lora_up.weight": b,
            f"{stem}.alpha": torch.tensor(float(settings.lora_alpha)),
        }
        peft |= {
            f"base_model.model.{path}.lora_A.weight": a,
            f"base_model.model.{path}.lora_B.weight": b,
        }
    kohya_header = {
        **header,
        "ss_sd_model_name": base_model,
        "ss_network_module": "networks.lora",
        "ss_network_dim": str(settings.rank),
        "ss_network_alpha": f"{settings.lora_alpha:g}",
        **(_XL_HEADER if xl else {}),
    }
    files = {
        "diffusers/pytorch_lora_weights.safetensors": save(
            diffusers, {**header, "lora_adapter_metadata": json.dumps(settings_of)}
        ),
        f"kohya/{file_name(settings.adapter_name)}.safetensors": save(kohya, kohya_header),
    }
    if all(net_and_path(module.name)[0] == "unet" for module in modules):
        paths = [module.name for module in modules]
        config = json.dumps(peft_config(base_model, paths, settings), indent=2)
        files["peft/adapter_model.safetensors"] = save(peft, header)
        files["peft/adapter_config.json"] = f"{config}\n".encode()
    return files


def word_files(
    rows: Sequence[torch.Tensor], token: str, base_model: str, note: dict[str, str]
) -> Files:
    """A learnt word, rows [n, width] for each text encoder, as diffusers saves it and as kohya's scripts and A1111
    do. XL's two text encoders have a file each with diffusers, and one for both with the others."""
    header = {**note, "format": "pt", "base_model": base_model, "token": token}
    rows = [each.clone().contiguous() for each in rows]
    files = {
        f"diffusers/learned_embeds{number}.safetensors": save(
            {token: each[0] if len(each) == 1 else each}, header
        )
        for number, each in zip(("", "_2"), rows, strict=False)
    }
    keys = ("emb_params",) if len(rows) == 1 else ("clip_l", "clip_g")
    both = save(dict(zip(keys, rows, strict=True)), header)
    return {**files, f"emb_params/{file_name(token)}.safetensors": both}
