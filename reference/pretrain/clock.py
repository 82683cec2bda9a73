"""A learning-rate schedule over wall-clock time, for machines whose speed isn't known."""

from __future__ import annotations

import math
import time


class Clock:
    """Counts the seconds of a run, over interruptions too; `spent` is saved in checkpoints."""

    def __init__(self, budget: float, spent: float = 0.0) -> None:
        self.budget = budget
        self._start = time.monotonic() - spent

    @property
    def spent(self) -> float:
        """Seconds of training so far."""
        return time.monotonic() - self._start

    @property
    def share(self) -> float:
        """Share of the budget used up, 0..1."""
        return min(1.0, self.spent / self.budget)


def rate_factor(share: float, step: int, warmup: int) -> float:
    """Factor of the learning rate when `share` of the budget is used up: linear warm-up in
    steps, then a cosine in time down to 2 %."""
    cosine = 0.5 * (1 + math.cos(math.pi * share))
    return min(1.0, (step + 1) / warmup) * max(0.02, cosine)
