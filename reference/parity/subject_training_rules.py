"""What changes from step to step of a training run, without a model: transformers' and diffusers' learning rate
schedules, min-SNR weights by diffusers' signal-to-noise ratio, diffusers' moving average, and noise with an offset."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import torch
from diffusers import DDPMScheduler
from diffusers.optimization import get_scheduler
from diffusers.training_utils import EMAModel, compute_snr
from expected_schedules import CONFIGS
from safetensors.torch import save

#: Our name of a schedule, and diffusers' where it has a warm-up.
SCHEDULES = {"constant": "constant_with_warmup", "linear": "linear", "cosine": "cosine"}
#: Steps of the warm-up, and of the whole run.
LENGTHS = ((0, 30), (10, 30), (7, 200))
GAMMAS = (1.0, 5.0)
SNR_CONFIGS = ("epsilon leading", "v_prediction leading")
DECAYS = (0.5, 0.99)
AVERAGED_STEPS = 40
#: Channels of the latents, and how much of a number for each is added.
OFFSETS = ((4, 0.1), (16, 0.05))
NOISE_SIDE = 8
NOISE_SEED = 307


def learning_rates(kind: str, warmup: int, steps: int) -> torch.Tensor:
    """The learning rate of every step, its highest being 1: [steps]."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = get_scheduler(
        SCHEDULES[kind], optimizer, num_warmup_steps=warmup, num_training_steps=steps
    )
    rates = []
    for _ in range(steps):
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    return torch.tensor(rates, dtype=torch.float64).float()


def min_snr_weights(config: str, gamma: float) -> torch.Tensor:
    """The weight of the loss at every timestep, as diffusers' train_text_to_image has it: [timesteps]."""
    scheduler = DDPMScheduler.from_config(CONFIGS[config])
    snr = compute_snr(scheduler, torch.arange(scheduler.config.num_train_timesteps))
    least = torch.stack([snr, gamma * torch.ones_like(snr)], dim=1).min(dim=1)[0]
    return least / (snr + 1 if scheduler.config.prediction_type == "v_prediction" else snr)


def averages(decay: float, course: torch.Tensor) -> torch.Tensor:
    """The moving average after each step of a number that goes along `course` [steps + 1]: [steps]."""
    number = torch.nn.Parameter(course[:1].clone())
    average = EMAModel([number], decay=decay)
    after = []
    for value in course[1:]:
        number.data.fill_(value)
        average.step([number])
        after.append(average.shadow_params[0].item())
    return torch.tensor(after, dtype=torch.float64)


def offset_noise(channels: int, offset: float) -> torch.Tensor:
    """Noise of one sample as diffusers' train_text_to_image draws it: [channels, side, side]."""
    generator = torch.Generator().manual_seed(NOISE_SEED)
    noise = torch.randn(1, channels, NOISE_SIDE, NOISE_SIDE, generator=generator)
    noise += offset * torch.randn(1, channels, 1, 1, generator=generator)
    return noise[0]


def write(folder: Path) -> None:
    """Fills `folder` with `expected.safetensors`."""
    course = torch.randn(
        AVERAGED_STEPS + 1, generator=torch.Generator().manual_seed(211), dtype=torch.float64
    )
    tensors = {"course": course.float()}
    # In float64 from numbers that float32 holds.
    course = tensors["course"].double()
    for kind, (warmup, steps) in product(SCHEDULES, LENGTHS):
        tensors[f"rates.{kind}.{warmup}.{steps}"] = learning_rates(kind, warmup, steps)
    for config, gamma in product(SNR_CONFIGS, GAMMAS):
        tensors[f"min_snr.{config}.{gamma:g}"] = min_snr_weights(config, gamma)
    for channels, offset in OFFSETS:
        tensors[f"offset_noise.{channels}.{offset:g}"] = offset_noise(channels, offset)
    for decay in DECAYS:
        tensors[f"averages.{decay:g}"] = averages(decay, course).float()
    contiguous = {name: value.contiguous().clone() for name, value in tensors.items()}
    (folder / "expected.safetensors").write_bytes(save(contiguous, metadata={"format": "pt"}))
