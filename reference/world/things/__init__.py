"""Things that wear a fabric. Each is `draw(fabric, size, rng)` to planar RGB [3, size, size]."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..fabric import Fabric
from .art import art
from .basket import basket
from .cloth import cloth
from .curtain import curtain
from .cushion import cushion
from .dress import dress
from .handbag import handbag
from .quilt import quilt
from .shirt import shirt
from .shoe import shoe
from .umbrella import umbrella
from .vase import vase
from .wallpaper import wallpaper

THINGS: dict[str, Callable[[Fabric, int, np.random.Generator], np.ndarray]] = {
    "cloth": cloth,
    "dress": dress,
    "handbag": handbag,
    "shirt": shirt,
    "cushion": cushion,
    "wallpaper": wallpaper,
    "curtain": curtain,
    "vase": vase,
    "basket": basket,
    "umbrella": umbrella,
    "shoe": shoe,
    "quilt": quilt,
    "art": art,
}
