"""A learning-rate schedule over time, for machines whose speed isn't known."""

from __future__ import annotations

import math
import os
import time

#: Seconds since the epoch at which every training saves its state and stops, to go on when it
#: is started again; set by `make_starter.py`, whose minutes may end before a training's own.
PAUSE = "STARTER_PAUSE_AT"


class Clock:
    """Counts the seconds of a run, over interruptions too; `spent` is saved in checkpoints.

    On a processor these are seconds that a thread had of it: where other work goes first, a
    budget of wall-clock time would be used up without a step."""

    def __init__(self, budget: float, spent: float = 0.0, is_gpu: bool = False) -> None:
        self.budget = budget
        self._threads = 1 if is_gpu else int(os.environ.get("OMP_NUM_THREADS", "1"))
        self._now = time.monotonic if is_gpu else time.process_time
        self._start = self._now() - spent * self._threads
        self._pause_at = float(os.environ.get(PAUSE, "inf"))

    @property
    def spent(self) -> float:
        """Seconds of training so far."""
        return (self._now() - self._start) / self._threads

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
