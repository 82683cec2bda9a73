"""Distils the starter into a LoRA with which four steps are enough (LCM-LoRA, Luo et al., arXiv 2311.05556).

The teacher is the exported starter itself, guided; the student is the same U-Net with a LoRA; the target is
the student with an average of its factors. Student and target stand at two neighbouring places of the teacher's
path, and the student learns to answer there what the target answers. Guidance is learnt on the way, so
that drawing asks the U-Net once a step.

Goes on from its checkpoint, in as many sittings as there are; the last one cools down. Where there is none it
begins from the LoRA that lies in `--out`, so that a starter that has learnt on is caught up with.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path

import torch
from consistency import POINTS, Consistency, guided, pseudo_huber
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from few_step_lora import FILE, Merged, add_lora, load_lora, save_lora
from transformers import CLIPTextModel, CLIPTokenizer

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "pretrain"))

from average import Average  # noqa: E402
from clock import Clock  # noqa: E402
from latent_pool import LatentPool  # noqa: E402
from machine import Machine  # noqa: E402
from nets import attention_for  # noqa: E402
from team import Team  # noqa: E402
from train_denoiser import level_rate  # noqa: E402

from checkpoint import load_checkpoint, save_checkpoint  # noqa: E402

TARGET_DECAY = 0.95  #: of the target's average, as the paper has it
KEPT_DECAY = 0.995  #: of the average that is written
REPORT = 20  #: steps
SAVE_EVERY = 120  #: seconds between checkpoints


def require_same_autoencoder(starter: Path, checkpoint: Path) -> None:
    """Throws where latents would be encoded by another autoencoder than the starter's."""
    own = AutoencoderKL.from_pretrained(starter / "vae", dtype=torch.float32).state_dict()
    saved = load_checkpoint(checkpoint)["average"]
    if any(not torch.equal(own[name], weights.half().float()) for name, weights in saved.items()):
        raise ValueError(f"{checkpoint} is not the autoencoder of {starter}")


def fingerprint(starter: Path) -> str:
    """Tells the teacher's U-Net from others."""
    weights = (starter / "unet" / "diffusion_pytorch_model.safetensors").read_bytes()
    return hashlib.sha256(weights).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starter", type=Path, required=True, help="the exported folder")
    parser.add_argument("--world", type=Path, nargs="+", required=True, help="folders of shards")
    parser.add_argument("--vae", type=Path, required=True, help="the starter's, of train_vae.py")
    parser.add_argument("--latents", type=Path, required=True, help="folder for encoded pictures")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of the LoRA's file")
    parser.add_argument("--minutes", type=float, default=30, help="of this sitting")
    parser.add_argument("--cool", type=float, default=0.0, help="share of them to cool down in")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--batch", type=int, help="pictures a step: 32, or 512 on a GPU")
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument(
        "--guidance", type=float, nargs=2, default=(7.5, 7.5), help="least and most of the teacher's"
    )
    parser.add_argument("--pictures", type=int, default=100_000, help="held at most")
    parser.add_argument("--seed", type=int, default=31)
    options = parser.parse_args()

    team, machine = Team(), Machine(options.device)
    if team.size > 1:
        raise SystemExit("One process distils: start it plainly.")
    device = machine.device
    batch = options.batch or (512 if machine.is_gpu else 32)
    torch.manual_seed(options.seed)
    require_same_autoencoder(options.starter, options.vae)

    def starter_unet() -> UNet2DConditionModel:
        unet = UNet2DConditionModel.from_pretrained(options.starter / "unet", dtype=torch.float32)
        unet.set_attn_processor(attention_for(machine))
        return unet.eval().requires_grad_(False).to(device, memory_format=machine.layout)

    tokenizer = CLIPTokenizer.from_pretrained(options.starter / "tokenizer")
    encoder = CLIPTextModel.from_pretrained(options.starter / "text_encoder", dtype=torch.float32)
    encoder = encoder.eval().requires_grad_(False).to(device)
    teacher, student = starter_unet(), starter_unet()
    factors = add_lora(student, options.rank)
    target = Merged(starter_unet(), student)
    optimizer = torch.optim.AdamW(factors, betas=(0.9, 0.99), weight_decay=0.0)
    seen = {"step": 0, "pictures": 0, "seconds": 0.0}
    taught_by = fingerprint(options.starter)
    saved = load_checkpoint(options.checkpoint)
    goes_on = saved is not None and saved["teacher"] == taught_by
    if saved:
        factors.load_state_dict(saved["factors"] if goes_on else saved["kept"])
    elif (options.out / FILE).exists():
        load_lora(student, factors, options.out / FILE)
    followed, kept = Average(factors, TARGET_DECAY), Average(factors, KEPT_DECAY)
    if goes_on:
        optimizer.load_state_dict(saved["optimizer"])
        seen = saved["seen"]
        followed.restore(saved["followed"], seen["step"])
        kept.restore(saved["kept"], seen["step"])
    clock = Clock(options.minutes * 60, is_gpu=machine.is_gpu)
    before = seen["seconds"]
    data = LatentPool(
        options.world, options.latents, options.vae, tokenizer, machine, team, options.pictures
    )
    generator = machine.generator(options.seed + seen["step"])
    path = Consistency(DDIMScheduler.load_config(options.starter / "scheduler"), device)
    with torch.no_grad():
        nothing = encoder(data.empty[None]).last_hidden_state.expand(batch, -1, -1)

    def predict(unet, noisy: torch.Tensor, timesteps: torch.Tensor, states: torch.Tensor):
        with machine.autocast():
            return unet(noisy, timesteps, states, return_dict=False)[0].float()

    def loss() -> torch.Tensor:
        latents, ids = data.batch(batch, 0.0, generator, False)
        noise = torch.randn(latents.shape, generator=generator, device=device)
        places = torch.randint(POINTS, (batch,), generator=generator, device=device)
        least, most = options.guidance
        scale = least + (most - least) * torch.rand(batch, generator=generator, device=device)
        timesteps, following = path.timesteps[places], path.next_timesteps[places]
        noisy = path.noised(latents, noise, timesteps)
        with torch.no_grad():
            states = encoder(ids).last_hidden_state
            both = predict(
                teacher,
                torch.cat([noisy, noisy]),
                torch.cat([timesteps, timesteps]),
                torch.cat([nothing, states]),
            )
            onwards = path.step(guided(*both.chunk(2), scale), noisy, places)
            wanted = path.answer(
                predict(target.unet, onwards, following, states), onwards, following
            )
        answer = path.answer(predict(student, noisy, timesteps, states), noisy, timesteps)
        return pseudo_huber(answer, wanted)

    losses: list[torch.Tensor] = []
    reported = recorded = time.monotonic()
    while clock.share < 1 and not clock.paused:
        for group in optimizer.param_groups:
            group["lr"] = options.rate * level_rate(seen["step"], clock.share, options.cool)
        target.take(list(followed.weights.values()))
        error = loss()
        error.backward()
        torch.nn.utils.clip_grad_norm_(factors, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        followed.update(factors)
        kept.update(factors)
        seen["step"] += 1
        seen["pictures"] += batch
        seen["seconds"] = round(before + clock.spent, 1)
        losses.append(error.detach())
        now = time.monotonic()
        if seen["step"] % REPORT == 0:
            pace = round(REPORT * batch / (now - reported), 1)
            mean = round(torch.stack(losses).mean().item(), 5)
            print(json.dumps({**seen, "loss": mean, "pictures a second": pace}), flush=True)
            losses, reported = [], now
        if now - recorded > SAVE_EVERY or clock.share >= 1 or clock.paused:
            recorded = now
            state = {
                "factors": factors.state_dict(),
                "followed": followed.weights,
                "kept": kept.weights,
                "optimizer": optimizer.state_dict(),
                "seen": seen,
                "teacher": taught_by,
                "machine": machine.describe(),
                "finished": clock.share >= 1 and options.cool > 0,
            }
            save_checkpoint(options.checkpoint, state)
    file = save_lora(student, list(kept.weights.values()), options.out)
    summary = {**seen, "file": str(file), "MB": round(file.stat().st_size / 1e6, 2)}
    print(json.dumps(summary), flush=True)


if __name__ == "__main__":
    main()
