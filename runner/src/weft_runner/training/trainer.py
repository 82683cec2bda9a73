"""A vector in training: one step at a time, by torch.optim.AdamW on the flat θ."""

from __future__ import annotations

import torch

from weft_runner.errors import RunnerError
from weft_runner.training.batches import Sample
from weft_runner.training.learner import Learner
from weft_runner.training.rules import StepRules, averaging_rate, learning_rate_at
from weft_runner.training.team import Team


class Trainer:
    """θ with the optimizer's memory, the same on every process."""

    def __init__(self, learner: Learner, rules: StepRules, team: Team) -> None:
        self.learner = learner
        self.rules = rules
        self.team = team
        #: Steps taken.
        self.step = 0
        self._parameter = torch.nn.Parameter(learner.theta)
        self._parameter.grad = learner.gradient
        self._optimizer = torch.optim.AdamW(
            [self._parameter],
            lr=rules.learning_rate,
            betas=rules.betas,
            eps=rules.epsilon,
            weight_decay=rules.weight_decay,
            foreach=False,
        )
        self.average = learner.theta.clone() if rules.ema_decay > 0 else None

    def train(self, batches: list[list[Sample]]) -> torch.Tensor:
        """Takes one step and gives the squared error of each of its samples, on the processor."""
        device = self.learner.nets.device
        count = sum(len(batch) for batch in batches)
        losses = torch.zeros(count, device=device)
        gradient = self.learner.gradient
        gradient.zero_()
        own, place = self.team.share(batches)
        errors = []
        for batch in own:
            noisy = torch.stack([sample.noisy for sample in batch]).to(device)
            timesteps = torch.tensor([sample.timestep for sample in batch], device=device)
            answer = self.learner.predict(noisy, timesteps, [sample.prompt for sample in batch])
            error = (answer - self._targets(batch, noisy, timesteps)).square().mean((1, 2, 3))
            weights = torch.tensor([sample.weight for sample in batch], device=device)
            (weights * error).sum().backward()
            errors.append(error.detach())
        losses[place] = torch.cat(errors)
        if self.team.size > 1:
            # One message for both: the gradient of the sum is the sum of the gradients.
            summed = self.team.sum(torch.cat([gradient, losses]))
            gradient.copy_(summed[: gradient.numel()])
            losses = summed[gradient.numel() :]
        self._move()
        return losses.cpu()

    def _targets(
        self, batch: list[Sample], noisy: torch.Tensor, timesteps: torch.Tensor
    ) -> torch.Tensor:
        """What the answers should be: what the samples bring, or what was answered before anything was learnt."""
        lacking = [i for i, sample in enumerate(batch) if sample.target is None]
        target = torch.stack(
            [torch.zeros_like(one.noisy) if one.target is None else one.target for one in batch]
        ).to(noisy.device)
        if lacking:
            prompts = [batch[i].prompt for i in lacking]
            target[lacking] = self.learner.predict_untaught(
                noisy[lacking], timesteps[lacking], prompts
            )
        return target

    def _move(self) -> None:
        rules = self.rules
        if rules.max_gradient_norm > 0:
            torch.nn.utils.clip_grad_norm_(
                [self._parameter], rules.max_gradient_norm, foreach=False
            )
        self._optimizer.param_groups[0]["lr"] = learning_rate_at(rules, self.step)
        self._optimizer.step()
        self.step += 1
        if self.average is not None:
            rate = averaging_rate(self.step, rules.ema_decay)
            self.average += rate * (self.learner.theta - self.average)

    @property
    def learning_rate(self) -> float:
        """That of the last step, or of the first where none was taken."""
        return learning_rate_at(self.rules, max(0, self.step - 1))

    def learnt(self) -> torch.Tensor:
        """What has been learnt by now, a copy: the moving average where there is one, or else θ."""
        return (self.learner.theta if self.average is None else self.average).clone()

    def vectors(self) -> dict[str, torch.Tensor]:
        """Everything that the next steps depend on, by the studio's names, on the processor."""
        theta = self.learner.theta
        memory = self._optimizer.state.get(self._parameter, {})
        vectors = {
            "theta": theta,
            "m": memory.get("exp_avg", torch.zeros_like(theta)),
            "v": memory.get("exp_avg_sq", torch.zeros_like(theta)),
        }
        if self.average is not None:
            vectors["average"] = self.average
        return {name: vector.detach().cpu().clone() for name, vector in vectors.items()}

    def go_on(self, step: int, vectors: dict[str, torch.Tensor]) -> None:
        """Goes on from there. Raises RunnerError where they are another run's."""
        theta = self.learner.theta
        names = ["theta", "m", "v"] + (["average"] if self.average is not None else [])
        for name in names:
            if name not in vectors or vectors[name].numel() != theta.numel():
                found = "none" if name not in vectors else f"{vectors[name].numel()} numbers"
                raise RunnerError(
                    "other-state",
                    f"The saved state has {found} as {name}, and this run needs {theta.numel()}.",
                    "Unpack the bundle again, all of it; else start the run from its first step.",
                )
        theta.copy_(vectors["theta"])
        if self.average is not None:
            self.average.copy_(vectors["average"])
        # In half precision steps whose gradient overflowed don't count.
        taken = float(vectors["stepsTaken"][0]) if "stepsTaken" in vectors else float(step)
        self._optimizer.state[self._parameter] = {
            "step": torch.tensor(taken),
            "exp_avg": vectors["m"].to(theta.device).clone(),
            "exp_avg_sq": vectors["v"].to(theta.device).clone(),
        }
        self.step = step
