"""PyTorch's seeded normal numbers, as its CPU generator draws them."""

from __future__ import annotations

import torch

SEEDS = (0, 42, 1234)
#: Below 16 numbers PyTorch draws one by one, from 16 on in vectors; the last of an
#: uneven count are drawn again.
COUNTS = (1, 5, 15, 16, 17, 100, 1024)
#: Calls in a row on one generator, which keeps half a pair between small draws.
SERIES = (5, 16, 3, 20, 1, 1)
SERIES_SEED = 42


def noise() -> dict[str, torch.Tensor]:
    """`randn.<seed>.<count>` and `randn.series.<i>`."""
    tensors = {}
    for seed in SEEDS:
        for count in COUNTS:
            torch.manual_seed(seed)
            tensors[f"randn.{seed}.{count}"] = torch.randn(count)
    torch.manual_seed(SERIES_SEED)
    for i, count in enumerate(SERIES):
        tensors[f"randn.series.{i}"] = torch.randn(count)
    return tensors
