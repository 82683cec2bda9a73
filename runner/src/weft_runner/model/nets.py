"""The nets of a model in diffusers' layout, nothing of them trainable."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderKL, DDPMScheduler, UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTokenizer

from weft_runner.bundle.run import ModelFile


@dataclass(frozen=True)
class Nets:
    """A model on a device, in float32."""

    name: str
    tokenizer: CLIPTokenizer
    text_encoder: CLIPTextModel
    unet: UNet2DConditionModel
    vae: AutoencoderKL
    #: `scheduler_config.json` with the prediction that is meant.
    scheduler_config: dict
    schedule: DDPMScheduler
    device: torch.device

    @property
    def scaling_factor(self) -> float:
        return self.vae.config.scaling_factor

    @property
    def timesteps(self) -> int:
        return self.schedule.config.num_train_timesteps


def load_nets(
    folder: Path,
    name: str,
    files: Iterable[ModelFile],
    prediction: str | None,
    device: torch.device,
) -> Nets:
    """Opens the files that the bundle names; `prediction` stands for that of the scheduler's config."""
    paths = [file.path for file in files]

    def variant(net: str) -> str | None:
        half = any(path.startswith(f"{net}/") and ".fp16." in path for path in paths)
        return "fp16" if half else None

    def net(kind: type, part: str) -> torch.nn.Module:
        loaded = kind.from_pretrained(
            folder / part, torch_dtype=torch.float32, variant=variant(part), local_files_only=True
        )
        return loaded.eval().requires_grad_(False).to(device)

    config = json.loads((folder / "scheduler" / "scheduler_config.json").read_text("utf-8"))
    if prediction is not None:
        config["prediction_type"] = prediction
    return Nets(
        name=name,
        tokenizer=CLIPTokenizer.from_pretrained(folder / "tokenizer", local_files_only=True),
        text_encoder=net(CLIPTextModel, "text_encoder"),
        unet=net(UNet2DConditionModel, "unet"),
        vae=net(AutoencoderKL, "vae"),
        scheduler_config=config,
        schedule=DDPMScheduler.from_config(config),
        device=device,
    )
