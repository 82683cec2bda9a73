"""Drawing with work saved, written plainly: guidance that ends early, and deep layers of the U-Net that are
computed at every so many steps alone (DeepCache: Ma et al., arXiv 2312.00858). The engine is held against it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from diffusers import StableDiffusionPipeline, UNet2DConditionModel


@dataclass(frozen=True)
class Thrift:
    """Share of the steps with guidance, and how often the deep layers are computed."""

    guidance_stop: float = 1.0
    deep_every: int = 1


def whole(
    unet: UNet2DConditionModel, sample: torch.Tensor, timestep: torch.Tensor, states: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """The U-Net's prediction, and what goes into its last block on the way up."""
    seen = []

    def look(_module, arguments, named) -> None:
        seen.append(named["hidden_states"] if "hidden_states" in named else arguments[0])

    hook = unet.up_blocks[-1].register_forward_pre_hook(look, with_kwargs=True)
    try:
        return unet(sample, timestep, states).sample, seen[-1]
    finally:
        hook.remove()


def shallow(
    unet: UNet2DConditionModel,
    sample: torch.Tensor,
    timestep: torch.Tensor,
    states: torch.Tensor,
    deep: torch.Tensor,
) -> torch.Tensor:
    """The prediction with `deep` in place of all between the first block down and the last up."""
    down, up = unet.down_blocks[0], unet.up_blocks[-1]
    time = unet.time_embedding(unet.time_proj(timestep.expand(len(sample))).to(sample.dtype))
    hidden = unet.conv_in(sample)
    skips = [hidden]
    for i, resnet in enumerate(down.resnets):
        hidden = resnet(hidden, time)
        if hasattr(down, "attentions"):
            hidden = down.attentions[i](hidden, encoder_hidden_states=states).sample
        skips.append(hidden)
    told = {"encoder_hidden_states": states} if hasattr(up, "attentions") else {}
    hidden = up(hidden_states=deep, res_hidden_states_tuple=tuple(skips), temb=time, **told)
    return unet.conv_out(unet.conv_act(unet.conv_norm_out(hidden)))


@torch.no_grad()
def draw_latents(
    pipe: StableDiffusionPipeline,
    prompts: list[str],
    negative_prompt: str,
    latents: torch.Tensor,
    steps: int,
    guidance: float,
    thrift: Thrift,
) -> torch.Tensor:
    """Where pictures' ways end by the pipeline's scheduler, which adds no noise.

    `latents` [b, channels, h, w]: standard normal noise, one for each prompt."""
    prompt, negative = pipe.encode_prompt(
        prompts, pipe.device, 1, True, negative_prompt=[negative_prompt] * len(prompts)
    )
    pipe.scheduler.set_timesteps(steps)
    latents = latents * pipe.scheduler.init_noise_sigma
    guided_steps = int(thrift.guidance_stop * steps) if guidance > 1 else 0
    deep, guided_before = None, False
    for i, timestep in enumerate(pipe.scheduler.timesteps):
        guided = i < guided_steps
        states = torch.cat([negative, prompt]) if guided else prompt
        sample = pipe.scheduler.scale_model_input(latents, timestep)
        sample = torch.cat([sample, sample]) if guided else sample
        if deep is None or i % thrift.deep_every == 0 or guided != guided_before:
            output, deep = whole(pipe.unet, sample, timestep, states)
        else:
            output = shallow(pipe.unet, sample, timestep, states, deep)
        if guided:
            without, told = output.chunk(2)
            output = without + guidance * (told - without)
        guided_before = guided
        latents = pipe.scheduler.step(output, timestep, latents).prev_sample
    return latents
