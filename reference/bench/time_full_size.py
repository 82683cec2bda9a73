"""A guided denoising step and a training step of Stable Diffusion 1.5's own size by diffusers and PEFT on CUDA, in
float16, timed on request. Random weights: what they are does not change how long a step takes.

    python time_full_size.py --latents 64

Speaks as time_starter.py does.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import diffusers
import peft
import torch
from diffusers import UNet2DConditionModel
from peft import LoraConfig

CONFIG = Path(__file__).resolve().parents[1] / "parity" / "full_size" / "unet.json"
TARGETS = ["to_q", "to_k", "to_v", "to_out.0"]
RANK, RATE, MAX_NORM = 4, 1e-4, 1.0
BATCH, TEXT_LENGTH = 2, 77

Work = Callable[[], object]


def draw(*shape: int) -> torch.Tensor:
    return torch.randn(shape, device="cuda", dtype=torch.float16)


def unet() -> UNet2DConditionModel:
    """The net in half precision."""
    net = UNet2DConditionModel.from_config(json.loads(CONFIG.read_text()))
    return net.to("cuda", torch.float16).requires_grad_(False)


def denoising_step(latents: int) -> Work:
    """The U-Net on a pair of samples, as guidance asks for."""
    net = unet().eval()
    states = draw(BATCH, TEXT_LENGTH, net.config.cross_attention_dim)
    sample = draw(BATCH, net.config.in_channels, latents, latents)
    timesteps = torch.tensor([500, 500], device="cuda")

    @torch.no_grad()
    def work() -> torch.Tensor:
        return net(sample, timesteps, states, return_dict=False)[0]

    return work


def training_step(latents: int) -> Work:
    """A pair of samples, LoRA of rank 4 in float32, gradient checkpointing as the engine's segments, clipping, AdamW."""
    net = unet()
    net.add_adapter(LoraConfig(r=RANK, lora_alpha=RANK, target_modules=TARGETS))
    net.enable_gradient_checkpointing()
    net.train()
    trainable = [parameter for parameter in net.parameters() if parameter.requires_grad]
    for parameter in trainable:
        parameter.data = parameter.data.float()
    optimizer = torch.optim.AdamW(trainable, lr=RATE)
    scaler = torch.amp.GradScaler("cuda")
    states = draw(BATCH, TEXT_LENGTH, net.config.cross_attention_dim)
    shape = (BATCH, net.config.in_channels, latents, latents)

    def work() -> list[float]:
        timesteps = torch.randint(0, 1000, (BATCH,), device="cuda")
        with torch.autocast("cuda", torch.float16):
            prediction = net(draw(*shape), timesteps, states, return_dict=False)[0]
        losses = (prediction.float() - draw(*shape).float()).square().mean((1, 2, 3))
        scaler.scale(losses.sum()).backward()
        scaler.unscale_(optimizer)
        torch.nn.utils.clip_grad_norm_(trainable, MAX_NORM)
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad()
        return losses.tolist()

    return work


PREPARE = {"denoising step": denoising_step, "training step": training_step}


def timed(work: Work, times: int) -> list[float]:
    """Seconds of each of `times` repetitions, the device's work included."""
    seconds = []
    for _ in range(times):
        torch.cuda.synchronize()
        started = time.perf_counter()
        work()
        torch.cuda.synchronize()
        seconds.append(time.perf_counter() - started)
    return seconds


def say(answer: dict[str, object]) -> None:
    """One line of output, at once."""
    print(json.dumps(answer), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latents", type=int, default=64)
    latents = parser.parse_args().latents
    torch.manual_seed(0)
    prepared: dict[str, Work] = {}
    versions = {"PyTorch": torch, "diffusers": diffusers, "PEFT": peft}
    named = ", ".join(f"{name} {module.__version__}" for name, module in versions.items())
    say({"versions": f"{named}, {torch.cuda.get_device_name()}"})
    for line in sys.stdin:
        asked = json.loads(line)
        name = asked["workload"]
        if name not in prepared:
            prepared[name] = PREPARE[name](latents)
            timed(prepared[name], 2)
        say({"seconds": timed(prepared[name], asked["times"])})


if __name__ == "__main__":
    main()
