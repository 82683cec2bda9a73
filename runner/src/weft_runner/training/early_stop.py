"""Early stopping (Prechelt 1998): a run ends once the loss on pictures held out has not fallen for several
measurements, and what is kept is what was best on them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch


@dataclass(frozen=True)
class Best:
    """What was best so far on the pictures held out."""

    step: int
    held_out: float
    #: What had been learnt by then, on the processor.
    theta: torch.Tensor
    #: Measurements since then, none of them better.
    waited: int


class EarlyStop:
    """Hears of every measurement."""

    def __init__(self, patience: int, before: Best | None) -> None:
        self._patience = patience
        self.best = before if patience > 0 else None

    @property
    def turned(self) -> bool:
        return self.best is not None and self.best.waited >= self._patience

    def measured(self, step: int, held_out: float | None, theta: torch.Tensor) -> None:
        """A loss that is no number is no better than any."""
        if self._patience == 0 or held_out is None:
            return
        if held_out < (self.best.held_out if self.best else float("inf")):
            self.best = Best(step, held_out, theta.detach().cpu().clone(), 0)
        elif self.best:
            self.best = replace(self.best, waited=self.best.waited + 1)
