"""What learns: θ on the device, and the U-Net's answer with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import torch

from weft_runner.bundle.run import Module
from weft_runner.model.answer import answer
from weft_runner.model.layers import in_text_encoder
from weft_runner.model.lora import first_theta, put_lora, without_lora
from weft_runner.model.nets import Nets
from weft_runner.model.prompts import Conditioning, Word, conditioning, initializer_rows
from weft_runner.training.batches import Prompt


class Learner(ABC):
    """θ and its gradient as flat vectors, which stay the same tensors from the first step to the last."""

    nets: Nets
    theta: torch.Tensor
    gradient: torch.Tensor

    @abstractmethod
    def told(self, prompts: Sequence[Prompt]) -> Conditioning:
        """What the U-Net hears of prompts."""

    def predict(
        self, noisy: torch.Tensor, timesteps: torch.Tensor, prompts: Sequence[Prompt]
    ) -> torch.Tensor:
        """The U-Net's answer, [n, channels, side, side]."""
        return answer(self.nets, noisy, timesteps, self.told(prompts))

    def predict_untaught(
        self, noisy: torch.Tensor, timesteps: torch.Tensor, prompts: Sequence[Prompt]
    ) -> torch.Tensor:
        """What the U-Net answered before it learnt anything, of the same shape and without a gradient."""
        raise NotImplementedError


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

    def told(self, prompts: Sequence[Prompt]) -> Conditioning:
        if self.text_learns:
            return conditioning(self.nets, [prompt.encoded for prompt in prompts])
        return Conditioning.joined([prompt.known for prompt in prompts])

    @torch.no_grad()
    def predict_untaught(
        self, noisy: torch.Tensor, timesteps: torch.Tensor, prompts: Sequence[Prompt]
    ) -> torch.Tensor:
        with without_lora(self.nets):
            return self.predict(noisy, timesteps, prompts)


class InversionLearner(Learner):
    """Learns the rows of a word, all of which start at the initialiser's. With several text encoders θ holds the
    first one's rows, and then the second's."""

    def __init__(self, nets: Nets, word: Word, initializer: str) -> None:
        self.nets = nets
        self.word = word
        first = initializer_rows(nets, initializer)
        self.widths = [row.numel() for row in first]
        self.theta = torch.cat([row.repeat(word.vectors) for row in first])
        self.gradient = torch.zeros_like(self.theta)
        # A view of θ: what the optimizer does to θ in place is seen here.
        self.leaf = torch.nn.Parameter(self.theta)
        self.leaf.grad = self.gradient

    @property
    def rows(self) -> list[torch.Tensor]:
        """[vectors, width] of each text encoder, as views."""
        return self.split(self.leaf)

    def split(self, theta: torch.Tensor) -> list[torch.Tensor]:
        parts = theta.split([self.word.vectors * width for width in self.widths])
        return [part.view(self.word.vectors, -1) for part in parts]

    def told(self, prompts: Sequence[Prompt]) -> Conditioning:
        return conditioning(self.nets, [prompt.encoded for prompt in prompts], self.rows)
