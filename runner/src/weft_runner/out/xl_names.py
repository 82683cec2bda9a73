"""Names of XL's layers as Stability AI's own code has them, which kohya's files go by; diffusers' are ours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from diffusers import UNet2DConditionModel

_RESNET = {
    "conv1": "in_layers.2",
    "conv2": "out_layers.3",
    "time_emb_proj": "emb_layers.1",
    "conv_shortcut": "skip_connection",
}


@dataclass(frozen=True)
class XlNames:
    """Of one U-Net: where a block begins depends on how many layers each has."""

    layers_per_block: int
    #: Of the blocks on the way up, whether each has attention.
    attention_up: tuple[bool, ...]

    @staticmethod
    def of(unet: UNet2DConditionModel) -> XlNames:
        config = unet.config
        return XlNames(
            config.layers_per_block, tuple("CrossAttn" in kind for kind in config.up_block_types)
        )

    def path(self, path: str) -> str:
        """`down_blocks.1.attentions.0.…` as `input_blocks.4.1.…`."""
        found = re.match(r"(down_blocks|up_blocks)\.(\d+)\.(\w+)\.(\d+)\.(.+)$", path)
        if found:
            way, block, part, number, rest = found[1], int(found[2]), found[3], int(found[4]), found[5]
            if way == "down_blocks":
                return self._down(block, part, number, rest)
            return self._up(block, part, number, rest)
        found = re.match(r"mid_block\.(\w+)\.(\d+)\.(.+)$", path)
        if found:
            part, number, rest = found[1], int(found[2]), found[3]
            if part == "attentions":
                return f"middle_block.{2 * number + 1}.{rest}"
            return f"middle_block.{2 * number}.{_RESNET.get(rest, rest)}"
        return path

    def _down(self, block: int, part: str, number: int, rest: str) -> str:
        first = (self.layers_per_block + 1) * block + 1
        if part == "downsamplers":
            return f"input_blocks.{first + self.layers_per_block}.0.op"
        return f"input_blocks.{first + number}.{_within(part, rest)}"

    def _up(self, block: int, part: str, number: int, rest: str) -> str:
        first = (self.layers_per_block + 1) * block
        if part == "upsamplers":
            place = 2 if self.attention_up[block] else 1
            return f"output_blocks.{first + self.layers_per_block}.{place}.{rest}"
        return f"output_blocks.{first + number}.{_within(part, rest)}"


def _within(part: str, rest: str) -> str:
    return f"1.{rest}" if part == "attentions" else f"0.{_RESNET.get(rest, rest)}"
