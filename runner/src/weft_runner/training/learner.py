"""What learns: θ on the device, and the U-Net's answer with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import torch

from weft_runner.bundle.run import Module
from weft_runner.model.layers import in_text_encoder
from weft_runner.model.lora import first_theta, put_lora
from weft_runner.model.nets import Nets
from weft_runner.model.prompts import Word, initializer_row, text_states
from weft_runner.training.batches import Prompt


class Learner(ABC):
    """θ and its gradient as flat vectors, which stay the same tensors from the first step to the last."""

    nets: Nets
    theta: torch.Tensor
    gradient: torch.Tensor

    @abstractmethod
    def states(self, prompts: Sequence[Prompt]) -> torch.Tensor:
        """Hidden states of prompts, [n, length, width]."""

    def predict(
        self, noisy: torch.Tensor, timesteps: torch.Tensor, prompts: Sequence[Prompt]
    ) -> torch.Tensor:
        """The U-Net's answer, [n, channels, side, side]."""
        return self.nets.unet(noisy, timesteps, self.states(prompts)).sample


class LoraLearner(Learner):
    """Learns the factors of the layers."""

    def __init__(
        self,
        nets: Nets,
        modules: Sequence[Module],
        rank: int,
        alpha: float,
        generator: torch.Generator,
    ) -> None:
        self.nets = nets
        self.text_learns = any(in_text_encoder(module.name) for module in modules)
        self.theta = first_theta(modules, rank, generator).to(nets.device)
        self.gradient = torch.zeros_like(self.theta)
        put_lora(nets, modules, rank, alpha, self.theta, self.gradient)

    def states(self, prompts: Sequence[Prompt]) -> torch.Tensor:
        if self.text_learns:
            return text_states(self.nets, [prompt.encoded for prompt in prompts])
        return torch.stack([prompt.states for prompt in prompts])


class InversionLearner(Learner):
    """Learns the rows of a word, all of which start at the initialiser's."""

    def __init__(self, nets: Nets, word: Word, initializer: str) -> None:
        self.nets = nets
        self.word = word
        self.theta = initializer_row(nets, initializer).repeat(word.vectors).contiguous()
        self.gradient = torch.zeros_like(self.theta)
        # A view of θ: what the optimizer does to θ in place is seen here.
        self.leaf = torch.nn.Parameter(self.theta)
        self.leaf.grad = self.gradient

    @property
    def rows(self) -> torch.Tensor:
        """[vectors, width]"""
        return self.leaf.view(self.word.vectors, -1)

    def states(self, prompts: Sequence[Prompt]) -> torch.Tensor:
        return text_states(self.nets, [prompt.encoded for prompt in prompts], self.rows)
