"""Trains the autoencoder: squared error, then more and more L1, and a little KL.

Random crops first, whole pictures for the last share of the time. The learning rate
follows a cosine over the wall-clock budget; a run that is interrupted goes on from
its checkpoint. Prints the losses and, now and then, the PSNR on held-out pictures.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from average import Average
from clock import Clock, rate_factor
from crops import Crops
from diffusers.models.attention_processor import AttnProcessor
from nets import new_vae
from shards import read_pictures
from team import Team

KL_WEIGHT = 1e-6  #: of the divergence summed over a crop, beside errors averaged over it
GRADIENT_WEIGHT = 0.5  #: of neighbour differences, beside the pixels
SHARPNESS = 0.5  #: weight of the L1 terms at the end of the run
WHOLE_FROM = 0.85  #: share of the budget after which whole pictures are used
WARMUP = 100


def reconstruction_loss(
    output: torch.Tensor, target: torch.Tensor, sharpness: float
) -> torch.Tensor:
    """Squared error at three sizes, and L1 on pixels and neighbour differences weighted by
    `sharpness` (0..1). L1 from the start holds two-coloured patterns at their median, a flat
    colour; squared error leads away from it."""
    error = output - target
    loss = error.square().mean()
    across, down = error.diff(dim=-1), error.diff(dim=-2)
    edges = across.abs().mean() + down.abs().mean()
    loss = loss + sharpness * (error.abs().mean() + GRADIENT_WEIGHT * edges)
    for _ in range(2):
        error = F.avg_pool2d(error, 2)
        loss = loss + error.square().mean()
    return loss


@torch.no_grad()
def psnr(vae: torch.nn.Module, pictures: torch.Tensor) -> float:
    """Mean PSNR in dB of the reconstructions of pictures [n, 3, h, w], -1..1."""
    values = []
    for part in pictures.split(16):
        output = vae.decode(vae.encode(part).latent_dist.mode()).sample.clamp(-1, 1)
        error = ((output - part) / 2).square().mean((1, 2, 3))
        values.append(-10 * error.log10())
    return torch.cat(values).mean().item()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", type=Path, required=True, help="training shards")
    parser.add_argument("--held-out", type=Path, required=True, help="shards for the PSNR")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint file")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--compile", action="store_true", help="fuse with torch.compile")
    options = parser.parse_args()

    team = Team()
    torch.manual_seed(options.seed)
    vae = new_vae().to(memory_format=torch.channels_last)
    vae.set_attn_processor(AttnProcessor())
    optimizer = torch.optim.AdamW(
        vae.parameters(), betas=(0.9, 0.98), weight_decay=1e-3, fused=True
    )
    average = Average(vae, 0.998)
    step, spent = 0, 0.0
    if options.out.exists():
        saved = torch.load(options.out)
        vae.load_state_dict(saved["vae"])
        optimizer.load_state_dict(saved["optimizer"])
        average.weights, average.steps = saved["average"], saved["step"]
        step, spent = saved["step"], saved["spent"]
    crops = Crops(options.world, options.seed + step + 1_000_003 * team.rank)
    torch.manual_seed(options.seed + step + team.rank)
    held_out = torch.from_numpy(read_pictures(options.held_out)[0][:64].copy())
    held_out = held_out.permute(0, 3, 1, 2).float() / 127.5 - 1
    judged = new_vae().eval()

    def forward(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        posterior = vae.encode(images).latent_dist
        return vae.decode(posterior.sample()).sample, posterior.kl().mean()

    run = torch.compile(forward) if options.compile else forward
    clock = Clock(options.minutes * 60, spent)
    running, reported = 0.0, time.monotonic()
    share = team.agree(clock.share)
    while share < 1:
        whole = share > WHOLE_FROM
        images = crops.batch(
            max(2, options.batch // 4) if whole else options.batch, 128 if whole else 64
        )
        for group in optimizer.param_groups:
            group["lr"] = options.rate * rate_factor(share, step, WARMUP)
        with torch.autocast("cpu", torch.bfloat16):
            output, divergence = run(images)
        loss = reconstruction_loss(output.float(), images, SHARPNESS * share)
        (loss + KL_WEIGHT * divergence.float()).backward()
        team.share_gradients(list(vae.parameters()))
        torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        share = team.agree(clock.share)
        if not team.leads:
            continue
        average.update(vae)
        running += loss.item()
        if step % 50 == 0:
            pace = 50 / (time.monotonic() - reported)
            print(
                f"step {step} spent {clock.spent:.0f}s loss {running / 50:.4f} "
                f"kl {divergence.item():.0f} {pace:.2f} steps/s",
                flush=True,
            )
            running, reported = 0.0, time.monotonic()
        if step % 400 == 0 or share >= 1:
            judged.load_state_dict(average.weights)
            print(f"step {step} held-out PSNR {psnr(judged, held_out):.2f} dB", flush=True)
            unfinished = options.out.with_suffix(".part")
            torch.save(
                {
                    "vae": vae.state_dict(),
                    "average": average.weights,
                    "optimizer": optimizer.state_dict(),
                    "step": step,
                    "spent": clock.spent,
                },
                unfinished,
            )
            unfinished.rename(options.out)


if __name__ == "__main__":
    main()
