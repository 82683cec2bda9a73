"""A model folder drawn by diffusers, in batches, with or without what was learnt about a subject."""

from __future__ import annotations

import logging
from pathlib import Path

import torch
from diffusers import DPMSolverMultistepScheduler, LCMScheduler, StableDiffusionPipeline

from .prompts import Prompt

GUIDANCE = 7.5
FEW_STEP_GUIDANCE = 1.0  #: guidance is learnt by a few-step LoRA


class Model:
    """The starter, or another folder in diffusers' layout."""

    def __init__(
        self, folder: Path, steps: int, guidance: float = GUIDANCE, few_step: Path | None = None
    ) -> None:
        """`few_step` is a LoRA that is drawn with by LCM's sampler."""
        logging.getLogger("diffusers").setLevel(logging.ERROR)
        pipe = StableDiffusionPipeline.from_pretrained(folder, dtype=torch.float32)
        pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config)
        pipe.set_progress_bar_config(disable=True)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        if few_step:
            pipe.scheduler = LCMScheduler.from_config(pipe.scheduler.config)
            pipe.load_lora_weights(few_step.parent, weight_name=few_step.name)
            # Into the weights, so that what else is learnt adds to it.
            pipe.fuse_lora()
            pipe.unload_lora_weights()
        self.pipe, self.steps, self.guidance = pipe.to(self.device), steps, guidance

    def add_lora(self, file: Path) -> None:
        """A LoRA in any form that diffusers reads: a `.safetensors` file, or a folder of PEFT's."""
        if file.is_dir():
            from peft import PeftModel

            self.pipe.unet = PeftModel.from_pretrained(self.pipe.unet, file).merge_and_unload()
        else:
            self.pipe.load_lora_weights(file.parent, weight_name=file.name)

    def add_embedding(self, file: Path, word: str) -> None:
        """An embedding of one row or several in a form that diffusers reads, as the studio saves
        it; `word` stands for all of its rows in prompts."""
        self.pipe.load_textual_inversion(file, token=word)

    @torch.no_grad()
    def draw(self, prompts: list[Prompt], batch: int = 0) -> torch.Tensor:
        """Pictures float32 [n, 3, size, size], -1..1, on the processor; each with its own seed, so
        that the batches' size doesn't change them."""
        batch = batch or (64 if self.device.type == "cuda" else 8)
        parts = []
        for start in range(0, len(prompts), batch):
            part = prompts[start : start + batch]
            drawn = self.pipe(
                [prompt.text for prompt in part],
                num_inference_steps=self.steps,
                guidance_scale=self.guidance,
                generator=[torch.Generator().manual_seed(prompt.seed) for prompt in part],
                output_type="pt",
            ).images
            parts.append(drawn.float().cpu() * 2 - 1)
        return torch.cat(parts)
