"""Where pictures of the tiny model end when guidance stops early and deep layers are used again."""

from __future__ import annotations

import logging
from pathlib import Path

import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler, StableDiffusionPipeline
from safetensors.torch import save
from thrifty_drawing import Thrift, draw_latents, shallow, whole

FIXTURES = Path(__file__).resolve().parents[2] / "tests" / "fixtures"
PROMPT, NEGATIVE_PROMPT = "a sks african fabric pattern", "blurry"
SEED, STEPS, GUIDANCE = 42, 7, 7.5
SCHEDULERS = {"ddim": DDIMScheduler, "dpmsolver++": DPMSolverMultistepScheduler}
#: Guidance's share of the steps, and how often the deep layers are computed.
THRIFTS = ((1.0, 1), (0.6, 1), (0.0, 1), (1.0, 3), (0.6, 3), (0.6, 2))


@torch.no_grad()
def _check(pipe: StableDiffusionPipeline, latents: torch.Tensor) -> None:
    """The shallow way with this step's own deep layers is the whole way."""
    states = pipe.encode_prompt(PROMPT, pipe.device, 1, False)[0]
    told = (pipe.unet, latents, torch.tensor(500), states)
    output, deep = whole(*told)
    torch.testing.assert_close(shallow(*told, deep), output)


def write(folder: Path) -> None:
    """Fills `folder` with `expected.safetensors`: `<sampler>.<share in percent>.<every>`."""
    logging.getLogger("diffusers").setLevel(logging.ERROR)
    pipe = StableDiffusionPipeline.from_pretrained(FIXTURES / "tiny", dtype=torch.float32)
    side = pipe.unet.config.sample_size
    shape = (1, pipe.unet.config.in_channels, side, side)
    noise = torch.randn(shape, generator=torch.Generator().manual_seed(SEED))
    _check(pipe, noise)
    tensors, settings = {}, pipe.scheduler.config
    for name, kind in SCHEDULERS.items():
        pipe.scheduler = kind.from_config(settings)
        for stop, every in THRIFTS:
            told = (pipe, [PROMPT], NEGATIVE_PROMPT, noise, STEPS, GUIDANCE)
            drawn = draw_latents(*told, Thrift(stop, every))
            tensors[f"{name}.{round(100 * stop)}.{every}"] = drawn.contiguous()
    (folder / "expected.safetensors").write_bytes(save(tensors, metadata={"format": "pt"}))
