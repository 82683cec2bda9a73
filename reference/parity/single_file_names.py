"""Writes `tests/fixtures/singleFile/names.json`: what diffusers makes of each tensor of a checkpoint in the original
naming, for Stable Diffusion 1 and 2.

    python reference/parity/single_file_names.py

The original names are counted out here; diffusers' own converters are the judge: a name that they don't know, or one
that is missing, leaves a net without a tensor.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders import single_file_utils as single_file
from transformers import CLIPTextConfig, CLIPTextModel

OUT = Path(__file__).resolve().parents[2] / "tests/fixtures/singleFile/names.json"
UNET, VAE = "model.diffusion_model.", "first_stage_model."
CLIP, OPEN_CLIP = "cond_stage_model.transformer.", "cond_stage_model.model."
LEVELS, LAYERS, TEXT_LAYERS = 4, 2, 3
#: Small, but with the published number of levels and layers, which are what names depend on.
BLOCKS = {"block_out_channels": (32, 64, 96, 96), "layers_per_block": LAYERS}
WIDTH = 64

Tensors = dict[str, torch.Tensor]


def _kinds(*modules: str) -> Iterator[str]:
    for module in modules:
        yield f"{module}.weight"
        yield f"{module}.bias"


def _resnet(name: str, shortcut: bool) -> Iterator[str]:
    parts = ["in_layers.0", "in_layers.2", "emb_layers.1", "out_layers.0", "out_layers.3"]
    yield from _kinds(*(f"{name}.{part}" for part in parts + ["skip_connection"] * shortcut))


def _transformer(name: str) -> Iterator[str]:
    yield from _kinds(f"{name}.norm", f"{name}.proj_in", f"{name}.proj_out")
    block = f"{name}.transformer_blocks.0"
    yield from _kinds(
        *(f"{block}.norm{i}" for i in (1, 2, 3)), f"{block}.ff.net.0.proj", f"{block}.ff.net.2"
    )
    for attention in ("attn1", "attn2"):
        yield from (f"{block}.{attention}.to_{part}.weight" for part in "qkv")
        yield from _kinds(f"{block}.{attention}.to_out.0")


def _unet() -> Iterator[str]:
    yield from _kinds("time_embed.0", "time_embed.2", "input_blocks.0.0", "out.0", "out.2")
    block = 1
    for level in range(LEVELS):
        for layer in range(LAYERS):
            yield from _resnet(f"input_blocks.{block}.0", shortcut=level in (1, 2) and layer == 0)
            if level < LEVELS - 1:
                yield from _transformer(f"input_blocks.{block}.1")
            block += 1
        if level < LEVELS - 1:
            yield from _kinds(f"input_blocks.{block}.0.op")
            block += 1
    yield from _resnet("middle_block.0", shortcut=False)
    yield from _transformer("middle_block.1")
    yield from _resnet("middle_block.2", shortcut=False)
    block = 0
    for level in range(LEVELS):
        for layer in range(LAYERS + 1):
            yield from _resnet(f"output_blocks.{block}.0", shortcut=True)
            if level > 0:
                yield from _transformer(f"output_blocks.{block}.1")
            if layer == LAYERS and level < LEVELS - 1:
                yield from _kinds(f"output_blocks.{block}.{2 if level > 0 else 1}.conv")
            block += 1


def _vae() -> Iterator[str]:
    yield from _kinds("quant_conv", "post_quant_conv")
    for half, levels, layers in (("encoder", "down", LAYERS), ("decoder", "up", LAYERS + 1)):
        yield from _kinds(f"{half}.conv_in", f"{half}.norm_out", f"{half}.conv_out")
        blocks = [f"{half}.mid.block_1", f"{half}.mid.block_2"]
        blocks += [f"{half}.{levels}.{i}.block.{j}" for i in range(LEVELS) for j in range(layers)]
        for block in blocks:
            yield from _kinds(*(f"{block}.{part}" for part in ("norm1", "conv1", "norm2", "conv2")))
        yield from _kinds(
            *(f"{half}.mid.attn_1.{part}" for part in ("norm", "q", "k", "v", "proj_out"))
        )
    # Channels change at the entry of these levels.
    yield from _kinds(*(f"encoder.down.{i}.block.0.nin_shortcut" for i in (1, 2)))
    yield from _kinds(*(f"decoder.up.{i}.block.0.nin_shortcut" for i in (1, 0)))
    yield from _kinds(*(f"encoder.down.{i}.downsample.conv" for i in range(LEVELS - 1)))
    yield from _kinds(*(f"decoder.up.{i}.upsample.conv" for i in range(1, LEVELS)))


def _clip(names: Tensors) -> Iterator[str]:
    yield from (name if name.startswith("text_model.") else f"text_model.{name}" for name in names)


def _open_clip() -> Iterator[str]:
    yield from (
        "positional_embedding",
        "token_embedding.weight",
        "ln_final.weight",
        "ln_final.bias",
    )
    for layer in range(TEXT_LAYERS):
        block = f"transformer.resblocks.{layer}"
        yield from (f"{block}.attn.in_proj_weight", f"{block}.attn.in_proj_bias")
        yield from _kinds(
            *(
                f"{block}.{part}"
                for part in ("ln_1", "ln_2", "mlp.c_fc", "mlp.c_proj", "attn.out_proj")
            )
        )


def _marked(prefix: str, names: Iterator[str]) -> tuple[Tensors, list[str]]:
    """Tensors that carry their own number, with three shares of rows where they are shared out."""
    listed = list(names)
    tensors = {}
    for number, name in enumerate(listed):
        if "in_proj" in name:
            rows = torch.arange(3).repeat_interleave(WIDTH) + 3 * number
            tensors[prefix + name] = rows[:, None] if name.endswith("weight") else rows
        else:
            tensors[prefix + name] = torch.full(
                (WIDTH, 1, 1, 1) if "attn_1" in name else (WIDTH, 1), 3 * number
            )
    return tensors, listed


def _pairs(converted: Tensors, expected: Tensors, names: list[str]) -> dict[str, list]:
    """Original name and share by diffusers' name."""
    own = {name.removeprefix("text_model."): value for name, value in converted.items()}
    wanted = {
        name.removeprefix("text_model.") for name in expected if not name.endswith("position_ids")
    }
    if set(own) != wanted:
        raise SystemExit(f"not the net's tensors: {sorted(set(own) ^ wanted)[:8]}")
    marks = {name: int(value.flatten()[0]) for name, value in own.items()}
    return {name: [names[mark // 3], mark % 3] for name, mark in sorted(marks.items())}


def _family(linear: bool) -> dict[str, dict]:
    unet = UNet2DConditionModel(
        **BLOCKS,
        norm_num_groups=8,
        cross_attention_dim=WIDTH,
        attention_head_dim=8,
        use_linear_projection=linear,
    )
    vae = AutoencoderKL(
        block_out_channels=(8, 16, 24, 24),
        layers_per_block=LAYERS,
        norm_num_groups=4,
        down_block_types=("DownEncoderBlock2D",) * LEVELS,
        up_block_types=("UpDecoderBlock2D",) * LEVELS,
        latent_channels=4,
    )
    sizes = {"hidden_size": WIDTH, "intermediate_size": WIDTH, "num_hidden_layers": TEXT_LAYERS}
    text = CLIPTextModel(CLIPTextConfig(**sizes, num_attention_heads=1, vocab_size=9))
    original, names = _marked(UNET, _unet())
    converted = single_file.convert_ldm_unet_checkpoint(original, dict(unet.config))
    pairs = {"unet": _pairs(converted, unet.state_dict(), names)}
    original, names = _marked(VAE, _vae())
    converted = single_file.convert_ldm_vae_checkpoint(original, dict(vae.config))
    pairs["autoencoder"] = _pairs(converted, vae.state_dict(), names)
    if linear:
        original, names = _marked(OPEN_CLIP, _open_clip())
        converted = single_file.convert_open_clip_checkpoint(text, original, prefix=OPEN_CLIP)
    else:
        original, names = _marked(CLIP, _clip(text.state_dict()))
        converted = single_file.convert_ldm_clip_checkpoint(original)
    pairs["textEncoder"] = _pairs(converted, text.state_dict(), names)
    return pairs


if __name__ == "__main__":
    OUT.parent.mkdir(parents=True, exist_ok=True)
    table = {"1": _family(linear=False), "2": _family(linear=True)}
    OUT.write_text(json.dumps(table, separators=(",", ":")) + "\n")
    print(
        OUT,
        {
            family: {net: len(pairs) for net, pairs in nets.items()}
            for family, nets in table.items()
        },
    )
