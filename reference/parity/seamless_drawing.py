"""Pictures whose edges meet, written plainly: every convolution of U-Net and autoencoder looks past an edge at
what lies at the opposite one. The engine is held against it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn
from torch.nn import functional


def _beside(x: torch.Tensor, padding: int, axis: int, meets: bool, moved: bool) -> torch.Tensor:
    """`x` with so many lines more at both ends of an axis."""
    if padding == 0:
        return x
    before, after = x.narrow(axis, x.shape[axis] - padding, padding), x.narrow(axis, 0, padding)
    other = 5 - axis
    if moved:
        before, after = (part.roll(x.shape[other] // 2, other) for part in (before, after))
    if not meets:
        before, after = torch.zeros_like(before), torch.zeros_like(after)
    return torch.cat([before, x, after], axis)


def _forward(conv: nn.Conv2d, across: bool, down: bool, moved: str | None):
    height, width = conv.padding

    def forward(x: torch.Tensor) -> torch.Tensor:
        axes = [(width, 3, across, moved == "columns"), (height, 2, down, moved == "rows")]
        for axis in reversed(axes) if moved == "rows" else axes:
            x = _beside(x, *axis)
        return functional.conv2d(x, conv.weight, conv.bias, conv.stride, 0, conv.dilation, conv.groups)

    return forward


@contextmanager
def seamless(*nets: nn.Module, across: bool, down: bool, moved: str | None = None) -> Iterator[None]:
    """The nets' convolutions so, within. `moved`: `columns` or `rows`, where every other one lies half a tile further."""
    convolutions = [
        module
        for net in nets
        for module in net.modules()
        if isinstance(module, nn.Conv2d) and any(module.padding)
    ]
    for conv in convolutions:
        conv.forward = _forward(conv, across, down, moved)
    try:
        yield
    finally:
        for conv in convolutions:
            del conv.forward
