"""Scores of drawn pictures. Pictures are float32 [n, 3, size, size], -1..1."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from world.styles import COLOURFUL_STYLES

from .accuracy import colours_right
from .names import COLOUR_NAMES, FAMILY_NAMES, PALETTE_NAMES, STYLE_NAMES, THING_NAMES
from .net import Judge
from .prompts import Prompt

PATCH = 64  #: pixels; a patch of cloth
COPY = 0.9  #: correlation from which a picture counts as a copy


def _share(right: list[bool]) -> dict[str, float]:
    """A share with the number of pictures it rests on; none where nothing was asked."""
    return {"share": sum(right) / len(right), "of": len(right)} if right else {"of": 0}


@torch.no_grad()
def heeded(judge: Judge, pictures: torch.Tensor, prompts: list[Prompt]) -> dict[str, dict]:
    """How often the judge finds what the prompts name: thing, style, family, palette or colours.
    Colours count where the style shows them."""
    parts = [judge(part) for part in pictures.split(64)]
    answers = {name: torch.cat([part[name] for part in parts]) for name in parts[0]}
    best = {name: answers[name].argmax(1).tolist() for name in answers}
    right: dict[str, list[bool]] = {"thing": [], "style": [], "family": [], "palette": []}
    for i, prompt in enumerate(prompts):
        wanted = prompt.wanted
        right["thing"].append(THING_NAMES[best["thing"][i]] == wanted.thing)
        right["style"].append(STYLE_NAMES[best["style"][i]] == wanted.style)
        if wanted.family:
            right["family"].append(FAMILY_NAMES[best["family"][i]] == wanted.family)
        if wanted.style not in COLOURFUL_STYLES:
            continue
        if wanted.palette:
            right["palette"].append(PALETTE_NAMES[best["palette"][i]] == wanted.palette)
        elif wanted.colours:
            row = torch.tensor([[float(name in wanted.colours) for name in COLOUR_NAMES]])
            right["palette"].append(colours_right(answers["colours"][i : i + 1], row).item())
    return {name: _share(values) for name, values in right.items()}


@torch.no_grad()
def kept(judge: Judge, pictures: torch.Tensor, prompts: list[Prompt], styles: bool) -> dict:
    """The share of pictures that keep what their prompt is there for: its style where `styles` is
    set or it names another than a photograph, else its thing."""
    right = []
    for picture, prompt in zip(pictures, prompts, strict=True):
        answers = judge(picture[None])
        if styles or prompt.wanted.style != "photograph":
            right.append(STYLE_NAMES[answers["style"].argmax()] == prompt.wanted.style)
        else:
            right.append(THING_NAMES[answers["thing"].argmax()] == prompt.wanted.thing)
    return _share(right)


@torch.no_grad()
def recognised(judge: Judge, pictures: torch.Tensor, family: str) -> dict[str, float]:
    """How often the judge finds the subject's family in pictures whose prompts don't name it, and
    how probable it holds it, mean over the pictures."""
    chances = torch.cat([judge(part)["family"] for part in pictures.split(64)]).softmax(1)
    wanted = FAMILY_NAMES.index(family)
    return {
        "found": (chances.argmax(1) == wanted).float().mean().item(),
        "probability": chances[:, wanted].mean().item(),
        "of": len(pictures),
    }


def _patches(pictures: torch.Tensor) -> torch.Tensor:
    """Five patches of each picture: the corners and the middle, [5n, 3, PATCH, PATCH]."""
    end = pictures.shape[-1] - PATCH
    places = [(0, 0), (0, end), (end, 0), (end, end), (end // 2, end // 2)]
    cut = [pictures[:, :, y : y + PATCH, x : x + PATCH] for y, x in places]
    return torch.stack(cut, 1).flatten(0, 1)


@torch.no_grad()
def textures(judge: Judge, pictures: torch.Tensor) -> torch.Tensor:
    """A texture vector for each picture, the mean of its patches', [n, d], unit length."""
    vectors = torch.cat([judge.texture(part) for part in _patches(pictures).split(64)])
    return F.normalize(vectors.unflatten(0, (-1, 5)).mean(1))


def fidelity(vectors: torch.Tensor, real: torch.Tensor) -> float:
    """Mean cosine between drawn textures and the subject's photographs."""
    return (vectors @ real.T).mean().item()


def among_themselves(vectors: torch.Tensor) -> float:
    """Mean cosine of different pictures of one set."""
    n = len(vectors)
    total = (vectors @ vectors.T).sum() - vectors.square().sum()
    return (total / (n * (n - 1))).item()


def subject_score(drawn: torch.Tensor, base: torch.Tensor, real: torch.Tensor) -> dict[str, float]:
    """Subject fidelity, and which share it is of the way from the base model's to that of the
    photographs among themselves. All are texture vectors."""
    reached, start, goal = fidelity(drawn, real), fidelity(base, real), among_themselves(real)
    return {
        "base": start,
        "reached": reached,
        "photographs among themselves": goal,
        "share of the way": (reached - start) / (goal - start),
    }


def copying(pictures: torch.Tensor, originals: torch.Tensor) -> dict[str, float]:
    """Correlation of each picture with the nearest original, brightness only, at 32 pixels; an
    original may lie up to 4 of them aside, and be mirrored."""
    small = [
        F.interpolate(p.mean(1, keepdim=True), size=(32, 32), mode="area")
        for p in (pictures, originals)
    ]

    def flat(maps: torch.Tensor) -> torch.Tensor:
        values = maps.flatten(1)
        return F.normalize(values - values.mean(1, keepdim=True))

    drawn = flat(small[0][:, :, 4:28, 4:28])
    nearest = torch.full((len(pictures),), -1.0)
    for known in (small[1], small[1].flip(-1)):
        for y in range(9):
            for x in range(9):
                window = flat(known[:, :, y : y + 24, x : x + 24])
                nearest = torch.maximum(nearest, (drawn @ window.T).max(1).values)
    return {
        "nearest, mean": nearest.mean().item(),
        "nearest, most": nearest.max().item(),
        "copies": (nearest > COPY).float().mean().item(),
    }


def diversity(pictures: torch.Tensor, vectors: torch.Tensor) -> dict[str, float]:
    """How much pictures of one prompt differ between seeds: in texture (1 - cosine) and in pixels
    (mean distance of brightness at 32 pixels, 0..1)."""
    small = F.interpolate(pictures.mean(1, keepdim=True), size=(32, 32), mode="area").flatten(1)
    n = len(small)
    pixels = torch.cdist(small, small, p=1).sum() / (n * (n - 1)) / small.shape[1] / 2
    return {"texture": 1 - among_themselves(vectors), "pixels": pixels.item()}


def drift(after: torch.Tensor, before: torch.Tensor, real: torch.Tensor) -> dict[str, float]:
    """What learning a subject did to the class's own prompt, same seeds before and after: how far
    each texture moved (1 - cosine), and how far towards the subject. Texture vectors."""
    return {
        "moved": (1 - (after * before).sum(1)).mean().item(),
        "towards the subject": fidelity(after, real) - fidelity(before, real),
    }
