"""Which layers a LoRA learns in, in the order in which the nets use them: the order of θ."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import torch

from weft_runner.bundle.run import Module
from weft_runner.bundle.settings import LoraSettings
from weft_runner.errors import RunnerError
from weft_runner.model.answer import answer
from weft_runner.model.nets import Nets, TextEncoder
from weft_runner.model.prompts import conditioning, encode_prompt

#: What stands before a text encoder's paths: its folder, and a part that newer exports of CLIP leave out.
_TEXT = re.compile(r"(text_encoder(?:_2)?)\.text_model\.")
_UNET = r"(?!text_encoder).*\."
#: As the studio's `engine/src/adapters/loraTargets.ts`.
_GROUPS = {
    "attention": re.compile(_UNET + r"attn[12]\.(to_q|to_k|to_v|to_out\.0)$"),
    "feed-forward": re.compile(_UNET + r"ff\.net\.(0\.proj|2)$"),
    "projections": re.compile(_UNET + r"attentions\.\d+\.(proj_in|proj_out)$"),
    "convolutions": re.compile(
        r"(?!text_encoder).*(\.resnets\.\d+\.(conv1|conv2|conv_shortcut)|samplers\.\d+\.conv)$"
    ),
    "text-encoder": re.compile(_TEXT.pattern + r".*\.self_attn\.(q|k|v|out)_proj$"),
}


def in_text_encoder(name: str) -> bool:
    return _TEXT.match(name) is not None


def net_and_path(name: str) -> tuple[str, str]:
    """A layer's net, `unet`, `text_encoder` or `text_encoder_2`, and its path in it without `text_model.`."""
    found = _TEXT.match(name)
    return (found[1], name[found.end() :]) if found else ("unet", name)


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
    """Every layer that an adapter may change: the U-Net's, then those of one text encoder after the other."""
    config = nets.unet.config
    # Two by two where it is smallest: group norms refuse a single value.
    side = 2 ** len(config.block_out_channels)
    sample = torch.zeros(1, config.in_channels, side, side, device=nets.device)
    told = conditioning(nets, [encode_prompt(nets, "")])
    timestep = torch.zeros(1, device=nets.device)
    layers = _used(nets.unet, lambda: answer(nets, sample, timestep, told))
    for encoder in nets.encoders:
        ids = torch.zeros(1, 1, dtype=torch.long, device=nets.device)
        unheard = _unheard(nets, encoder)
        for name, layer in _used(encoder.net, lambda: encoder.net(ids)):  # noqa: B023
            path = name.removeprefix("text_model.")
            if unheard is None or not path.startswith(unheard):
                layers.append((f"{encoder.name}.text_model.{path}", layer))
    return [_module(name, layer) for name, layer in layers]


def _unheard(nets: Nets, encoder: TextEncoder) -> str | None:
    """Where a layer's path begins that changes nothing of what XL hears: the last of its first text encoder."""
    if not nets.is_xl or encoder is not nets.encoders[0]:
        return None
    return f"encoder.layers.{encoder.net.config.num_hidden_layers - 1}."


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
