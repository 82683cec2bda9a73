"""Timesteps and trajectories of diffusers' samplers for a fixed sequence of predictions."""

from __future__ import annotations

import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler
from tiny_model import SCHEDULER

SAMPLERS = {"ddim": DDIMScheduler, "dpmsolver++": DPMSolverMultistepScheduler}
SPACINGS = ("leading", "linspace")
STEPS = (5, 20, 25)
SHAPE = (1, 4, 2, 2)


def samplers() -> tuple[dict[str, torch.Tensor], dict[str, list[int]]]:
    """Trajectories [steps + 1, 16] from the start to the last sample, and the timesteps.
    `sampler.predictions` [25, 16] holds what the net is taken to say at each step."""
    generator = torch.Generator().manual_seed(106)
    start = torch.randn(SHAPE, generator=generator)
    predictions = torch.randn((max(STEPS), *SHAPE), generator=generator)
    tensors = {
        "sampler.start": start.flatten(),
        "sampler.predictions": predictions.flatten(1),
    }
    timesteps: dict[str, list[int]] = {}
    for name, kind in SAMPLERS.items():
        for spacing in SPACINGS:
            for steps in STEPS:
                scheduler = kind.from_config({**SCHEDULER, "timestep_spacing": spacing})
                scheduler.set_timesteps(steps)
                sample = start.double() * scheduler.init_noise_sigma
                path = [sample]
                for step, timestep in enumerate(scheduler.timesteps):
                    prediction = predictions[step].double()
                    sample = scheduler.step(prediction, timestep, sample).prev_sample
                    path.append(sample)
                key = f"{name}.{spacing}.{steps}"
                tensors[f"sampler.path.{key}"] = torch.stack(path).flatten(1).float()
                timesteps[key] = scheduler.timesteps.tolist()
    return tensors, timesteps
