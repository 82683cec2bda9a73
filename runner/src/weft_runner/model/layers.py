"""Which layers a LoRA learns in, in the order in which the nets use them: the order of θ."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import torch

from weft_runner.bundle.run import Module
from weft_runner.bundle.settings import LoraSettings
from weft_runner.errors import RunnerError
from weft_runner.model.nets import Nets

#: What stands before the text encoder's paths; newer exports of CLIP leave out the second part.
TEXT_PREFIX = "text_encoder.text_model."
_UNET = r"(?!text_encoder\.).*\."
#: As the studio's `engine/src/adapters/loraTargets.ts`.
_GROUPS = {
    "attention": re.compile(_UNET + r"attn[12]\.(to_q|to_k|to_v|to_out\.0)$"),
    "feed-forward": re.compile(_UNET + r"ff\.net\.(0\.proj|2)$"),
    "projections": re.compile(_UNET + r"attentions\.\d+\.(proj_in|proj_out)$"),
    "convolutions": re.compile(
        r"(?!text_encoder\.).*(\.resnets\.\d+\.(conv1|conv2|conv_shortcut)|samplers\.\d+\.conv)$"
    ),
    "text-encoder": re.compile(re.escape(TEXT_PREFIX) + r".*\.self_attn\.(q|k|v|out)_proj$"),
}


def in_text_encoder(name: str) -> bool:
    return name.startswith(TEXT_PREFIX)


def net_and_path(name: str) -> tuple[str, str]:
    """A layer's net, `unet` or `text_encoder`, and its path in it without `text_model.`."""
    if in_text_encoder(name):
        return "text_encoder", name.removeprefix(TEXT_PREFIX)
    return "unet", name


def _used(net: torch.nn.Module, call: Callable[[], object]) -> list[tuple[str, torch.nn.Module]]:
    """The linear layers and convolutions of a net in the order in which a call reaches them."""
    names = {module: name for name, module in net.named_modules()}
    seen: dict[torch.nn.Module, None] = {}
    hooks = [
        module.register_forward_pre_hook(lambda layer, _inputs: seen.setdefault(layer))
        for module in names
        if isinstance(module, (torch.nn.Linear, torch.nn.Conv2d))
    ]
    try:
        with torch.no_grad():
            call()
    finally:
        for hook in hooks:
            hook.remove()
    return [(names[module], module) for module in seen]


def _module(name: str, layer: torch.nn.Module) -> Module:
    if isinstance(layer, torch.nn.Conv2d):
        return Module(
            name=name,
            in_features=layer.in_channels,
            out_features=layer.out_channels,
            kernel=layer.kernel_size[0],
        )
    return Module(name=name, in_features=layer.in_features, out_features=layer.out_features)


def adaptable_layers(nets: Nets) -> list[Module]:
    """Every layer that an adapter may change: the U-Net's, then the text encoder's."""
    config = nets.unet.config
    side = 2 ** (len(config.block_out_channels) - 1)
    sample = torch.zeros(1, config.in_channels, side, side, device=nets.device)
    states = torch.zeros(1, 1, config.cross_attention_dim, device=nets.device)
    ids = torch.zeros(1, 1, dtype=torch.long, device=nets.device)
    unet = _used(nets.unet, lambda: nets.unet(sample, 0, states))
    text = _used(nets.text_encoder, lambda: nets.text_encoder(ids))
    bare = [(name.removeprefix("text_model."), layer) for name, layer in text]
    return [_module(name, layer) for name, layer in unet] + [
        _module(TEXT_PREFIX + name, layer) for name, layer in bare
    ]


def layers_that_learn(
    nets: Nets, settings: LoraSettings, told: Sequence[Module] | None = None
) -> list[Module]:
    """Those that the settings ask for. Raises RunnerError where the bundle tells of others."""
    chosen = [
        module
        for module in adaptable_layers(nets)
        if any(_GROUPS[target].match(module.name) for target in settings.targets)
    ]
    if settings.up_blocks_only:
        chosen = [m for m in chosen if m.name.startswith("up_blocks.") or in_text_encoder(m.name)]
    if told is not None and list(told) != chosen:
        raise RunnerError(
            "other-layers",
            f"The run learns in {len(told)} layers which this model doesn't have as the bundle tells "
            f"them; by its settings there would be {len(chosen)}.",
            "Name the model that the run was begun with: --model PATH.",
        )
    return chosen
