"""Drawing in a few steps: an LCM-LoRA as it is published, on the reduced Stable Diffusion 1.5, and SD-Turbo's scheduler
on the reduced Stable Diffusion 2.x; and what diffusers and PEFT make of both."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import lora_files
import torch
from diffusers import (
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    LCMScheduler,
    StableDiffusionPipeline,
)
from lora_factors import config, fill, layers
from safetensors.torch import save
from settled_files import settle_header

FIXTURES = Path(__file__).resolve().parents[2] / "tests" / "fixtures"
PROMPT = "a sks african fabric pattern"
NEGATIVE_PROMPT = "blurry"
SEED = 42
SIZE = 128
#: What diffusers' distillation script, which made the published LCM-LoRAs, adapts (`train_lcm_distill_lora_sd_wds.py`).
LCM_LAYERS = (
    r"\.(to_q|to_k|to_v|to_out\.0|proj_in|proj_out|ff\.net\.0\.proj|ff\.net\.2|conv1|conv2|conv_shortcut"
    r"|downsamplers\.0\.conv|upsamplers\.0\.conv|time_emb_proj)$"
)
#: The published ones have 64, of which the reduced model would make megabytes.
RANK, ALPHA = 2, 1.0
#: The same at half the rank, so that what is read from the file can't be one number for all.
OWN_RANK, OWN_ALPHA = 1, 0.75
#: Guidance by which two calls a step are made, and by which one is.
GUIDED, FREE = 1.5, 1.0
TURBO_STEPS = (1, 2, 3, 4)

#: `scheduler/scheduler_config.json` of stabilityai/sd-turbo.
TURBO_SCHEDULER = {
    "_class_name": "EulerDiscreteScheduler",
    "_diffusers_version": "0.24.0.dev0",
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "clip_sample": False,
    "interpolation_type": "linear",
    "num_train_timesteps": 1000,
    "prediction_type": "epsilon",
    "set_alpha_to_one": False,
    "sigma_max": None,
    "sigma_min": None,
    "skip_prk_steps": True,
    "steps_offset": 1,
    "timestep_spacing": "trailing",
    "timestep_type": "discrete",
    "trained_betas": None,
    "use_karras_sigmas": False,
}


def _load(model: str) -> StableDiffusionPipeline:
    logging.getLogger("diffusers").setLevel(logging.ERROR)
    pipe = StableDiffusionPipeline.from_pretrained(FIXTURES / model, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def _latents(pipe: StableDiffusionPipeline, steps: int, guidance: float) -> torch.Tensor:
    """Where a picture's way ends, before the autoencoder."""
    return pipe(
        PROMPT,
        negative_prompt=NEGATIVE_PROMPT,
        guidance_scale=guidance,
        num_inference_steps=steps,
        generator=torch.Generator().manual_seed(SEED),
        height=SIZE,
        width=SIZE,
        output_type="latent",
    ).images


def _lcm(folder: Path) -> dict[str, torch.Tensor]:
    pipe = _load("reduced-sd15")
    targets = layers(pipe.unet, LCM_LAYERS)
    own = [name for name in targets if name.endswith("time_emb_proj")]
    ranks, alphas = dict.fromkeys(own, OWN_RANK), dict.fromkeys(own, OWN_ALPHA)
    pipe.unet.add_adapter(config(targets, rank=RANK, alpha=ALPHA, ranks=ranks, alphas=alphas))
    fill(pipe.unet, 501)
    file = folder / "lcm-lora.safetensors"
    lora_files.save_unet_kohya(pipe, file, torch.float16)
    settle_header(file)
    pipe = _load("reduced-sd15")
    pipe.scheduler = LCMScheduler.from_config(pipe.scheduler.config)
    plain = _latents(pipe, 4, FREE)
    pipe.load_lora_weights(str(folder), weight_name=file.name)
    drawn = {f"lcm.{guidance}": _latents(pipe, 4, guidance) for guidance in (FREE, GUIDED)}
    moved = (drawn[f"lcm.{FREE}"] - plain).norm() / plain.norm()
    if moved < 0.05:
        raise ValueError(f"the adapter moves the latents by {moved:.3f} only")
    return drawn


def _turbo(folder: Path) -> dict[str, torch.Tensor]:
    text = json.dumps(TURBO_SCHEDULER, indent=2) + "\n"
    (folder / "sd-turbo-scheduler_config.json").write_text(text)
    pipe = _load("reduced-sd2")
    drawn = {}
    kinds = {"euler": EulerDiscreteScheduler, "euler ancestral": EulerAncestralDiscreteScheduler}
    for name, kind in kinds.items():
        for steps in TURBO_STEPS:
            pipe.scheduler = kind.from_config(TURBO_SCHEDULER)
            drawn[f"turbo.{name}.{steps}"] = _latents(pipe, steps, 0.0)
    return drawn


def write(folder: Path) -> None:
    """Fills `folder` with the adapter, SD-Turbo's scheduler settings and `expected.safetensors`."""
    tensors = {**_lcm(folder), **_turbo(folder)}
    contiguous = {name: value.float().contiguous() for name, value in tensors.items()}
    (folder / "expected.safetensors").write_bytes(save(contiguous, metadata={"format": "pt"}))
