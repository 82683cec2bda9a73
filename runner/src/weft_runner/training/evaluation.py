"""Looks at a run from outside: the loss on the same noises and timesteps again and again, and pictures.

Its noises are its own, so that the run learns the same, watched or not."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch

from weft_runner.bundle.run import BundleEvaluation
from weft_runner.training.batches import Prompt, noised
from weft_runner.training.learner import Learner
from weft_runner.training.pictures import Latents, scaled_mean


@torch.no_grad()
def measure(
    learner: Learner, images: Sequence[Latents], prompt: Prompt, evaluation: BundleEvaluation
) -> float | None:
    """Mean squared error of the U-Net as it is over every image and timestep; None without images."""
    nets = learner.nets
    generator = torch.Generator().manual_seed(evaluation.seed)
    count = evaluation.timesteps_per_image
    total = 0.0
    measured = images[: evaluation.images]
    if not measured:
        return None
    for image in measured:
        clean = scaled_mean(nets, image)
        for i in range(count):
            timestep = math.floor((i + 0.5) / count * nets.timesteps)
            noise = torch.randn(clean.numel(), generator=generator).view_as(clean)
            noisy, target = noised(nets, clean, noise, timestep)
            at = torch.tensor([timestep], device=nets.device)
            answer = learner.predict(noisy[None].to(nets.device), at, [prompt])
            total += (answer - target.to(nets.device)).square().mean().item()
    return total / (len(measured) * count)
