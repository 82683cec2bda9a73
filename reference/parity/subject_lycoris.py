"""Adapters of LyCORIS' kinds and PEFT's DoRA for two small layers, and what each library adds to the layers' weights.

`<kind>.safetensors` is a file as kohya's scripts and PEFT write it; `expected.safetensors` holds the layers' weights and,
for every kind, what its own library makes of them at full strength.
"""

from __future__ import annotations

from pathlib import Path

import torch
from lycoris.modules.full import FullModule
from lycoris.modules.locon import LoConModule
from lycoris.modules.loha import LohaModule
from lycoris.modules.lokr import LokrModule
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict
from safetensors.torch import save_file

LINEAR = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_q"
CONV = "lora_unet_conv_in"

#: name: module, settings
KINDS = {
    "locon": (LoConModule, {"lora_dim": 3, "alpha": 2}),
    "locon-tucker": (LoConModule, {"lora_dim": 3, "alpha": 2, "use_tucker": True}),
    "dora": (LoConModule, {"lora_dim": 3, "alpha": 2, "weight_decompose": True}),
    "dora-inputs": (
        LoConModule,
        {"lora_dim": 3, "alpha": 2, "weight_decompose": True, "wd_on_out": False},
    ),
    "loha": (LohaModule, {"lora_dim": 2, "alpha": 1}),
    "loha-wide": (LohaModule, {"lora_dim": 4, "alpha": 1}),
    "loha-tucker": (LohaModule, {"lora_dim": 2, "alpha": 1, "use_tucker": True}),
    "loha-dora": (LohaModule, {"lora_dim": 2, "alpha": 1, "weight_decompose": True}),
    "lokr": (LokrModule, {"lora_dim": 2, "alpha": 1, "factor": 2}),
    "lokr-both": (LokrModule, {"lora_dim": 1, "alpha": 2, "factor": 4, "decompose_both": True}),
    "lokr-full": (LokrModule, {"lora_dim": 100, "alpha": 1, "factor": 2}),
    "lokr-tucker": (LokrModule, {"lora_dim": 1, "alpha": 1, "factor": 2, "use_tucker": True}),
    "full": (FullModule, {}),
}


def _layers() -> dict[str, torch.nn.Module]:
    torch.manual_seed(400)
    return {LINEAR: torch.nn.Linear(12, 10), CONV: torch.nn.Conv2d(6, 8, 3, padding=1)}


def _filled(module: torch.nn.Module) -> None:
    """Parameters as after some training: none of them zero."""
    for name, parameter in module.named_parameters():
        if "dora_scale" in name:
            parameter.data.mul_(1 + 0.2 * torch.randn_like(parameter))
        elif not name.startswith("org"):
            parameter.data.copy_(0.3 * torch.randn_like(parameter))


def _weight_in_use(layer: torch.nn.Module, shape: torch.Size, bias: torch.Tensor) -> torch.Tensor:
    """The weight that an adapted layer computes with, from what it makes of single ones. Merging in LyCORIS 4.1 scales
    LoHa and LoKr twice; what was trained is what this computes."""
    if len(shape) == 2:
        return (layer(torch.eye(shape[1])) - bias).T
    side = shape[-1]
    ones = torch.zeros(shape[1], shape[1], side, side)
    for channel in range(shape[1]):
        ones[channel, channel, side // 2, side // 2] = 1
    return (layer(ones) - bias[:, None, None]).flip(2, 3).transpose(0, 1)


@torch.no_grad()
def _lycoris(kind: str, folder: Path, expected: dict[str, torch.Tensor]) -> None:
    made, settings = KINDS[kind]
    tensors: dict[str, torch.Tensor] = {}
    torch.manual_seed(401 + list(KINDS).index(kind))
    for name, layer in _layers().items():
        base = layer.weight.detach().clone()
        bias = layer.bias.detach().clone()
        module = made(name, layer, **settings)
        module.apply_to()
        torch.manual_seed(len(name))
        _filled(module)
        for key, value in module.custom_state_dict().items():
            tensors[f"{name}.{key}"] = value.detach().clone().contiguous()
        if kind == "full":
            bias = module.bias.detach().clone()
        expected[f"{kind} {name}"] = (_weight_in_use(layer, base.shape, bias) - base).contiguous()
    save_file(tensors, folder / f"{kind}.safetensors")


class _Net(torch.nn.Module):
    """A layer under the path that PEFT names it by."""

    def __init__(self, linear: torch.nn.Module) -> None:
        super().__init__()
        self.mid = torch.nn.Module()
        self.mid.to_q = linear

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return self.mid.to_q(values)


@torch.no_grad()
def _peft(folder: Path, expected: dict[str, torch.Tensor]) -> None:
    linear = _layers()[LINEAR]
    base = linear.weight.detach().clone()
    config = LoraConfig(r=3, lora_alpha=2, target_modules=["to_q"], use_dora=True)
    net = get_peft_model(_Net(linear), config)
    torch.manual_seed(450)
    for name, parameter in net.named_parameters():
        if "magnitude" in name:
            parameter.mul_(1 + 0.2 * torch.randn_like(parameter))
        elif "lora_" in name:
            parameter.copy_(0.3 * torch.randn_like(parameter))
    state = get_peft_model_state_dict(net)
    path = "mid_block.attentions.0.transformer_blocks.0.attn1.to_q"
    named = {key.replace("mid.to_q", path): value.contiguous() for key, value in state.items()}
    save_file(named, folder / "peft-dora.safetensors")
    merged = net.merge_and_unload().mid.to_q.weight.detach()
    expected[f"peft-dora {LINEAR}"] = (merged - base).contiguous()


def write(folder: Path) -> None:
    """Fills the folder."""
    expected = {f"base {name}": layer.weight.detach().clone() for name, layer in _layers().items()}
    for kind in KINDS:
        _lycoris(kind, folder, expected)
    _peft(folder, expected)
    save_file(expected, folder / "expected.safetensors")
