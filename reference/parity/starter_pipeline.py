"""diffusers' pipeline on the starter, and pictures of it that a seed decides."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline
from PIL import Image
from schedulers import scheduler_of

STARTER = Path(__file__).resolve().parents[2] / "public" / "models" / "starter"


@dataclass(frozen=True)
class Subject:
    """What is drawn; the fields are those of the engine's own subject."""

    prompt: str
    negative_prompt: str
    guidance_scale: float
    steps: int
    sampler: str
    seed: int


def load() -> StableDiffusionPipeline:
    """The starter in float32 on the processor."""
    logging.getLogger("diffusers").setLevel(logging.ERROR)
    pipe = StableDiffusionPipeline.from_pretrained(STARTER, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def draw(pipe: StableDiffusionPipeline, subject: Subject) -> Image.Image:
    """The picture of a subject, RGB at the model's own size."""
    config = DDIMScheduler.load_config(STARTER, subfolder="scheduler")
    pipe.scheduler = scheduler_of(subject.sampler, config)
    return pipe(
        subject.prompt,
        negative_prompt=subject.negative_prompt,
        guidance_scale=subject.guidance_scale,
        num_inference_steps=subject.steps,
        generator=torch.Generator().manual_seed(subject.seed),
    ).images[0]
