"""Exponential moving average of a net's weights."""

from __future__ import annotations

import torch


class Average:
    """Holds the average; `update` after every step. The decay warms up with the steps."""

    def __init__(self, module: torch.nn.Module, decay: float) -> None:
        self.decay = decay
        self.steps = 0
        self.weights = {k: v.detach().clone().float() for k, v in module.state_dict().items()}

    def restore(self, weights: dict[str, torch.Tensor], steps: int) -> None:
        """Takes up a saved average, on the device where the net lies."""
        self.weights = {k: weights[k].to(v.device) for k, v in self.weights.items()}
        self.steps = steps

    @torch.no_grad()
    def update(self, module: torch.nn.Module) -> None:
        """Takes in the module's present weights."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        present = module.state_dict()
        held = [self.weights[k] for k in present]
        torch._foreach_lerp_(held, [v.float() for v in present.values()], 1 - decay)
