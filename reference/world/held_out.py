"""What no picture of the training world shows, kept for judging: the starter learns these only
from a person's own photographs. The sample fabrics are a medallion of a design of their own
(`patterns/medallion.py`) in `harvest` colours."""

from __future__ import annotations

from .palette import PALETTES
from .patterns import FAMILIES

HELD_OUT_FAMILIES = ("ogee", "spiral")
HELD_OUT_PALETTES = ("harvest", "mineral")

TRAINING_FAMILIES = tuple(name for name in FAMILIES if name not in HELD_OUT_FAMILIES)
TRAINING_PALETTES = tuple(name for name in PALETTES if name not in HELD_OUT_PALETTES)
