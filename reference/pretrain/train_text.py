"""Teaches the text encoder to say its caption back, before (or between) the denoiser's training.

In a fresh text encoder the states at the end of a prompt, which make up most of what
cross-attention sees, hardly depend on the words. Here each of them must name the words of
its caption through one linear layer, which is thrown away afterwards. Minutes of this save
the denoiser hours of finding out that captions matter.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import torch
from begin import begin_text_encoder
from clock import Clock, rate_factor
from machine import Machine
from nets import new_text_encoder
from team import Team
from tokens import tokenize
from transformers import CLIPTokenizer

from checkpoint import save_checkpoint

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from world.captions import caption  # noqa: E402
from world.scene import random_scene  # noqa: E402

WARMUP = 50
HEAD_RATE = 1e-2
CAPTIONS = 30_000


def bags(ids: torch.Tensor, vocab_size: int) -> torch.Tensor:
    """For each prompt a distribution, even over its different words, [b, vocabulary].
    Start and end, the last two of the vocabulary, don't count."""
    bag = torch.zeros(len(ids), vocab_size, device=ids.device).scatter_(1, ids, 1.0)
    bag[:, -2:] = 0
    return bag / bag.sum(1, keepdim=True).clamp(min=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--begin", type=Path, help="folder of a starter to begin from")
    parser.add_argument("--out", type=Path, required=True, help="weights of the text encoder")
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--batch", type=int, help="captions a process: 32, or 512 on a GPU")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=31)
    options = parser.parse_args()

    team, machine = Team(), Machine(options.device)
    batch_size = options.batch or (512 if machine.is_gpu else 32)
    torch.manual_seed(options.seed)
    tokenizer = CLIPTokenizer.from_pretrained(options.tokenizer)
    encoder = new_text_encoder(len(tokenizer))
    if options.begin:
        known = begin_text_encoder(encoder, tokenizer, options.begin)
        print(f"{known} of {len(tokenizer)} tokens were known", flush=True)
    head = torch.nn.Linear(encoder.config.hidden_size, len(tokenizer))
    encoder, head = encoder.to(machine.device), head.to(machine.device)
    parameters = [*encoder.parameters(), *head.parameters()]
    # The head is fresh whatever the encoder began with: it is to follow, not to lead.
    rates = {"encoder": options.rate, "head": max(options.rate, HEAD_RATE)}
    groups = [
        {"params": list(net.parameters()), "lr": rates[name], "full": rates[name]}
        for name, net in (("encoder", encoder), ("head", head))
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0, fused=True)
    rng = np.random.default_rng(options.seed)
    ids = tokenize(tokenizer, [caption(random_scene(rng), rng) for _ in range(CAPTIONS)])
    ids = ids.to(machine.device)
    generator = machine.generator(options.seed + team.rank)

    clock, step, running, reported = Clock(options.minutes * 60, is_gpu=machine.is_gpu), 0, 0.0, time.monotonic()
    share = team.agree(clock.share)
    while share < 1:
        place = torch.randint(len(ids), (batch_size,), generator=generator, device=machine.device)
        batch = ids[place]
        for group in optimizer.param_groups:
            group["lr"] = group["full"] * rate_factor(share, step, WARMUP)
        with machine.autocast():
            states = encoder(batch).last_hidden_state
            ended = (batch == len(tokenizer) - 1)[..., None]
            odds = head(states).float().log_softmax(-1)
        target = bags(batch, len(tokenizer))[:, None]
        loss = -((odds * target).sum(-1, keepdim=True) * ended).sum() / ended.sum()
        loss.backward()
        team.share_gradients(parameters)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        share = team.agree(clock.share)
        running += loss.detach()
        if team.leads and step % 25 == 0:
            pace = 25 / (time.monotonic() - reported)
            print(f"step {step} loss {running.item() / 25:.4f} {pace:.2f} steps/s", flush=True)
            running, reported = 0.0, time.monotonic()
    if team.leads:
        save_checkpoint(options.out, {"text_encoder": encoder.state_dict(), "finished": True})
    team.wait()


if __name__ == "__main__":
    main()
