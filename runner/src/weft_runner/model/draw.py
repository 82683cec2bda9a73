"""Pictures of a prompt and a seed, by diffusers' pipeline."""

from __future__ import annotations

import torch
from diffusers import StableDiffusionPipeline
from PIL import Image

from weft_runner.bundle.settings import Sampling
from weft_runner.model.nets import Nets
from weft_runner.model.prompts import Word, encode, text_states
from weft_runner.model.samplers import scheduler_of


@torch.no_grad()
def draw(
    nets: Nets,
    prompt: str,
    seed: int,
    size: int,
    drawing: Sampling,
    word: tuple[Word, torch.Tensor] | None = None,
) -> Image.Image:
    """A square RGB picture of `size` pixels, with what the nets have learnt by now.

    `word` is a learnt one with its rows [vectors, width]. The noises are those of PyTorch's CPU
    generator of the seed, whatever the device."""
    pipe = StableDiffusionPipeline(
        vae=nets.vae,
        text_encoder=nets.text_encoder,
        tokenizer=nets.tokenizer,
        unet=nets.unet,
        scheduler=scheduler_of(drawing.sampler, nets.scheduler_config),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipe.set_progress_bar_config(disable=True)
    placed, rows = word if word is not None else (None, None)
    told = text_states(nets, [encode(nets.tokenizer, prompt, placed)], rows)
    plain = text_states(nets, [encode(nets.tokenizer, "")])
    return pipe(
        prompt_embeds=told,
        negative_prompt_embeds=plain,
        guidance_scale=drawing.guidance_scale,
        num_inference_steps=drawing.sampling_steps,
        height=size,
        width=size,
        generator=torch.Generator().manual_seed(seed),
    ).images[0]
