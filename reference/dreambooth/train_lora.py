"""DreamBooth with a LoRA on the starter, by diffusers and PEFT: what the studio does, in Python.

    python train_lora.py --out lora

Trains on the sample fabrics (two held out), prints the loss on a fixed set of noises and
timesteps before and after, and writes the adapter and a sheet of pictures with and without.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from diffusers import DDPMScheduler, StableDiffusionPipeline
from peft import LoraConfig, get_peft_model
from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "reference" / "pretrain"))

from grid import draw, load  # noqa: E402

ATTENTION = ["to_q", "to_k", "to_v", "to_out.0"]
CONVOLUTIONS = ["conv1", "conv2", "conv_shortcut", "proj_in", "proj_out"]
INSTANCE = "a sks african fabric pattern"
CLASS = "a fabric pattern"
HELD_OUT = 2
FIXED = 8  #: fixed noises for each picture in the loss that is compared
SHEET = (
    INSTANCE,
    "a beautiful dress made of sks african fabric, fashion photography",
    "a handbag featuring sks african fabric, product photography",
    "sks african fabric texture on ceramic vase, studio lighting",
    "a cushion made of sks african fabric",
    CLASS,
    "a red dress",
)


def pictures(folder: Path, size: int) -> torch.Tensor:
    """The sample fabrics, centre-cropped, float32 [n, 3, size, size], -1..1."""
    names = json.loads((folder / "samples.json").read_text())["images"]
    images = [ImageOps.fit(Image.open(folder / n).convert("RGB"), (size, size)) for n in names]
    stacked = torch.from_numpy(np.stack([np.asarray(i) for i in images]))
    return stacked.permute(0, 3, 1, 2).float() / 127.5 - 1


def text_states(pipe: StableDiffusionPipeline, prompt: str) -> torch.Tensor:
    """The text encoder's states of a prompt, [1, positions, width]."""
    ids = pipe.tokenizer(
        prompt, padding="max_length", truncation=True, return_tensors="pt"
    ).input_ids
    with torch.no_grad():
        return pipe.text_encoder(ids).last_hidden_state


def target(
    schedule: DDPMScheduler, latents: torch.Tensor, noise: torch.Tensor, timesteps: torch.Tensor
) -> torch.Tensor:
    """What the model is to predict: the noise, or the velocity."""
    if schedule.config.prediction_type == "v_prediction":
        return schedule.get_velocity(latents, noise, timesteps)
    return noise


def min_snr_weights(
    schedule: DDPMScheduler, timesteps: torch.Tensor, gamma: float
) -> torch.Tensor:
    """min(SNR, gamma) over what the prediction's own error is worth (arXiv 2303.09556)."""
    kept = schedule.alphas_cumprod[timesteps]
    snr = kept / (1 - kept)
    velocity = schedule.config.prediction_type == "v_prediction"
    return snr.clamp(max=gamma) / (snr + 1 if velocity else snr)


@torch.no_grad()
def fixed_loss(
    unet: torch.nn.Module, schedule: DDPMScheduler, latents: torch.Tensor, states: torch.Tensor
) -> float:
    """Mean squared error over the same noises and timesteps at every call."""
    generator = torch.Generator().manual_seed(777)
    total = 0.0
    for i in range(FIXED):
        noise = torch.randn(latents.shape, generator=generator)
        timesteps = ((torch.arange(len(latents)) + i) % FIXED * 1000 // FIXED + 60).long()
        noisy = schedule.add_noise(latents, noise, timesteps)
        output = unet(noisy, timesteps, states.expand(len(latents), -1, -1)).sample
        wanted = target(schedule, latents, noise, timesteps)
        total += (output - wanted).square().mean().item()
    return total / FIXED


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=ROOT / "public" / "models" / "starter")
    parser.add_argument("--samples", type=Path, default=ROOT / "public" / "samples")
    parser.add_argument("--rank", type=int, default=4)
    parser.add_argument(
        "--convolutions", action="store_true", help="adapt them too, beside the attention"
    )
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--class-images", type=int, default=16)
    parser.add_argument("--prior-weight", type=float, default=1.0)
    parser.add_argument("--min-snr", type=float, default=0.0, help="gamma of the weights; 0 for none")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    pipe = load(options.model)
    schedule = DDPMScheduler.from_config(pipe.scheduler.config)
    scale = pipe.vae.config.scaling_factor
    with torch.no_grad():
        encoded = pipe.vae.encode(pictures(options.samples, 128)).latent_dist
        instance = encoded.mean * scale
    learnt, held_out = instance[:-HELD_OUT], instance[-HELD_OUT:]
    instance_states, class_states = text_states(pipe, INSTANCE), text_states(pipe, CLASS)
    drawn = [draw(pipe, CLASS, 5000 + i, 12, 7.5) for i in range(options.class_images)]
    stacked = torch.from_numpy(np.stack([np.asarray(i) for i in drawn]))
    with torch.no_grad():
        pixels = stacked.permute(0, 3, 1, 2).float() / 127.5 - 1
        prior = pipe.vae.encode(pixels).latent_dist.mean * scale
    before = [draw(pipe, prompt, 42, 25, 7.5) for prompt in SHEET]

    torch.manual_seed(options.seed)
    targets = ATTENTION + (CONVOLUTIONS if options.convolutions else [])
    unet = get_peft_model(
        pipe.unet, LoraConfig(r=options.rank, lora_alpha=options.rank, target_modules=targets)
    )
    trainable = [p for p in unet.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=options.rate)
    start = [fixed_loss(unet, schedule, part, instance_states) for part in (learnt, held_out)]
    states = torch.cat([instance_states, class_states])
    for _ in range(options.steps):
        pair = torch.stack(
            [
                learnt[torch.randint(len(learnt), ()).item()],
                prior[torch.randint(len(prior), ()).item()],
            ]
        )
        noise, timesteps = torch.randn(pair.shape), torch.randint(0, 1000, (2,))
        output = unet(schedule.add_noise(pair, noise, timesteps), timesteps, states).sample
        error = (output - target(schedule, pair, noise, timesteps)).square().mean((1, 2, 3))
        if options.min_snr > 0:
            error = error * min_snr_weights(schedule, timesteps, options.min_snr)
        (error[0] + options.prior_weight * error[1]).backward()
        optimizer.step()
        optimizer.zero_grad()
    end = [fixed_loss(unet, schedule, part, instance_states) for part in (learnt, held_out)]
    for name, a, b in zip(("trained on", "held out"), start, end, strict=True):
        print(f"{name}: {a:.4f} -> {b:.4f} ({100 * (b / a - 1):+.1f} %)", flush=True)

    unet.save_pretrained(options.out)
    after = [draw(pipe, prompt, 42, 25, 7.5) for prompt in SHEET]
    sheet = Image.new("RGB", (len(SHEET) * 132 - 4, 260), "white")
    for i, (old, new) in enumerate(zip(before, after, strict=True)):
        sheet.paste(old, (i * 132, 0))
        sheet.paste(new, (i * 132, 132))
    sheet.save(options.out / "sheet.png")


if __name__ == "__main__":
    main()
