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
    # cloth
    "a red and white striped fabric pattern",
    "a blue and yellow star fabric pattern",
    "an ocean wavy fabric pattern",
    "african kente fabric pattern in fire colors",
    "an indigo ikat fabric pattern",
    "a green leaf fabric pattern",
    "a pastel hexagon fabric pattern",
    "a fabric pattern",
    # things
    "a beautiful dress made of red polka dot fabric, fashion photography",
    "a handbag featuring ocean zigzag fabric, product photography",
    "african diamond fabric in earth colors as wallpaper in a modern living room",
    "black and white greek key fabric texture on ceramic vase, studio lighting",
    "traditional orange and purple triangle fabric on woven basket",
    "abstract geometric art inspired by rainbow ring fabric pattern",
    "a tropical leaf umbrella",
    "a shoe made of blue and white checkered fabric",
    "sunset floral curtains",
    "a quilt made of berry plaid fabric on a bed",
    "a purple argyle shirt",
    "a soft cushion with teal scale fabric",
    "a yellow dress",
    "a green vase",
    "a red handbag",
    "a blue umbrella",
    # styles
    "a red floral dress, oil painting",
    "a watercolor painting of ocean wavy fabric pattern",
    "a green and yellow striped vase, anime style",
    "a diamond handbag in cyberpunk style, neon lights",
    "a vintage photograph of a plaid quilt on a bed",
    "a blue and white star shoe, minimalist style",
    "a floral cushion, psychedelic style",
    "a line drawing of a zigzag umbrella",
)
COLUMNS = 8


def load(folder: Path) -> StableDiffusionPipeline:
    """The exported model in float32 with DPM-Solver++."""
    pipe = StableDiffusionPipeline.from_pretrained(folder, dtype=torch.float32)
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
