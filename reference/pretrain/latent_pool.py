"""The training set of the denoiser: encoded pictures with their captions' token ids.

Each shard is encoded once, when it is finished, and kept as `latents-<folder>-NNNN.safetensors`
(float16 [n, channels, 16, 16]). The pictures may lie in several folders: the world, and cloth
alone, of which patches are cut.
"""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import AutoencoderKL
from diffusers.models.attention_processor import AttnProcessor
from machine import Machine
from nets import new_vae
from safetensors.torch import load_file, save_file
from shards import read_captions, read_labels, read_shard, shard_names
from team import Team
from tokens import MAX_TOKENS, tokenize
from transformers import CLIPTokenizer

from checkpoint import load_checkpoint


@torch.no_grad()
def encode(vae: AutoencoderKL, pictures: torch.Tensor, machine: Machine) -> torch.Tensor:
    """Latents float16 of pictures uint8 [n, size, size, 3]."""
    parts = []
    for part in pictures.split(250 if machine.is_gpu else 25):
        pixels = part.to(machine.device).permute(0, 3, 1, 2).float() / 127.5 - 1
        with machine.autocast():
            posterior = vae.encode(pixels.contiguous())
        parts.append(posterior.latent_dist.mean.half().cpu().contiguous())
    return torch.cat(parts)


class LatentPool:
    """Latents and wordings, drawn at random on the training's device."""

    def __init__(
        self,
        folders: list[Path],
        encoded: Path,
        vae: Path,
        tokenizer: CLIPTokenizer,
        machine: Machine,
        team: Team,
        most: int,
    ) -> None:
        """`vae` is the checkpoint of `train_vae.py`; at most `most` pictures are held."""
        self.folders, self.encoded, self.machine, self.most = folders, encoded, machine, most
        self.tokenizer, self.team = tokenizer, team
        self.vae = new_vae().eval().requires_grad_(False)
        saved = load_checkpoint(vae)
        self.vae.load_state_dict(saved["average"])
        self.vae.set_attn_processor(AttnProcessor())
        self.vae.to(machine.device, memory_format=machine.layout)
        self.known: set[tuple[str, str]] = set()
        self.latents = self.ids = self.cloth = torch.empty(0)
        self.empty = tokenize(tokenizer, [""])[0].to(machine.device)
        encoded.mkdir(parents=True, exist_ok=True)
        self._forget_others(saved["step"])
        self.refresh()

    def _forget_others(self, step: int) -> None:
        """Removes what an earlier state of the autoencoder has encoded."""
        note = self.encoded / "autoencoder-step.txt"
        if self.team.leads and (not note.exists() or note.read_text() != str(step)):
            for file in self.encoded.glob("latents-*.safetensors"):
                file.unlink()
            note.write_text(str(step))
        self.team.wait()

    def _file(self, folder: Path, name: str) -> Path:
        return self.encoded / f"latents-{folder.name}-{name}.safetensors"

    def _encode(self, folder: Path, name: str) -> None:
        target = self._file(folder, name)
        if target.exists():
            return
        pictures = torch.from_numpy(read_shard(folder, name).copy())
        unfinished = target.with_suffix(".part")
        save_file({"mean": encode(self.vae, pictures, self.machine)}, unfinished)
        unfinished.rename(target)

    def refresh(self) -> int:
        """Encodes and takes in the shards finished since the last call; the team's processes
        share the work. Returns the number of pictures held."""
        found = [(folder, name) for folder in self.folders for name in shard_names(folder)]
        found = self.team.same(found)
        fresh = [each for each in found if (each[0].name, each[1]) not in self.known]
        if not fresh or len(self.latents) >= self.most:
            return len(self.latents)
        for folder, name in fresh[self.team.rank :: self.team.size]:
            self._encode(folder, name)
        self.team.wait()
        latents, ids, cloth = [], [], []
        for folder, name in fresh:
            captions = read_captions(folder, name)
            tokens = tokenize(self.tokenizer, [wording for each in captions for wording in each])
            latents.append(load_file(self._file(folder, name))["mean"])
            ids.append(tokens.view(len(captions), -1, MAX_TOKENS).to(torch.int16))
            labels = read_labels(folder, name)
            cloth.append(torch.tensor([label["thing"] == "cloth" for label in labels]))
            self.known.add((folder.name, name))
        device = self.machine.device
        held = (self.latents, self.ids, self.cloth)
        self.latents, self.ids, self.cloth = (
            torch.cat([*([old] if len(old) else []), torch.cat(new).to(device)])
            for old, new in zip(held, (latents, ids, cloth), strict=True)
        )
        self.cloth_places = self.cloth.nonzero()[:, 0]
        self.thing_places = (~self.cloth).nonzero()[:, 0]
        return len(self.latents)

    def batch(
        self,
        count: int,
        dropout: float,
        generator: torch.Generator,
        patches: bool,
        things: float | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Latents float32 [b, channels, 16, 16] and ids int64 [b, MAX_TOKENS]; or, for `patches`,
        windows of half the side cut from pictures of cloth. A share `dropout` of the captions is
        empty, for guidance; a share `things` of the pictures shows things, where it is given."""
        device = self.machine.device

        def pick(most: int) -> torch.Tensor:
            return torch.randint(most, (count,), generator=generator, device=device)

        if patches:
            index = self.cloth_places[pick(len(self.cloth_places))]
            side = self.latents.shape[-1] // 2
            along = torch.arange(side, device=device)
            rows, columns = (pick(side + 1)[:, None] + along for _ in range(2))
            window = self.latents[index[:, None, None], :, rows[:, :, None], columns[:, None, :]]
            latents = window.permute(0, 3, 1, 2)
        else:
            index = pick(len(self.latents))
            if things is not None:
                roll = torch.rand(count, generator=generator, device=device)
                thing = self.thing_places[pick(len(self.thing_places))]
                cloth = self.cloth_places[pick(len(self.cloth_places))]
                index = torch.where(roll < things, thing, cloth)
            latents = self.latents[index]
        ids = self.ids[index, pick(self.ids.shape[1])].long()
        dropped = torch.rand(count, generator=generator, device=device) < dropout
        ids = torch.where(dropped[:, None], self.empty, ids)
        return latents.float().contiguous(), ids
