"""Muon (Jordan et al., 2024): momentum whose matrices are made orthogonal before they are applied.

Convolutions count as matrices of their output channels. A step of it moves all directions of a
matrix alike. Biases, norms and the layers at a net's two ends are left to AdamW.
"""

from __future__ import annotations

import torch
from team import Team

STEPS = 5  #: of the Newton-Schulz iteration
COEFFICIENTS = (3.4445, -4.7750, 2.0315)
ENDS = ("conv_in.", "conv_out.")


def is_inner_matrix(name: str, parameter: torch.nn.Parameter) -> bool:
    """Whether Muon is meant for it: matrices and kernels between a net's first and last layer."""
    return parameter.ndim > 1 and not name.startswith(ENDS)


def orthogonal(matrix: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """The nearest matrix with orthonormal rows (or columns), roughly: singular values 0.7 to 1.2.
    It is worked out in `dtype`; bfloat16 is enough for it."""
    a, b, c = COEFFICIENTS
    x = (matrix / (matrix.norm() + 1e-7)).to(dtype)
    tall = x.shape[0] > x.shape[1]
    x = (x.T if tall else x).contiguous()
    for _ in range(STEPS):
        square = x @ x.T
        series = torch.addmm(square, square, square, beta=b, alpha=c)
        x = torch.addmm(x, series, x, beta=a)
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """For parameters of two dimensions or more. `lr` is the size of a step against that of a
    matrix with entries of AdamW's usual step 1 (root mean square 0.2), so that AdamW's rates suit.

    The team's processes hold the same gradients; each makes a part of the matrices orthogonal."""

    def __init__(
        self,
        parameters: list[torch.nn.Parameter],
        team: Team,
        dtype: torch.dtype,
        lr: float = 1e-3,
        momentum: float = 0.95,
        weight_decay: float = 0.0,
    ) -> None:
        settings = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay}
        super().__init__(parameters, settings)
        self.team, self.dtype = team, dtype

    def _owners(self, parameters: list[torch.nn.Parameter]) -> list[int]:
        """Which process works on each: the heaviest first, each to whom has least."""
        loads = [0.0] * self.team.size
        owners = [0] * len(parameters)
        costs = [p.numel() * min(len(p), p[0].numel()) for p in parameters]
        for place in sorted(range(len(parameters)), key=lambda i: -costs[i]):
            owner = loads.index(min(loads))
            owners[place] = owner
            loads[owner] += costs[place]
        return owners

    @torch.no_grad()
    def step(self, closure=None) -> None:
        """Applies the gradients."""
        for group in self.param_groups:
            parameters = [p for p in group["params"] if p.grad is not None]
            owners = self._owners(parameters)
            updates = []
            for parameter, owner in zip(parameters, owners, strict=True):
                state = self.state[parameter]
                if not state:
                    state["momentum"] = torch.zeros_like(parameter)
                momentum = state["momentum"]
                momentum.lerp_(parameter.grad, 1 - group["momentum"])
                update = torch.empty_like(parameter, dtype=self.dtype)
                if owner == self.team.rank:
                    ahead = parameter.grad.lerp(momentum, group["momentum"]).flatten(1)
                    size = 0.2 * max(ahead.shape) ** 0.5
                    update = (orthogonal(ahead, self.dtype) * size).reshape(parameter.shape)
                updates.append(update.contiguous())
            for rank in range(self.team.size):
                own = [each for each, owner in zip(updates, owners, strict=True) if owner == rank]
                self.team.hand_round(own, rank)
            torch._foreach_mul_(parameters, 1 - group["lr"] * group["weight_decay"])
            updates = [update.to(p.dtype) for update, p in zip(updates, parameters, strict=True)]
            torch._foreach_add_(parameters, updates, alpha=-group["lr"])
