"""Several processes of one thread each that train one net.

On a machine that others use too, two threads of one process wait for each other at every
operation; two processes wait for each other once a step. Started by `torchrun`; a script
that is started plainly is a team of one.
"""

from __future__ import annotations

import os

import torch
import torch.distributed as dist


class Team:
    """The processes of a run. Rank 0 reports and saves."""

    def __init__(self) -> None:
        self.size = int(os.environ.get("WORLD_SIZE", "1"))
        if self.size > 1:
            torch.set_num_threads(1)
            dist.init_process_group("gloo")
        self.rank = dist.get_rank() if self.size > 1 else 0

    @property
    def leads(self) -> bool:
        """Whether this process is the one that reports and saves."""
        return self.rank == 0

    def agree(self, value: float) -> float:
        """The same number for all: that of rank 0."""
        if self.size == 1:
            return value
        shared = torch.tensor([value], dtype=torch.float64)
        dist.broadcast(shared, src=0)
        return shared.item()

    def same(self, value: list) -> list:
        """The same list for all: that of rank 0."""
        if self.size == 1:
            return value
        shared = [value]
        dist.broadcast_object_list(shared, src=0)
        return shared[0]

    def wait(self) -> None:
        """Returns when all have come here."""
        if self.size > 1:
            dist.barrier()

    def hand_round(self, parts: list[torch.Tensor], owner: int) -> None:
        """Replaces each tensor by that of the process `owner`."""
        if self.size == 1 or not parts:
            return
        flat = torch._utils._flatten_dense_tensors(parts)
        dist.broadcast(flat.view(torch.uint8), src=owner)
        if owner != self.rank:
            torch._foreach_copy_(parts, list(torch._utils._unflatten_dense_tensors(flat, parts)))

    def share_gradients(self, parameters: list[torch.nn.Parameter]) -> None:
        """Replaces each gradient by its mean over the team; a missing one stays missing."""
        if self.size == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch._utils._flatten_dense_tensors(gradients)
        dist.all_reduce(flat)
        flat /= self.size
        parts = torch._utils._unflatten_dense_tensors(flat, gradients)
        torch._foreach_copy_(gradients, list(parts))
