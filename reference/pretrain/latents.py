"""The training set of the denoiser: encoded pictures with their captions' token ids."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from shards import read_captions
from transformers import CLIPTokenizer

MAX_TOKENS = 77


def tokenize(tokenizer: CLIPTokenizer, texts: list[str]) -> torch.Tensor:
    """Token ids int64 [n, 77], cut and padded as Stable Diffusion does."""
    return tokenizer(
        texts, padding="max_length", truncation=True, max_length=MAX_TOKENS, return_tensors="pt"
    ).input_ids


class Latents:
    """Scaled latents [8, 16, 16] and wordings, drawn at random."""

    def __init__(self, encoded: Path, world: Path, tokenizer: CLIPTokenizer) -> None:
        tensors = load_file(encoded / "latents.safetensors")
        self.mean, self.deviation = tensors["mean"], tensors["deviation"]
        statistics = json.loads((encoded / "statistics.json").read_text())
        self.scale: float = statistics["scaling_factor"]
        captions = read_captions(world)[: len(self.mean)]
        ids = tokenize(tokenizer, [wording for each in captions for wording in each])
        self.ids = ids.view(len(captions), -1, MAX_TOKENS).to(torch.int16)
        self.empty = tokenize(tokenizer, [""])[0]

    def batch(
        self, count: int, dropout: float, generator: torch.Generator
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Latents float32 [b, 8, 16, 16] and ids int64 [b, 77]; a share `dropout` of the
        captions is empty, for guidance."""
        index = torch.randint(len(self.mean), (count,), generator=generator)
        mean, deviation = self.mean[index].float(), self.deviation[index].float()
        noise = torch.randn(mean.shape, generator=generator)
        wording = torch.randint(self.ids.shape[1], (count,), generator=generator)
        ids = self.ids[index, wording].long()
        dropped = torch.rand(count, generator=generator) < dropout
        ids[dropped] = self.empty
        return (mean + deviation * noise) * self.scale, ids
