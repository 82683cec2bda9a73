"""Weft's names of samplers, and diffusers' schedulers with what differs from a checkpoint's own settings."""

from __future__ import annotations

from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    LCMScheduler,
    SchedulerMixin,
    UniPCMultistepScheduler,
)

KARRAS = {"use_karras_sigmas": True}

SCHEDULERS: dict[str, tuple[type[SchedulerMixin], dict]] = {
    "ddim": (DDIMScheduler, {}),
    "dpmsolver++": (DPMSolverMultistepScheduler, {}),
    "dpmsolver++ karras": (DPMSolverMultistepScheduler, KARRAS),
    "euler": (EulerDiscreteScheduler, {}),
    "euler karras": (EulerDiscreteScheduler, KARRAS),
    "euler ancestral": (EulerAncestralDiscreteScheduler, {}),
    "unipc": (UniPCMultistepScheduler, {}),
    "unipc karras": (UniPCMultistepScheduler, KARRAS),
    "lcm": (LCMScheduler, {}),
}


def scheduler_of(sampler: str, config: dict) -> SchedulerMixin:
    """diffusers' scheduler for a sampler's name and a checkpoint's `scheduler_config.json`."""
    kind, changes = SCHEDULERS[sampler]
    return kind.from_config({**config, **changes})
