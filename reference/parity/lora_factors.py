"""LoRAs with random factors that are strong enough to be seen, put into nets by PEFT."""

from __future__ import annotations

import re
from collections.abc import Iterable

import torch
from peft import LoraConfig
from peft.tuners.lora import LoraLayer

#: ‖scale · B·A‖ over ‖W‖ of each adapted layer.
STRENGTH = 0.25


def layers(net: torch.nn.Module, pattern: str) -> list[str]:
    """Paths of the linear layers and convolutions of `net` that the expression finds."""
    kinds = (torch.nn.Linear, torch.nn.Conv2d)
    return [
        name
        for name, module in net.named_modules()
        if isinstance(module, kinds) and re.search(pattern, name)
    ]


def config(
    targets: Iterable[str],
    rank: int,
    alpha: float,
    ranks: dict[str, int] | None = None,
    alphas: dict[str, float] | None = None,
) -> LoraConfig:
    """PEFT's settings; `ranks` and `alphas` are those of layers that have their own."""
    return LoraConfig(
        r=rank,
        lora_alpha=alpha,
        target_modules=list(targets),
        rank_pattern=ranks or {},
        alpha_pattern=alphas or {},
    )


@torch.no_grad()
def fill(net: torch.nn.Module, seed: int, adapter: str = "default") -> None:
    """Random factors for every adapted layer of `net`, in the order of their paths."""
    generator = torch.Generator().manual_seed(seed)
    adapted = {
        name: module for name, module in net.named_modules() if isinstance(module, LoraLayer)
    }
    for name in sorted(adapted):
        layer = adapted[name]
        a, b = layer.lora_A[adapter].weight, layer.lora_B[adapter].weight
        for factor in (a, b):
            factor.copy_(torch.randn(factor.shape, generator=generator))
        product = b.flatten(1) @ a.flatten(1)
        wanted = STRENGTH * layer.get_base_layer().weight.norm()
        size = layer.scaling[adapter] * product.norm()
        for factor in (a, b):
            factor.mul_((wanted / size).sqrt())
