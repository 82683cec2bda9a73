"""The DreamBooth loss of a LoRA on the tiny U-Net, its gradients, and three steps of AdamW."""

from __future__ import annotations

import copy

import torch
from diffusers import DDPMScheduler
from peft import LoraConfig, get_peft_model
from tiny_model import SCHEDULER

RANK = 2
ALPHA = 2
TARGETS = ["to_q", "to_k", "to_v", "to_out.0"]
PRIOR_WEIGHT = 1.0
ADAMW = {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 1e-2}
STEPS = 3

PREFIX = "base_model.model."


def _name(parameter: str) -> str:
    """PEFT's live parameter name to the name in an adapter file, without the prefix."""
    return parameter.removeprefix(PREFIX).replace(".default.", ".")


def lora(net: torch.nn.Module) -> tuple[dict[str, torch.Tensor], dict]:
    """Tensors and settings; the first sample of the batch is the instance, the second the class."""
    generator = torch.Generator().manual_seed(105)

    def draw(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=generator)

    config = LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=TARGETS)
    model = get_peft_model(copy.deepcopy(net), config)
    trainable = {n: p for n, p in model.named_parameters() if p.requires_grad}
    with torch.no_grad():
        for name in sorted(trainable):
            trainable[name].copy_(draw(*trainable[name].shape) * 0.1)
    model = model.double()
    trainable = {n: p for n, p in model.named_parameters() if p.requires_grad}

    latents, noise, states = draw(2, 4, 8, 8), draw(2, 4, 8, 8), draw(2, 77, 32)
    timesteps = torch.tensor([250, 611])
    schedule = DDPMScheduler.from_config(SCHEDULER)
    noisy = schedule.add_noise(latents.double(), noise.double(), timesteps)
    tensors = {
        "lora.latents": latents,
        "lora.noise": noise,
        "lora.timesteps": timesteps.to(torch.int32),
        "lora.encoder_hidden_states": states,
        "lora.noisy": noisy.float(),
    }
    for name, parameter in trainable.items():
        tensors[f"lora.weight.{_name(name)}"] = parameter.detach().float()

    optimizer = torch.optim.AdamW(trainable.values(), **ADAMW)
    losses = []
    for step in range(STEPS):
        output = model(noisy, timesteps, states.double()).sample
        error = (output - noise.double()).square()
        instance, prior = error[0].mean(), error[1].mean()
        loss = instance + PRIOR_WEIGHT * prior
        optimizer.zero_grad()
        loss.backward()
        losses.append([instance.item(), prior.item(), loss.item()])
        if step == 0:
            tensors["lora.output"] = output.detach().float()
            for name, parameter in trainable.items():
                tensors[f"lora.gradient.{_name(name)}"] = parameter.grad.float()
        optimizer.step()
    for name, parameter in trainable.items():
        tensors[f"lora.after.{_name(name)}"] = parameter.detach().float()
    settings = {
        "rank": RANK,
        "alpha": ALPHA,
        "targets": TARGETS,
        "priorWeight": PRIOR_WEIGHT,
        "adamw": {**ADAMW, "betas": list(ADAMW["betas"])},
        "losses": losses,
    }
    return tensors, settings
