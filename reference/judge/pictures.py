"""Pictures from files: photographs of a subject, and what the studio drew."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps

from .prompts import Prompt, asked

ENDINGS = (".png", ".jpg", ".jpeg", ".webp")


def read_picture(path: Path, size: int) -> torch.Tensor:
    """Centre-cropped and scaled, float32 [3, size, size], -1..1."""
    image = ImageOps.fit(Image.open(path).convert("RGB"), (size, size), Image.Resampling.LANCZOS)
    return torch.from_numpy(np.asarray(image).copy()).permute(2, 0, 1).float() / 127.5 - 1


def read_folder(folder: Path, size: int = 128) -> torch.Tensor:
    """All pictures of a folder in the order of their names, [n, 3, size, size]."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS)
    if not paths:
        raise FileNotFoundError(f"{folder} holds no pictures ({', '.join(ENDINGS)})")
    return torch.stack([read_picture(path, size) for path in paths])


def drawn_by_studio(folder: Path, size: int = 128) -> tuple[torch.Tensor, list[Prompt]]:
    """The studio's PNGs with their prompts and seeds, which stand in the files' `parameters`: the
    prompt's lines first, then perhaps `Negative prompt: …`, then the settings with `Seed: …`."""
    pictures, prompts = [], []
    for path in sorted(folder.rglob("*.png")):
        lines = Image.open(path).info.get("parameters", "").split("\n")
        seed = re.search(r"\bSeed: (\d+)", lines[-1])
        if seed is None:
            raise ValueError(f"{path} doesn't say how it was drawn: it holds no `parameters` text")
        text = [line for line in lines[:-1] if not line.startswith("Negative prompt:")]
        prompts.append(asked(" ".join(text), int(seed.group(1))))
        pictures.append(read_picture(path, size))
    if not pictures:
        raise FileNotFoundError(f"{folder} holds no PNGs")
    return torch.stack(pictures), prompts
