"""Trains the U-Net and the text encoder together on cached latents.

Epsilon prediction with Stable Diffusion 1's noise schedule, losses weighted by the
signal-to-noise ratio, held between a floor and a cap, over itself, caption dropout for
guidance, AdamW, an average of the weights, and a learning rate that follows a cosine over
the wall-clock budget. A run that is interrupted goes on from its checkpoint; one can also
start from the weights of another.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch
from average import Average
from clock import Clock, rate_factor
from diffusers import DDPMScheduler
from diffusers.models.attention_processor import AttnProcessor
from latents import Latents
from nets import new_text_encoder, new_unet, read_config
from team import Team
from transformers import CLIPTokenizer

TIMESTEPS = 1000
SNR_CAP = 5.0
# Below t = 800 the noise itself still shows a picture's colours: only the noisiest steps need the
# words for them, and there the error of the noise hardly shows what they are worth. The floor makes
# up for it, so that the first steps of sampling, which settle thing and colour, follow the prompt.
SNR_FLOOR = 0.2
# The mean of 256 latents shows through the noise to the last step, so a picture's colour could be
# read from there. A shift of each channel's noise hides it, and the words are needed.
NOISE_SHIFT = 0.25
CAPTION_DROPOUT = 0.1
WARMUP = 100
AVERAGE_DECAY = 0.998


def spread_timesteps(count: int, generator: torch.Generator) -> torch.Tensor:
    """One timestep from each of `count` equal parts of the schedule, shuffled, int64 [b]."""
    places = (torch.arange(count) + torch.rand(count, generator=generator)) / count
    return (places[torch.randperm(count, generator=generator)] * TIMESTEPS).long()


def parameter_groups(unet: torch.nn.Module, text_encoder: torch.nn.Module) -> list[dict]:
    """Weight decay for matrices and kernels only: not for norms, biases or embeddings, so
    that the rows of tokens that no caption uses stay as they were drawn."""
    decayed, free = [], []
    for module in (unet, text_encoder):
        for name, parameter in module.named_parameters():
            (free if parameter.ndim < 2 or "embedding.weight" in name else decayed).append(
                parameter
            )
    return [{"params": decayed, "weight_decay": 0.01}, {"params": free, "weight_decay": 0.0}]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", type=Path, required=True)
    parser.add_argument("--latents", type=Path, required=True, help="folder of encode_world.py")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="checkpoint file")
    parser.add_argument("--begin", type=Path, help="checkpoint whose U-Net to begin from")
    parser.add_argument("--text", type=Path, help="text encoder of train_text.py")
    parser.add_argument("--minutes", type=float, default=70)
    parser.add_argument("--batch", type=int, default=16, help="samples a process")
    parser.add_argument("--rate", type=float, default=7e-4)
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--compile", action="store_true", help="fuse with torch.compile")
    options = parser.parse_args()

    team = Team()
    torch.manual_seed(options.seed)
    tokenizer = CLIPTokenizer.from_pretrained(options.tokenizer)
    unet = new_unet().to(memory_format=torch.channels_last)
    unet.set_attn_processor(AttnProcessor())
    text_encoder = new_text_encoder(len(tokenizer))
    if options.begin:
        unet.load_state_dict(torch.load(options.begin)["unet"])
    if options.text:
        text_encoder.load_state_dict(torch.load(options.text))
    optimizer = torch.optim.AdamW(
        parameter_groups(unet, text_encoder), betas=(0.9, 0.99), fused=True
    )
    averages = {
        "unet": Average(unet, AVERAGE_DECAY),
        "text_encoder": Average(text_encoder, AVERAGE_DECAY),
    }
    step, spent = 0, 0.0
    if options.out.exists():
        saved = torch.load(options.out)
        unet.load_state_dict(saved["unet"])
        text_encoder.load_state_dict(saved["text_encoder"])
        optimizer.load_state_dict(saved["optimizer"])
        for name, average in averages.items():
            average.weights, average.steps = saved["average"][name], saved["step"]
        step, spent = saved["step"], saved["spent"]
    data = Latents(options.latents, options.world, tokenizer)
    generator = torch.Generator().manual_seed(options.seed + step + 1_000_003 * team.rank)
    schedule = DDPMScheduler.from_config(read_config("scheduler"))
    snr = schedule.alphas_cumprod / (1 - schedule.alphas_cumprod)
    weight = snr.clamp(SNR_FLOOR, SNR_CAP) / snr
    run = torch.compile(unet) if options.compile else unet

    clock = Clock(options.minutes * 60, spent)
    weighted, plain, reported = 0.0, 0.0, time.monotonic()
    parameters = [*unet.parameters(), *text_encoder.parameters()]
    share = team.agree(clock.share)
    while share < 1:
        latents, ids = data.batch(options.batch, CAPTION_DROPOUT, generator)
        noise = torch.randn(latents.shape, generator=generator)
        noise += NOISE_SHIFT * torch.randn(*noise.shape[:2], 1, 1, generator=generator)
        timesteps = spread_timesteps(options.batch, generator)
        noisy = schedule.add_noise(latents, noise, timesteps)
        for group in optimizer.param_groups:
            group["lr"] = options.rate * rate_factor(share, step, WARMUP)
        with torch.autocast("cpu", torch.bfloat16):
            states = text_encoder(ids).last_hidden_state.float()
            output = run(noisy, timesteps, states, return_dict=False)[0]
        error = (output.float() - noise).square().mean((1, 2, 3))
        loss = (error * weight[timesteps]).mean()
        loss.backward()
        team.share_gradients(parameters)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        share = team.agree(clock.share)
        if not team.leads:
            continue
        averages["unet"].update(unet)
        averages["text_encoder"].update(text_encoder)
        weighted += loss.item()
        plain += error.mean().item()
        if step % 50 == 0:
            pace = 50 * options.batch * team.size / (time.monotonic() - reported)
            print(
                f"step {step} spent {clock.spent:.0f}s loss {plain / 50:.4f} "
                f"weighted {weighted / 50:.4f} {pace:.1f} samples/s",
                flush=True,
            )
            weighted, plain, reported = 0.0, 0.0, time.monotonic()
        if step % 200 == 0 or share >= 1:
            unfinished = options.out.with_suffix(".part")
            torch.save(
                {
                    "unet": unet.state_dict(),
                    "text_encoder": text_encoder.state_dict(),
                    "average": {name: average.weights for name, average in averages.items()},
                    "optimizer": optimizer.state_dict(),
                    "step": step,
                    "spent": clock.spent,
                },
                unfinished,
            )
            unfinished.rename(options.out)


if __name__ == "__main__":
    main()
