"""Styles as operations on a finished picture, planar [3, size, size]: `apply(picture, rng)`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .anime import anime
from .cyberpunk import cyberpunk
from .drawing import drawing
from .minimalist import minimalist
from .oil import oil
from .photograph import photograph
from .psychedelic import psychedelic
from .vintage import vintage
from .watercolor import watercolor

STYLES: dict[str, Callable[[np.ndarray, np.random.Generator], np.ndarray]] = {
    "photograph": photograph,
    "oil": oil,
    "watercolor": watercolor,
    "anime": anime,
    "cyberpunk": cyberpunk,
    "vintage": vintage,
    "minimalist": minimalist,
    "psychedelic": psychedelic,
    "drawing": drawing,
}

#: Styles that leave the fabric's colours to be seen.
COLOURFUL_STYLES = ("photograph", "oil", "watercolor", "anime", "minimalist")
