"""Noise schedules, the steps that samplers lay through them, and the noising of training samples."""

from __future__ import annotations

import torch
from diffusers import DDPMScheduler
from schedulers import scheduler_of

STABLE_DIFFUSION = {
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "clip_sample": False,
    "num_train_timesteps": 1000,
    "prediction_type": "epsilon",
    "set_alpha_to_one": False,
    "steps_offset": 1,
    "trained_betas": None,
}
SPACINGS = ("leading", "trailing", "linspace")
#: Scheduler configs by name. `stable diffusion` has no spacing: each sampler takes its own.
CONFIGS: dict[str, dict] = {
    "stable diffusion": STABLE_DIFFUSION,
    **{
        f"{prediction} {spacing}": {
            **STABLE_DIFFUSION,
            "prediction_type": prediction,
            "timestep_spacing": spacing,
        }
        for prediction in ("epsilon", "v_prediction")
        for spacing in SPACINGS
    },
    "sample": {**STABLE_DIFFUSION, "prediction_type": "sample", "timestep_spacing": "leading"},
    "zero snr": {
        **STABLE_DIFFUSION,
        "prediction_type": "v_prediction",
        "rescale_betas_zero_snr": True,
        "timestep_spacing": "trailing",
    },
    "linear, clipped": {
        "beta_schedule": "linear",
        "beta_start": 0.0001,
        "beta_end": 0.02,
        "clip_sample": True,
        "clip_sample_range": 0.8,
        "set_alpha_to_one": True,
        "timestep_spacing": "leading",
    },
    "cosine": {
        "beta_schedule": "squaredcos_cap_v2",
        "clip_sample": False,
        "num_train_timesteps": 600,
        "prediction_type": "v_prediction",
        "timestep_spacing": "linspace",
    },
}
#: One config for each of the different sequences of betas.
BETAS = ("stable diffusion", "zero snr", "linear, clipped", "cosine")
#: Samplers that lay their steps differently from each other, and whether the config's spacing matters to them.
GRIDS = {
    "ddim": True,
    "dpmsolver++": True,
    "dpmsolver++ karras": False,
    "euler": True,
    "euler karras": True,
    "unipc karras": False,
    "lcm": False,
}
#: Among them those where grid points lie on a half or a hair beside it: 26, 30, 46 (linspace), 48, 96 (trailing).
GRID_STEPS = (1, 2, 25, 26, 30, 46, 48, 96, 150)
LCM_MOST = 50
NOISED_AT = (0, 1, 310, 599)


def grid_keys() -> list[tuple[str, str, int]]:
    """Config, sampler and number of steps of each sequence of steps that is kept."""
    keys = [
        (f"epsilon {spacing}", sampler, steps)
        for sampler, spaced in GRIDS.items()
        for spacing in (SPACINGS if spaced else SPACINGS[:1])
        for steps in GRID_STEPS
        if sampler != "lcm" or steps <= LCM_MOST
    ]
    own = [("stable diffusion", sampler, 25) for sampler in GRIDS]
    return keys + own + [("cosine", sampler, 25) for sampler in GRIDS]


def schedules() -> dict[str, torch.Tensor]:
    """`alphas_cumprod.<config>` and `sigmas.<config>` at all timesteps; `noised.<config>` and `velocity.<config>`
    [timesteps, 24] of `noised.latents` and `noised.noise`; `timesteps.<config>.<sampler>.<steps>` and, for samplers
    that have them, `sigmas.<config>.<sampler>.<steps>`."""
    generator = torch.Generator().manual_seed(107)
    latents, noise = torch.randn(24, generator=generator), torch.randn(24, generator=generator)
    tensors = {"noised.latents": latents, "noised.noise": noise}
    at = torch.tensor(NOISED_AT)
    shape = (len(NOISED_AT), 24)
    for name in BETAS:
        ddpm = DDPMScheduler.from_config(CONFIGS[name])
        euler = scheduler_of("euler", CONFIGS[name])
        tensors[f"alphas_cumprod.{name}"] = ddpm.alphas_cumprod
        tensors[f"sigmas.{name}"] = euler.sigmas[:-1].flip(0)
        wide = latents.double().expand(shape), noise.double().expand(shape), at
        tensors[f"noised.{name}"] = ddpm.add_noise(*wide).float()
        tensors[f"velocity.{name}"] = ddpm.get_velocity(*wide).float()
    for name, sampler, steps in grid_keys():
        scheduler = scheduler_of(sampler, CONFIGS[name])
        scheduler.set_timesteps(steps)
        key = f"{name}.{sampler}.{steps}"
        tensors[f"timesteps.{key}"] = scheduler.timesteps.float()
        if hasattr(scheduler, "sigmas"):
            tensors[f"sigmas.{key}"] = scheduler.sigmas
    return tensors
