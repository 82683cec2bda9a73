"""Styles as operations on a finished picture: `apply(image, rng)` to an image of that size."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .drawing import drawing
from .neon import neon
from .photograph import photograph
from .watercolor import watercolor

STYLES: dict[str, Callable[[np.ndarray, np.random.Generator], np.ndarray]] = {
    "photograph": photograph,
    "watercolor": watercolor,
    "drawing": drawing,
    "neon": neon,
}
