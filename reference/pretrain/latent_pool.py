"""The training set of the denoiser: encoded pictures with their captions' token ids.

Each shard is encoded once, when it is finished, and kept beside the others as
`latents-NNNN.safetensors` (`mean` and `deviation`, float16 [n, channels, 16, 16], unscaled). The
scale, 1 / standard deviation of the first shards' latents, is kept in `statistics.json`.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from checkpoint import load_checkpoint
from diffusers.models.attention_processor import AttnProcessor
from machine import Machine
from nets import new_vae
from safetensors.torch import load_file, save_file
from shards import read_captions, read_shard, shard_names
from team import Team
from transformers import CLIPTokenizer

MAX_TOKENS = 77
SHARDS_FOR_SCALE = 4


def tokenize(tokenizer: CLIPTokenizer, texts: list[str]) -> torch.Tensor:
    """Token ids int64 [n, 77], cut and padded as Stable Diffusion does. Tokens never reach over
    spaces, so each word of the captions' few hundred is looked up once."""
    known: dict[str, list[int]] = {}
    start, end = tokenizer.bos_token_id, tokenizer.eos_token_id
    rows = np.full((len(texts), MAX_TOKENS), end, np.int64)
    rows[:, 0] = start
    for row, text in zip(rows, texts, strict=True):
        ids: list[int] = []
        for word in text.split():
            if word not in known:
                known[word] = tokenizer(word, add_special_tokens=False).input_ids
            ids += known[word]
        ids = ids[: MAX_TOKENS - 2]
        row[1 : len(ids) + 1] = ids
    return torch.from_numpy(rows)


class LatentPool:
    """Scaled latents and wordings, drawn at random on the training's device."""

    def __init__(
        self,
        world: Path,
        encoded: Path,
        vae: Path,
        tokenizer: CLIPTokenizer,
        machine: Machine,
        team: Team,
        most: int,
    ) -> None:
        """`vae` is the checkpoint of `train_vae.py`; at most `most` pictures are held."""
        self.world, self.encoded, self.machine, self.most = world, encoded, machine, most
        self.tokenizer, self.team = tokenizer, team
        self.vae = new_vae().eval().requires_grad_(False)
        self.vae.load_state_dict(load_checkpoint(vae)["average"])
        self.vae.set_attn_processor(AttnProcessor())
        self.vae.to(machine.device, memory_format=torch.channels_last)
        self.names: list[str] = []
        self.mean = self.deviation = self.ids = torch.empty(0)
        self.empty = tokenize(tokenizer, [""])[0].to(machine.device)
        encoded.mkdir(parents=True, exist_ok=True)
        self.refresh()
        self.scale = self._scale()

    @torch.no_grad()
    def _encode(self, name: str) -> None:
        pictures = read_shard(self.world, name)
        means, deviations = [], []
        batch = 250 if self.machine.is_gpu else 25
        for start in range(0, len(pictures), batch):
            pixels = torch.from_numpy(pictures[start : start + batch].copy()).to(
                self.machine.device
            )
            pixels = pixels.permute(0, 3, 1, 2).float() / 127.5 - 1
            pixels = pixels.contiguous(memory_format=torch.channels_last)
            with self.machine.autocast():
                posterior = self.vae.encode(pixels).latent_dist
            means.append(posterior.mean.half().cpu().contiguous())
            deviations.append(posterior.std.half().cpu().contiguous())
        target = self.encoded / f"latents-{name}.safetensors"
        unfinished = target.with_suffix(".part")
        save_file({"mean": torch.cat(means), "deviation": torch.cat(deviations)}, unfinished)
        unfinished.rename(target)

    def refresh(self) -> int:
        """Encodes and takes in the shards finished since the last call; the team's processes
        share the work. Returns the number of pictures held."""
        names = shard_names(self.world)
        count = int(self.team.agree(float(len(names))))
        fresh = [name for name in names[:count] if name not in self.names]
        if not fresh or len(self.mean) >= self.most:
            return len(self.mean)
        for name in fresh[self.team.rank :: self.team.size]:
            if not (self.encoded / f"latents-{name}.safetensors").exists():
                self._encode(name)
        self.team.wait()
        means, deviations, ids = [], [], []
        for name in fresh:
            shard = load_file(self.encoded / f"latents-{name}.safetensors")
            captions = read_captions(self.world, name)
            tokens = tokenize(self.tokenizer, [wording for each in captions for wording in each])
            means.append(shard["mean"])
            deviations.append(shard["deviation"])
            ids.append(tokens.view(len(captions), -1, MAX_TOKENS).to(torch.int16))
        device = self.machine.device
        held = [self.mean, self.deviation, self.ids] if self.names else [None, None, None]
        joined = [
            torch.cat([part for part in (old, torch.cat(new).to(device)) if part is not None])
            for old, new in zip(held, (means, deviations, ids), strict=True)
        ]
        self.mean, self.deviation, self.ids = joined
        self.names += fresh
        return len(self.mean)

    def _scale(self) -> float:
        file = self.encoded / "statistics.json"
        if not file.exists() and self.team.leads:
            first = self.names[:SHARDS_FOR_SCALE]
            shards = [load_file(self.encoded / f"latents-{name}.safetensors") for name in first]
            mean = torch.cat([shard["mean"] for shard in shards]).float()
            deviation = torch.cat([shard["deviation"] for shard in shards]).float()
            variance = mean.var() + deviation.square().mean()
            statistics = {
                "pictures": len(mean),
                "scaling_factor": round(variance.rsqrt().item(), 5),
                "channel_means": [round(v, 4) for v in mean.mean((0, 2, 3)).tolist()],
                "channel_deviations": [round(v, 4) for v in mean.std((0, 2, 3)).tolist()],
                "mean_posterior_deviation": round(deviation.mean().item(), 4),
            }
            file.write_text(json.dumps(statistics, indent=2) + "\n")
        self.team.wait()
        return json.loads(file.read_text())["scaling_factor"]

    def batch(
        self, count: int, dropout: float, generator: torch.Generator
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Latents float32 [b, channels, 16, 16] and ids int64 [b, 77]; a share `dropout` of the
        captions is empty, for guidance."""
        device = self.machine.device
        index = torch.randint(len(self.mean), (count,), generator=generator, device=device)
        mean, deviation = self.mean[index].float(), self.deviation[index].float()
        noise = torch.randn(mean.shape, generator=generator, device=device)
        wording = torch.randint(self.ids.shape[1], (count,), generator=generator, device=device)
        ids = self.ids[index, wording].long()
        dropped = torch.rand(count, generator=generator, device=device) < dropout
        ids = torch.where(dropped[:, None], self.empty, ids)
        return (mean + deviation * noise) * self.scale, ids
