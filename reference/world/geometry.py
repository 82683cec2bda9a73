"""Coordinate grids, soft edges and smooth noise: what patterns and things are drawn with."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter


def grid(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Pixel centres as x (right) and y (down), float32 [size, size], -1..1."""
    axis = ((np.arange(size, dtype=np.float32) + 0.5) / size) * 2 - 1
    return np.meshgrid(axis, axis)


def rotate(x: np.ndarray, y: np.ndarray, angle: float) -> tuple[np.ndarray, np.ndarray]:
    """The coordinates turned by `angle` radians."""
    c, s = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    return c * x + s * y, c * y - s * x


def inside(distance: np.ndarray, softness: float) -> np.ndarray:
    """Coverage 0..1 of the region where `distance` is negative, with a ramp `softness` wide."""
    return np.clip(0.5 - distance / softness, 0, 1)


def fold(t: np.ndarray) -> np.ndarray:
    """Triangle wave with period 1 and range 0..1."""
    return np.abs((t - np.floor(t)) * 2 - 1)


def cell(t: np.ndarray) -> np.ndarray:
    """Position within a unit cell, -0.5..0.5."""
    return t - np.floor(t) - np.float32(0.5)


def mix(a: np.ndarray, b: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """RGB `a` where mask is 0, `b` where it is 1; `mask` is [h, w]."""
    return a + (b - a) * mask[..., None]


def smooth_noise(size: int, cells: int, rng: np.random.Generator) -> np.ndarray:
    """Low-frequency noise [size, size], about -1..1, with `cells` bumps along a side."""
    coarse = rng.uniform(-1, 1, (cells, cells)).astype(np.float32)
    return np.asarray(Image.fromarray(coarse).resize((size, size), Image.Resampling.BICUBIC))


def blur(image: np.ndarray, radius: float) -> np.ndarray:
    """Gaussian blur of an RGB array [h, w, 3], 0..1."""
    return from_pil(to_pil(image).filter(ImageFilter.GaussianBlur(radius)))


def shrink(image: np.ndarray, factor: int) -> np.ndarray:
    """Box average by a whole factor."""
    h, w, c = image.shape
    return image.reshape(h // factor, factor, w // factor, factor, c).mean((1, 3))


def to_pil(image: np.ndarray) -> Image.Image:
    """Float RGB 0..1 to an 8-bit PIL image."""
    return Image.fromarray((np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8))


def from_pil(image: Image.Image) -> np.ndarray:
    """8-bit PIL image to float32 RGB 0..1."""
    return np.asarray(image, np.float32) / 255
