"""Trains the autoencoder: squared error, then more and more L1, and a little KL; some batches
from latents that are turned and scaled (`equivariance.py`); if asked for, the judge's features as
a perceptual term, and a critic of patches.

Random crops first, whole pictures for the last share of the time. The learning rate
follows a cosine over the budget of time; a run that is interrupted goes on from
its checkpoint. Prints the losses and, now and then, the PSNR on held-out pictures.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import torch
from average import Average
from begin import begin_vae
from clock import Clock, rate_factor
from diffusers.models.attention_processor import AttnProcessor
from equivariance import at_random
from machine import Machine
from nets import new_vae
from patch_critic import PatchCritic, adversarial_loss, critic_loss
from picture_pool import PicturePool
from reconstruction import psnr, reconstruction_loss
from shards import read_pictures
from standard_latents import standardise, statistics
from team import Team

from checkpoint import load_checkpoint, save_checkpoint

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from judge.perceptual import PerceptualLoss  # noqa: E402

KL_WEIGHT = 1e-6  #: of the divergence summed over a crop, beside errors averaged over it
SHARPNESS = 0.1  #: weight of the L1 terms at the end of the run
WHOLE_FROM = 0.80  #: share of the budget after which whole pictures are used
CRITIC_FROM = 0.70  #: share of the budget after which the critic has a say
WARMUP = 100
REFRESH = 60  #: seconds between looks for new shards
SAVE_EVERY = 60  #: seconds between checkpoints
HELD_OUT = 64  #: pictures for the PSNR
STANDARD = 500  #: pictures by which the finished latents get mean 0 and spread 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", type=Path, required=True, help="training shards")
    parser.add_argument("--held-out", type=Path, required=True, help="shards for the PSNR")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint file")
    parser.add_argument("--begin", type=Path, help="folder of a starter to begin from")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--batch", type=int, help="crops a process: 16, or 192 on a GPU")
    parser.add_argument("--rate", type=float, help="1e-3, or 2e-3 on a GPU")
    parser.add_argument("--equivariance", type=float, default=0.15, help="share of the batches")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--pictures", type=int, default=60_000, help="held at most")
    parser.add_argument("--judge", type=Path, help="checkpoint of the judge, for a perceptual term")
    parser.add_argument("--perceptual", type=float, default=0.1, help="weight of that term")
    parser.add_argument("--adversarial", type=float, default=0.0, help="weight of the critic")
    options = parser.parse_args()

    team, machine = Team(), Machine(options.device)
    batch = options.batch or (192 if machine.is_gpu else 16)
    rate = options.rate or (2e-3 if machine.is_gpu else 1e-3)
    torch.manual_seed(options.seed)
    vae = new_vae()
    if options.begin:
        begin_vae(vae, options.begin)
    vae = vae.to(machine.device, memory_format=machine.layout)
    vae.set_attn_processor(AttnProcessor())
    optimizer = torch.optim.AdamW(
        vae.parameters(), betas=(0.9, 0.98), weight_decay=1e-3, fused=True
    )
    average = Average(vae, 0.998)
    step, spent = 0, 0.0
    saved = load_checkpoint(options.out)
    if saved:
        # A finished one has standard latents in its average alone: with more minutes it goes on
        # from there.
        vae.load_state_dict(saved["average" if saved["finished"] else "vae"])
        if not saved["finished"]:
            optimizer.load_state_dict(saved["optimizer"])
        average.restore(saved["average"], saved["step"])
        step, spent = saved["step"], saved["spent"]
    pool = PicturePool(
        options.world, machine, options.seed + step + 1_000_003 * team.rank, options.pictures
    )
    torch.manual_seed(options.seed + step + team.rank)
    held_out = torch.from_numpy(read_pictures(options.held_out)[0][:HELD_OUT].copy())
    held_out = (held_out.permute(0, 3, 1, 2).float() / 127.5 - 1).to(machine.device)
    judged = new_vae().eval().to(machine.device)
    perceptual = PerceptualLoss(options.judge).to(machine.device) if options.judge else None
    critic = PatchCritic().to(machine.device) if options.adversarial else None
    critic_optimizer = critic and torch.optim.AdamW(
        critic.parameters(), 4e-4, (0.5, 0.9), fused=True
    )

    def forward(
        images: torch.Tensor, alter: bool
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        posterior = vae.encode(images).latent_dist
        latents, target = posterior.sample(), images
        if alter:
            latents, target = at_random(latents, target, pool.generator)
        return vae.decode(latents).sample, target, posterior.kl().mean()

    clock = Clock(options.minutes * 60, spent, machine.is_gpu)
    running, reported = 0.0, time.monotonic()
    refreshed = recorded = time.monotonic()
    share = team.agree(clock.share)
    stop = team.agree(float(clock.paused))
    while share < 1 and not stop:
        whole = share > WHOLE_FROM
        images = pool.batch(max(2, batch // 4) if whole else batch, 128 if whole else 64)
        for group in optimizer.param_groups:
            group["lr"] = rate * rate_factor(share, step, WARMUP)
        with machine.autocast():
            output, target, divergence = forward(images, pool.chance(options.equivariance))
        output = output.float()
        loss = reconstruction_loss(output, target, SHARPNESS * share)
        total = loss + KL_WEIGHT * divergence.float()
        if perceptual:
            total = total + options.perceptual * perceptual(output, target)
        if critic and share > CRITIC_FROM:
            last = vae.decoder.conv_out.weight
            total = total + options.adversarial * adversarial_loss(critic, output, total, last)
        total.backward()
        team.share_gradients(list(vae.parameters()))
        torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if critic and share > CRITIC_FROM - 0.1:
            critic_optimizer.zero_grad(set_to_none=True)
            critic_loss(critic, target, output).backward()
            team.share_gradients(list(critic.parameters()))
            critic_optimizer.step()
        step += 1
        share, stop = team.agree(clock.share), team.agree(float(clock.paused))
        now = time.monotonic()
        if now - refreshed > REFRESH:
            pool.refresh()
            refreshed = now
        if not team.leads:
            continue
        average.update(vae)
        running += loss.detach()
        if step % 50 == 0:
            pace = 50 / (now - reported)
            print(
                f"step {step} spent {clock.spent:.0f}s loss {running.item() / 50:.4f} "
                f"kl {divergence.item():.0f} {pace:.2f} steps/s {len(pool.pictures)} pictures",
                flush=True,
            )
            running, reported = 0.0, time.monotonic()
        if now - recorded > SAVE_EVERY or share >= 1 or stop:
            recorded = now
            judged.load_state_dict(average.weights)
            print(f"step {step} held-out PSNR {psnr(judged, held_out):.2f} dB", flush=True)
            if share >= 1:
                standardise(judged, *statistics(judged, pool.world(STANDARD, 128)))
            state = {
                "vae": vae.state_dict(),
                "average": judged.state_dict(),
                "optimizer": optimizer.state_dict(),
                "step": step,
                "spent": clock.spent,
                "finished": share >= 1,
            }
            save_checkpoint(options.out, state)
    team.wait()


if __name__ == "__main__":
    main()
