"""DreamBooth's loss with a LoRA (instance and prior): its gradient with respect to every factor, and a run of fifty
steps as diffusers' train_dreambooth_lora takes them, by PEFT and PyTorch in float64. Once with class images; once
without, the class held to what the U-Net predicts while its adapter is off (ai-toolkit's differential output
preservation, OneTrainer's prior prediction).

Every random number is drawn from seeded generators in the engine's order, so that no input needs to be kept.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable

import torch
from peft import LoraConfig, get_peft_model
from training_model import TrainingModel, draw_images, draw_sample

SETTINGS = {
    "rank": 2,
    "alpha": 64,
    "instancePrompt": "a sks african fabric pattern",
    "classPrompt": "a fabric pattern",
    "instanceImages": 3,
    "classImages": 2,
    "priorWeight": 0.7,
    "imageSeed": 11,
    "gradient": {"seed": 12, "scale": 0.03},
    "run": {"seed": 13, "steps": 50, "learningRate": 1e-3, "epsilon": 1e-5},
}
TARGETS = ["to_q", "to_k", "to_v", "to_out.0"]
#: The run's epsilon is larger than the usual 1e-8: A's first gradients are those of a B that has taken one step, some of
#: them 1e-8 and smaller, and with the usual one AdamW makes whole steps of what is float32's rounding. Which way such a
#: step goes hangs on the order in which a processor sums, so the run would say more of processors than of the engine.
ADAMW = {"betas": (0.9, 0.999), "weight_decay": 1e-2}
MAX_GRADIENT_NORM = 1.0

Factors = list[torch.nn.Parameter]
#: Instance and prior loss of a step's samples.
Losses = Callable[[int, torch.Generator], tuple[torch.Tensor, torch.Tensor]]


class Run:
    """A U-Net with a LoRA, and what it is trained on."""

    def __init__(self, model: TrainingModel) -> None:
        self.model = model
        config = LoraConfig(
            r=SETTINGS["rank"], lora_alpha=SETTINGS["alpha"], target_modules=TARGETS
        )
        self.unet = get_peft_model(copy.deepcopy(model.unet), config).double()
        self.modules = sorted(
            {name for name, _ in model.unet.named_modules() if name.endswith(tuple(TARGETS))},
            key=lambda name: self._place(name),
        )
        parameters = dict(self.unet.named_parameters())
        self.factors: Factors = [
            parameters[f"base_model.model.{module}.lora_{factor}.default.weight"]
            for module in self.modules
            for factor in "AB"
        ]
        states = model.text(
            model.encode([SETTINGS["instancePrompt"], SETTINGS["classPrompt"]])
        ).last_hidden_state
        self.states = states.detach()
        generator = torch.Generator().manual_seed(SETTINGS["imageSeed"])
        self.images = [
            draw_images(model, SETTINGS[kind], generator)
            for kind in ("instanceImages", "classImages")
        ]

    def _place(self, module: str) -> tuple[int, int]:
        """The order in which the net uses its layers, which is not that in which diffusers registers its blocks."""
        block = ["down_blocks", "mid_block", "up_blocks"].index(module.split(".")[0])
        names = [name for name, _ in self.model.unet.named_modules()]
        return block, names.index(module)

    def losses(self, step: int, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean squared errors of an instance and a class sample."""
        drawn = [
            draw_sample(self.model, images[step % len(images)], generator) for images in self.images
        ]
        noisy, target, timesteps = (torch.cat(parts) for parts in zip(*drawn, strict=True))
        output = self.unet(noisy, timesteps, self.states).sample
        instance, prior = (output - target).square().mean((1, 2, 3))
        return instance, prior

    def own_losses(
        self, step: int, generator: torch.Generator
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean squared errors of an instance sample, and of the same one with the class prompt against what was
        predicted for it before anything was learnt."""
        images, _ = self.images
        noisy, target, timestep = draw_sample(self.model, images[step % len(images)], generator)
        with torch.no_grad(), self.unet.disable_adapter():
            own = self.unet(noisy, timestep, self.states[1:]).sample
        output = self.unet(noisy.repeat(2, 1, 1, 1), timestep.repeat(2), self.states).sample
        instance, prior = (output - torch.cat([target, own])).square().mean((1, 2, 3))
        return instance, prior

    def flat(self, parts: list[torch.Tensor]) -> torch.Tensor:
        """Factor after factor, row-major, rounded to float32."""
        return torch.cat([part.detach().flatten() for part in parts]).float()


def _gradient(run: Run, losses: Losses) -> dict[str, torch.Tensor]:
    """Both factors of every layer are random, so that no gradient is zero."""
    generator = torch.Generator().manual_seed(SETTINGS["gradient"]["seed"])
    with torch.no_grad():
        for factor in run.factors:
            drawn = torch.randn(factor.numel(), generator=generator) * SETTINGS["gradient"]["scale"]
            factor.copy_(drawn.reshape(factor.shape))
    instance, prior = losses(0, generator)
    loss = instance + SETTINGS["priorWeight"] * prior
    gradients = torch.autograd.grad(loss, run.factors)
    return {
        "gradient": run.flat(list(gradients)),
        "gradientLosses": torch.stack([instance, prior]).detach().float(),
    }


def _steps(run: Run, losses_of: Losses, clips: bool) -> dict[str, torch.Tensor]:
    """Starts as PEFT does, with A by Kaiming's uniform rule and B zero. `clips` says that some of its gradients must be
    clipped, and others not."""
    settings = SETTINGS["run"]
    generator = torch.Generator().manual_seed(settings["seed"])
    with torch.no_grad():
        for a, b in zip(run.factors[::2], run.factors[1::2], strict=True):
            start = torch.empty(a.shape)
            torch.nn.init.kaiming_uniform_(start, a=math.sqrt(5), generator=generator)
            a.copy_(start)
            b.zero_()
    optimizer = torch.optim.AdamW(
        run.factors, lr=settings["learningRate"], eps=settings["epsilon"], **ADAMW
    )
    losses, norms = [], []
    for step in range(settings["steps"]):
        instance, prior = losses_of(step, generator)
        optimizer.zero_grad()
        (instance + SETTINGS["priorWeight"] * prior).backward()
        norms.append(torch.nn.utils.clip_grad_norm_(run.factors, MAX_GRADIENT_NORM).item())
        optimizer.step()
        losses.append(torch.stack([instance, prior]).detach())
    if clips and not min(norms) < MAX_GRADIENT_NORM < max(norms):
        raise ValueError(f"the run does not show clipping: norms from {min(norms)} to {max(norms)}")
    return {"theta": run.flat(list(run.factors)), "losses": torch.stack(losses).float()}


def lora(model: TrainingModel) -> tuple[dict[str, torch.Tensor], list[str]]:
    """The tensors, factors of all layers one after the other; and the layers in their order.

    `lora.gradient` and `lora.theta` [n], `lora.gradientLosses` [2] and `lora.losses` [steps, 2]; the same of
    `ownPrediction`.
    """
    run = Run(model)
    ways = {"lora": run.losses, "ownPrediction": run.own_losses}
    tensors = {
        f"{way}.{name}": tensor
        for way, losses in ways.items()
        for name, tensor in (_gradient(run, losses) | _steps(run, losses, way == "lora")).items()
    }
    return tensors, run.modules
