"""Trains the U-Net and the text encoder together on encoded pictures.

Epsilon prediction with Stable Diffusion 1's noise schedule, losses weighted by the
signal-to-noise ratio, held between a floor and a cap, over itself, caption dropout for
guidance, AdamW, an average of the weights, and a learning rate that follows a cosine over
the wall-clock budget. Pictures that are drawn while it runs join in. A run that is
interrupted goes on from its checkpoint; one can also start from the weights of another.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch
from average import Average
from begin import begin_unet
from checkpoint import load_checkpoint, save_checkpoint
from clock import Clock, rate_factor
from diffusers import DDPMScheduler
from latent_pool import LatentPool
from machine import Machine
from nets import attention_for, new_text_encoder, new_unet, read_config
from team import Team
from transformers import CLIPTokenizer

TIMESTEPS = 1000
SNR_CAP = 5.0
# Below t = 800 the noise itself still shows a picture's colours: only the noisiest steps need the
# words for them, and there the error of the noise hardly shows what they are worth. The floor makes
# up for it, so that the first steps of sampling, which settle thing and colour, follow the prompt.
SNR_FLOOR = 0.2
CAPTION_DROPOUT = 0.1
WARMUP = 100
REFRESH = 45  #: seconds between looks for new shards
SAVE_EVERY = 90  #: seconds between checkpoints


def spread_timesteps(count: int, generator: torch.Generator, device: torch.device) -> torch.Tensor:
    """One timestep from each of `count` equal parts of the schedule, shuffled, int64 [b]."""
    jitter = torch.rand(count, generator=generator, device=device)
    places = (torch.arange(count, device=device) + jitter) / count
    order = torch.randperm(count, generator=generator, device=device)
    return (places[order] * TIMESTEPS).long().clamp(max=TIMESTEPS - 1)


def parameter_groups(unet: torch.nn.Module, text_encoder: torch.nn.Module) -> list[dict]:
    """Weight decay for matrices and kernels only: not for norms, biases or embeddings, so
    that the rows of tokens that no caption uses stay as they were drawn."""
    decayed, free = [], []
    for module in (unet, text_encoder):
        for name, parameter in module.named_parameters():
            (free if parameter.ndim < 2 or "embedding.weight" in name else decayed).append(
                parameter
            )
    return [{"params": decayed, "weight_decay": 0.01}, {"params": free, "weight_decay": 0.0}]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", type=Path, required=True)
    parser.add_argument("--vae", type=Path, required=True, help="checkpoint of train_vae.py")
    parser.add_argument("--latents", type=Path, required=True, help="folder for encoded pictures")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="checkpoint file")
    parser.add_argument("--begin", type=Path, help="folder of a starter whose U-Net to begin from")
    parser.add_argument("--text", type=Path, help="text encoder of train_text.py")
    parser.add_argument("--minutes", type=float, default=70)
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--batch", type=int, help="samples a process: 32, or 768 on a GPU")
    parser.add_argument("--rate", type=float, help="1e-3, or 1.2e-3 on a GPU")
    parser.add_argument("--decay", type=float, default=0.998, help="of the average of weights")
    parser.add_argument(
        "--noise-shift",
        type=float,
        default=0.25,
        help="The mean of 256 latents shows through the noise to the last step, so a picture's "
        "colour could be read from there. A shift of each channel's noise hides it, and the words "
        "are needed. The shift fades out over the last fifth of the run.",
    )
    parser.add_argument("--pictures", type=int, default=400_000, help="held at most")
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--compile", default="auto", choices=("auto", "on", "off"))
    options = parser.parse_args()

    team, machine = Team(), Machine(options.device)
    device = machine.device
    batch = options.batch or (768 if machine.is_gpu else 32)
    rate = options.rate or (1.2e-3 if machine.is_gpu else 1e-3)
    torch.manual_seed(options.seed)
    tokenizer = CLIPTokenizer.from_pretrained(options.tokenizer)
    unet = new_unet()
    unet.set_attn_processor(attention_for(machine))
    text_encoder = new_text_encoder(len(tokenizer))
    if options.begin:
        begin_unet(unet, options.begin)
    if options.text:
        text_encoder.load_state_dict(load_checkpoint(options.text)["text_encoder"])
    unet = unet.to(device, memory_format=torch.channels_last)
    text_encoder = text_encoder.to(device)
    optimizer = torch.optim.AdamW(
        parameter_groups(unet, text_encoder), betas=(0.9, 0.99), fused=True
    )
    nets = {"unet": unet, "text_encoder": text_encoder}
    averages = {name: Average(net, options.decay) for name, net in nets.items()}
    step, spent = 0, 0.0
    saved = load_checkpoint(options.out)
    if saved:
        for name, net in nets.items():
            net.load_state_dict(saved[name])
            averages[name].restore(saved["average"][name], saved["step"])
        optimizer.load_state_dict(saved["optimizer"])
        step, spent = saved["step"], saved["spent"]
    # What is spent on encoding pictures and on compiling counts too.
    clock = Clock(options.minutes * 60, spent)
    data = LatentPool(
        options.world, options.latents, options.vae, tokenizer, machine, team, options.pictures
    )
    generator = machine.generator(options.seed + step + 1_000_003 * team.rank)
    schedule = DDPMScheduler.from_config(read_config("scheduler"))
    kept = schedule.alphas_cumprod.to(device)
    snr = kept / (1 - kept)
    weight = snr.clamp(SNR_FLOOR, SNR_CAP) / snr

    def predict(noisy: torch.Tensor, timesteps: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
        states = text_encoder(ids).last_hidden_state
        return unet(noisy, timesteps, states, return_dict=False)[0]

    def attempt(work) -> None:
        latents, ids = data.batch(batch, CAPTION_DROPOUT, generator)
        with machine.autocast():
            output = work(latents, spread_timesteps(batch, generator, device), ids)
        output.float().mean().backward()
        optimizer.zero_grad(set_to_none=True)

    run = machine.fused(predict, options.compile, attempt)
    weighted, plain, reported = 0.0, 0.0, time.monotonic()
    refreshed = recorded = time.monotonic()
    parameters = [*unet.parameters(), *text_encoder.parameters()]
    share = team.agree(clock.share)
    stop = team.agree(float(clock.paused))
    while share < 1 and not stop:
        latents, ids = data.batch(batch, CAPTION_DROPOUT, generator)
        noise = torch.randn(latents.shape, generator=generator, device=device)
        shift = options.noise_shift * min(1.0, 5 * (1 - share))
        offset = torch.randn((*noise.shape[:2], 1, 1), generator=generator, device=device)
        noise = noise + shift * offset
        timesteps = spread_timesteps(batch, generator, device)
        at = kept[timesteps][:, None, None, None]
        noisy = at.sqrt() * latents + (1 - at).sqrt() * noise
        for group in optimizer.param_groups:
            group["lr"] = rate * rate_factor(share, step, WARMUP)
        with machine.autocast():
            output = run(noisy, timesteps, ids)
        error = (output.float() - noise).square().mean((1, 2, 3))
        loss = (error * weight[timesteps]).mean()
        loss.backward()
        team.share_gradients(parameters)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        share, stop = team.agree(clock.share), team.agree(float(clock.paused))
        now = time.monotonic()
        if team.agree(now - refreshed) > REFRESH:
            data.refresh()
            refreshed = now
        if not team.leads:
            continue
        for name, net in nets.items():
            averages[name].update(net)
        weighted += loss.detach()
        plain += error.detach().mean()
        if step % 50 == 0:
            pace = 50 * batch * team.size / (now - reported)
            print(
                f"step {step} spent {clock.spent:.0f}s loss {plain.item() / 50:.4f} "
                f"weighted {weighted.item() / 50:.4f} {pace:.1f} samples/s "
                f"{len(data.mean)} pictures",
                flush=True,
            )
            weighted, plain, reported = 0.0, 0.0, time.monotonic()
        if now - recorded > SAVE_EVERY or share >= 1 or stop:
            recorded = now
            state = {
                **{name: net.state_dict() for name, net in nets.items()},
                "average": {name: average.weights for name, average in averages.items()},
                "optimizer": optimizer.state_dict(),
                "step": step,
                "samples": step * batch * team.size,
                "spent": clock.spent,
                "machine": machine.describe(),
                "finished": share >= 1,
            }
            save_checkpoint(options.out, state)
    team.wait()


if __name__ == "__main__":
    main()
