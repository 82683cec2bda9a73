"""A learning-rate schedule over wall-clock time, for machines whose speed isn't known."""

from __future__ import annotations

import math
import os
import time

#: Seconds since the epoch at which every training saves its state and stops, to go on when it
#: is started again; set by `make_starter.py`, whose minutes may end before a training's own.
PAUSE = "STARTER_PAUSE_AT"


class Clock:
    """Counts the seconds of a run, over interruptions too; `spent` is saved in checkpoints."""

    def __init__(self, budget: float, spent: float = 0.0) -> None:
        self.budget = budget
        self._start = time.monotonic() - spent
        self._pause_at = float(os.environ.get(PAUSE, "inf"))

    @property
    def spent(self) -> float:
        """Seconds of training so far."""
        return time.monotonic() - self._start

    @property
    def share(self) -> float:
        """Share of the budget used up, 0..1."""
        return min(1.0, self.spent / self.budget) if self.budget > 0 else 1.0

    @property
    def paused(self) -> bool:
        """Whether it is time to save and stop, whatever is left of the budget."""
        return time.time() >= self._pause_at


def rate_factor(share: float, step: int, warmup: int) -> float:
    """Factor of the learning rate when `share` of the budget is used up: linear warm-up in
    steps, then a cosine in time down to 2 %."""
    cosine = 0.5 * (1 + math.cos(math.pi * share))
    return min(1.0, (step + 1) / warmup) * max(0.02, cosine)
