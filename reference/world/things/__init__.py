"""Things that wear a fabric. Each is `draw(fabric, size, rng)` to RGB [size, size, 3]."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..fabric import Fabric
from .basket import basket
from .cloth import cloth
from .cushion import cushion
from .dress import dress
from .handbag import handbag
from .vase import vase
from .wallpaper import wallpaper

THINGS: dict[str, Callable[[Fabric, int, np.random.Generator], np.ndarray]] = {
    "cloth": cloth,
    "dress": dress,
    "handbag": handbag,
    "vase": vase,
    "basket": basket,
    "cushion": cushion,
    "wallpaper": wallpaper,
}
