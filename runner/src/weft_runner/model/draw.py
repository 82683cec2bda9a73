"""Pictures of a prompt and a seed, by diffusers' pipelines."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from diffusers import DiffusionPipeline, StableDiffusionPipeline, StableDiffusionXLPipeline
from PIL import Image

from weft_runner.bundle.settings import Sampling
from weft_runner.model.nets import Nets
from weft_runner.model.prompts import Conditioning, Word, conditioning, encode_prompt, nothing
from weft_runner.model.samplers import scheduler_of


def _pipeline(nets: Nets, sampler: str) -> DiffusionPipeline:
    parts = {
        "vae": nets.vae,
        "unet": nets.unet,
        "text_encoder": nets.encoders[0].net,
        "tokenizer": nets.encoders[0].tokenizer,
        "scheduler": scheduler_of(sampler, nets.scheduler_config),
    }
    if not nets.is_xl:
        return StableDiffusionPipeline(
            **parts, safety_checker=None, feature_extractor=None, requires_safety_checker=False
        )
    second = nets.encoders[1]
    return StableDiffusionXLPipeline(
        **parts,
        text_encoder_2=second.net,
        tokenizer_2=second.tokenizer,
        # What a run learns from and is watched by carries no mark of its own.
        add_watermarker=False,
    )


@torch.no_grad()
def draw(
    nets: Nets,
    prompt: str,
    seed: int,
    size: int,
    drawing: Sampling,
    word: tuple[Word, Sequence[torch.Tensor]] | None = None,
) -> Image.Image:
    """A square RGB picture of `size` pixels, with what the nets have learnt by now.

    `word` is a learnt one with its rows [vectors, width] for each text encoder. The noises are those of PyTorch's
    CPU generator of the seed, whatever the device."""
    pipe = _pipeline(nets, drawing.sampler)
    pipe.set_progress_bar_config(disable=True)
    placed, rows = word if word is not None else (None, None)
    told = conditioning(nets, [encode_prompt(nets, prompt, placed)], rows)
    return pipe(
        **_prompts(told, nothing(nets)),
        guidance_scale=drawing.guidance_scale,
        num_inference_steps=drawing.sampling_steps,
        height=size,
        width=size,
        generator=torch.Generator().manual_seed(seed),
    ).images[0]


def _prompts(told: Conditioning, plain: Conditioning) -> dict[str, torch.Tensor]:
    prompts = {"prompt_embeds": told.states, "negative_prompt_embeds": plain.states}
    if told.pooled is not None:
        prompts |= {
            "pooled_prompt_embeds": told.pooled,
            "negative_pooled_prompt_embeds": plain.pooled,
        }
    return prompts
