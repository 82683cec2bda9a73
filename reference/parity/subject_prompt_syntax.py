"""Text states and pictures of prompts with weights, breaks, changes and more than 75 tokens."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline
from safetensors.torch import save
from weighted_prompts import chunks, states

FIXTURES = Path(__file__).resolve().parents[2] / "tests" / "fixtures"
LONG = "a red cloth with a pattern of blue circles and small yellow stars, " * 7 + "on a table"
PROMPTS = {
    "plain": "a red cloth",
    "empty": "",
    "heavier": "a (red) cloth, ((blue)) circles",
    "lighter": "a [red] cloth",
    "told": "(a (red:1.5) cloth:0.7) and (blue:0) circles",
    "escaped": r"a \(red\) cloth",
    "break": "a red cloth BREAK (blue circles:1.3)",
    "long": LONG,
    "long without a comma": LONG.replace(",", ""),
    # One whose states' mean is not next to nothing, so that the scale by it has its digits.
    "heavy and long": f"({'a dress of sks fabric in a garden, ' * 10}:1.2), (vase:0.8)",
}
#: The words at each of the steps of a drawing, and the prompt that says so.
STEPS, GUIDANCE, SEED = 4, 7.5, 42
CHANGES = {
    "[red:(blue:1.3):0.5] cloth": ["red cloth"] * 2 + ["(blue:1.3) cloth"] * 2,
    "[red|blue] cloth": ["red cloth", "blue cloth"] * 2,
    "[red::1] cloth BREAK [stars:2]": [
        "red cloth BREAK ", " cloth BREAK ", " cloth BREAK stars", " cloth BREAK stars",
    ],
}  # fmt: skip
NEGATIVE_PROMPT = "(blurry:1.2)"


@torch.no_grad()
def _draw(pipe: StableDiffusionPipeline, texts: list[str], noise: torch.Tensor) -> torch.Tensor:
    """The latents at which a drawing ends whose prompt is another at each step."""
    tools = (pipe.tokenizer, pipe.text_encoder)
    count = max(len(chunks(pipe.tokenizer, text)) for text in [*texts, NEGATIVE_PROMPT])
    pipe.scheduler.set_timesteps(len(texts))
    latents = noise * pipe.scheduler.init_noise_sigma
    for timestep, text in zip(pipe.scheduler.timesteps, texts, strict=True):
        told = torch.cat([states(*tools, words, count) for words in (NEGATIVE_PROMPT, text)])
        away, towards = pipe.unet(torch.cat([latents] * 2), timestep, told).sample.chunk(2)
        guided = away + GUIDANCE * (towards - away)
        latents = pipe.scheduler.step(guided, timestep, latents).prev_sample
    return latents


def write(folder: Path) -> None:
    """Fills `folder` with `prompts.json`, and `expected.safetensors`: the states of each prompt, and the
    latents at which drawings with changing words end."""
    logging.getLogger("diffusers").setLevel(logging.ERROR)
    pipe = StableDiffusionPipeline.from_pretrained(FIXTURES / "tiny", dtype=torch.float32)
    pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config)
    side = pipe.unet.config.sample_size
    shape = (1, pipe.unet.config.in_channels, side, side)
    noise = torch.randn(shape, generator=torch.Generator().manual_seed(SEED))
    tensors = {}
    for name, prompt in PROMPTS.items():
        tensors[f"states.{name}"] = states(pipe.tokenizer, pipe.text_encoder, prompt).contiguous()
    for i, texts in enumerate(CHANGES.values()):
        tensors[f"latents.{i}"] = _draw(pipe, texts, noise).contiguous()
    listing = {"prompts": PROMPTS, "changes": list(CHANGES), "negativePrompt": NEGATIVE_PROMPT}
    (folder / "prompts.json").write_text(json.dumps(listing, indent=2) + "\n")
    (folder / "expected.safetensors").write_bytes(save(tensors, metadata={"format": "pt"}))
