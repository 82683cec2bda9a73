"""Whole pictures of the starter: prompt, negative prompt, guidance and seed through diffusers' own pipeline."""

from __future__ import annotations

import json
from pathlib import Path

from starter_pipeline import Subject, draw, load

PROMPT = "a beautiful dress made of blue striped fabric, fashion photography"
NEGATIVE_PROMPT = "blurry, red"
#: Each method; step by step all of them are compared. Karras's levels are left out: beyond the largest level of a
#: schedule that ends in pure noise diffusers looks up two steps as one, and its pipeline breaks off.
SAMPLERS = (
    "ddim",
    "dpmsolver++",
    "euler",
    "euler ancestral",
    "unipc",
    "lcm",
)


def write(folder: Path) -> None:
    """A PNG for each sampler, and `images.json` with what it was asked for."""
    pipe = load()
    listing = []
    for sampler in SAMPLERS:
        subject = Subject(PROMPT, NEGATIVE_PROMPT, 7.5, 25, sampler, 42)
        file = f"{sampler.replace(' ', '-')}.png"
        draw(pipe, subject).save(folder / file)
        listing.append(
            {
                "file": file,
                "prompt": subject.prompt,
                "negativePrompt": subject.negative_prompt,
                "guidanceScale": subject.guidance_scale,
                "samplingSteps": subject.steps,
                "sampler": subject.sampler,
                "seed": subject.seed,
            }
        )
    (folder / "images.json").write_text(json.dumps(listing, indent=1) + "\n")
