"""Trains the judge on the whole world, the families and palettes held out of the starter included.

    cd reference
    python pretrain/draw_world.py --whole-world --seed 70 --shards 20 --out $W/judged
    python pretrain/draw_world.py --whole-world --seed 71 --shards 2 --out $W/judged-held-out
    python -m judge.train_judge --world $W/judged --held-out $W/judged-held-out --out $W/judge.pt

Pictures are blurred, noised and cropped at random while it learns, since what it will judge is
drawn by a model, not by the world. They are shown at half their size first, at a quarter of the
work. `--begin` takes up a judge that has learnt an earlier world. States its accuracy on held-out pictures at the end.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "pretrain"))

from average import Average  # noqa: E402
from clock import Clock, rate_factor  # noqa: E402
from machine import Machine  # noqa: E402
from muon import Muon  # noqa: E402

from checkpoint import load_checkpoint, save_checkpoint  # noqa: E402
from world.styles import COLOURFUL_STYLES  # noqa: E402

from .accuracy import accuracy  # noqa: E402
from .labels import UNTOLD, read_world  # noqa: E402
from .names import STYLE_NAMES  # noqa: E402
from .net import HEADS, Judge, load_judge  # noqa: E402

WARMUP = 50
HALF_UNTIL = 0.6  #: share of the time in which pictures are shown at half their size
MATRIX_RATE = 3e-3  #: of Muon
SAVE_EVERY = 60  #: seconds between checkpoints


def disturbed(images: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Half of the batches a little soft, as a decoder leaves them; noise and exposure for all;
    mirrored half of the time."""
    b, device = len(images), images.device

    def random(*shape: int) -> torch.Tensor:
        return torch.rand(*shape, generator=generator, device=device)

    if random(1).item() < 0.5:
        size = images.shape[-1]
        smaller = int(size * (0.45 + 0.5 * random(1).item()))
        images = F.interpolate(images, size=(smaller, smaller), mode="area")
        images = F.interpolate(images, size=(size, size), mode="bilinear")
    images = torch.where(random(b, 1, 1, 1) < 0.5, images, images.flip(-1))
    noise = torch.randn(images.shape, generator=generator, device=device)
    images = images + noise * 0.06 * random(b, 1, 1, 1)
    return (images * (0.92 + 0.16 * random(b, 1, 1, 1)) + 0.08 * (random(b, 1, 1, 1) - 0.5)).clamp(
        -1, 1
    )


def judge_loss(
    answers: dict[str, torch.Tensor], wanted: dict[str, torch.Tensor], heads: tuple[str, ...]
) -> torch.Tensor:
    """Cross entropies of the heads; binary ones for the colours where they are named."""
    loss = answers["family"].new_zeros(())
    for name in heads:
        logits = answers[name].float()
        if name == "colours":
            named = wanted[name][:, 0] >= 0
            if named.any():
                pair = F.binary_cross_entropy_with_logits(logits[named], wanted[name][named])
                loss = loss + 3 * pair
        elif (wanted[name] != UNTOLD).any():
            loss = loss + F.cross_entropy(logits, wanted[name], ignore_index=UNTOLD)
    return loss


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", type=Path, required=True)
    parser.add_argument("--held-out", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--begin", type=Path, help="weights or checkpoint of a judge to begin from")
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--batch", type=int, help="32, or 256 on a GPU")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--pictures", type=int, default=60_000, help="held at most")
    parser.add_argument("--seed", type=int, default=41)
    options = parser.parse_args()

    machine = Machine(options.device)
    batch = options.batch or (256 if machine.is_gpu else 32)
    torch.manual_seed(options.seed)
    judge = Judge()
    if options.begin:
        judge.load_state_dict(load_judge(options.begin).state_dict())
    judge = judge.to(machine.device, memory_format=torch.channels_last)
    kernels = [p for p in judge.parameters() if p.ndim == 4]
    others = [p for p in judge.parameters() if p.ndim != 4]
    optimizers = {
        "kernels": Muon(kernels, weight_decay=1e-2),
        "others": torch.optim.AdamW(others, weight_decay=1e-2, fused=True),
    }
    rates = {"kernels": MATRIX_RATE, "others": options.rate}
    average = Average(judge, 0.99)
    step, spent = 0, 0.0
    saved = load_checkpoint(options.out)
    if saved:
        judge.load_state_dict(saved["net"])
        for name, optimizer in optimizers.items():
            optimizer.load_state_dict(saved[name])
        average.restore(saved["judge"], saved["step"])
        step, spent = saved["step"], saved["spent"]
    pictures, wanted = read_world(options.world, options.pictures)
    pictures = pictures.to(machine.device)
    wanted = {name: values.to(machine.device) for name, values in wanted.items()}
    generator = machine.generator(options.seed + step)
    # A palette can't be learnt from a picture whose style took the colours away.
    colourless = torch.tensor(
        [name not in COLOURFUL_STYLES for name in STYLE_NAMES],
        device=machine.device,
    )[wanted["style"]]
    wanted["palette"] = torch.where(colourless, UNTOLD, wanted["palette"])
    wanted["colours"] = torch.where(colourless[:, None], -1.0, wanted["colours"])

    clock = Clock(options.minutes * 60, spent, machine.is_gpu)
    running, reported, recorded = 0.0, time.monotonic(), time.monotonic()

    def record(finished: bool) -> None:
        state = {
            "judge": average.weights,
            "net": judge.state_dict(),
            **{name: optimizer.state_dict() for name, optimizer in optimizers.items()},
            "step": step,
            "spent": clock.spent,
            "finished": finished,
        }
        save_checkpoint(options.out, state)

    while clock.share < 1 and not clock.paused:
        crop, half = step % 4 == 3, clock.share < HALF_UNTIL
        count = batch * 2 if crop or half else batch
        index = torch.randint(len(pictures), (count,), generator=generator, device=machine.device)
        images = disturbed(pictures[index].float() / 127.5 - 1, generator)
        heads = tuple(HEADS)
        if crop:  # it shows cloth, not the thing; the texture must be read from it
            top, left = torch.randint(
                0, 65, (2,), generator=generator, device=machine.device
            ).tolist()
            images = images[:, :, top : top + 64, left : left + 64]
            heads = ("style", "family", "palette", "colours")
        elif half:
            images = F.avg_pool2d(images, 2)
        images = images.contiguous(memory_format=torch.channels_last)
        for name, optimizer in optimizers.items():
            for group in optimizer.param_groups:
                group["lr"] = rates[name] * rate_factor(clock.share, step, WARMUP)
        with machine.autocast():
            answers = judge(images)
        loss = judge_loss(answers, {k: v[index] for k, v in wanted.items()}, heads)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(judge.parameters(), 2.0)
        for optimizer in optimizers.values():
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        average.update(judge)
        step += 1
        running += loss.detach()
        if step % 50 == 0:
            pace = 50 / (time.monotonic() - reported)
            print(
                f"step {step} spent {clock.spent:.0f}s loss {running.item() / 50:.3f} "
                f"{pace:.2f} steps/s",
                flush=True,
            )
            running, reported = 0.0, time.monotonic()
        if time.monotonic() - recorded > SAVE_EVERY:
            recorded = time.monotonic()
            record(finished=False)

    judge.load_state_dict({k: v.to(machine.device) for k, v in average.weights.items()})
    judge.eval()
    with torch.no_grad():
        parts = [judge.features(part.float() / 127.5 - 1) for part in pictures[:2000].split(50)]
    features = torch.cat(parts).float()
    average.weights["texture_mean"] = features.mean(0)
    average.weights["texture_spread"] = features.std(0) + 1e-4
    record(finished=clock.share >= 1)
    held_out, expected = read_world(options.held_out, 2000)
    shares = accuracy(load_judge(options.out), held_out, expected)
    print(
        f"{len(held_out)} held-out pictures: "
        + ", ".join(f"{k} {v:.1%}" for k, v in shares.items())
    )


if __name__ == "__main__":
    main()
