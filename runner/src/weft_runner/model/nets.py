"""The nets of a model in diffusers' layout, nothing of them trainable: Stable Diffusion 1 and 2, and XL with two text encoders."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderKL, DDPMScheduler, UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from weft_runner.bundle.run import ModelFile
from weft_runner.errors import RunnerError


@dataclass(frozen=True)
class TextEncoder:
    """A text encoder with its own tokenizer."""

    #: Its folder: `text_encoder`, or XL's second, `text_encoder_2`.
    name: str
    tokenizer: CLIPTokenizer
    net: CLIPTextModel | CLIPTextModelWithProjection


@dataclass(frozen=True)
class Nets:
    """A model on a device, in float32."""

    name: str
    #: One, or XL's two, whose states lie side by side.
    encoders: tuple[TextEncoder, ...]
    unet: UNet2DConditionModel
    vae: AutoencoderKL
    #: `scheduler_config.json` with the prediction that is meant.
    scheduler_config: dict
    schedule: DDPMScheduler
    device: torch.device
    #: Whether guidance goes away from nothing at all rather than from an empty prompt.
    zeros_for_empty: bool = False

    @property
    def is_xl(self) -> bool:
        return len(self.encoders) > 1

    @property
    def scaling_factor(self) -> float:
        return self.vae.config.scaling_factor

    @property
    def timesteps(self) -> int:
        return self.schedule.config.num_train_timesteps

    @property
    def pixels_per_latent(self) -> int:
        return 2 ** (len(self.vae.config.block_out_channels) - 1)


def load_nets(
    folder: Path,
    name: str,
    files: Iterable[ModelFile],
    prediction: str | None,
    device: torch.device,
) -> Nets:
    """Opens the files that the bundle names; `prediction` stands for that of the scheduler's config.

    Raises RunnerError where the model is of another architecture."""
    paths = [file.path for file in files]

    def variant(net: str) -> str | None:
        half = any(path.startswith(f"{net}/") and ".fp16." in path for path in paths)
        return "fp16" if half else None

    def net(kind: type, part: str) -> torch.nn.Module:
        loaded = kind.from_pretrained(
            folder / part, torch_dtype=torch.float32, variant=variant(part), local_files_only=True
        )
        return loaded.eval().requires_grad_(False).to(device)

    def encoder(kind: type, number: str) -> TextEncoder:
        tokenizer = CLIPTokenizer.from_pretrained(
            folder / f"tokenizer{number}", local_files_only=True
        )
        return TextEncoder(f"text_encoder{number}", tokenizer, net(kind, f"text_encoder{number}"))

    config = json.loads((folder / "scheduler" / "scheduler_config.json").read_text("utf-8"))
    if prediction is not None:
        config["prediction_type"] = prediction
    unet = net(UNet2DConditionModel, "unet")
    is_xl = (folder / "text_encoder_2").is_dir()
    encoders = [encoder(CLIPTextModel, "")] if (folder / "text_encoder").is_dir() else []
    if is_xl:
        encoders.append(encoder(CLIPTextModelWithProjection, "_2"))
        # A step at 1024 pixels would hold more than most GPUs have; what is computed again is the same.
        unet.enable_gradient_checkpointing()
    nets = Nets(
        name=name,
        encoders=tuple(encoders),
        unet=unet,
        vae=net(AutoencoderKL, "vae"),
        scheduler_config=config,
        schedule=DDPMScheduler.from_config(config),
        device=device,
        zeros_for_empty=is_xl and _zeros_for_empty(folder),
    )
    _require_known(nets, is_xl)
    return nets


def _zeros_for_empty(folder: Path) -> bool:
    """As diffusers' pipeline of XL takes it where nothing is told."""
    index = folder / "model_index.json"
    if not index.is_file():
        return True
    return bool(json.loads(index.read_text("utf-8")).get("force_zeros_for_empty_prompt", True))


def _require_known(nets: Nets, is_xl: bool) -> None:
    """Refiners lack the first text encoder, and some models of XL's shape have latents of another scale."""
    width = sum(each.net.config.hidden_size for each in nets.encoders)
    has_text_time = nets.unet.config.addition_embed_type == "text_time"
    if (
        len(nets.encoders) != (2 if is_xl else 1)
        or has_text_time != is_xl
        or nets.unet.config.cross_attention_dim != width
        or getattr(nets.vae.config, "latents_mean", None)
    ):
        raise RunnerError(
            "other-architecture",
            f"{nets.name} is neither Stable Diffusion 1, 2 nor XL, nor a fine-tune of them.",
            "Write the bundle again with such a model.",
        )
