"""Trajectories of diffusers' samplers under a net that is a smooth function of sample and timestep.

The function keeps latents near unit size and does not know where they should end, so that nothing pulls an error
back. It is computed in float64, and so is what the schedulers make of it as far as they let: DPM-Solver++ and Euler
round the sample to float32 in each step, and all keep their schedules in float32.
"""

from __future__ import annotations

from unittest import mock

import torch
from diffusers.schedulers import scheduling_euler_ancestral_discrete, scheduling_lcm
from expected_schedules import CONFIGS, SPACINGS
from schedulers import SCHEDULERS, scheduler_of

SEED = 108
#: Not a multiple of 16, so that the noise between steps takes the generator's longer way too.
SHAPE = (1, 4, 2, 3)
STEPS = (1, 2, 7, 25)
SPECIAL_STEPS = 9
#: How strongly each kind of net answers to the sample: so that the latents neither vanish nor grow.
GAINS = {"epsilon": 0.8, "v_prediction": 0.3, "sample": 0.5}
STOCHASTIC = ("euler ancestral", "lcm")
#: These lay their steps by themselves, whatever the config's spacing.
OWN_STEPS = ("dpmsolver++ karras", "unipc karras", "lcm")
#: diffusers has not written this pair.
MISSING = ("sample", "euler ancestral")


def keys() -> list[tuple[str, str, int]]:
    """Config, sampler and number of steps of each trajectory."""
    spaced = [
        (f"{prediction} {spacing}", sampler, steps)
        for prediction in ("epsilon", "v_prediction")
        for sampler in SCHEDULERS
        for spacing in (SPACINGS[:1] if sampler in OWN_STEPS else SPACINGS)
        for steps in STEPS
    ]
    special = [
        (config, sampler, SPECIAL_STEPS)
        for config in ("sample", "zero snr", "linear, clipped", "cosine")
        for sampler in SCHEDULERS
        if (config, sampler) != MISSING
    ]
    return spaced + special


def _net(sample: torch.Tensor, timestep: float, gain: float) -> torch.Tensor:
    place = torch.arange(sample.numel(), dtype=torch.float64).reshape(sample.shape)
    return gain * sample + 0.3 * torch.cos(place + timestep / 50) + 0.1 * torch.sin(2 * sample)


def _noise(shape: torch.Size, *, dtype: torch.dtype, **settings: object) -> torch.Tensor:
    """Noise as a float32 pipeline draws it: in float64 the generator would be read differently."""
    return torch.randn(shape, generator=settings["generator"]).to(dtype)


def _trajectory(name: str, sampler: str, steps: int) -> torch.Tensor:
    """What the net sees at each step, and where the trajectory ends, [steps + 1, 24]."""
    config = CONFIGS[name]
    scheduler = scheduler_of(sampler, config)
    scheduler.set_timesteps(steps)
    # Karras's levels can begin with equal timesteps, which would be taken for a start in the middle.
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(0)
    generator = torch.Generator().manual_seed(SEED)
    extra = {"generator": generator} if sampler in STOCHASTIC else {}
    sample = torch.randn(SHAPE, generator=generator).double() * scheduler.init_noise_sigma
    path = []
    for timestep in scheduler.timesteps:
        seen = scheduler.scale_model_input(sample, timestep)
        output = _net(seen, float(timestep), GAINS[config.get("prediction_type", "epsilon")])
        sample = scheduler.step(output, timestep, sample, **extra).prev_sample
        path.append(seen)
    return torch.stack([*path, sample]).flatten(1).float()


def samplers() -> dict[str, torch.Tensor]:
    """`path.<config>.<sampler>.<steps>`, [steps + 1, 24]."""
    modules = (scheduling_euler_ancestral_discrete, scheduling_lcm)
    patches = [mock.patch.object(module, "randn_tensor", _noise) for module in modules]
    with patches[0], patches[1]:
        return {f"path.{'.'.join(map(str, key))}": _trajectory(*key) for key in keys()}
