"""The studio's samplers as diffusers' schedulers."""

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

_KARRAS = {"use_karras_sigmas": True}

SCHEDULERS: dict[str, tuple[type[SchedulerMixin], dict]] = {
    "ddim": (DDIMScheduler, {}),
    "dpmsolver++": (DPMSolverMultistepScheduler, {}),
    "dpmsolver++ karras": (DPMSolverMultistepScheduler, _KARRAS),
    "euler": (EulerDiscreteScheduler, {}),
    "euler karras": (EulerDiscreteScheduler, _KARRAS),
    "euler ancestral": (EulerAncestralDiscreteScheduler, {}),
    "unipc": (UniPCMultistepScheduler, {}),
    "unipc karras": (UniPCMultistepScheduler, _KARRAS),
    "lcm": (LCMScheduler, {}),
}


def scheduler_of(sampler: str, config: dict) -> SchedulerMixin:
    """diffusers' scheduler for a sampler's name and a checkpoint's `scheduler_config.json`."""
    kind, changes = SCHEDULERS[sampler]
    return kind.from_config({**config, **changes})
