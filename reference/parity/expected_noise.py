"""What PyTorch's CPU generator draws: its 32-bit integers, bounded integers, uniform and normal numbers."""

from __future__ import annotations

import numpy as np
import torch

#: The least, two ordinary ones, the largest of 32 bits, and one of more, of which the lower 32 bits count.
SEEDS = (0, 42, 1234, 2**32 - 1, 2**40 + 7)
#: The state of 624 words is renewed twice within these.
INTEGERS = 1400
#: The least bound, powers of two and not, and the largest that PyTorch draws from a single 32-bit integer.
BOUNDS = (1, 2, 10, 1000, 2**16, 10**6, 2**28 - 1)
PER_BOUND = 40
#: Below 16 numbers PyTorch draws one by one, from 16 on in vectors; the last of an uneven count are drawn again.
COUNTS = (1, 2, 5, 15, 16, 17, 31, 32, 40, 100, 1000, 1024)
#: Calls in a row on one generator, which keeps half a pair between small draws.
SERIES = (5, 16, 3, 20, 1, 1, 33, 2)
SERIES_SEED = 42
#: Latents of a 512-pixel picture, the last of which are kept.
LATENTS = (1, 4, 64, 64)
TAIL = 64


def _seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def _integers(seed: int) -> torch.Tensor:
    """The generator's 32-bit integers as int32 bits: a full-range int64 is two of them, the upper half first."""
    pairs = torch.empty(INTEGERS // 2, dtype=torch.int64)
    pairs.random_(-(2**63), None, generator=_seeded(seed))
    halves = pairs.numpy().view(np.int32).reshape(-1, 2)[:, ::-1]
    return torch.from_numpy(halves.flatten())


def noise() -> dict[str, torch.Tensor]:
    """`integers.<seed>`, `randint.<seed>` (drawn bound after bound), `uniform.<seed>`, `randn.<seed>.<count>`,
    `randn.series.<i>` and `randn.latents`."""
    tensors = {}
    for seed in SEEDS:
        tensors[f"integers.{seed}"] = _integers(seed)
        generator = _seeded(seed)
        bounded = [torch.randint(bound, (PER_BOUND,), generator=generator) for bound in BOUNDS]
        tensors[f"randint.{seed}"] = torch.stack(bounded).to(torch.int32)
        tensors[f"uniform.{seed}"] = torch.empty(100).uniform_(-0.3, 0.3, generator=_seeded(seed))
        for count in COUNTS:
            tensors[f"randn.{seed}.{count}"] = torch.randn(count, generator=_seeded(seed))
    generator = _seeded(SERIES_SEED)
    for i, count in enumerate(SERIES):
        tensors[f"randn.series.{i}"] = torch.randn(count, generator=generator)
    tensors["randn.latents"] = torch.randn(LATENTS, generator=_seeded(SEEDS[-2])).flatten()[-TAIL:]
    return tensors
