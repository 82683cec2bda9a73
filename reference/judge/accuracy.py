"""How often the judge is right about pictures of the world."""

from __future__ import annotations

import torch

from world.styles import COLOURFUL_STYLES

from .labels import UNTOLD
from .names import STYLE_NAMES
from .net import Judge


def colours_right(logits: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """For each row of [n, colours] whether the `k` likeliest are the `k` wanted, bool [n]."""
    count = wanted.sum(1).long()
    order = logits.argsort(1, descending=True)
    place = torch.arange(logits.shape[1], device=logits.device)[None] < count[:, None]
    chosen = torch.zeros_like(wanted).scatter_(1, order, place.to(wanted.dtype))
    return (chosen == wanted).all(1)


@torch.no_grad()
def accuracy(
    judge: Judge, pictures: torch.Tensor, wanted: dict[str, torch.Tensor], batch: int = 64
) -> dict[str, float]:
    """The share that is right, for each head; palette and colours where the style shows them."""
    device = next(judge.parameters()).device
    parts = []
    for part in pictures.split(batch):
        answers = judge(part.to(device).float() / 127.5 - 1)
        parts.append({name: logits.float().cpu() for name, logits in answers.items()})
    logits = {name: torch.cat([part[name] for part in parts]) for name in parts[0]}
    shares = {
        name: (logits[name].argmax(1) == wanted[name]).float().mean().item()
        for name in ("thing", "style", "family")
    }
    shown = torch.tensor([name in COLOURFUL_STYLES for name in STYLE_NAMES])[wanted["style"]]
    ruled = shown & (wanted["palette"] != UNTOLD)
    named = shown & (wanted["colours"][:, 0] >= 0)
    right = logits["palette"].argmax(1) == wanted["palette"]
    shares["palette"] = right[ruled].float().mean().item()
    shares["colours"] = (
        colours_right(logits["colours"][named], wanted["colours"][named]).float().mean().item()
    )
    return shares
