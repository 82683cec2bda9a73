"""A model as training sees it, in float64, and the random part of a step, drawn as the engine draws it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTokenizer

#: What latents are drawn from: the mean and the deviation of an image as the autoencoder sees it, float32.
Image = tuple[torch.Tensor, torch.Tensor]


@dataclass(frozen=True)
class TrainingModel:
    """What a diffusers folder holds, and its scaling factor."""

    tokenizer: CLIPTokenizer
    text: CLIPTextModel
    unet: UNet2DConditionModel
    schedule: DDPMScheduler
    scaling_factor: float

    @property
    def latent_shape(self) -> tuple[int, int, int]:
        """Channels, height and width of the latents that the U-Net was made for."""
        side = self.unet.config.sample_size
        return (self.unet.config.in_channels, side, side)

    def encode(self, prompts: Sequence[str]) -> torch.Tensor:
        """Token ids of prompts, [b, 77]."""
        return self.tokenizer(
            list(prompts), padding="max_length", truncation=True, return_tensors="pt"
        ).input_ids


def load(folder: Path) -> TrainingModel:
    """The model, nothing of it trainable."""
    settings = {"local_files_only": True}
    text = CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=torch.float32, **settings)
    unet = UNet2DConditionModel.from_pretrained(
        folder / "unet", torch_dtype=torch.float32, **settings
    )
    scheduler = json.loads((folder / "scheduler" / "scheduler_config.json").read_text())
    vae = json.loads((folder / "vae" / "config.json").read_text())
    return TrainingModel(
        tokenizer=CLIPTokenizer.from_pretrained(folder / "tokenizer", **settings),
        text=text.double().eval().requires_grad_(False),
        unet=unet.double().eval().requires_grad_(False),
        schedule=DDPMScheduler.from_config(scheduler),
        # Where none is written down it is diffusers' own.
        scaling_factor=vae.get("scaling_factor", 0.18215),
    )


def draw_images(model: TrainingModel, count: int, generator: torch.Generator) -> list[Image]:
    """Means like latents before scaling, and small deviations."""
    size = torch.Size(model.latent_shape).numel()
    return [
        (
            torch.randn(size, generator=generator) / model.scaling_factor,
            torch.empty(size).uniform_(0.05, 0.25, generator=generator),
        )
        for _ in range(count)
    ]


def draw_sample(
    model: TrainingModel, image: Image, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Noisy latents [1, c, h, w], what the U-Net should answer, and the timestep [1]."""
    mean, deviation = (part.double() for part in image)
    spread, noise = (torch.randn(len(mean), generator=generator).double() for _ in range(2))
    timestep = torch.randint(model.schedule.config.num_train_timesteps, (1,), generator=generator)
    latents = (mean + deviation * spread) * model.scaling_factor
    latents, noise = (part.reshape(1, *model.latent_shape) for part in (latents, noise))
    noisy = model.schedule.add_noise(latents, noise, timestep)
    if model.schedule.config.prediction_type == "v_prediction":
        return noisy, model.schedule.get_velocity(latents, noise, timestep), timestep
    return noisy, noise, timestep
