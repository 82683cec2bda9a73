"""The LoRA that is learnt: its layers, what it adds to a plain U-Net, and its file."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import StableDiffusionPipeline, UNet2DConditionModel
from peft import LoraConfig, get_peft_model_state_dict
from safetensors.torch import load_file

#: What diffusers' script adapts (`train_lcm_distill_lora_sd_wds.py`); by these layers the studio knows
#: an LCM-LoRA too.
LAYERS = (
    r".*\.(to_q|to_k|to_v|to_out\.0|proj_in|proj_out|ff\.net\.0\.proj|ff\.net\.2|conv1|conv2"
    r"|conv_shortcut|downsamplers\.0\.conv|upsamplers\.0\.conv|time_emb_proj)"
)
ADAPTER = "few-steps"
FILE = "lcm-lora.safetensors"


def add_lora(unet: UNet2DConditionModel, rank: int) -> torch.nn.ParameterList:
    """Adapts the U-Net in place, at first without effect; its own weights learn no more. Returns the
    factors, A and B of each layer by turns."""
    unet.requires_grad_(False)
    config = LoraConfig(r=rank, lora_alpha=rank, target_modules=LAYERS)
    unet.add_adapter(config, adapter_name=ADAPTER)
    return torch.nn.ParameterList(_factors(unet))


def _factors(unet: UNet2DConditionModel) -> list[torch.nn.Parameter]:
    return [
        factor
        for _, layer in adapted_layers(unet)
        for factor in (layer.lora_A[ADAPTER].weight, layer.lora_B[ADAPTER].weight)
    ]


def adapted_layers(unet: UNet2DConditionModel) -> list[tuple[str, torch.nn.Module]]:
    """The layers that have a LoRA, with their names."""
    return [(name, layer) for name, layer in unet.named_modules() if hasattr(layer, "lora_A")]


class Merged:
    """A plain U-Net into which factors are merged anew whenever they have changed."""

    def __init__(self, unet: UNet2DConditionModel, adapted: UNet2DConditionModel) -> None:
        """`unet` has the weights that `adapted` began with."""
        self.unet = unet
        self._weights = [unet.get_submodule(name).weight for name, _ in adapted_layers(adapted)]
        self._base = [weight.detach().clone() for weight in self._weights]

    @torch.no_grad()
    def take(self, factors: list[torch.Tensor]) -> None:
        """Sets the weights to the base's with these factors (A and B by turns, alpha being the rank)."""
        pairs = zip(factors[::2], factors[1::2], strict=True)
        for weight, base, (a, b) in zip(self._weights, self._base, pairs, strict=True):
            torch.add(base, (b.flatten(1) @ a.flatten(1)).view_as(base), out=weight)


@torch.no_grad()
def save_lora(unet: UNet2DConditionModel, factors: list[torch.Tensor], folder: Path) -> Path:
    """Writes the factors as diffusers does, in half precision, as `folder/lcm-lora.safetensors`."""
    for own, factor in zip(_factors(unet), factors, strict=True):
        own.copy_(factor)
    state = get_peft_model_state_dict(unet, adapter_name=ADAPTER)
    halves = {name: value.half().contiguous().cpu() for name, value in sorted(state.items())}
    StableDiffusionPipeline.save_lora_weights(folder, unet_lora_layers=halves, weight_name=FILE)
    return folder / FILE


@torch.no_grad()
def load_lora(unet: UNet2DConditionModel, factors: torch.nn.ParameterList, file: Path) -> None:
    """Sets the factors of an adapted U-Net to those of a file. Throws where layers or ranks are others."""
    saved = {name.removeprefix("unet."): value for name, value in load_file(file).items()}
    names = [f"{name}.lora_{part}.weight" for name, _ in adapted_layers(unet) for part in "AB"]
    if sorted(names) != sorted(saved):
        raise ValueError(f"{file} adapts other layers than this script does")
    for name, factor in zip(names, factors, strict=True):
        if saved[name].shape != factor.shape:
            raise ValueError(f"{file} has another rank: give --rank {len(saved[names[0]])}")
        factor.copy_(saved[name].float())
