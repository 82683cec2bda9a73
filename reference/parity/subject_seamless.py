"""Pictures of the tiny model whose edges meet: where their ways end, and what the autoencoder makes of that."""

from __future__ import annotations

import logging
from pathlib import Path

import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline
from safetensors.torch import save
from seamless_drawing import seamless

FIXTURES = Path(__file__).resolve().parents[2] / "tests" / "fixtures"
PROMPT, NEGATIVE_PROMPT = "a sks african fabric pattern", "blurry"
SEED, STEPS, GUIDANCE = 42, 5, 7.5
WAYS = {
    "across": (True, False, None),
    "down": (False, True, None),
    "both": (True, True, None),
    "half-drop": (True, True, "columns"),
    "brick": (True, True, "rows"),
}


def _check(pipe: StableDiffusionPipeline, latents: torch.Tensor) -> None:
    """Where both pairs of edges meet, it is PyTorch's own circular padding."""
    with seamless(pipe.vae, across=True, down=True):
        plain = pipe.vae.decode(latents).sample
    convolutions = [module for module in pipe.vae.modules() if isinstance(module, torch.nn.Conv2d)]
    for conv in convolutions:
        conv.padding_mode = "circular"
        conv._reversed_padding_repeated_twice = [side for side in reversed(conv.padding) for _ in range(2)]
    torch.testing.assert_close(pipe.vae.decode(latents).sample, plain)
    for conv in convolutions:
        conv.padding_mode = "zeros"


@torch.no_grad()
def write(folder: Path) -> None:
    """Fills `folder` with `expected.safetensors`: `<way>.latents`, `<way>.pixels` (-1 to 1)."""
    logging.getLogger("diffusers").setLevel(logging.ERROR)
    pipe = StableDiffusionPipeline.from_pretrained(FIXTURES / "tiny", dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config)
    side = pipe.unet.config.sample_size
    noise = torch.randn(
        (1, pipe.unet.config.in_channels, side, side), generator=torch.Generator().manual_seed(SEED)
    )
    _check(pipe, noise)
    tensors = {}
    for way, (across, down, moved) in WAYS.items():
        with seamless(pipe.unet, pipe.vae, across=across, down=down, moved=moved):
            latents = pipe(
                PROMPT,
                negative_prompt=NEGATIVE_PROMPT,
                num_inference_steps=STEPS,
                guidance_scale=GUIDANCE,
                latents=noise.clone(),
                output_type="latent",
            ).images
            pixels = pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample
        tensors[f"{way}.latents"] = latents.contiguous()
        tensors[f"{way}.pixels"] = pixels.contiguous()
    (folder / "expected.safetensors").write_bytes(save(tensors, metadata={"format": "pt"}))
