"""Pictures of the tiny model that are drawn over another one, whole and in a part of it: where their ways end."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import numpy as np
import torch
from diffusers import StableDiffusionImg2ImgPipeline, StableDiffusionInpaintPipeline
from PIL import Image
from safetensors.torch import save
from schedulers import SCHEDULERS, scheduler_of

FIXTURES = Path(__file__).resolve().parents[2] / "tests" / "fixtures"
PROMPT, NEGATIVE_PROMPT = "a sks african fabric pattern", "blurry"
SEED, STEPS, GUIDANCE = 42, 10, 7.5
STRENGTHS = (0.3, 0.75, 1.0)
#: Those of the table of how many steps are taken.
COUNTS = (1, 4, 10, 20, 25, 30, 50)
PARTS = 20
#: Velocity, no signal at all at the last timestep, and steps that begin there.
ZERO_SNR = {"prediction_type": "v_prediction", "rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}


def _picture(side: int) -> Image.Image:
    """A soft chequer with a gradient, so that every place of it is another."""
    y, x = np.mgrid[0:side, 0:side] / side
    red = 128 + 100 * np.sin(7 * x + 2 * y)
    return Image.fromarray(np.stack([red, 255 * x, 200 * y * (1 - x) + 30], -1).round().astype(np.uint8))


def _mask(side: int) -> Image.Image:
    """White where it is drawn anew: a slanted half, with greys on both sides of the middle at its border."""
    y, x = np.mgrid[0:side, 0:side] / side
    return Image.fromarray((255 * np.clip(2 * (x + y / 2 - 0.6) + 0.5, 0, 1)).round().astype(np.uint8), "L")


def _table(pipe: StableDiffusionImg2ImgPipeline) -> torch.Tensor:
    """How many steps are taken: a row for each of `COUNTS`, a column for each twentieth of strength."""
    rows = []
    for count in COUNTS:
        pipe.scheduler.set_timesteps(count)
        rows.append([len(pipe.get_timesteps(count, part / PARTS, "cpu")[0]) for part in range(1, PARTS + 1)])
    return torch.tensor(rows, dtype=torch.int32)


@torch.no_grad()
def write(folder: Path) -> None:
    """Fills `folder` with the zero-SNR scheduler's settings and `expected.safetensors`: `picture` and `mask` (0 to 255),
    `counts` and `taken`, and `<whole|part>.<model>.<sampler>.<strength>` with the latents at the way's end."""
    logging.getLogger("diffusers").setLevel(logging.ERROR)
    whole = StableDiffusionImg2ImgPipeline.from_pretrained(FIXTURES / "tiny", dtype=torch.float32)
    part = StableDiffusionInpaintPipeline(**whole.components, requires_safety_checker=False)
    own = json.loads((FIXTURES / "tiny" / "scheduler" / "scheduler_config.json").read_text())
    settings = {"epsilon": own, "zero-snr": {**own, **ZERO_SNR}}
    text = json.dumps(settings["zero-snr"], indent=2, sort_keys=True) + "\n"
    (folder / "zero-snr-scheduler_config.json").write_text(text)
    side = whole.unet.config.sample_size * whole.vae_scale_factor
    picture, mask = _picture(side), _mask(side)
    taken = _table(whole)

    def latents(model: str, sampler: str, strength: float, masked: bool) -> torch.Tensor:
        pipe = part if masked else whole
        pipe.set_progress_bar_config(disable=True)
        pipe.scheduler = scheduler_of(sampler, settings[model])
        return pipe(
            PROMPT,
            image=picture,
            **({"mask_image": mask} if masked else {}),
            negative_prompt=NEGATIVE_PROMPT,
            strength=strength,
            num_inference_steps=STEPS,
            guidance_scale=GUIDANCE,
            generator=torch.Generator().manual_seed(SEED),
            output_type="latent",
        ).images

    tensors = {
        "picture": torch.from_numpy(np.asarray(picture).copy()).float(),
        "mask": torch.from_numpy(np.asarray(mask).copy()).float(),
        "counts": torch.tensor(COUNTS, dtype=torch.int32),
        "taken": taken,
    }
    for model in settings:
        for sampler in SCHEDULERS:
            for strength in STRENGTHS:
                for kind, masked in (("whole", False), ("part", True)):
                    tensors[f"{kind}.{model}.{sampler}.{strength}"] = latents(model, sampler, strength, masked)
    contiguous = {name: value.contiguous() for name, value in tensors.items()}
    (folder / "expected.safetensors").write_bytes(save(contiguous, metadata={"format": "pt"}))
