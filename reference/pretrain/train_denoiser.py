"""Trains the U-Net on encoded pictures.

Velocity prediction down to pure noise (`objective.py`), caption dropout for guidance, Muon for the
inner matrices and AdamW for the rest, an average of the weights. The text encoder is as
`train_text.py` left it. Patches of cloth at half the size come first: a step of them holds four
times as many for the same work, and patterns are all they show; pictures are of things four times out of five, since patterns on things are learnt
last. The rate stays level, so that a run can go on in as many sittings as there are; the
last one is told to cool down (`--cool`). Pictures that are drawn while it runs join in.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import torch
from average import Average
from begin import begin_unet
from clock import Clock
from latent_pool import LatentPool
from machine import Machine
from muon import Muon, is_inner_matrix
from nets import attention_for, new_text_encoder, new_unet
from objective import Objective, spread_timesteps
from team import Team
from transformers import CLIPTokenizer

from checkpoint import load_checkpoint, save_checkpoint

CAPTION_DROPOUT = 0.1
DECAY = 0.01  #: of weights, times the rate
WARMUP = 100
PATCHES = 4  #: as many patches in a step as pictures, times this
PATCH_SHARES = (0.8, 0.15)  #: of the steps, before and after so many patches were seen
REPORT = 50  #: steps
REFRESH = 120  #: seconds between looks for new shards
SAVE_EVERY = 180  #: seconds between checkpoints


def new_optimizers(
    unet: torch.nn.Module, muon: bool, team: Team, machine: Machine
) -> list[torch.optim.Optimizer]:
    """AdamW for all parameters, or Muon for the inner matrices and AdamW for the rest. Weight decay
    for matrices and kernels only: not for norms or biases."""
    named = list(unet.named_parameters())
    inner = [p for name, p in named if muon and is_inner_matrix(name, p)]
    groups: tuple[list, list] = ([], [])
    for name, parameter in named:
        if not (muon and is_inner_matrix(name, parameter)):
            groups[parameter.ndim < 2].append(parameter)
    outer = [{"params": groups[0], "weight_decay": DECAY}, {"params": groups[1], "weight_decay": 0}]
    adam = torch.optim.AdamW(outer, betas=(0.9, 0.99), fused=True)
    if not muon:
        return [adam]
    dtype = torch.bfloat16 if machine.has_bfloat16 else torch.float32
    return [adam, Muon(inner, team, dtype, weight_decay=DECAY)]


def takes_patches(seed: int, step: int, patches: int, first: int) -> bool:
    """Whether this step is one of patches; all processes of a team answer alike."""
    roll = torch.rand((), generator=torch.Generator().manual_seed(seed * 1_000_003 + step))
    return roll.item() < PATCH_SHARES[patches >= first]


def level_rate(step: int, share: float, cool: float) -> float:
    """Factor of the learning rate: a warm-up, level, and down to nothing over the last part `cool`
    of the minutes."""
    falling = min(1.0, (1 - share) / cool) if cool else 1.0
    return min(1.0, (step + 1) / WARMUP) * falling


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", type=Path, nargs="+", required=True, help="folders of shards")
    parser.add_argument("--vae", type=Path, required=True, help="checkpoint of train_vae.py")
    parser.add_argument("--latents", type=Path, required=True, help="folder for encoded pictures")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--text", type=Path, required=True, help="text encoder of train_text.py")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint file")
    parser.add_argument("--begin", type=Path, help="folder of a starter whose U-Net to begin from")
    parser.add_argument("--minutes", type=float, default=70, help="of this sitting")
    parser.add_argument("--cool", type=float, default=0.0, help="share of them to cool down in")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--batch", type=int, help="pictures a process: 32, or 768 on a GPU")
    parser.add_argument("--optimizer", default="muon", choices=("adamw", "muon"))
    parser.add_argument("--things", type=float, default=0.8, help="share of pictures of things")
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--decay", type=float, default=0.998, help="of the average of weights")
    parser.add_argument("--patches-first", type=int, default=200_000)
    parser.add_argument("--pictures", type=int, default=400_000, help="held at most")
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--compile", default="auto", choices=("auto", "on", "off"))
    options = parser.parse_args()

    team, machine = Team(), Machine(options.device)
    device = machine.device
    batch = options.batch or (768 if machine.is_gpu else 32)
    torch.manual_seed(options.seed)
    tokenizer = CLIPTokenizer.from_pretrained(options.tokenizer)
    unet = new_unet()
    unet.set_attn_processor(attention_for(machine))
    if options.begin:
        begin_unet(unet, options.begin)
    unet = unet.to(device, memory_format=machine.layout)
    text_encoder = new_text_encoder(len(tokenizer)).eval().requires_grad_(False).to(device)
    text_encoder.load_state_dict(load_checkpoint(options.text)["text_encoder"])
    optimizers = new_optimizers(unet, options.optimizer == "muon", team, machine)
    average = Average(unet, options.decay)
    seen = {"step": 0, "pictures": 0, "patches": 0, "seconds": 0.0}
    saved = load_checkpoint(options.out)
    if saved:
        unet.load_state_dict(saved["unet"])
        average.restore(saved["average"], saved["seen"]["step"])
        for optimizer, state in zip(optimizers, saved.get("optimizers", ()), strict=False):
            optimizer.load_state_dict(state)
        seen = saved["seen"]
    warm = 0 if saved is None or "optimizers" in saved else seen["step"]  # where to warm up again
    clock = Clock(options.minutes * 60, is_gpu=machine.is_gpu)
    before = seen["seconds"]
    data = LatentPool(
        options.world, options.latents, options.vae, tokenizer, machine, team, options.pictures
    )
    generator = machine.generator(options.seed + seen["step"] + 1_000_003 * team.rank)
    objective = Objective(device)

    def predict(noisy: torch.Tensor, timesteps: torch.Tensor, states: torch.Tensor) -> torch.Tensor:
        return unet(noisy, timesteps, states, return_dict=False)[0]

    def attempt(work) -> None:
        with machine.autocast():
            for patches in (False, True):
                learn(work, *sample(patches))[0].backward()
        unet.zero_grad(set_to_none=True)

    def sample(patches: bool) -> tuple[torch.Tensor, torch.Tensor]:
        count = batch * PATCHES if patches else batch
        latents, ids = data.batch(count, CAPTION_DROPOUT, generator, patches, options.things)
        with torch.no_grad(), machine.autocast():
            return latents, text_encoder(ids).last_hidden_state

    def learn(
        work, latents: torch.Tensor, states: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        noise = torch.randn(latents.shape, generator=generator, device=device)
        timesteps = spread_timesteps(len(latents), generator, device)
        noisy, velocity = objective.noised(latents, noise, timesteps)
        with machine.autocast():
            output = work(noisy, timesteps, states)
        return objective.loss(output, velocity, timesteps)

    run = machine.fused(predict, options.compile, attempt)
    parameters = list(unet.parameters())
    losses: dict[bool, list[torch.Tensor]] = {False: [], True: []}
    reported = refreshed = recorded = time.monotonic()
    share, stop = team.agree(clock.share), team.agree(float(clock.paused))
    while share < 1 and not stop:
        step = seen["step"]
        patches = takes_patches(options.seed, step, seen["patches"], options.patches_first)
        rate = options.rate * level_rate(step - warm, share, options.cool)
        for group in (group for optimizer in optimizers for group in optimizer.param_groups):
            group["lr"] = rate
        loss, plain = learn(run, *sample(patches))
        loss.backward()
        team.share_gradients(parameters)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        for optimizer in optimizers:
            optimizer.step()
        unet.zero_grad(set_to_none=True)
        seen["step"] += 1
        count = batch * team.size
        seen["patches" if patches else "pictures"] += count * (PATCHES if patches else 1)
        seen["seconds"] = round(before + clock.spent, 1)
        share, stop = team.agree(clock.share), team.agree(float(clock.paused))
        now = time.monotonic()
        if team.agree(now - refreshed) > REFRESH:
            data.refresh()
            refreshed = now
        if not team.leads:
            continue
        average.update(unet)
        losses[patches].append(plain)
        if seen["step"] % REPORT == 0:
            means = {
                name: round(torch.stack(losses[kind]).mean().item(), 4)
                for name, kind in (("loss", False), ("loss of patches", True))
                if losses[kind]
            }
            pace = round(REPORT * count / (now - reported), 1)
            print(json.dumps({**seen, **means, "pictures' work a second": pace}), flush=True)
            losses, reported = {False: [], True: []}, now
        if now - recorded > SAVE_EVERY or share >= 1 or stop:
            recorded = now
            state = {
                "unet": unet.state_dict(),
                "average": average.weights,
                "optimizers": [optimizer.state_dict() for optimizer in optimizers],
                "seen": seen,
                "machine": machine.describe(),
                "finished": share >= 1 and options.cool > 0,
            }
            save_checkpoint(options.out, state)
    team.wait()


if __name__ == "__main__":
    main()
