"""What a training runs on: the processor, alone or as a team of processes, or one CUDA GPU."""

from __future__ import annotations

import os
from collections.abc import Callable

import torch


class Machine:
    """A device with its number formats. `name` is "cpu", "cuda", or "auto" for the best there is."""

    def __init__(self, name: str = "auto") -> None:
        if name == "auto":
            name = "cuda" if torch.cuda.is_available() else "cpu"
        self.device = torch.device(name)
        self.is_gpu = self.device.type == "cuda"
        if self.is_gpu:
            torch.set_float32_matmul_precision("high")
            torch.backends.cudnn.benchmark = True
        else:
            torch.set_flush_denormal(True)
        #: How nets lie in memory: a processor takes group norms back slowly where channels come last.
        self.layout = torch.channels_last if self.is_gpu else torch.contiguous_format
        #: Whether products of bfloat16 matrices are faster than float32 ones; a processor without
        #: instructions for them emulates them, some thirty times slower.
        self.has_bfloat16 = (
            self.is_gpu
            or torch.cpu._is_avx512_bf16_supported()
            or torch.cpu._is_amx_tile_supported()
        )

    def autocast(self) -> torch.autocast:
        """bfloat16 for what stands it, where the machine has it; weights, losses and the optimizer
        stay float32."""
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.has_bfloat16)

    def generator(self, seed: int) -> torch.Generator:
        """Random numbers drawn where they are used."""
        return torch.Generator(self.device).manual_seed(seed)

    def fused(self, work: Callable, wanted: str, attempt: Callable[[Callable], object]) -> Callable:
        """`work` through `torch.compile`: always, never, or where there is a GPU (`wanted` is
        "on", "off" or "auto"). `attempt` calls what it is given once; if that fails, as where no
        C compiler is at hand, the plain `work` is used."""
        if wanted == "off" or (wanted == "auto" and not self.is_gpu):
            return work
        fused = torch.compile(work, dynamic=False)
        try:
            attempt(fused)
        except Exception as error:  # whatever the compiler throws
            print(f"torch.compile failed, going on without: {error}", flush=True)
            return work
        return fused

    def describe(self) -> str:
        """The machine in words, for a model card."""
        if self.is_gpu:
            return f"{torch.cuda.get_device_name()}, torch {torch.__version__}"
        return f"{os.cpu_count()} processors, torch {torch.__version__}"
