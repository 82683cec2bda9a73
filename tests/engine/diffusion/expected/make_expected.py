"""Writes the numbers that the tests of noise, schedules and samplers compare with.

For developers with torch and diffusers: python make_expected.py
"""

import json
import math
from pathlib import Path

import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler

HERE = Path(__file__).parent


def write(name: str, value: object) -> None:
    (HERE / name).write_text(json.dumps(value, indent=1) + "\n")


def random_numbers() -> dict:
    """One stream, drawn from in this order; the odd sizes take the other transforms."""
    generator = torch.Generator().manual_seed(42)
    stream = {
        "randint1000": torch.randint(1000, (700,), generator=generator).tolist()[-8:],
        "uniform": torch.empty(6).uniform_(-0.3, 0.3, generator=generator).tolist(),
    }
    for size in (5, 16, 17, 40, 4):
        stream[f"randn{size}"] = torch.randn(size, generator=generator).tolist()
    wide = torch.randint(2**28 - 1, (4,), generator=torch.Generator().manual_seed(2**40 + 7)).tolist()
    latents = torch.randn(1, 4, 64, 64, generator=torch.Generator().manual_seed(4294967295)).flatten()
    return {"seed42": stream, "seed2to40plus7": wide, "latentsTail": latents[-8:].tolist()}


SCHEDULES = {
    "stable-diffusion": {
        "beta_schedule": "scaled_linear",
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "steps_offset": 1,
        "set_alpha_to_one": False,
        "clip_sample": False,
        "timestep_spacing": "leading",
    },
    "velocity": {
        "beta_schedule": "linear",
        "prediction_type": "v_prediction",
        "timestep_spacing": "trailing",
        "clip_sample": True,
        "clip_sample_range": 0.8,
    },
    "cosine": {
        "beta_schedule": "squaredcos_cap_v2",
        "prediction_type": "v_prediction",
        "num_train_timesteps": 600,
        "timestep_spacing": "linspace",
        "clip_sample": False,
    },
}
STEPS = (1, 2, 7, 25, 50)
LENGTH = 6


def model(latents: torch.Tensor, timestep: int) -> torch.Tensor:
    """Any smooth function of both will do; the test has the same one."""
    place = torch.arange(LENGTH, dtype=torch.float32)
    return 0.6 * latents + 0.3 * torch.cos(place + timestep / 50)


def trajectory(scheduler, steps: int) -> dict:
    scheduler.set_timesteps(steps)
    latents = torch.linspace(-1.5, 1.5, LENGTH)
    for timestep in scheduler.timesteps:
        output = model(latents, int(timestep))
        latents = scheduler.step(output, timestep, latents).prev_sample
    return {"timesteps": scheduler.timesteps.tolist(), "latents": latents.tolist()}


def schedules() -> list:
    cases = []
    for name, config in SCHEDULES.items():
        ddim = DDIMScheduler.from_config(config)
        picked = sorted({0, 1, len(ddim.alphas_cumprod) - 1, *range(0, len(ddim.alphas_cumprod), 37)})
        latents = torch.linspace(-1, 1, LENGTH)
        noise = torch.cos(torch.arange(LENGTH, dtype=torch.float32))
        timestep = torch.tensor([310])
        cases.append(
            {
                "name": name,
                "config": config,
                "alphasCumprod": {i: ddim.alphas_cumprod[i].item() for i in picked},
                "noisyAt310": ddim.add_noise(latents, noise, timestep).tolist(),
                "velocityAt310": ddim.get_velocity(latents, noise, timestep).tolist(),
                "ddim": {s: trajectory(DDIMScheduler.from_config(config), s) for s in STEPS},
                "dpmsolver++": {s: trajectory(DPMSolverMultistepScheduler.from_config(config), s) for s in STEPS},
            }
        )
    return cases


assert math.isclose(torch.randn(4, generator=torch.Generator().manual_seed(42))[0].item(), 0.3367, abs_tol=1e-4)
write("randomNumbers.json", random_numbers())
write("schedules.json", schedules())
