"""What decides how θ moves in a step: AdamW, clipping, the learning rate over time, the moving average."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from weft_runner.bundle.settings import InversionSettings, LoraSettings


@dataclass(frozen=True)
class StepRules:
    """Settings of a step."""

    learning_rate: float
    schedule: Literal["constant", "linear", "cosine"]
    warmup_steps: int
    steps: int
    betas: tuple[float, float]
    epsilon: float
    weight_decay: float
    #: The gradient is scaled down to this norm; 0 leaves it as it is.
    max_gradient_norm: float
    #: Decay of the moving average that is learnt instead of θ itself; 0 keeps none.
    ema_decay: float


def rules_of(settings: LoraSettings | InversionSettings) -> StepRules:
    """Textual inversion's are those of diffusers' script: one learning rate, nothing clipped, no average."""
    if isinstance(settings, InversionSettings):
        return StepRules(
            settings.learning_rate, "constant", 0, settings.steps, (0.9, 0.999), 1e-8, 0.01, 0, 0
        )
    return StepRules(
        settings.learning_rate,
        settings.schedule,
        settings.warmup_steps,
        settings.steps,
        (settings.beta1, settings.beta2),
        settings.epsilon,
        settings.weight_decay,
        settings.max_gradient_norm,
        settings.ema_decay,
    )


def learning_rate_at(rules: StepRules, done: int) -> float:
    """The learning rate of the step that comes after `done` others, as diffusers' `get_scheduler` sets it."""
    if done < rules.warmup_steps:
        return rules.learning_rate * done / rules.warmup_steps
    length = max(1, rules.steps - rules.warmup_steps)
    match rules.schedule:
        case "linear":
            share = (rules.steps - done) / length
        case "cosine":
            share = 0.5 * (1 + math.cos(math.pi * (done - rules.warmup_steps) / length))
        case _:
            share = 1.0
    return rules.learning_rate * max(0.0, share)


def averaging_rate(step: int, decay: float) -> float:
    """How far the average moves towards θ after a step, counted from 1: all the way at the first."""
    return 1.0 if step <= 1 else 1 - min(decay, step / (9 + step))
