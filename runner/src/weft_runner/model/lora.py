"""A LoRA by PEFT whose factors all lie in one flat vector θ, module after module A and then B."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from peft import LoraConfig, inject_adapter_in_model
from peft.tuners.lora import LoraLayer

from weft_runner.bundle.run import Module
from weft_runner.model.layers import net_and_path
from weft_runner.model.nets import Nets


def factor_shapes(module: Module, rank: int) -> tuple[list[int], list[int]]:
    """The shapes of A and B."""
    if module.kernel is None:
        return [rank, module.in_features], [module.out_features, rank]
    kernel = module.kernel
    return [rank, module.in_features, kernel, kernel], [module.out_features, rank, 1, 1]


def theta_size(modules: Sequence[Module], rank: int) -> int:
    return sum(math.prod(shape) for m in modules for shape in factor_shapes(m, rank))


def first_theta(modules: Sequence[Module], rank: int, generator: torch.Generator) -> torch.Tensor:
    """θ before the first step: A by Kaiming's uniform rule, module after module, B zero."""
    parts = []
    for module in modules:
        a, b = factor_shapes(module, rank)
        drawn = torch.empty(a)
        torch.nn.init.kaiming_uniform_(drawn, a=math.sqrt(5), generator=generator)
        parts += [drawn.flatten(), torch.zeros(math.prod(b))]
    return torch.cat(parts)


def split_theta(
    theta: torch.Tensor, modules: Sequence[Module], rank: int
) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """A and B of each module, as views of θ."""
    pairs, at = [], 0
    for module in modules:
        views = []
        for shape in factor_shapes(module, rank):
            size = math.prod(shape)
            views.append(theta[at : at + size].view(shape))
            at += size
        pairs.append((views[0], views[1]))
    return pairs


def put_lora(
    nets: Nets,
    modules: Sequence[Module],
    rank: int,
    alpha: float,
    theta: torch.Tensor,
    gradient: torch.Tensor,
) -> None:
    """Puts the LoRA into the nets. Its factors are views of `theta`, their gradients of `gradient`:
    whoever changes θ in place changes the nets, and `backward` adds to the gradient in place."""
    pairs = split_theta(theta, modules, rank)
    gradients = split_theta(gradient, modules, rank)
    models = {"unet": nets.unet} | {each.name: each.net for each in nets.encoders}
    for net, model in models.items():
        paths = [net_and_path(m.name)[1] for m in modules if net_and_path(m.name)[0] == net]
        if not paths:
            continue
        inject_adapter_in_model(LoraConfig(r=rank, lora_alpha=alpha, target_modules=paths), model)
    layers = {
        (net, name.removeprefix("text_model.")): layer
        for net, model in models.items()
        for name, layer in model.named_modules()
        if isinstance(layer, LoraLayer)
    }
    for module, factors, own in zip(modules, pairs, gradients, strict=True):
        layer = layers[net_and_path(module.name)]
        for part, factor, grad in zip((layer.lora_A, layer.lora_B), factors, own, strict=True):
            weight = torch.nn.Parameter(factor)
            weight.grad = grad
            part["default"].weight = weight


@contextmanager
def without_lora(nets: Nets) -> Iterator[None]:
    """The nets as they were before the LoRA was put into them, for as long as this lasts."""
    layers = [
        layer
        for net in (nets.unet, *(each.net for each in nets.encoders))
        for layer in net.modules()
        if isinstance(layer, LoraLayer)
    ]
    for layer in layers:
        layer.enable_adapters(False)
    try:
        yield
    finally:
        for layer in layers:
            layer.enable_adapters(True)
