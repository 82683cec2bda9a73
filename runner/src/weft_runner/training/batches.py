"""The random part of a step: which picture, which prompt, and what is drawn of them, in the engine's order.

Every process draws the whole step, so that the numbers don't depend on how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch

from weft_runner.model.nets import Nets
from weft_runner.model.prompts import Conditioning, EncodedPrompt
from weft_runner.training.min_snr import min_snr_weight
from weft_runner.training.pictures import Latents, draw_latents
from weft_runner.training.randomness import chance, pick


@dataclass(frozen=True)
class Prompt:
    """A sample's prompt, with what the U-Net hears of it where that never changes."""

    encoded: EncodedPrompt
    known: Conditioning | None = None


@dataclass(frozen=True)
class Sample:
    """One noised picture; tensors [channels, side, side] on the processor."""

    noisy: torch.Tensor
    #: What the U-Net should answer; None for what it answered before it learnt.
    target: torch.Tensor | None
    timestep: int
    prompt: Prompt
    #: In the loss, which is the sum of weight · squared error over a step's samples.
    weight: float


@dataclass(frozen=True)
class Shown:
    """A picture to learn from, its views, and what it shows in words."""

    views: Sequence[Latents]
    prompt: Prompt


@dataclass(frozen=True)
class Kind:
    """A kind of sample, instance or class: its pictures and its weight in the loss."""

    shown: Sequence[Shown]
    weight: float


@dataclass(frozen=True)
class OwnPrediction:
    """What a class is held to by the model's own prediction: its prompt, and its weight in the loss."""

    prompt: Prompt
    weight: float


@dataclass(frozen=True)
class BatchRules:
    """How a LoRA's batches are made up."""

    #: Samples of each kind in a batch.
    batch_size: int
    #: Batches in a step.
    accumulation: int
    min_snr_gamma: float
    #: How much of one number for each channel is added to the noise.
    noise_offset: float
    #: Each sample a second time with this prompt and without a target; None where class images hold the class, or nothing.
    own_prediction: OwnPrediction | None
    caption_dropout: float
    #: What a sample comes with in place of its prompt; None where no prompt is dropped.
    empty: Prompt | None


def noised(
    nets: Nets, latents: torch.Tensor, noise: torch.Tensor, timestep: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Latents with noise, and what the U-Net should answer to them."""
    at = torch.tensor([timestep])
    noisy = nets.schedule.add_noise(latents[None], noise[None], at)[0]
    match nets.schedule.config.prediction_type:
        case "v_prediction":
            return noisy, nets.schedule.get_velocity(latents[None], noise[None], at)[0]
        case "sample":
            return noisy, latents
        case _:
            return noisy, noise


def _draw(
    nets: Nets, latents: Latents, generator: torch.Generator, noise_offset: float = 0
) -> tuple[torch.Tensor, torch.Tensor, int]:
    clean = draw_latents(nets, latents, generator)
    noise = torch.randn(clean.numel(), generator=generator).view_as(clean)
    if noise_offset > 0:
        noise = noise + noise_offset * torch.randn(len(clean), generator=generator)[:, None, None]
    timestep = int(torch.randint(nets.timesteps, (1,), generator=generator))
    return *noised(nets, clean, noise, timestep), timestep


def lora_step(
    nets: Nets, kinds: Sequence[Kind], done: int, generator: torch.Generator, rules: BatchRules
) -> list[list[Sample]]:
    """The batches of the step after `done` others: in each first all of the first kind, each kind's pictures in turn."""
    batches = []
    for index in range(done * rules.accumulation, (done + 1) * rules.accumulation):
        samples = []
        for kind in kinds:
            for i in range(rules.batch_size):
                shown = kind.shown[(index * rules.batch_size + i) % len(kind.shown)]
                dropped = rules.empty is not None and chance(rules.caption_dropout, generator)
                view = shown.views[pick(len(shown.views), generator)]
                noisy, target, timestep = _draw(nets, view, generator, rules.noise_offset)
                weight = kind.weight / (rules.batch_size * rules.accumulation)
                if rules.min_snr_gamma > 0:
                    weight *= min_snr_weight(nets.schedule, timestep, rules.min_snr_gamma)
                prompt = rules.empty if dropped else shown.prompt
                samples.append(Sample(noisy, target, timestep, prompt, weight))
        own = rules.own_prediction
        if own is not None:
            samples += [
                replace(sample, target=None, prompt=own.prompt, weight=sample.weight * own.weight)
                for sample in samples
            ]
        batches.append(samples)
    return batches


def inversion_step(
    nets: Nets,
    images: Sequence[Sequence[Latents]],
    prompts: Sequence[Prompt],
    batch_size: int,
    done: int,
    generator: torch.Generator,
) -> list[list[Sample]]:
    """The one batch of textual inversion's step: pictures in turn, prompts by chance."""
    samples = []
    for i in range(batch_size):
        prompt = prompts[pick(len(prompts), generator)]
        views = images[(done * batch_size + i) % len(images)]
        noisy, target, timestep = _draw(nets, views[pick(len(views), generator)], generator)
        samples.append(Sample(noisy, target, timestep, prompt, 1 / batch_size))
    return [samples]
