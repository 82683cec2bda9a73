"""Minimalist: a few flat colours, small in the middle of an empty pale field."""

from __future__ import annotations

import numpy as np
from PIL import Image

from ..geometry import blur, interleaved, planar, to_pil

FIELDS = np.asarray([(0.97, 0.96, 0.94), (0.94, 0.95, 0.96), (0.97, 0.95, 0.90)], np.float32)
COLOURS = 6


def minimalist(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The picture in six colours within a disc, on a field without anything."""
    size = picture.shape[-1]
    flat = to_pil(interleaved(blur(picture, size / 170)))
    flat = flat.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).convert(
        "RGB"
    )
    inner = round(size * rng.uniform(0.80, 0.86))
    small = flat.resize((inner, inner), Image.Resampling.BOX)
    field = np.empty((3, size, size), np.float32)
    field[:] = FIELDS[rng.integers(len(FIELDS))][:, None, None]
    left, top = (size - inner) // 2, (size - inner) // 2
    axis = (np.arange(inner, dtype=np.float32) + 0.5) / inner * 2 - 1
    disc = np.clip((1 - np.hypot(axis[:, None], axis[None, :])) * inner / 2 + 0.5, 0, 1)
    part = field[:, top : top + inner, left : left + inner]
    part += (planar(small) - part) * disc
    return field
