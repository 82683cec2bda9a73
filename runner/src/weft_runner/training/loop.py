"""A run from its first step to its last: watched, kept at checkpoints, gone on with from one."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from weft_runner.bundle.run import Bundle
from weft_runner.errors import RunnerError
from weft_runner.training.course import Course
from weft_runner.training.early_stop import EarlyStop
from weft_runner.training.evaluation import measure
from weft_runner.training.method import Method
from weft_runner.training.randomness import random_state, set_random_state
from weft_runner.training.state import RunState
from weft_runner.training.team import Team
from weft_runner.training.trainer import Trainer


@dataclass(frozen=True)
class Hooks:
    """What is done with what the run says; called on the leading process alone."""

    #: A step's losses and its learning rate.
    step: Callable[[dict, float], None]
    evaluation: Callable[[dict], None]
    #: Draws the sample pictures of a step, of what is learnt or of the class, with the nets as they are.
    sample: Callable[[str, int], None]
    #: Keeps a state, with what had been learnt by then.
    checkpoint: Callable[[RunState, torch.Tensor], None]


@dataclass(frozen=True)
class Learnt:
    """How a run ended."""

    #: On the processor.
    theta: torch.Tensor
    #: The step that it is of: fewer than were taken where early stopping kept what was better.
    steps_done: int
    steps_taken: int

    def stopped(self, steps: int) -> bool:
        return self.steps_taken < steps


def train(
    bundle: Bundle,
    method: Method,
    trainer: Trainer,
    generator: torch.Generator,
    state: RunState | None,
    course: Course,
    team: Team,
    hooks: Hooks,
) -> Learnt:
    """Takes all steps that are left. Raises RunnerError where a loss is no number any more."""
    settings = bundle.settings
    early_stop = EarlyStop(settings.patience, state.best if state else None)
    if state is not None:
        trainer.go_on(state.step, state.vectors)
        set_random_state(generator, state.random)
    before = course.seconds
    began = time.monotonic()

    def look(step: int) -> None:
        """Measures and draws with what has been learnt, which may be the average beside θ."""
        theta = method.learner.theta
        learnt = trainer.learnt()
        kept = theta.clone()
        theta.copy_(learnt)
        if team.leads:
            if _is_due(step, settings.eval_every):
                heard = {
                    "step": step,
                    "trained": measure(
                        method.learner, method.trained, method.measured_in, bundle.evaluation
                    ),
                    "heldOut": measure(
                        method.learner, method.held_out, method.measured_in, bundle.evaluation
                    ),
                }
                course.evaluations.append(heard)
                hooks.evaluation(heard)
                if step > 0:
                    early_stop.measured(step, heard["heldOut"], learnt)
            if _is_due(step, settings.sample_every):
                hooks.sample("learnt", step)
            if _is_class_due(bundle, step):
                hooks.sample("class", step)
        theta.copy_(kept)
        # One measures; all keep or end by what it found.
        early_stop.best = team.told(early_stop.best)

    def is_looked_at(step: int) -> bool:
        return (
            _is_due(step, settings.eval_every)
            or _is_due(step, settings.sample_every)
            or _is_class_due(bundle, step)
        )

    if state is None and is_looked_at(0):
        look(0)
    while trainer.step < settings.steps and not early_stop.turned:
        losses = trainer.train(method.batches(trainer.step, generator))
        step = trainer.step
        point = _loss_point(step, losses, method.kinds, settings.batch_size)
        if not math.isfinite(point["instance"]) or not math.isfinite(point["prior"] or 0):
            raise RunnerError(
                "diverged",
                f"The loss of step {step} is no number any more: the run has gone astray.",
                "Start the run again with a third of the learning rate.",
            )
        course.losses.append(point)
        if team.leads:
            hooks.step(point, trainer.learning_rate)
        if is_looked_at(step):
            look(step)
        course.seconds = before + time.monotonic() - began
        if _is_due(step, settings.checkpoint_every) and step < settings.steps and team.leads:
            reached = RunState(step, trainer.vectors(), random_state(generator), early_stop.best)
            hooks.checkpoint(reached, trainer.learnt().cpu())
    best = early_stop.best
    if best is not None:
        return Learnt(best.theta, best.step, trainer.step)
    return Learnt(trainer.learnt().cpu(), trainer.step, trainer.step)


def _is_due(step: int, every: int) -> bool:
    return every > 0 and step % every == 0


def _is_class_due(bundle: Bundle, step: int) -> bool:
    """The class is drawn before the first step and after the last in any case: these two are compared."""
    settings = bundle.settings
    if settings.method != "lora" or not settings.show_forgetting:
        return False
    return step in (0, settings.steps) or _is_due(step, settings.sample_every)


def _loss_point(step: int, losses: torch.Tensor, kinds: int, batch_size: int) -> dict:
    """The means over the samples of each kind, which lie kind by kind in every batch."""
    kind = torch.arange(len(losses)) // batch_size % kinds
    means = [losses[kind == k].double().mean().item() for k in range(kinds)]
    return {"step": step, "instance": means[0], "prior": means[1] if kinds > 1 else None}
