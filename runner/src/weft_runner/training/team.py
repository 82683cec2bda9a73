"""The processes of a run: each computes its share of a step's samples, and all take the same step."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

import torch
from accelerate import Accelerator
from accelerate.utils import InitProcessGroupKwargs, broadcast_object_list

from weft_runner.errors import RunnerError
from weft_runner.training.batches import Sample
from weft_runner.training.meeting import meet

T = TypeVar("T")

#: The others wait while one draws pictures or measures; PyTorch's own limit of minutes is too short for that.
_PATIENCE = timedelta(hours=6)


class Team:
    """All processes, by accelerate: one where nothing else launched them."""

    def __init__(self, cpu: bool = False) -> None:
        """Raises RunnerError where several were launched that accelerate would each let run alone."""
        meet(cpu, _PATIENCE)
        self._accelerator = Accelerator(
            cpu=cpu, kwargs_handlers=[InitProcessGroupKwargs(timeout=_PATIENCE)]
        )
        launched = int(os.environ.get("WORLD_SIZE", 1))
        if launched != self.size:
            raise RunnerError(
                "lone-processes",
                f"{launched} processes were launched, and there is no GPU by which they would work together.",
                "Write --cpu behind the folder.",
            )

    @property
    def device(self) -> torch.device:
        return self._accelerator.device

    @property
    def size(self) -> int:
        return self._accelerator.num_processes

    @property
    def rank(self) -> int:
        return self._accelerator.process_index

    @property
    def leads(self) -> bool:
        """Whether this is the process that writes, measures and draws."""
        return self._accelerator.is_main_process

    def sum(self, tensor: torch.Tensor) -> torch.Tensor:
        """The sum over all processes."""
        return self._accelerator.reduce(tensor, "sum") if self.size > 1 else tensor

    def wait(self) -> None:
        self._accelerator.wait_for_everyone()

    def told(self, value: T) -> T:
        """What the leading process has: the others' is passed over."""
        if self.size == 1:
            return value
        told = [value]
        broadcast_object_list(told)
        return told[0]

    def share(self, batches: Sequence[Sequence[Sample]]) -> tuple[list[list[Sample]], slice]:
        """This process's samples, in batches no larger than the step's own, and their places among all.

        A step stays the same images whatever the number of processes: their samples are parted evenly.
        Raises RunnerError where there are more processes than samples."""
        samples = [sample for batch in batches for sample in batch]
        count, per_batch = len(samples), len(batches[0])
        if self.size > count:
            raise RunnerError(
                "too-many-processes",
                f"A step of this run is {count} images, too few for {self.size} processes.",
                f"Launch {count} or fewer: more would make another run of it.",
            )
        first = self.rank * count // self.size
        last = (self.rank + 1) * count // self.size
        own = samples[first:last]
        parts = [own[i : i + per_batch] for i in range(0, len(own), per_batch)]
        return parts, slice(first, last)
