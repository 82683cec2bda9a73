"""Consistency distillation of a velocity model that ends in pure noise (Luo et al., arXiv 2310.04378).

A consistency function maps any point of the teacher's path to the clean latents that the path ends in.
Its boundary condition, its timesteps and its noise levels are those of diffusers' `LCMScheduler`, by which
what is learnt here is drawn with.
"""

from __future__ import annotations

import torch
from diffusers import DDIMScheduler
from diffusers.configuration_utils import FrozenDict

POINTS = 50  #: places of the path that are learnt, LCMScheduler's `original_inference_steps`
SIGMA_DATA = 0.5  #: of the boundary condition, as in LCMScheduler
TIMESTEP_SCALING = 10.0  #: likewise
HUBER = 0.001  #: where the loss turns from squares to distances, as diffusers' script has it


class Consistency:
    """The path's places and what is computed at them. Places are int64 [b], 0 the cleanest."""

    def __init__(self, scheduler: dict | FrozenDict, device: torch.device) -> None:
        """`scheduler` is the model's configuration; it predicts velocity."""
        schedule = DDIMScheduler.from_config(scheduler)
        if schedule.config.prediction_type != "v_prediction":
            raise ValueError(f"velocity is distilled here, not {schedule.config.prediction_type}")
        kept = schedule.alphas_cumprod.to(device)
        stride = len(kept) // POINTS
        #: Timestep of each place, and of the place that one step of the teacher leads to.
        self.timesteps = torch.arange(1, POINTS + 1, device=device) * stride - 1
        self.next_timesteps = (self.timesteps - stride).clamp(min=0)
        self._kept = kept

    def _scales(self, timesteps: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """How much of the latents and of the noise is left at these timesteps, each [b, 1, 1, 1]."""
        kept = self._kept[timesteps][:, None, None, None]
        return kept.sqrt(), (1 - kept).sqrt()

    def noised(
        self, latents: torch.Tensor, noise: torch.Tensor, timesteps: torch.Tensor
    ) -> torch.Tensor:
        """The latents with the noise of these timesteps."""
        signal, std = self._scales(timesteps)
        return signal * latents + std * noise

    def answer(
        self, velocity: torch.Tensor, noisy: torch.Tensor, timesteps: torch.Tensor
    ) -> torch.Tensor:
        """The consistency function of a net that predicted this velocity."""
        signal, std = self._scales(timesteps)
        clean = signal * noisy - std * velocity
        time = (timesteps * TIMESTEP_SCALING)[:, None, None, None]
        skip = SIGMA_DATA**2 / (time**2 + SIGMA_DATA**2)
        out = time / (time**2 + SIGMA_DATA**2).sqrt()
        return skip * noisy + out * clean

    def step(
        self, velocity: torch.Tensor, noisy: torch.Tensor, places: torch.Tensor
    ) -> torch.Tensor:
        """One DDIM step (Song et al., arXiv 2010.02502) along the teacher's path."""
        signal, std = self._scales(self.timesteps[places])
        clean, noise = signal * noisy - std * velocity, signal * velocity + std * noisy
        signal, std = self._scales(self.next_timesteps[places])
        return signal * clean + std * noise


def guided(
    unconditional: torch.Tensor, conditional: torch.Tensor, scale: torch.Tensor
) -> torch.Tensor:
    """The teacher's guided velocity; 1 is without guidance, as in pipelines. `scale` is [b]."""
    return unconditional + scale[:, None, None, None] * (conditional - unconditional)


def pseudo_huber(answer: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """The mean over all numbers of a distance that is squared where it is small."""
    return ((answer.float() - target.float()).square() + HUBER**2).sqrt().mean() - HUBER
