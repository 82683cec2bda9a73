/** Class images that were not drawn yet: drawn where the run goes on, before its first step. */
import type { RunBundle } from '../../../../contract/runs/runBundle.ts';
import { missingClassImages } from '../run.ts';
import type { TextFile } from './engine.ts';
import { isXl } from './modelForScripts.ts';

const SCRIPT = 'class-images.py';

/** Lines of bash, one folder below the bundle's top, after MODEL is set. */
export function drawMissing(run: RunBundle): string {
  return missingClassImages(run) > 0 ? `python ../${SCRIPT} "$MODEL"\n` : '';
}

/** The script, where class images are missing. All that is anybody's text it reads from run.json. */
export function classImageScript(run: RunBundle): TextFile[] {
  return missingClassImages(run) > 0 && !isXl(run) ? [{ path: SCRIPT, text: SOURCE }] : [];
}

const SOURCE = `"""Draws the class images of run.json that are missing. Usage: class-images.py MODEL, a folder or a file."""
import json
import os
import sys
from pathlib import Path

import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    LCMScheduler,
    StableDiffusionPipeline,
    UniPCMultistepScheduler,
)

SCHEDULERS = {
    "dpmsolver++": DPMSolverMultistepScheduler,
    "unipc": UniPCMultistepScheduler,
    "euler": EulerDiscreteScheduler,
    "euler ancestral": EulerAncestralDiscreteScheduler,
    "ddim": DDIMScheduler,
    "lcm": LCMScheduler,
}

here = Path(__file__).resolve().parent
run = json.loads((here / "run.json").read_text(encoding="utf-8"))
settings, drawing = run["settings"], run["classImages"]["drawing"]
folder = here / "class-images"
folder.mkdir(exist_ok=True)
places = {index: folder / f"{index + 1:04}.png" for index in range(settings["classImages"])}
missing = {index: place for index, place in places.items() if not place.exists()}
if missing:
    model = sys.argv[1]
    # Without a safety checker, which small models have none of and which would black pictures out.
    if os.path.isfile(model):
        pipeline = StableDiffusionPipeline.from_single_file(model, safety_checker=None)
    else:
        pipeline = StableDiffusionPipeline.from_pretrained(model, safety_checker=None)
    name = drawing["sampler"].removesuffix(" karras")
    scheduler = SCHEDULERS[name]
    extra = {"use_karras_sigmas": True} if drawing["sampler"].endswith(" karras") else {}
    pipeline.scheduler = scheduler.from_config(pipeline.scheduler.config, **extra)
    pipeline = pipeline.to("cuda" if torch.cuda.is_available() else "cpu")
    for index, place in missing.items():
        seed = (drawing["firstSeed"] + index) % 2**32
        picture = pipeline(
            settings["classPrompt"],
            width=run["size"],
            height=run["size"],
            num_inference_steps=drawing["samplingSteps"],
            guidance_scale=drawing["guidanceScale"],
            generator=torch.Generator("cpu").manual_seed(seed),
        ).images[0]
        partial = place.with_suffix(".partial")
        picture.save(partial, format="PNG")
        partial.replace(place)
`;
