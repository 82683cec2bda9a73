"""Coordinate grids, soft edges and smooth noise: what patterns and things are drawn with.

A picture in the making is planar, float32 [3, h, w], 0..1: numpy works through whole planes
several times faster than through interleaved pixels.
"""

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
    """Triangle wave with period 1 and range 0..1; 1 at whole numbers."""
    return np.abs((t - np.floor(t)) * 2 - 1)


def cell(t: np.ndarray) -> np.ndarray:
    """Position within a unit cell, -0.5..0.5."""
    return t - np.floor(t) - np.float32(0.5)


def paint(picture: np.ndarray, colour: np.ndarray, mask: np.ndarray) -> None:
    """Covers `picture` [3, h, w] in place by `colour` ([3] or [3, h, w]) where `mask` [h, w] is 1."""
    if colour.ndim == 1:
        colour = colour[:, None, None]
    picture += (colour - picture) * mask


def smooth_noise(size: int, cells: int, rng: np.random.Generator) -> np.ndarray:
    """Low-frequency noise [size, size], about -1..1, with `cells` bumps along a side."""
    coarse = rng.uniform(-1, 1, (cells, cells)).astype(np.float32)
    return np.asarray(Image.fromarray(coarse).resize((size, size), Image.Resampling.BICUBIC))


def streaks(size: int, along: int, across: int, rng: np.random.Generator) -> np.ndarray:
    """Noise [size, size] drawn out sideways: `along` bumps from left to right, `across` downwards."""
    coarse = rng.uniform(-1, 1, (across, along)).astype(np.float32)
    return np.asarray(Image.fromarray(coarse).resize((size, size), Image.Resampling.BICUBIC))


def blur_mask(mask: np.ndarray, radius: float) -> np.ndarray:
    """Gaussian blur of one plane [h, w], 0..1, in steps of 1/255."""
    image = Image.fromarray((np.clip(mask, 0, 1) * 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), np.float32) / 255


def blur(picture: np.ndarray, radius: float) -> np.ndarray:
    """Gaussian blur of a planar picture."""
    return planar(to_pil(interleaved(picture)).filter(ImageFilter.GaussianBlur(radius)))


def halve(picture: np.ndarray) -> np.ndarray:
    """A planar picture at half its size: the mean of two by two pixels."""
    rows = picture[:, ::2] + picture[:, 1::2]
    return (rows[:, :, ::2] + rows[:, :, 1::2]) * np.float32(0.25)


def shrink(image: np.ndarray, factor: int) -> np.ndarray:
    """Box average of interleaved pixels [h, w, c] by a whole factor."""
    h, w, c = image.shape
    return image.reshape(h // factor, factor, w // factor, factor, c).mean((1, 3))


def interleaved(picture: np.ndarray) -> np.ndarray:
    """Planar [3, h, w] to pixels [h, w, 3]."""
    return np.ascontiguousarray(picture.transpose(1, 2, 0))


def planar(image: Image.Image) -> np.ndarray:
    """8-bit RGB to a planar picture."""
    pixels = np.asarray(image, np.float32)
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)) / np.float32(255)


def to_pil(image: np.ndarray) -> Image.Image:
    """Float RGB pixels [h, w, 3], 0..1, to an 8-bit PIL image."""
    return Image.fromarray((np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8))


def luminance(picture: np.ndarray) -> np.ndarray:
    """Brightness [h, w] of a planar picture, Rec. 601."""
    return 0.299 * picture[0] + 0.587 * picture[1] + np.float32(0.114) * picture[2]
