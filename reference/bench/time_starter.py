"""The pieces of work of bench/workloads.ts by diffusers and PEFT, timed on request.

    python time_starter.py --threads 2

Says `{"versions": …}` when it is ready; then answers each line `{"workload": …, "times": n}` of its input with
`{"seconds": [n numbers]}`, until the input ends.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

warnings.filterwarnings("ignore", category=FutureWarning)

import diffusers  # noqa: E402
import peft  # noqa: E402
import torch  # noqa: E402
from diffusers import DDPMScheduler, StableDiffusionPipeline  # noqa: E402
from peft import LoraConfig, get_peft_model  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parity"))

from starter_pipeline import Subject, draw, load  # noqa: E402

INSTANCE_PROMPT = "a sks african fabric pattern"
CLASS_PROMPT = "a fabric pattern"
IMAGE_PROMPT = "a red striped fabric pattern"
IMAGES = 4  #: latents of each kind
TARGETS = ["to_q", "to_k", "to_v", "to_out.0"]
RANK, RATE, MAX_NORM = 4, 4e-3, 1.0

Work = Callable[[], object]


def text_states(pipe: StableDiffusionPipeline, prompt: str) -> torch.Tensor:
    """The text encoder's states of a prompt, [1, positions, width]."""
    ids = pipe.tokenizer(
        prompt, padding="max_length", truncation=True, return_tensors="pt"
    ).input_ids
    with torch.no_grad():
        return pipe.text_encoder(ids).last_hidden_state


def latent_shape(pipe: StableDiffusionPipeline) -> tuple[int, int, int]:
    """Channels, height and width of one sample's latents."""
    config = pipe.unet.config
    return config.in_channels, config.sample_size, config.sample_size


def training_step() -> Work:
    """A pair of samples drawn and noised, loss, gradient, clipping and AdamW; the losses are read."""
    pipe = load()
    schedule = DDPMScheduler.from_config(pipe.scheduler.config)
    scale = pipe.vae.config.scaling_factor
    states = torch.cat([text_states(pipe, INSTANCE_PROMPT), text_states(pipe, CLASS_PROMPT)])
    means = torch.randn(2, IMAGES, *latent_shape(pipe))
    unet = get_peft_model(pipe.unet, LoraConfig(r=RANK, lora_alpha=RANK, target_modules=TARGETS))
    unet.train()
    trainable = [p for p in unet.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=RATE)
    taken = 0

    def work() -> list[float]:
        nonlocal taken
        mean = means[:, taken % IMAGES]
        taken += 1
        latents = (mean + 0.1 * torch.randn_like(mean)) * scale
        noise = torch.randn_like(latents)
        timesteps = torch.randint(0, schedule.config.num_train_timesteps, (2,))
        noisy = schedule.add_noise(latents, noise, timesteps)
        prediction = unet(noisy, timesteps, states, return_dict=False)[0]
        losses = (prediction - noise).square().mean((1, 2, 3))
        losses.sum().backward()
        torch.nn.utils.clip_grad_norm_(trainable, MAX_NORM)
        optimizer.step()
        optimizer.zero_grad()
        return losses.tolist()

    return work


def denoising_step() -> Work:
    """The U-Net on a pair of samples, as guidance asks for."""
    pipe = load()
    states = text_states(pipe, IMAGE_PROMPT).expand(2, -1, -1)
    sample, timesteps = torch.randn(2, *latent_shape(pipe)), torch.tensor([500, 500])

    @torch.no_grad()
    def work() -> torch.Tensor:
        return pipe.unet(sample, timesteps, states, return_dict=False)[0]

    return work


def image() -> Work:
    """From prompt to pixels: text encoder, 25 guided steps, autoencoder."""
    pipe = load()
    subject = Subject(IMAGE_PROMPT, "", 7.5, 25, "dpmsolver++", 42)
    return lambda: draw(pipe, subject)


PREPARE: dict[str, Callable[[], Work]] = {
    "training step": training_step,
    "denoising step": denoising_step,
    "image": image,
}


def timed(work: Work, times: int) -> list[float]:
    """Seconds of each of `times` repetitions."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return seconds


def say(answer: dict[str, object]) -> None:
    """One line of output, at once."""
    print(json.dumps(answer), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    torch.set_num_threads(parser.parse_args().threads)
    torch.manual_seed(0)
    prepared: dict[str, Work] = {}
    versions = {"PyTorch": torch, "diffusers": diffusers, "PEFT": peft}
    say({"versions": ", ".join(f"{name} {module.__version__}" for name, module in versions.items())})
    for line in sys.stdin:
        asked = json.loads(line)
        name = asked["workload"]
        if name not in prepared:
            prepared[name] = PREPARE[name]()
        say({"seconds": timed(prepared[name], asked["times"])})


if __name__ == "__main__":
    main()
