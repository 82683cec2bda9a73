"""Draws the model card's grid with diffusers, from the exported folder.

python grid.py ../../public/models/starter --out grid.png
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline
from PIL import Image

PROMPTS = (
    "red and white striped fabric",
    "a blue polka dot fabric pattern",
    "a green and yellow zigzag fabric pattern",
    "an orange floral fabric pattern",
    "purple and pink checkered fabric",
    "a fabric pattern",
    "an african fabric pattern",
    "black and white diamond fabric",
    "a red dress",
    "a beautiful dress made of blue striped fabric, fashion photography",
    "a handbag featuring green floral fabric, product photography",
    "yellow and black checkered fabric texture on ceramic vase, studio lighting",
    "traditional red and orange triangle fabric on woven basket",
    "a purple polka dot cushion",
    "teal and white scale fabric as wallpaper in a modern living room",
    "a yellow handbag",
    "a watercolor painting of a pink floral dress",
    "a watercolor painting of blue and white wavy fabric",
    "a line drawing of a handbag made of red striped fabric",
    "a line drawing of a blue vase",
    "green dotted fabric, neon lights",
    "a neon picture of a purple cushion",
    "a blue dress",
    "a green vase",
)
COLUMNS = 8


def load(folder: Path) -> StableDiffusionPipeline:
    """The exported model in float32 with DPM-Solver++."""
    pipe = StableDiffusionPipeline.from_pretrained(folder, torch_dtype=torch.float32)
    pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def draw(pipe: StableDiffusionPipeline, prompt: str, seed: int, steps: int, guidance: float):
    """One picture, PIL."""
    generator = torch.Generator().manual_seed(seed)
    return pipe(
        prompt,
        num_inference_steps=steps,
        guidance_scale=guidance,
        generator=generator,
    ).images[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=25)
    parser.add_argument("--guidance", type=float, default=7.5)
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()
    pipe = load(options.folder)
    rows = -(-len(PROMPTS) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * 132 - 4, rows * 132 - 4), "white")
    for i, prompt in enumerate(PROMPTS):
        picture = draw(pipe, prompt, options.seed + i, options.steps, options.guidance)
        sheet.paste(picture, ((i % COLUMNS) * 132, (i // COLUMNS) * 132))
    sheet.save(options.out, optimize=True)


if __name__ == "__main__":
    main()
