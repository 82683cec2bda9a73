"""Muon (Jordan et al., 2024): momentum whose matrices are made orthogonal before they are applied.

Convolutions count as matrices of their output channels. A step of it moves all directions of a
matrix alike, which ill-conditioned nets such as autoencoders gain from most. Biases, norms and
the first and last layers are left to AdamW.
"""

from __future__ import annotations

import torch

STEPS = 5  #: of the Newton-Schulz iteration
COEFFICIENTS = (3.4445, -4.7750, 2.0315)


def orthogonal(matrix: torch.Tensor) -> torch.Tensor:
    """The nearest matrix with orthonormal rows (or columns), roughly: singular values 0.7 to 1.2."""
    a, b, c = COEFFICIENTS
    x = matrix / (matrix.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    if tall:
        x = x.T
    for _ in range(STEPS):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """For parameters of two dimensions or more. `lr` is the size of a step against that of a
    matrix with entries of AdamW's usual step 1 (root mean square 0.2)."""

    def __init__(self, parameters, lr: float = 1e-3, momentum: float = 0.95, weight_decay=0.0):
        super().__init__(
            parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay}
        )

    @torch.no_grad()
    def step(self, closure=None) -> None:
        """Applies the gradients."""
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                state = self.state[parameter]
                if not state:
                    state["momentum"] = torch.zeros_like(parameter)
                momentum = state["momentum"]
                momentum.lerp_(parameter.grad, 1 - group["momentum"])
                ahead = parameter.grad.lerp(momentum, group["momentum"])
                matrix = ahead.reshape(len(ahead), -1)
                update = orthogonal(matrix) * 0.2 * max(matrix.shape) ** 0.5
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                parameter.add_(update.reshape(parameter.shape), alpha=-group["lr"])
